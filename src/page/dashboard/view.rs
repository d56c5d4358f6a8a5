use super::model::{self, ToCome, ToSign};
use crate::api::endpoint;
use crate::dom::{El, el, live, nothing, run};
use crate::next;
use crate::page::application::{counts_anew, standing_tag, waiting};
use crate::reader::Reader;
use crate::route::Route;
use crate::ui::{
    ButtonKind, Column, Table, TimelineItem, Tone, caption, day, h1, h2, h3, hidden, jump, link,
    link_button, link_to, load_page, moment, muted, p, quiet_link, section, tag, timeline,
};
use crate::words::{
    apply as aw, dashboard as w, dataset as dw, next as next_words, shared as s, title,
};
use crate::{session, site, wanted};
use accede_api::application::TimelineEntry;
use accede_api::dashboard::{Dashboard, DatasetStanding};
use accede_api::dataset::Grant;
use accede_domain::access::{RequirementState, RequirementStatus, WaitingOn};
use accede_domain::application::{ApplicationState, Stage};
use accede_domain::grant::GrantState;
use accede_domain::next::NextStep;

pub fn draw() -> El {
    load_page::<Dashboard>(
        &title::DASHBOARD,
        endpoint::dashboard(),
        |mut dashboard, _| {
            // What the person came for stands first, and is what the next step is about.
            wanted::first(&mut dashboard.datasets, |dataset| &dataset.slug);
            let heading = h2(&w::DATASETS);
            run(&[
                h1(&title::DASHBOARD),
                next_step(&dashboard, &heading),
                el("section")
                    .class("section")
                    .kids(&[heading, datasets(&dashboard.datasets)]),
                el("div").class("columns section").kids(&[
                    el("div").kids(&[application(&dashboard)]),
                    el("div").kids(&[grants(&dashboard.grants), expiries(&dashboard)]),
                ]),
            ])
        },
    )
}

/// The one sentence, and the one thing to press. `datasets` is the heading of their table.
fn next_step(dashboard: &Dashboard, datasets: &El) -> El {
    let step = dashboard.next;
    let slug = model::slug_of(step, &dashboard.datasets);
    let waits = dashboard
        .waiting
        .as_ref()
        .filter(|on| model::waits_for_other(on));
    let application = dashboard.application.as_ref();
    let own = application.map(|application| Route::Application(application.id.clone()));
    let button =
        |kind: ButtonKind, address: &str, words| link_to(address, words).class(kind.class());
    // What is waited for, or is wrong with the reference, is on the page of the application.
    let press = match (step, own) {
        (NextStep::WaitForReference, Some(own)) => button(
            ButtonKind::Secondary,
            &wanted::part(&own, wanted::REFERENCE_PART),
            &w::REMIND,
        ),
        (NextStep::FixReference, Some(own)) => button(
            ButtonKind::Primary,
            &wanted::part(&own, wanted::REFERENCE_PART),
            next_words::link(step),
        ),
        // Nobody knows which of them the person wants.
        (NextStep::SignAgreement, _)
            if to_sign(&dashboard.datasets) == ToSign::Any && dashboard.datasets.len() > 1 =>
        {
            jump(datasets, &w::CHOOSE_DATASET).class(ButtonKind::Primary.class())
        }
        _ => match next::route(step, slug) {
            None | Some(Route::Dashboard) => nothing(),
            Some(route) => button(kind_of(step), &next::place(&route), next_words::link(step)),
        },
    };
    let (said, sign) = meanwhile(step, &dashboard.datasets);
    el("div").class("next").kids(&[
        el("p").class("next__sentence").text(w::sentence(step)),
        waits.map_or_else(nothing, waiting),
        application
            .filter(|_| waits.is_some())
            .map_or_else(nothing, |of| counts_anew(of.stage, of.submitted_at)),
        said,
        el("div").class("button-row").kids(&[sign, press]),
    ])
}

fn to_sign(datasets: &[DatasetStanding]) -> ToSign<'_> {
    model::to_sign(datasets, wanted::dataset().as_deref())
}

/// What there is to see while one waits is not the one thing to do.
fn kind_of(step: NextStep) -> ButtonKind {
    match step {
        NextStep::WaitForTrainingReview | NextStep::WaitForOwner | NextStep::WaitForGrant => {
            ButtonKind::Secondary
        }
        _ => ButtonKind::Primary,
    }
}

/// What is left to do, or that nothing is, while somebody else has what comes next; and the button for it.
fn meanwhile(step: NextStep, datasets: &[DatasetStanding]) -> (El, El) {
    if !matches!(
        step,
        NextStep::WaitForTrainingReview | NextStep::WaitForReviewer | NextStep::WaitForReference
    ) {
        return (nothing(), nothing());
    }
    match to_sign(datasets) {
        ToSign::This(dataset) => (
            p(&w::meanwhile(&dataset.title)),
            link_button(
                ButtonKind::Primary,
                &Route::DatasetAgreement(dataset.slug.clone()),
                next_words::link(NextStep::SignAgreement),
            ),
        ),
        ToSign::Any => (p(&w::MEANWHILE), nothing()),
        ToSign::Nothing => (p(&w::NOTHING_TO_DO), nothing()),
    }
}

fn datasets(datasets: &[DatasetStanding]) -> El {
    let asked = model::columns(datasets);
    let mut columns: Vec<Column<'_>> = vec![w::DATASET.into()];
    columns.extend(
        asked
            .iter()
            .map(|asked| Column::from(w::requirement(asked))),
    );
    let has_next = datasets
        .iter()
        .any(|dataset| model::own_next(dataset).is_some());
    if has_next {
        columns.push(w::NEXT.into());
    }
    let table = Table::new(&w::DATASETS, false, &columns);
    for dataset in datasets {
        let name = link(&Route::Dataset(dataset.slug.clone()), &dataset.title);
        let version = el("span")
            .class("aside")
            .text(&[" v", &dataset.version].concat());
        let mut cells = vec![el("div").kids(&[name, version])];
        cells.extend(asked.iter().map(|asked| match model::cell(dataset, asked) {
            Some(status) => requirement(status, dataset),
            None => tag(Tone::Quiet, &w::NOT_ASKED),
        }));
        if has_next {
            cells.push(next_link(dataset));
        }
        table.row(&cells);
    }
    table.draw()
}

/// How a dataset stands to what it asks. What is the person's to do leads to where it is done.
fn requirement(status: &RequirementStatus, dataset: &DatasetStanding) -> El {
    let is_theirs = matches!(
        status.state,
        RequirementState::Missing
            | RequirementState::Waiting {
                on: WaitingOn::Applicant
            }
    );
    let address = status
        .next_step
        .filter(|_| is_theirs)
        .and_then(|step| next::address(step, &dataset.slug));
    match address {
        Some(address) => state_link(
            link_to(&address, ""),
            w::requirement(&status.requirement),
            &dataset.title,
            state_tag(status),
        ),
        None => state_tag(status),
    }
}

/// A state that is a link: the column and the row say to others what it is about.
pub fn state_link(link: El, column: &str, row: &str, state: El) -> El {
    let what = [column, ", ", row, ": "].concat();
    link.class("state-link").kids(&[hidden(&what), state])
}

fn state_tag(status: &RequirementStatus) -> El {
    match status.state {
        RequirementState::Met { until: Some(until) }
            if model::ends_soon(until, session::get().now()) =>
        {
            tag(
                Tone::Attention,
                &[&*w::ENDS, &s::date(until.date())].concat(),
            )
        }
        RequirementState::Met { .. } => tag(Tone::Done, &w::MET),
        RequirementState::Waiting { on } => {
            let tone = match on {
                WaitingOn::Applicant => Tone::Attention,
                _ => Tone::Waiting,
            };
            tag(tone, w::waits_on(on))
        }
        RequirementState::Missing => tag(Tone::Todo, &w::MISSING),
    }
}

fn next_link(dataset: &DatasetStanding) -> El {
    let step = model::own_next(dataset);
    let route = step.and_then(|step| Some((step, next::route(step, Some(&dataset.slug))?)));
    route.map_or_else(nothing, |(step, route)| {
        link_to(&next::place(&route), next_words::link(step))
            .kids(&[" ".into(), hidden(&dataset.title)])
    })
}

fn grants(grants: &[Grant]) -> El {
    if grants.is_empty() {
        return section(&w::GRANTS, &[p(&w::NO_GRANTS)]);
    }
    let table = Table::new(
        &w::GRANTS,
        false,
        &[
            w::DATASET.into(),
            w::SERVICE.into(),
            w::STATE.into(),
            w::ADDRESS.into(),
        ],
    );
    for grant in grants {
        let since = grant
            .removed_at
            .or(grant.verified_at)
            .or(grant.accepted_at)
            .unwrap_or(grant.requested_at);
        table.row(&[
            link(&Route::Dataset(grant.dataset.clone()), &grant.dataset_title),
            w::service(grant.service).into(),
            el("div").kids(&[
                grant_tag(grant.state),
                el("div").class("aside small").kid(moment(since)),
            ]),
            el("span").class("break").text(&grant.address),
        ]);
    }
    let ledger = live(|| {
        if site::is_local_ledger() {
            muted(&dw::LOCAL_LEDGER)
        } else {
            nothing()
        }
    });
    section(&w::GRANTS, &[table.draw(), ledger])
}

fn grant_tag(state: GrantState) -> El {
    let tone = match state {
        GrantState::Requested | GrantState::Removing => Tone::Waiting,
        GrantState::Accepted | GrantState::Verified => Tone::Done,
        GrantState::Removed => Tone::Quiet,
        GrantState::Failed => Tone::Ended,
    };
    let is_recorded = state.is_in_place() && site::is_local_ledger();
    tag(
        tone,
        if is_recorded {
            &w::RECORDED
        } else {
            w::grant(state)
        },
    )
}

fn expiries(dashboard: &Dashboard) -> El {
    let expiries = &dashboard.expiries;
    if expiries.is_empty() {
        return nothing();
    }
    let application = dashboard.application.as_ref().map(|own| own.id.as_str());
    let now = session::get().now();
    let ways: Vec<_> = expiries
        .iter()
        .map(|expiry| model::renewal(expiry, application, now))
        .collect();
    let mut columns: Vec<Column<'_>> = vec![w::WHAT.into(), w::WHEN.into()];
    if ways.iter().any(Option::is_some) {
        columns.push(w::RENEW.into());
    }
    let table = Table::new(&w::EXPIRIES, false, &columns);
    for (expiry, way) in expiries.iter().zip(ways) {
        let kind = w::expiry(&expiry.kind);
        let name = if kind.is_empty() || expiry.name.is_empty() {
            [kind, &expiry.name].concat()
        } else {
            [kind, ": ", &expiry.name].concat()
        };
        let when = match (expiry.on, expiry.at) {
            (Some(on), _) => day(on),
            (None, Some(at)) => moment(at),
            (None, None) => nothing(),
        };
        let mut cells = vec![name.as_str().into(), when];
        if columns.len() > cells.len() {
            cells.push(way.map_or_else(nothing, |way| {
                quiet_link(&way, w::renew(&expiry.kind), &name)
            }));
        }
        table.row(&cells);
    }
    section(&w::EXPIRIES, &[table.draw()])
}

fn application(dashboard: &Dashboard) -> El {
    let Some(application) = &dashboard.application else {
        return section(
            &w::APPLICATION,
            &[
                p(&w::NO_APPLICATION),
                el("p").kid(link(&Route::Apply, next_words::link(NextStep::Apply))),
            ],
        );
    };
    let number = application.reference_number.as_deref().unwrap_or_default();
    section(
        &w::APPLICATION,
        &[
            caption(number),
            p("").kid(standing_tag(
                application.state,
                application.stage,
                Reader::Applicant,
            )),
            line(
                &dashboard.timeline,
                application.state,
                application.stage,
                // Whether one is named is known on the application's own page only; asking is the rule.
                true,
                Reader::Applicant,
            ),
            p("").kid(link(&Route::Application(application.id.clone()), &aw::SEE)),
        ],
    )
}

/// The line of an application: what happened, and what is still to come.
pub fn line(
    entries: &[TimelineEntry],
    state: ApplicationState,
    stage: Option<Stage>,
    names_reference: bool,
    reader: Reader,
) -> El {
    let items = entries
        .iter()
        .map(|entry| happened(entry, reader))
        .collect();
    let mut ahead = Vec::new();
    for (place, step) in model::to_come(state, stage, names_reference)
        .into_iter()
        .enumerate()
    {
        let title = match step {
            ToCome::Review => &w::TO_COME_REVIEW,
            ToCome::Reference => w::to_come_reference(reader),
            ToCome::Decision => &w::TO_COME_DECISION,
        };
        ahead.push(TimelineItem {
            tone: if place == 0 {
                Tone::Waiting
            } else {
                Tone::Quiet
            },
            title: title.to_owned(),
            when: nothing(),
            text: String::new(),
        });
    }
    let ahead = if ahead.is_empty() {
        nothing()
    } else {
        run(&[h3(&w::TO_COME), timeline(ahead)])
    };
    run(&[timeline(items), ahead])
}

fn happened(entry: &TimelineEntry, reader: Reader) -> TimelineItem {
    let tone = match entry.kind.as_str() {
        "returned" | "reference_bounced" | "reference_timed_out" | "training_returned" => {
            Tone::Attention
        }
        "rejected" | "revoked" | "lapsed" | "withdrawn" | "expired" | "training_rejected"
        | "training_withdrawn" => Tone::Ended,
        _ => Tone::Done,
    };
    TimelineItem {
        tone,
        title: w::event(&entry.kind, reader)
            .unwrap_or(&w::EVENT_OTHER)
            .to_owned(),
        when: run(&[
            moment(entry.at),
            " ".into(),
            w::actor(&entry.actor, reader).into(),
        ]),
        text: aw::with_comments(entry.text.as_deref().unwrap_or_default(), &entry.comments),
    }
}
