//! The queue of applications.

use super::model;
use crate::api::endpoint;
use crate::app;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Field, Form};
use crate::navigate;
use crate::reader::Reader;
use crate::route::Route;
use crate::ui::{Table, Tone, ago, h1, link, load, p, pagination, parts, tag};
use crate::words::{apply as aw, review as w, shared as s, title};
use accede_api::page::Page;
use accede_api::review::{AgeBand, QueueItem, QueueSummary, Signal};
use accede_domain::application::{ApplicationState, ResearcherCategory, Stage};

/// The page `/review`.
pub fn draw() -> El {
    run(&[
        h1(title::REVIEW),
        load::<QueueSummary>(endpoint::review_summary(), |summary, _| counts(&summary)),
        live(|| filters(&app::query())),
        live(|| {
            let query = app::query();
            load::<Page<QueueItem>>(endpoint::review_applications(&query), move |page, _| {
                list(&page, &query)
            })
        }),
    ])
}

fn counts(summary: &QueueSummary) -> El {
    let stages = [
        (Stage::Identity, summary.identity),
        (Stage::Reference, summary.reference),
        (Stage::Response, summary.response),
        (Stage::Final, summary.r#final),
        (Stage::Returned, summary.returned),
    ];
    let line = el("p").class("muted").text(w::WAITING_NOW);
    for (stage, count) in stages {
        let words = [" · ", w::stage(stage), " ", &s::grouped(u64::from(count))].concat();
        let _ = line.clone().kid(words.as_str().into());
    }
    let trainings = [
        title::REVIEW_TRAININGS,
        ": ",
        &s::grouped(u64::from(summary.trainings)),
    ]
    .concat();
    run(&[line, parts(&[link(&Route::ReviewTrainings, &trainings)])])
}

fn filters(query: &str) -> El {
    let form = Form::new(|_| Vec::new());
    let field =
        |pointer: &'static str, name: &str| form.field(pointer, "", &model::value(query, name));
    let (stage, category) = (field("/stage", "stage"), field("/category", "category"));
    let (flag, search, sort) = (
        field("/flag", "flag"),
        field("/q", "q"),
        field("/sort", "sort"),
    );
    let mut stages = vec![("", w::ALL_WAITING)];
    stages.extend(
        Stage::ALL
            .iter()
            .map(|stage| (stage.as_str(), w::stage(*stage))),
    );
    stages.push(("decided", w::DECIDED));
    let mut categories = vec![("", w::ANY)];
    categories.extend(
        ResearcherCategory::ALL
            .iter()
            .map(|one| (one.as_str(), aw::category(*one))),
    );
    let get = |field: Field| field.get().trim().to_owned();
    form.draw(
        &[
            el("div").class("filters").kids(&[
                search
                    .text_input(w::SEARCH)
                    .hint(w::SEARCH_HINT)
                    .width(20)
                    .draw(),
                stage.select(w::STAGE, &stages).draw(),
                category.select(w::CATEGORY, &categories).draw(),
                flag.select(w::FLAG, &[("", w::ANY), ("true", w::ONLY_FLAGGED)])
                    .draw(),
                sort.select(w::SORT, &w::SORTS).draw(),
            ]),
            form.submit_button(w::SHOW),
        ],
        move || {
            let query = endpoint::query(&[
                ("q", &get(search)),
                ("stage", &get(stage)),
                ("category", &get(category)),
                ("flag", &get(flag)),
                ("sort", &get(sort)),
            ]);
            navigate(&[&Route::Review.path(), query.as_str()].concat());
            async { Ok(()) }
        },
    )
}

fn list(page: &Page<QueueItem>, query: &str) -> El {
    if page.items.is_empty() {
        return p(w::EMPTY);
    }
    let columns = [
        w::APPLICANT.into(),
        w::NUMBER.into(),
        w::ORGANISATION.into(),
        w::CATEGORY.into(),
        w::STAGE.into(),
        w::AGE.into(),
        w::SIGNALS.into(),
    ];
    let table = Table::new(title::REVIEW, false, &columns);
    for item in &page.items {
        table.row(&[
            link(&Route::Case(item.id.clone()), &item.applicant_name),
            item.reference_number.as_str().into(),
            item.organisation.as_str().into(),
            item.category.map_or("", aw::category).into(),
            stage(item),
            el("span").kids(&[age_tag(item.age), " ".into(), ago(item.stage_since)]),
            signals(&item.signals, item.flagged),
        ]);
    }
    run(&[
        table.draw(),
        turn(
            query,
            page.prev.as_deref(),
            page.next.as_deref(),
            &Route::Review,
        ),
    ])
}

/// The neighbouring pages, with the same filters.
pub(super) fn turn(query: &str, prev: Option<&str>, next: Option<&str>, route: &Route) -> El {
    let address =
        |name: &str, cursor: &str| [route.path(), model::at_cursor(query, name, cursor)].concat();
    let prev = prev.map(|cursor| address("before", cursor));
    let next = next.map(|cursor| address("after", cursor));
    pagination(prev.as_deref(), next.as_deref())
}

fn stage(item: &QueueItem) -> El {
    match item.stage {
        Some(stage) => w::stage(stage).into(),
        None => crate::words::dashboard::standing(item.state, None, Reader::Staff).into(),
    }
}

/// How long it stands there, by the deadline of its stage.
pub(super) fn age_tag(band: AgeBand) -> El {
    let tone = match band {
        AgeBand::Ok => Tone::Quiet,
        AgeBand::Due => Tone::Attention,
        AgeBand::Late => Tone::Ended,
    };
    tag(tone, w::age(band))
}

/// Facts for and against, and whether somebody has to look.
pub(super) fn signals(signals: &[Signal], flagged: bool) -> El {
    let words: Vec<&str> = signals.iter().map(|signal| w::signal(*signal)).collect();
    let flag = if flagged {
        run(&[tag(Tone::Attention, w::FLAGGED), " ".into()])
    } else {
        nothing()
    };
    run(&[flag, words.join(", ").as_str().into()])
}

/// Whether staff still wait on it.
pub(super) fn is_open(state: ApplicationState) -> bool {
    state == ApplicationState::Submitted
}
