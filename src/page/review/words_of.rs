//! Ages and signals as they are shown everywhere at the desk: a word with a shape and a colour.

use super::pending;
use crate::dom::{El, el, live, nothing, run};
use crate::page::apply::model::shown;
use crate::page::training::state_tag;
use crate::site;
use crate::ui::{Tone, tag};
use crate::words::{review as w, shared as s};
use accede_api::application::TimelineEntry;
use accede_api::review::{AgeBand, Signal};
use accede_api::work::Claim;
use accede_domain::application::{ApplicationForm, ApplicationState, Field, Stage};
use accede_domain::time::Duration;
use accede_domain::training::TrainingState;

/// How long something has waited, against its deadline: `9 days, due`.
pub(super) fn age(band: AgeBand, waited: Duration) -> El {
    let tone = match band {
        AgeBand::Ok => Tone::Quiet,
        AgeBand::Due => Tone::Attention,
        AgeBand::Late => Tone::Ended,
    };
    let words = match band {
        AgeBand::Ok => s::span(waited),
        band => [&s::span(waited), ", ", w::age(band)].concat(),
    };
    tag(tone, &words)
}

/// Facts for and against, never a verdict.
pub(super) fn signals(signals: &[Signal]) -> El {
    let list = el("ul").class("signals");
    for signal in signals.iter().filter(|signal| is_offered(**signal)) {
        let _ = list
            .clone()
            .kid(el("li").kid(tag(tone(*signal), w::signal(*signal))));
    }
    list
}

/// Whether a signal is anything in this installation.
pub(super) fn is_offered(signal: Signal) -> bool {
    signal != Signal::Orcid || site::has_orcid()
}

fn tone(signal: Signal) -> Tone {
    match signal {
        Signal::InstitutionalMail
        | Signal::Webpage
        | Signal::KnownReference
        | Signal::Orcid
        | Signal::TrainingAccepted => Tone::Done,
        Signal::TrainingWaiting => Tone::Waiting,
        Signal::PersonalMailOnly
        | Signal::ReferencePersonalMail
        | Signal::ReferenceLookalike
        | Signal::ReferenceChanged
        | Signal::RevokedBefore
        | Signal::TrainingMissing => Tone::Attention,
    }
}

/// Where an application stands, and whether somebody has to look at its reference.
pub(super) fn standing(state: ApplicationState, stage: Option<Stage>, flagged: bool) -> El {
    let tone = match (state, stage) {
        (ApplicationState::Accepted, _) => Tone::Done,
        (ApplicationState::Submitted, Some(Stage::Identity | Stage::Reference | Stage::Final)) => {
            Tone::Todo
        }
        (ApplicationState::Submitted, _) => Tone::Waiting,
        (ApplicationState::Withdrawn | ApplicationState::Expired | ApplicationState::Draft, _) => {
            Tone::Quiet
        }
        _ => Tone::Ended,
    };
    let flag = if flagged {
        run(&[" ".into(), tag(Tone::Attention, &w::FLAGGED)])
    } else {
        nothing()
    };
    run(&[tag(tone, w::standing(state, stage)), flag])
}

/// Who works on a case, beside its line in a list; or that it was decided while the list was open.
pub(super) fn held(claim: Option<&Claim>, case_id: &str) -> El {
    let claim = claim.map(|claim| (claim.mine, claim.name.clone()));
    let id = case_id.to_owned();
    live(move || {
        if pending::is_decided(&id) {
            return tag(Tone::Done, &w::DECIDED);
        }
        match &claim {
            Some((true, _)) => tag(Tone::Begun, &w::CLAIMED_BY_YOU),
            Some((false, name)) => tag(Tone::Waiting, &w::claimed_by(name)),
            None => nothing(),
        }
    })
}

/// Who did it: `, by demo-reviewer`; empty where it was nobody.
pub(super) fn by(entry: &TimelineEntry) -> String {
    let who = entry
        .who
        .as_deref()
        .unwrap_or_else(|| w::actor(&entry.actor));
    if who.is_empty() {
        String::new()
    } else {
        [&*w::BY, who].concat()
    }
}

/// How a report stands, to staff.
pub(super) fn report(state: TrainingState) -> El {
    match state {
        TrainingState::Returned => tag(Tone::Attention, &w::REPORT_RETURNED),
        state => state_tag(state),
    }
}

/// A stated value as people read it; a pointer that is no field is read as it stands.
pub(super) fn stated(field: Option<Field>, value: &str) -> String {
    let Some(field) = field else {
        return value.to_owned();
    };
    let mut form = ApplicationForm::default();
    form.set(field, value.to_owned());
    shown(&form, field)
}

/// What stood at an answer before.
pub(super) fn changed(field: Field, before: &str) -> El {
    let before = stated(Some(field), before);
    let before = if before.trim().is_empty() {
        &*s::NOT_GIVEN
    } else {
        &before
    };
    el("p").class("was").kids(&[
        tag(Tone::Attention, &w::CHANGED_MARK),
        " ".into(),
        w::WAS.into(),
        el("del").text(before),
    ])
}
