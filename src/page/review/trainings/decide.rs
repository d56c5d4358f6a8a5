//! The decisions on a report.

use super::super::decide::{
    Checklist, FORWARD, Question, REJECT, RETURN, choice, folded, framed, with_templates,
};
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, live, nothing, run};
use crate::form::Form;
use crate::ui::{ButtonKind, NoticeKind, Reload, button, notice_titled, p};
use crate::words::review as w;
use accede_api::training::{DecideTraining, TrainingCase};
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::time::Date;
use accede_domain::training::{TrainingChecklist, TrainingState};
use leptos::prelude::*;
use std::rc::Rc;

const CHECKLIST: &[Question] = &[
    ("report_attached", "/checklist/report_attached"),
    ("up_to_date", "/checklist/up_to_date"),
    ("modules_complete", "/checklist/modules_complete"),
    ("hipaa_complete", "/checklist/hipaa_complete"),
    ("name_matches", "/checklist/name_matches"),
];

/// What a decision is sent to, and what it was taken on.
#[derive(Clone)]
struct Target {
    id: Rc<str>,
    version: i64,
    reload: Reload,
    stale: RwSignal<bool>,
}

/// Where the decisions stand, for the keys: on a page of their own, and within an application, whose keys are for the
/// application.
const OWN_PAGE: [&str; 3] = [FORWARD, RETURN, REJECT];
const WITHIN: [&str; 3] = ["report-forward", "report-return", "report-reject"];

pub(super) fn draw(case: &TrainingCase, embedded: bool, reload: Reload) -> El {
    let [forward, give_back, reject] = if embedded { WITHIN } else { OWN_PAGE };
    if !case.may_decide || case.training.state != TrainingState::Submitted {
        return p(w::NOTHING_TO_DECIDE);
    }
    let target = Target {
        id: case.training.id.as_str().into(),
        version: case.training.version,
        reload,
        stale: RwSignal::new(false),
    };
    run(&[
        stale_notice(&target),
        framed(forward, w::TRAINING_ACCEPT, accept(case, &target)),
        refuse(give_back, w::TRAINING_RETURN, "return", &target),
        refuse(reject, w::TRAINING_REJECT, "reject", &target),
    ])
}

fn stale_notice(target: &Target) -> El {
    let (stale, reload) = (target.stale, target.reload);
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

impl Target {
    /// The form of a decision. Its words stay in this tab until the decision was taken.
    fn form(
        &self,
        rules: impl Fn(Form) -> Vec<FieldProblem> + 'static,
        command: &'static str,
    ) -> Form {
        Form::new(rules)
            .apart(match command {
                "accept" => "training-accept",
                "return" => "training-return",
                _ => "training-reject",
            })
            .kept_as(&["review-training/", &self.id, "/", command].concat())
    }

    async fn send(self, form: Form, command: &str, body: DecideTraining) -> Result<(), Failure> {
        let call = Call::post(endpoint::training_command(&self.id, command))
            .if_match(self.version)
            .body(&body);
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
}

fn accept(case: &TrainingCase, target: &Target) -> El {
    let rules = |form: Form| {
        let mut problems = form.blanks();
        let date = form.value("/completed_on");
        if !date.is_empty() && date.parse::<Date>().is_err() {
            problems.push(FieldProblem::new("/completed_on", FieldCode::NotADate));
        }
        problems
    };
    let form = target.form(rules, "accept");
    let before = case.checklist;
    let items = Checklist::new(form, CHECKLIST, |name| before.answer(name));
    let date = form.field(
        "/completed_on",
        w::DATE_NOUN,
        &case.training.completed_on.to_string(),
    );
    let parts = [
        items.draw(w::TRAINING_NO_BARS),
        date.date_input(w::DATE).hint(w::DATE_HINT).draw(),
        form.submit_button(w::TRAINING_ACCEPT),
    ];
    let target = target.clone();
    form.draw(&parts, move || {
        let mut checklist = TrainingChecklist::default();
        items.read(|name, answer| checklist.set(name, answer));
        let body = DecideTraining {
            checklist,
            completed_on: date.get().parse().ok(),
            comment: String::new(),
        };
        target.clone().send(form, "accept", body)
    })
}

fn refuse(id: &'static str, label: &'static str, command: &'static str, target: &Target) -> El {
    let form = target.form(Form::blanks, command);
    let comment = form.field("/comment", w::TEXT_NOUN, "");
    let from = with_templates(command, "training", move |templates| {
        choice(templates, move |chosen| {
            comment.edit(chosen.text.trim().to_owned())
        })
    });
    let submit = if command == "reject" {
        form.danger_button(label)
    } else {
        form.submit_button(label)
    };
    let parts = [
        from,
        comment
            .text_area(w::RETURN_COMMENT)
            .hint(w::REJECT_HINT)
            .rows(5)
            .draw(),
        submit,
    ];
    let target = target.clone();
    let drawn = form.draw(&parts, move || {
        let body = DecideTraining {
            checklist: TrainingChecklist::default(),
            completed_on: None,
            comment: comment.get(),
        };
        target.clone().send(form, command, body)
    });
    folded(id, label, form, drawn)
}
