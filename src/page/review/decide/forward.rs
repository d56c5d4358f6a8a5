//! The decisions that take a case forward.

use super::checklist::{Checklist, Question};
use super::send::Target;
use crate::dom::{El, run};
use crate::form::Form;
use crate::ui::muted;
use crate::words::review as w;
use accede_api::review::{AcceptApplication, Case, ConfirmIdentity, InviteReference};
use accede_domain::application::{IdentityChecklist, ResponseChecklist};

const IDENTITY: &[Question] = &[
    ("found_by_name", "/checklist/found_by_name"),
    (
        "organisation_fits_email",
        "/checklist/organisation_fits_email",
    ),
    (
        "category_fits_position",
        "/checklist/category_fits_position",
    ),
    ("summary_sufficient", "/checklist/summary_sufficient"),
    ("summary_no_sharing", "/checklist/summary_no_sharing"),
];
const RESPONSE: &[Question] = &[
    ("knows_applicant", "/checklist/knows_applicant"),
    ("supports_use", "/checklist/supports_use"),
    ("understands_privacy", "/checklist/understands_privacy"),
];

pub(super) fn confirm_identity(case: &Case, target: &Target) -> El {
    let form = target.form(Form::blanks, "confirm-identity");
    let before = case.identity_checklist;
    let items = Checklist::new(form, IDENTITY, |name| before.answer(name));
    let parts = [
        items.draw(&w::NO_BARS),
        form.submit_button(&w::CONFIRM_IDENTITY),
    ];
    let target = target.clone();
    form.draw(&parts, move || {
        let mut checklist = IdentityChecklist::default();
        items.read(|name, answer| checklist.set(name, answer));
        let body = ConfirmIdentity { checklist };
        target
            .clone()
            .send(form, target.with("confirm-identity", &body))
    })
}

pub(super) fn accept(case: &Case, target: &Target) -> El {
    let form = target.form(Form::blanks, "accept");
    let before = case.response_checklist;
    let questions = if case.response_checklist_needed {
        RESPONSE
    } else {
        &[]
    };
    let items = Checklist::new(form, questions, |name| before.answer(name));
    let parts = [
        items.draw(&w::NO_BARS),
        muted(&w::ACCEPT_TEXT),
        form.submit_button(&w::ACCEPT),
    ];
    let target = target.clone();
    form.draw(&parts, move || {
        let mut checklist = ResponseChecklist::default();
        items.read(|name, answer| checklist.set(name, answer));
        let body = AcceptApplication { checklist };
        target.clone().send(form, target.with("accept", &body))
    })
}

pub(super) fn invite(case: &Case, target: &Target) -> El {
    let form = target.form(Form::blanks, "invite-reference");
    let message = form.field("/message", &w::TEXT_NOUN, &case.invitation_message);
    let parts = [
        message.text_area(&w::INVITE_MESSAGE).rows(6).draw(),
        form.submit_button(&w::INVITE),
    ];
    let target = target.clone();
    form.draw(&parts, move || {
        let body = InviteReference {
            message: message.get(),
        };
        target
            .clone()
            .send(form, target.with("invite-reference", &body))
    })
}

pub(super) fn confirm_reference(target: &Target) -> El {
    let form = target.form(Form::blanks, "confirm-reference");
    let parts = run(&[
        muted(&w::CONFIRM_REFERENCE_TEXT),
        form.submit_button(&w::CONFIRM_REFERENCE),
    ]);
    let target = target.clone();
    form.draw(&[parts], move || {
        target.clone().send(form, target.bare("confirm-reference"))
    })
}
