//! The reference and what they answered, the trainings, and the person's other applications.

use super::super::decide::Comments;
use super::super::{trainings, words_of};
use super::stated;
use crate::dom::{El, el, live, nothing, run};
use crate::page::apply::model::is_listed;
use crate::route::Route;
use crate::ui::{Table, Tone, day, h2, h3, link, moment, muted, p, section, tag};
use crate::words::{application as appw, dashboard, review as w, shared as s};
use accede_api::application::ApplicationSummary;
use accede_api::review::{Case, CaseReference, CaseTraining, ReferenceSaid, Signal};
use accede_domain::application::checklist::TRAINING_POINTER;
use accede_domain::application::{Field, Task};
use accede_domain::reference::{ReferenceAnswer, ReferenceState};
use accede_domain::training::TrainingState;
use leptos::prelude::*;

/// Who was named, the present one first, with what was stated about them.
pub(super) fn references(case: &Case, comments: Option<&Comments>) -> El {
    let (present, before): (Vec<_>, Vec<_>) = case.references.iter().partition(|one| one.current);
    let whole = run(&[]);
    if case.form.names_a_reference() {
        let list = el("dl").class("answers");
        for field in Field::of_task(Task::Reference).filter(|field| is_listed(&case.form, *field)) {
            let _ = list.clone().kid(stated::answer(case, field, comments));
        }
        let _ = whole.clone().kid(list.clone());
        for one in present {
            request(one, &list);
        }
    } else {
        let _ = whole.clone().kid(p(&w::NO_REFERENCES));
    }
    for one in before {
        let list = el("dl").class("answers").kids(&[
            row(&appw::EMAIL, one.email.as_str().into()),
            row(
                &appw::ORGANISATION,
                run(&[one.organisation.as_str().into(), muted(&one.title)]),
            ),
        ]);
        request(one, &list);
        let _ = whole
            .clone()
            .kids(&[h3(&[&*w::NAMED_BEFORE, &one.name].concat()), list]);
    }
    section(&w::REFERENCES, &[whole])
}

fn row(label: &str, value: El) -> El {
    el("div").kids(&[el("dt").text(label), el("dd").kid(value)])
}

/// How the request to a reference stands, and what they answered.
fn request(one: &CaseReference, list: &El) {
    let mut signals = Vec::new();
    if one.personal_mail {
        signals.push(Signal::ReferencePersonalMail);
    }
    if one.looks_like.is_some() {
        signals.push(Signal::ReferenceLookalike);
    }
    if one.confirmed_before > 0 {
        signals.push(Signal::KnownReference);
    }
    let add = |label: &str, value: Option<El>| {
        if let Some(value) = value {
            let _ = list.clone().kid(row(label, value));
        }
    };
    // The answer stands among all answers then, and no longer as what holds.
    let took_back = one.answers.last().is_some_and(|last| last.answer.is_none());
    let standing = if took_back {
        tag(Tone::Ended, &w::TOOK_BACK)
    } else {
        state(one)
    };
    add(
        &appw::STATE,
        Some(run(&[standing, words_of::signals(&signals)])),
    );
    add(&w::LOOKS_LIKE, one.looks_like.as_deref().map(Into::into));
    add(&w::ASKED, one.invited_at.map(moment));
    add(&w::BOUNCE, one.bounce.as_deref().map(Into::into));
    if !took_back {
        add(&w::ANSWER, one.answer.map(answer));
        add(
            &w::ANSWER_TEXT,
            one.answer_text
                .as_deref()
                .filter(|words| !words.is_empty())
                .map(|words| el("span").class("pre-line").text(words)),
        );
        add(&w::ANSWERED, one.answered_at.map(moment));
    }
    // One that was never changed or taken back stands above.
    add(
        &w::ALL_ANSWERS,
        (one.answers.len() > 1).then(|| said(&one.answers)),
    );
    add(
        &w::CONFIRMED_BEFORE,
        Some(s::grouped(u64::from(one.confirmed_before)).as_str().into()),
    );
}

fn state(one: &CaseReference) -> El {
    let tone = match one.state {
        ReferenceState::Answered => Tone::Done,
        ReferenceState::Bounced | ReferenceState::Expired => Tone::Attention,
        ReferenceState::Replaced | ReferenceState::Cancelled => Tone::Quiet,
        _ => Tone::Waiting,
    };
    let words = match one.state {
        ReferenceState::Nominated => &w::NOT_ASKED,
        state => appw::reference(state),
    };
    tag(tone, words)
}

fn said(answers: &[ReferenceSaid]) -> El {
    let list = el("ol").class("notes");
    for one in answers {
        let chosen = one
            .answer
            .map_or_else(|| tag(Tone::Ended, &w::TOOK_BACK), answer);
        let _ = list.clone().kid(el("li").kids(&[
            chosen,
            p(&one.text).class("pre-line"),
            muted("").kid(moment(one.at)),
        ]));
    }
    list
}

fn answer(answer: ReferenceAnswer) -> El {
    let tone = match answer {
        ReferenceAnswer::Confirms => Tone::Done,
        _ => Tone::Attention,
    };
    tag(tone, w::answer(answer))
}

/// The reports on file.
pub(super) fn reports(case: &Case, comments: Option<&Comments>) -> El {
    let (button, written) = comments.map_or_else(
        || (nothing(), nothing()),
        |comments| {
            (
                stated::comment_button(comments, TRAINING_POINTER),
                stated::written(comments, TRAINING_POINTER),
            )
        },
    );
    let heading = el("div")
        .class("with-comment")
        .kids(&[h2(&w::TRAININGS), button]);
    let whole = el("section").class("section").kids(&[heading, written]);
    if case.trainings.is_empty() {
        return whole.kid(p(&w::NO_TRAININGS));
    }
    let columns = [w::TRAINING.into(), w::STATE.into(), w::VALID_UNTIL.into()];
    let table = Table::new(&w::TRAININGS, false, &columns);
    let reports = run(&[]);
    for one in &case.trainings {
        if one.state == TrainingState::Submitted || one.state == TrainingState::Accepted {
            let _ = reports.clone().kid(report(one));
        }
        table.row(&[
            link(&Route::TrainingCase(one.id.clone()), &one.name),
            words_of::report(one.state),
            day(one.expires_on),
        ]);
    }
    whole.kids(&[table.draw(), reports])
}

/// The report itself, opened at once where it waits for a decision. It is asked for only when it is looked at: each look
/// at it is recorded.
fn report(one: &CaseTraining) -> El {
    let waits = one.state == TrainingState::Submitted;
    let open = RwSignal::new(waits);
    let id = one.id.clone();
    let whole = el("details").class("details").flag("open", waits);
    let node = whole.clone();
    whole
        .kids(&[
            el("summary").text(&w::REPORT),
            live(move || {
                if open.get() {
                    trainings::embedded(&id)
                } else {
                    nothing()
                }
            }),
        ])
        .on("toggle", move |_| {
            // Once opened it stays loaded.
            if node
                .element()
                .is_some_and(|details| details.has_attribute("open"))
                && !open.get_untracked()
            {
                open.set(true);
            }
        })
}

/// Applications of the person; nothing where there are none.
pub(in super::super) fn applications(heading: &str, all: &[ApplicationSummary]) -> El {
    if all.is_empty() {
        return nothing();
    }
    let columns = [w::NUMBER.into(), w::STATE.into(), w::SUBMITTED.into()];
    let table = Table::new(heading, false, &columns);
    for one in all {
        table.row(&[
            link(
                &Route::Case(one.id.clone()),
                one.reference_number.as_deref().unwrap_or("–"),
            ),
            words_of::standing(one.state, one.stage, false),
            one.submitted_at.map_or_else(|| muted("–"), moment),
        ]);
    }
    section(heading, &[table.draw()])
}

/// What the person has access to, or has asked for.
pub(super) fn grants(case: &Case) -> El {
    if case.grants.is_empty() {
        return nothing();
    }
    let columns = [dashboard::DATASET.into(), w::STATE.into(), w::ASKED.into()];
    let table = Table::new(&w::ACCESS, false, &columns);
    for one in &case.grants {
        table.row(&[
            run(&[
                p(&one.dataset).attr("lang", "en"),
                muted(dashboard::service(one.service)),
            ]),
            dashboard::grant(one.state).into(),
            moment(one.requested_at),
        ]);
    }
    section(&w::ACCESS, &[table.draw()])
}
