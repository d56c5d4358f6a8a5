//! One application, on one page.

use super::decide;
use super::queue::{age_tag, is_open, signals};
use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::page::application::standing_tag;
use crate::page::training::state_tag;
use crate::page::{
    apply::{self, Answers},
    dashboard,
};
use crate::reader::Reader;
use crate::route::Route;
use crate::ui::{
    NoticeKind, Reload, Row, Table, ago, back_link, day, external_link, h1, h3, load_page, moment,
    muted, notice_titled, p, section, summary_list, summary_row,
};
use crate::words::{application as appw, apply as aw, review as w, title};
use accede_api::review::{Case, CaseReference};
use accede_domain::application::{Field, ReferenceCategory};
use accede_domain::refusal::Refusal;

/// The page of one case.
pub fn draw(id: &str) -> El {
    load_page::<Case>(
        title::CASE,
        endpoint::review_application(id),
        |case, reload| page(&case, reload),
    )
}

fn page(case: &Case, reload: Reload) -> El {
    let since = el("p").class("muted").kids(&[
        standing_tag(case.state, case.stage, Reader::Staff),
        " ".into(),
        w::SINCE.into(),
        ago(case.stage_since),
        " ".into(),
        if is_open(case.state) {
            age_tag(case.age)
        } else {
            nothing()
        },
    ]);
    run(&[
        back_link(&Route::Review, title::REVIEW),
        h1(&[&case.applicant_name, ", ", &case.reference_number].concat()),
        since,
        el("p").kid(signals(&case.signals, case.flagged)),
        may_not(case),
        el("div").class("case").kids(&[
            el("div").class("case__facts").kids(&[
                changed(case),
                section(
                    w::STATED,
                    &[
                        addresses(case),
                        apply::answers(&case.form, Answers::Fixed(Reader::Staff)),
                    ],
                ),
                section(w::REFERENCES, &[references(&case.references)]),
                section(w::TRAININGS, &[trainings(case)]),
                earlier(case),
                section(
                    w::HISTORY,
                    &[dashboard::line(
                        &case.timeline,
                        case.state,
                        case.stage,
                        case.form.names_a_reference(),
                        Reader::Staff,
                    )],
                ),
            ]),
            el("div")
                .class("case__decision")
                .kid(section(w::DECIDE, &[decide::draw(case, reload)])),
        ]),
    ])
}

fn may_not(case: &Case) -> El {
    case.may_not_because.as_deref().map_or_else(nothing, |why| {
        notice_titled(NoticeKind::Info, w::MAY_NOT, &[p(sentence(why))])
    })
}

/// What the server's word for a refusal means.
pub(super) fn sentence(word: &str) -> &str {
    match Refusal::parse(word) {
        Some(refusal) => refusal.detail(),
        None => word,
    }
}

fn addresses(case: &Case) -> El {
    summary_list(vec![summary_row(
        w::ADDRESSES,
        &case.emails.join("\n"),
        None,
    )])
}

fn changed(case: &Case) -> El {
    if case.changed.is_empty() {
        return nothing();
    }
    let table = Table::new(
        w::CHANGED,
        false,
        &[w::FIELD.into(), w::BEFORE.into(), w::NOW.into()],
    );
    for change in &case.changed {
        let field = Field::from_pointer(&change.pointer);
        let now = field.map_or("", |field| case.form.get(field));
        table.row(&[
            field
                .map_or(title::TRAINING, |field| aw::label_for(field, Reader::Staff))
                .into(),
            change.before.as_str().into(),
            now.into(),
        ]);
    }
    section(w::CHANGED, &[table.draw()])
}

fn references(references: &[CaseReference]) -> El {
    if references.is_empty() {
        return p(w::NO_REFERENCES);
    }
    let whole = run(&[]);
    for reference in references {
        let _ = whole.clone().kid(one_reference(reference));
    }
    whole
}

fn one_reference(reference: &CaseReference) -> El {
    let relation = ReferenceCategory::parse(&reference.category).map_or("", aw::relation);
    let mut rows = vec![
        summary_row(appw::STATE, appw::reference(reference.state), None),
        summary_row(w::RELATION, relation, None),
        summary_row(appw::EMAIL, &reference.email, None),
        summary_row(
            appw::ORGANISATION,
            &[&reference.organisation, "\n", &reference.title].concat(),
            None,
        ),
    ];
    if reference.personal_mail {
        let page = external_link(&reference.page_url, &reference.page_url);
        rows.push(Row {
            label: w::PERSONAL_MAIL,
            value: page,
            change: None,
        });
    }
    if let Some(at) = reference.invited_at {
        rows.push(Row {
            label: appw::ASKED,
            value: moment(at),
            change: None,
        });
    }
    if let Some(reply) = &reference.bounce {
        rows.push(summary_row(w::BOUNCE, reply, None));
    }
    if let Some(answer) = reference.answer {
        rows.push(summary_row(w::ANSWER, w::answer(answer), None));
        rows.push(summary_row(
            w::ANSWER_TEXT,
            reference.answer_text.as_deref().unwrap_or_default(),
            None,
        ));
    }
    if let Some(at) = reference.answered_at {
        rows.push(Row {
            label: appw::ANSWERED,
            value: moment(at),
            change: None,
        });
    }
    let known = reference.confirmed_before.to_string();
    rows.push(summary_row(w::CONFIRMED_BEFORE, &known, None));
    run(&[h3(&reference.name), summary_list(rows)])
}

fn trainings(case: &Case) -> El {
    if case.trainings.is_empty() {
        return p(w::NO_TRAININGS);
    }
    let table = Table::new(
        w::TRAININGS,
        false,
        &[w::TRAINING.into(), w::STATE.into(), w::VALID_UNTIL.into()],
    );
    for training in &case.trainings {
        table.row(&[
            crate::ui::link(&Route::TrainingCase(training.id.clone()), &training.name),
            state_tag(training.state),
            day(training.expires_on),
        ]);
    }
    table.draw()
}

fn earlier(case: &Case) -> El {
    if case.earlier.is_empty() {
        return nothing();
    }
    let table = Table::new(
        w::EARLIER,
        false,
        &[w::NUMBER.into(), w::STATE.into(), w::SUBMITTED.into()],
    );
    for one in &case.earlier {
        let number = one.reference_number.as_deref().unwrap_or("–");
        let submitted = one.submitted_at.map_or_else(|| muted("–"), moment);
        table.row(&[
            crate::ui::link(&Route::Case(one.id.clone()), number),
            standing_tag(one.state, one.stage, Reader::Staff),
            submitted,
        ]);
    }
    section(w::EARLIER, &[table.draw()])
}
