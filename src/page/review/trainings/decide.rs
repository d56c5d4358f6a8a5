//! The decisions on a report.

use super::super::decide::{
    Checklist, FORWARD, Question, REJECT, RETURN, Target, choice, folded, framed, with_templates,
};
use crate::dom::{El, run};
use crate::form::Form;
use crate::ui::{Reload, p};
use crate::words::review as w;
use accede_api::training::{DecideTraining, TrainingCase};
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::review::CaseKind;
use accede_domain::time::Date;
use accede_domain::training::{TrainingChecklist, TrainingState};

const CHECKLIST: &[Question] = &[
    ("report_attached", "/checklist/report_attached"),
    ("up_to_date", "/checklist/up_to_date"),
    ("modules_complete", "/checklist/modules_complete"),
    ("hipaa_complete", "/checklist/hipaa_complete"),
    ("name_matches", "/checklist/name_matches"),
];

/// Where the decisions stand, for the keys: on a page of their own, and within an application, whose keys are for the
/// application.
const OWN_PAGE: [&str; 3] = [FORWARD, RETURN, REJECT];
const WITHIN: [&str; 3] = ["report-forward", "report-return", "report-reject"];

pub(super) fn draw(case: &TrainingCase, embedded: bool, reload: Reload) -> El {
    let [forward, give_back, reject] = if embedded { WITHIN } else { OWN_PAGE };
    let (training, decision) = (&case.training, case.decision.as_ref());
    let (kind, version) = (CaseKind::Training, training.version);
    let target = Target::new(kind, &training.id, (version, 0), decision, reload);
    if !case.may_decide || case.training.state != TrainingState::Submitted {
        return p(&w::NOTHING_TO_DECIDE);
    }
    run(&[
        target.stale_notice(),
        framed(forward, &w::TRAINING_ACCEPT, accept(case, &target)),
        refuse(give_back, &w::TRAINING_RETURN, "return", &target),
        refuse(reject, &w::TRAINING_REJECT, "reject", &target),
    ])
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
        &w::DATE_NOUN,
        &case.training.completed_on.to_string(),
    );
    let parts = [
        items.draw(&w::TRAINING_NO_BARS),
        date.date_input(&w::DATE).hint(&w::DATE_HINT).draw(),
        form.submit_button(&w::TRAINING_ACCEPT),
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
        target.clone().send(form, target.with("accept", &body))
    })
}

fn refuse(id: &'static str, label: &'static str, command: &'static str, target: &Target) -> El {
    let form = target.form(Form::blanks, command);
    let comment = form.field("/comment", &w::TEXT_NOUN, "");
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
            .text_area(&w::RETURN_COMMENT)
            .hint(&w::REJECT_HINT)
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
        target.clone().send(form, target.with(command, &body))
    });
    folded(id, label, form, drawn)
}
