//! Sending a decision, and what becomes of it when somebody else was quicker.

use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, live, nothing};
use crate::form::Form;
use crate::ui::{ButtonKind, NoticeKind, Reload, button, notice_titled};
use crate::words::review as w;
use accede_domain::problem::FieldProblem;
use leptos::prelude::*;
use std::rc::Rc;

/// Where a decision goes, and what it was taken on.
#[derive(Clone)]
pub(in super::super) struct Target {
    id: Rc<str>,
    version: i64,
    reload: Reload,
    /// Somebody changed the case while it was open.
    stale: RwSignal<bool>,
}

impl Target {
    pub(in super::super) fn new(id: &str, version: i64, reload: Reload) -> Self {
        Self {
            id: id.into(),
            version,
            reload,
            stale: RwSignal::new(false),
        }
    }

    /// The form of a decision. Its words stay in this tab until the decision was taken: nothing that happens to the page
    /// loses them.
    pub(super) fn form(
        &self,
        rules: impl Fn(Form) -> Vec<FieldProblem> + 'static,
        command: &'static str,
    ) -> Form {
        Form::new(rules)
            .apart(command)
            .kept_as(&["review/", &self.id, "/", command].concat())
    }

    /// The request of a decision.
    pub(super) fn call(&self, command: &str) -> Call {
        Call::post(endpoint::application_command(&self.id, command)).if_match(self.version)
    }

    /// Sends it, and shows the case as it is then. Who was quicker is told of where the decision was taken.
    pub(super) async fn send(self, form: Form, call: Call) -> Result<(), Failure> {
        match call.send().await {
            Ok(_) => {
                form.forget();
                self.reload.now();
                Ok(())
            }
            Err(Failure::Stale(_)) => {
                self.stale.set(true);
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }

    /// Says that somebody was quicker, with a way to see what they did. What was written stays.
    pub(in super::super) fn stale_notice(&self) -> El {
        let (stale, reload) = (self.stale, self.reload);
        live(move || {
            if !stale.get() {
                return nothing();
            }
            notice_titled(
                NoticeKind::Warning,
                w::STALE,
                &[button(ButtonKind::Secondary, w::SEE_NEW, move || {
                    reload.now()
                })],
            )
            .attr("role", "alert")
        })
    }
}
