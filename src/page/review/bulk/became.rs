//! What became of each: decided, with its state; or not, with why.

use super::super::decide::sentence;
use crate::dom::{El, el, nothing, run};
use crate::route::Route;
use crate::ui::{Table, Tone, h2, link, moment, muted, tag};
use crate::words::{bulk as w, review};
use accede_api::bulk::{Bulk, BulkDecided, BulkLeftOut, BulkRefused};
use accede_api::problem::ProblemCode;
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;

/// Those that are not decided. Nothing where there is none.
pub(super) fn left_out(items: &[BulkLeftOut]) -> El {
    if items.is_empty() {
        return nothing();
    }
    let columns = [review::APPLICANT.into(), w::WHY.into()];
    let table = Table::new(&w::LEFT_OUT, false, &columns);
    for one in items {
        let id = &one.application_id;
        // Of one that is not there, there is nothing to open.
        let who = if one.reference_number.is_empty() {
            muted(id)
        } else {
            let open = link(&Route::Case(id.clone()), &one.applicant_name);
            el("div").kids(&[open, muted(&one.reference_number)])
        };
        let _ = table.row(&[who, el("div").kid(why(&one.refused))]);
    }
    run(&[h2(&w::LEFT_OUT), table.draw()])
}

fn why(refused: &BulkRefused) -> El {
    if refused.why == ProblemCode::NotFound.as_str() {
        return (&*w::GONE).into();
    }
    let sentence = sentence(&refused.why);
    let Some(name) = &refused.name else {
        return sentence.into();
    };
    match refused
        .until
        .filter(|_| refused.why == "claimed_by_another")
    {
        Some(until) => run(&[
            review::claimed_by(name).as_str().into(),
            ", ".into(),
            review::UNTIL.into(),
            moment(until),
        ]),
        None => w::faster(name, sentence).as_str().into(),
    }
}

/// Those that are.
pub(super) fn table(bulk: &Bulk) -> El {
    let columns = [
        review::APPLICANT.into(),
        w::DECISION.into(),
        review::STATE.into(),
    ];
    let table = Table::new(&w::RESULT, false, &columns);
    for one in &bulk.items {
        let open = link(
            &Route::Case(one.application_id.clone()),
            &one.applicant_name,
        );
        let cells = [
            el("div").kids(&[open, muted(&one.reference_number)]),
            review::decided_label(CaseKind::Application, &one.command).into(),
            state(one),
        ];
        let _ = table.row(&cells);
    }
    table.draw()
}

fn state(one: &BulkDecided) -> El {
    let tone = match one.state {
        DecisionState::Pending => Tone::Waiting,
        DecisionState::CarriedOut => Tone::Done,
        DecisionState::Undone => Tone::Quiet,
        DecisionState::NotCarriedOut => Tone::Attention,
    };
    let why = one.why.as_deref().map(sentence);
    el("div").kids(&[
        tag(tone, w::state(one.state)),
        why.map_or_else(nothing, muted),
    ])
}

/// All of them in a sentence for each state that there is.
pub(super) fn in_words(bulk: &Bulk) -> String {
    let mut words = String::new();
    for state in DecisionState::ALL {
        let number = bulk.items.iter().filter(|one| one.state == *state).count();
        if number > 0 {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&w::became(*state, number));
        }
    }
    if words.is_empty() {
        w::NOTHING.get().to_owned()
    } else {
        words
    }
}
