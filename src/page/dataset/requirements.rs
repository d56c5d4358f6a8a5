//! The restricted-access notice: what is asked, how each thing stands, and where to go next.

use super::model;
use crate::api::{Call, endpoint};
use crate::dom::{El, el, nothing, run};
use crate::next;
use crate::route::Route;
use crate::ui::{
    ButtonKind, NoticeKind, Tone, link, link_to, notice_titled, p, prose_in, section, tag,
};
use crate::words::{dashboard as dw, dataset as w, next as next_words, shared as s};
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
    let is_visitor = model::is_visitor(&dataset.access.requirements);
    let list = el("ul").class("requirements");
    for status in model::listed(&dataset.access.requirements) {
        let _ = list
            .clone()
            .kid(line(status, &dataset.slug, names, is_visitor));
    }
    run(&[
        notice_titled(
            NoticeKind::Restricted,
            &w::RESTRICTED,
            &[p(&w::RESTRICTED_TEXT)],
        ),
        list,
        if is_visitor {
            way_on(dataset)
        } else {
            nothing()
        },
        section(
            &w::PRECAUTIONS,
            &[prose_in(
                dataset.precautions_language,
                &dataset.precautions_html,
            )],
        ),
    ])
}

/// What is next, at the top of the page, for whoever is signed in and does not get in yet.
pub fn first(dataset: &Dataset) -> El {
    let asked = &dataset.access.requirements;
    let open = model::first_open(asked).filter(|_| !model::is_visitor(asked));
    let Some((status, next)) = open.and_then(|status| Some((status, status.next_step?))) else {
        return nothing();
    };
    let kind = match model::tone(status.state) {
        Tone::Todo | Tone::Attention => ButtonKind::Primary,
        // Somebody else has it.
        _ => ButtonKind::Secondary,
    };
    el("div").class("next section").kids(&[
        el("p").class("next__sentence").text(dw::sentence(next)),
        step(status, &dataset.slug).class(kind.class()),
    ])
}

/// The two ways in, for a visitor.
fn way_on(dataset: &Dataset) -> El {
    let press = |step: NextStep, kind: ButtonKind| {
        next::address(step, &dataset.slug).map_or_else(nothing, |address| {
            link_to(&address, next_words::link(step)).class(kind.class())
        })
    };
    el("div").class("button-row").kids(&[
        press(NextStep::Register, ButtonKind::Primary),
        press(NextStep::SignIn, ButtonKind::Secondary),
    ])
}

/// The way to what the person signed for this dataset, and to its receipt.
pub fn signed(dataset: &Dataset) -> El {
    let mut asked = dataset.access.requirements.iter();
    if asked.any(|asked| asked.requirement == Requirement::Agreement && asked.state.is_met()) {
        p("").kid(receipt(&dataset.slug))
    } else {
        nothing()
    }
}

fn receipt(slug: &str) -> El {
    link(
        &Route::DatasetAgreement(slug.to_owned()),
        &w::WHAT_YOU_SIGNED,
    )
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

/// One thing that is asked. Whoever is not signed in is told how it stands by nobody.
fn line(
    status: &RequirementStatus,
    slug: &str,
    names: RwSignal<Vec<TrainingName>>,
    is_visitor: bool,
) -> El {
    let words = match &status.requirement {
        Requirement::SignedIn => w::NEED_SIGNED_IN.into(),
        Requirement::VerifiedEmail => w::NEED_VERIFIED_EMAIL.into(),
        Requirement::Credential => w::NEED_CREDENTIAL.into(),
        Requirement::Agreement => w::NEED_AGREEMENT.into(),
        Requirement::OwnerApproval => w::NEED_OWNER.into(),
        Requirement::Training { training_type } => training(training_type.clone(), names),
    };
    if is_visitor {
        return el("li").kid(words);
    }
    el("li").kids(&[
        el("div").kids(&[el("div").kid(words), step(status, slug)]),
        el("div")
            .class("requirements__state")
            .kid(state(status.state)),
    ])
}

fn training(key: String, names: RwSignal<Vec<TrainingName>>) -> El {
    el("span").text(&w::NEED_TRAINING).text_live(move || {
        names.with(|names| {
            let name = names.iter().find(|name| name.key == key);
            name.map_or_else(String::new, |name| [": ", &name.name].concat())
        })
    })
}

fn state(state: RequirementState) -> El {
    let word = match state {
        RequirementState::Met { until: None } => dw::MET.to_owned(),
        RequirementState::Met { until: Some(until) } => {
            [&*w::UNTIL, &s::date(until.date())].concat()
        }
        RequirementState::Waiting { on } => dw::waits_on(on).to_owned(),
        RequirementState::Missing => dw::MISSING.to_owned(),
    };
    tag(model::tone(state), &word)
}

fn step(status: &RequirementStatus, slug: &str) -> El {
    let Some(step) = status.next_step else {
        return if status.requirement == Requirement::Agreement && status.state.is_met() {
            receipt(slug)
        } else {
            nothing()
        };
    };
    let words = next_words::link(step);
    match next::address(step, slug) {
        Some(address) => link_to(&address, words),
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
