//! What the records hold beside what was stated: facts with links to where they come from. Nothing here judges.

use super::super::words_of;
use crate::dom::{El, el, nothing, run};
use crate::page::training::state_tag;
use crate::route::Route;
use crate::ui::{Table, details, li, link, moment, muted, p, section};
use crate::words::review as w;
use accede_api::on_record::{AskedFor, InstitutionRecord, OnRecord, SameName, SameReport};
use accede_api::review::Case;

/// The section; nothing where the case came without it.
pub(super) fn draw(case: &Case) -> El {
    case.on_record
        .as_ref()
        .map_or_else(nothing, |record| section(&w::ON_RECORD, &[facts(record)]))
}

fn facts(record: &OnRecord) -> El {
    let list = el("ul").class("facts");
    let mut any = false;
    let mut add = |words: &str, more: El| {
        any = true;
        let _ = list.clone().kid(li(words).kid(more));
    };
    if let Some(revoked) = &record.revoked {
        let of = to_case(&revoked.application_id, &revoked.reference_number, "");
        add(
            &w::revoked(&revoked.applicant_name),
            run(&[", ".into(), of]),
        );
    }
    if let Some(reference) = &record.reference {
        add(&w::reference_record(reference), asked(&reference.latest));
    }
    for one in &record.institution {
        add(&institution(one), nothing());
    }
    if !record.same_name.is_empty() {
        add(
            &w::same_name(record.same_name.len()),
            names(&record.same_name),
        );
    }
    if !record.same_report.is_empty() {
        add(
            &w::same_report(record.same_report.len()),
            files(&record.same_report),
        );
    }
    if any { list } else { p(&w::NOTHING_ON_RECORD) }
}

fn institution(one: &InstitutionRecord) -> String {
    [
        one.name.as_str(),
        if one.is_domain { &w::BY_DOMAIN } else { "" },
        ": ",
        &w::institution(one),
    ]
    .concat()
}

fn asked(latest: &[AskedFor]) -> El {
    let columns = [w::APPLICANT.into(), w::ANSWER.into(), w::ASKED.into()];
    let table = Table::new(&w::NAMED_ELSEWHERE, false, &columns);
    for one in latest {
        let other = if one.same_address {
            nothing()
        } else {
            muted(&w::OTHER_ADDRESS)
        };
        table.row(&[
            to_case(
                &one.application_id,
                &one.applicant_name,
                &one.reference_number,
            ),
            run(&[w::outcome(one.outcome).into(), other]),
            moment(one.at),
        ]);
    }
    details(&w::SEE_THEM, &[table.draw()])
}

fn names(found: &[SameName]) -> El {
    let columns = [
        w::APPLICANT.into(),
        w::ORGANISATION.into(),
        w::STATE.into(),
        w::SUBMITTED.into(),
    ];
    let table = Table::new(&w::SAME_NAME, false, &columns);
    for one in found {
        table.row(&[
            to_case(&one.id, &one.applicant_name, &one.reference_number),
            run(&[one.organisation.as_str().into(), muted(&one.user_name)]),
            words_of::standing(one.state, one.stage, false),
            moment(one.submitted_at),
        ]);
    }
    details(&w::SEE_THEM, &[table.draw()])
}

fn files(found: &[SameReport]) -> El {
    let table = Table::new(
        &w::SAME_REPORT,
        false,
        &[w::APPLICANT.into(), w::STATE.into()],
    );
    for one in found {
        table.row(&[
            run(&[
                link(
                    &Route::TrainingCase(one.training_id.clone()),
                    &one.applicant_name,
                ),
                muted(&one.user_name),
            ]),
            state_tag(one.state),
        ]);
    }
    details(&w::SEE_THEM, &[table.draw()])
}

fn to_case(id: &str, name: &str, number: &str) -> El {
    run(&[link(&Route::Case(id.to_owned()), name), muted(number)])
}
