//! "Did you mean …?": a reference's address that is one slip away from another is pointed out where it is typed. A question,
//! never a refusal: whoever goes on without answering it has answered.

use super::load::OwnAddresses;
use crate::browser;
use crate::dom::{El, el, nothing, run};
use crate::form::{self, Field};
use crate::ui::{ButtonKind, NoticeKind, button, notice, p};
use crate::words::apply as w;
use accede_domain::email::EmailAddress;
use accede_domain::lookalike;
use leptos::prelude::*;

/// The question at one field. Copies are handles to the same one.
#[derive(Clone)]
pub struct Doubt {
    field: Field,
    own: OwnAddresses,
    /// The address that may be meant, while it is asked.
    meant: RwSignal<Option<String>>,
    /// What was typed when the person said that it is right.
    right: StoredValue<String>,
    /// What was typed when they were last held.
    held: StoredValue<String>,
}

const ID: &str = "meant";

impl Doubt {
    pub fn new(field: Field, own: OwnAddresses) -> Self {
        Self {
            field,
            own,
            meant: RwSignal::new(None),
            right: StoredValue::new(String::new()),
            held: StoredValue::new(String::new()),
        }
    }

    /// The control with the question below it, which comes when the control is left.
    pub fn around(&self, control: El) -> El {
        let (looking, asking) = (self.clone(), self.clone());
        let control = el("div").kid(control).on("focusout", move |_| {
            let looking = looking.clone();
            form::once_released(move || looking.look());
        });
        let question = el("div")
            .attr("role", "status")
            .live(move || match asking.meant.get() {
                Some(meant) => asking.question(&meant),
                None => nothing(),
            });
        run(&[control, question])
    }

    /// Whether something is asked that was not seen before: the focus is on it then, and what was pressed waits, once.
    pub fn holds(&self) -> bool {
        self.look();
        let typed = self.field.get();
        let is_asked = self.meant.with_untracked(Option::is_some);
        let is_new = self.held.with_value(|held| *held != typed);
        self.held.set_value(typed);
        if is_asked && is_new {
            browser::after_paint(|| form::focus_id(ID));
        }
        is_asked && is_new
    }

    fn look(&self) {
        let typed = self.field.get();
        let meant = EmailAddress::parse(&typed)
            .filter(|_| self.right.with_value(|right| *right != typed))
            .and_then(|address| lookalike::meant(&address, &self.own.verified()))
            .map(|meant| meant.as_str().to_owned());
        // What is asked already stays as it is, with whatever has the focus in it.
        if self.meant.with_untracked(|asked| *asked != meant) {
            self.meant.set(meant);
        }
    }

    fn question(&self, meant: &str) -> El {
        let field = self.field;
        let asked = self.meant;
        let answered = move || {
            asked.set(None);
            form::focus_id(&field.focus_id());
        };
        let (right, other) = (self.right, meant.to_owned());
        let typed = field.get();
        notice(
            NoticeKind::Info,
            &[
                p(&[&*w::MEANT_START, meant, &w::MEANT_END].concat()),
                el("div").class("button-row").kids(&[
                    button(
                        ButtonKind::Secondary,
                        &[&*w::MEANT_TAKE, meant].concat(),
                        move || {
                            field.edit(other.clone());
                            answered();
                        },
                    ),
                    button(
                        ButtonKind::Quiet,
                        &[typed.trim(), &w::MEANT_KEEP].concat(),
                        move || {
                            right.set_value(field.get());
                            answered();
                        },
                    ),
                ]),
            ],
        )
        .id(ID)
    }
}
