//! The restricted-access notice: what is asked, how each thing stands, and where to go next.

use super::model;
use crate::api::{Call, endpoint};
use crate::dom::{El, el, nothing, run};
use crate::next;
use crate::route::Route;
use crate::ui::{ButtonKind, NoticeKind, link, link_button, notice_titled, p, prose, section, tag};
use crate::words::{dataset as w, next as next_words, shared as s};
use crate::{site, task};
use accede_api::dataset::Dataset;
use accede_api::page::List;
use accede_domain::access::{Requirement, RequirementState, RequirementStatus};
use accede_domain::next::NextStep;
use leptos::prelude::*;

pub fn draw(dataset: &Dataset) -> El {
    let names = RwSignal::new(Vec::<TrainingName>::new());
    if model::asks_training(&dataset.access.requirements) {
        // A name makes the sentence clearer; without an answer it stands all the same.
        task::spawn(async move {
            let answer = Call::get(endpoint::training_types())
                .anonymous()
                .send()
                .await;
            if let Ok(list) = answer.and_then(|answer| answer.read::<List<TrainingName>>()) {
                names.set(list.items);
            }
        });
    }
    let list = el("ul").class("requirements");
    for status in &dataset.access.requirements {
        let _ = list.clone().kid(line(status, &dataset.slug, names));
    }
    let first = model::first_open(&dataset.access.requirements)
        .and_then(|status| status.next_step)
        .and_then(|step| Some((step, next::route(step, Some(&dataset.slug))?)));
    let first = first.map_or_else(nothing, |(step, route)| {
        el("div").class("button-row").kid(link_button(
            ButtonKind::Primary,
            &route,
            next_words::link(step),
        ))
    });
    run(&[
        notice_titled(
            NoticeKind::Restricted,
            w::RESTRICTED,
            &[p(w::RESTRICTED_TEXT), list],
        ),
        first,
        section(w::PRECAUTIONS, &[prose(&dataset.precautions_html)]),
    ])
}

/// What is read of a training type.
#[derive(Clone)]
struct TrainingName {
    key: String,
    name: String,
}

accede_api::wire! {
    TrainingName { key name } {}
}

fn line(status: &RequirementStatus, slug: &str, names: RwSignal<Vec<TrainingName>>) -> El {
    let words = match &status.requirement {
        Requirement::SignedIn => w::NEED_SIGNED_IN.into(),
        Requirement::VerifiedEmail => w::NEED_VERIFIED_EMAIL.into(),
        Requirement::Credential => w::NEED_CREDENTIAL.into(),
        Requirement::Agreement => w::NEED_AGREEMENT.into(),
        Requirement::OwnerApproval => w::NEED_OWNER.into(),
        Requirement::Training { training_type } => training(training_type.clone(), names),
    };
    el("li").kids(&[
        el("div").kids(&[el("div").kid(words), step(status, slug)]),
        el("div")
            .class("requirements__state")
            .kid(state(status.state)),
    ])
}

fn training(key: String, names: RwSignal<Vec<TrainingName>>) -> El {
    el("span").text(w::NEED_TRAINING).text_live(move || {
        names.with(|names| {
            let name = names.iter().find(|name| name.key == key);
            name.map_or_else(String::new, |name| [": ", &name.name].concat())
        })
    })
}

fn state(state: RequirementState) -> El {
    let word = match state {
        RequirementState::Met { until: None } => w::MET.to_owned(),
        RequirementState::Met { until: Some(until) } => [w::UNTIL, &s::date(until.date())].concat(),
        RequirementState::Waiting { on } => w::waits_on(on).to_owned(),
        RequirementState::Missing => w::MISSING.to_owned(),
    };
    tag(model::tone(state), &word)
}

fn step(status: &RequirementStatus, slug: &str) -> El {
    let Some(step) = status.next_step else {
        return nothing();
    };
    let words = next_words::link(step);
    match next::route(step, Some(slug)) {
        Some(route) => link(&route, words),
        None => support(step),
    }
}

fn support(step: NextStep) -> El {
    crate::dom::live(move || match site::get() {
        Some(site) => crate::ui::external_link(
            &["mailto:", &site.support_address].concat(),
            next_words::link(step),
        ),
        None => link(&Route::Home, next_words::link(step)),
    })
}
