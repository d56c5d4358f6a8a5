//! Statistics: where applications get to, what waits and for how long, how long each step takes, who decided how much.
//! Each is a chart with the table of its figures beside it.

mod chart;

use super::frame;
use super::summary::Summary;
use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::route::Route;
use crate::ui::{Table, load, moment, muted, num, p, parts, section};
use crate::words::{review as w, shared as s, title};
use accede_api::statistics::{Statistics, Workload};
use accede_domain::application::Stage;
use accede_domain::review::figures::Step;
use accede_domain::time::Duration;
use chart::{Bar, Shade, chart};

/// The page `/review/statistics`.
pub fn draw() -> El {
    frame::plain(
        &title::REVIEW_STATISTICS,
        &Route::ReviewStatistics,
        Summary::watch(),
        &[load::<Statistics>(
            endpoint::review_statistics(),
            |found, _| shown(&found),
        )],
    )
}

fn shown(found: &Statistics) -> El {
    let Some(counted_at) = found.counted_at else {
        return p(&w::NOT_COUNTED);
    };
    run(&[
        parts(&[
            w::COUNTED.into(),
            moment(counted_at),
            w::OVER_90_DAYS.into(),
        ])
        .class("muted"),
        funnel(found),
        ages(found),
        steps(found),
        found.workload.as_deref().map_or_else(nothing, workload),
    ])
}

/// A chart beside its table, below a heading.
fn figure(heading: &str, text: &str, chart: El, table: Table) -> El {
    section(
        heading,
        &[
            muted(text),
            el("div")
                .class("figure-pair")
                .kids(&[el("div").kid(chart), table.draw()]),
        ],
    )
}

fn number(count: u32) -> El {
    s::grouped(u64::from(count)).as_str().into()
}

/// How far those got who came in the window.
fn funnel(found: &Statistics) -> El {
    let table = Table::new(&w::FUNNEL, false, &[w::STATE.into(), num(&w::APPLICATIONS)]);
    let mut bars = Vec::new();
    let mut add = |words: &'static str, count: u32, shade| {
        table.row(&[words.into(), number(count)]);
        bars.push(Bar::new(words, &[(count, shade)]));
    };
    add(&w::SUBMITTED, found.submitted, Shade::First);
    for reached in &found.reached {
        // Everyone who submits comes to the first stage; who has it back is on no way forward.
        if !matches!(reached.stage, Stage::Identity | Stage::Returned) {
            add(w::came_to(reached.stage), reached.count, Shade::First);
        }
    }
    add(&w::ACCEPTED, found.accepted, Shade::First);
    add(&w::REJECTED, found.rejected, Shade::Second);
    add(&w::GIVEN_UP, found.given_up, Shade::Second);
    figure(&w::FUNNEL, &w::FUNNEL_TEXT, chart(&w::FUNNEL, &bars), table)
}

/// What is under way now, by how long it has stood where it stands.
fn ages(found: &Statistics) -> El {
    let mut columns = vec![w::AT_STAGE.into()];
    columns.extend(found.ages.iter().map(|ages| num(w::stage(ages.stage))));
    let table = Table::new(&w::AGES, false, &columns);
    let mut bars = Vec::new();
    for (place, words) in w::AGE_GROUPS.into_iter().enumerate() {
        let at = |ages: &accede_api::statistics::Ages| ages.counts.get(place).copied().unwrap_or(0);
        let (mut ours, mut others) = (0, 0);
        let mut row: Vec<El> = vec![(&*words).into()];
        for ages in &found.ages {
            let count = at(ages);
            row.push(number(count));
            match ages.stage {
                Stage::Response | Stage::Returned => others += count,
                Stage::Identity | Stage::Reference | Stage::Final => ours += count,
            }
        }
        table.row(&row);
        bars.push(Bar::new(
            &words,
            &[(ours, Shade::First), (others, Shade::Second)],
        ));
    }
    let legend = chart::legend(&[
        (Shade::First, &w::ALL_WAITING),
        (Shade::Second, &w::OTHERS_WAITING),
    ]);
    figure(
        &w::AGES,
        &w::AGES_TEXT,
        run(&[chart(&w::AGES, &bars), legend]),
        table,
    )
}

/// How long each step took.
fn steps(found: &Statistics) -> El {
    if found.steps.is_empty() {
        return section(&w::STEPS, &[p(&w::NO_STEPS)]);
    }
    let columns = [
        w::STEP.into(),
        num(&w::MEDIAN),
        num(&w::NINETIETH),
        num(&w::ENDED),
    ];
    let table = Table::new(&w::STEPS, false, &columns);
    let mut bars = Vec::new();
    for one in &found.steps {
        let words = step(one.step);
        let span = |seconds| s::span(Duration::seconds(seconds));
        table.row(&[
            words.into(),
            span(one.median_seconds).as_str().into(),
            span(one.p90_seconds).as_str().into(),
            number(one.samples),
        ]);
        let minutes = |seconds: i64| u32::try_from(seconds / 60).unwrap_or(0);
        let (half, most) = (minutes(one.median_seconds), minutes(one.p90_seconds));
        let segments = [
            (half, Shade::First),
            (most.saturating_sub(half), Shade::Second),
        ];
        bars.push(Bar::saying(words, &segments, span(one.p90_seconds)));
    }
    let legend = chart::legend(&[(Shade::First, &w::MEDIAN), (Shade::Second, &w::NINETIETH)]);
    figure(
        &w::STEPS,
        &w::STEPS_TEXT,
        run(&[chart(&w::STEPS, &bars), legend]),
        table,
    )
}

fn step(step: Step) -> &'static str {
    match step {
        Step::Identity => w::stage(Stage::Identity),
        Step::Reference => w::stage(Stage::Reference),
        Step::Response => w::stage(Stage::Response),
        Step::Final => w::stage(Stage::Final),
        Step::Returned => w::stage(Stage::Returned),
        Step::Training => &w::TRAINING,
    }
}

/// Who decided how much.
fn workload(people: &[Workload]) -> El {
    if people.is_empty() {
        return section(&w::WORKLOAD, &[p(&w::NO_WORKLOAD)]);
    }
    let columns = [
        w::REVIEWER.into(),
        num(&w::DECISIONS),
        num(&w::ACCEPTED),
        num(&w::REJECTED),
        num(&w::RETURNED),
        num(&w::TRAININGS),
    ];
    let table = Table::new(&w::WORKLOAD, false, &columns);
    let mut bars = Vec::new();
    for one in people {
        table.row(&[
            run(&[one.name.as_str().into(), muted(&one.by)]),
            number(one.applications),
            number(one.accepted),
            number(one.rejected),
            number(one.returned),
            number(one.trainings),
        ]);
        let segments = [
            (one.applications, Shade::First),
            (one.trainings, Shade::Second),
        ];
        bars.push(Bar::new(&one.name, &segments));
    }
    let legend = chart::legend(&[
        (Shade::First, &w::DECISIONS),
        (Shade::Second, &w::TRAININGS),
    ]);
    figure(
        &w::WORKLOAD,
        &w::WORKLOAD_TEXT,
        run(&[chart(&w::WORKLOAD, &bars), legend]),
        table,
    )
}
