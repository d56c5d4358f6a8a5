//! Decisions that need a reason: going on without a reference, rejecting, revoking.

use super::send::Target;
use super::templates::with_templates;
use super::{REJECT, folded};
use crate::dom::El;
use crate::form::Form;
use crate::ui::muted;
use crate::words::{review as w, shared as s};
use accede_api::review::{DecisionTemplate, RejectApplication, WithReason};
use leptos::prelude::*;
use std::rc::Rc;

pub(super) fn skip(target: &Target) -> El {
    let form = target.form(Form::blanks, "skip-reference");
    let reason = form.field("/reason", &w::TEXT_NOUN, "");
    let parts = [
        reason.text_area(&w::REASON).rows(3).draw(),
        form.submit_button(&w::SKIP),
    ];
    let target = target.clone();
    let drawn = form.draw(&parts, move || {
        let body = WithReason {
            reason: reason.get(),
        };
        target
            .clone()
            .send(form, target.with("skip-reference", &body))
    });
    folded("decide-skip", &w::SKIP, form, drawn)
}

pub(super) fn revoke(target: &Target) -> El {
    let form = target.form(Form::blanks, "revoke");
    let reason = form.field("/reason", &w::TEXT_NOUN, "");
    let parts = [
        muted(&w::REVOKE_TEXT),
        reason.text_area(&w::REVOKE_REASON).rows(3).draw(),
        form.danger_button(&w::REVOKE),
    ];
    let target = target.clone();
    let drawn = form.draw(&parts, move || {
        let body = WithReason {
            reason: reason.get(),
        };
        target.clone().send(form, target.with("revoke", &body))
    });
    folded("decide-revoke", &w::REVOKE, form, drawn)
}

pub(super) fn reject(target: &Target) -> El {
    let form = target.form(Form::blanks, "reject");
    let target = target.clone();
    let drawn = with_templates("reject", "application", move |templates| {
        reject_form(templates, &target)
    });
    folded(REJECT, &w::REJECT, form, drawn)
}

fn reject_form(templates: Rc<Vec<DecisionTemplate>>, target: &Target) -> El {
    let form = target.form(Form::blanks, "reject");
    let template = form.field("/template", &w::TEMPLATE_NOUN, "");
    let comment = form.field("/comment", &w::TEXT_NOUN, "");
    let mut choices = vec![("", s::CHOOSE.get())];
    choices.extend(
        templates
            .iter()
            .map(|one| (one.key.as_str(), one.title.as_str())),
    );
    let select = template.select(&w::TEMPLATE, &choices).draw();
    // Choosing a reason writes its words, unless the reviewer has written some.
    crate::dom::watch(move || {
        let key = template.value.get();
        let words = comment.get();
        let untouched = words.is_empty() || templates.iter().any(|one| one.text == words);
        let chosen = templates.iter().find(|one| one.key == key);
        if let Some(chosen) = chosen.filter(|_| untouched) {
            comment.edit(chosen.text.clone());
        }
    });
    let parts = [
        select,
        comment
            .text_area(&w::REJECT_COMMENT)
            .hint(&w::REJECT_HINT)
            .rows(8)
            .draw(),
        form.danger_button(&w::REJECT),
    ];
    let target = target.clone();
    form.draw(&parts, move || {
        let body = RejectApplication {
            template: template.get(),
            comment: comment.get(),
        };
        target.clone().send(form, target.with("reject", &body))
    })
}
