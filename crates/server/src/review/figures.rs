//! What is counted of the work: written by a job ([`crate::jobs`]), read by the statistics and by the applicants' clock.

use std::collections::BTreeMap;

use accede_api::statistics::{Ages, Reached, Statistics, StepTook, Takes, Workload};
use accede_domain::application::{ApplicationState, CommandKind, Stage};
use accede_domain::review::CaseKind;
use accede_domain::review::figures::{AGES, SAMPLES_NEEDED, Step, rounded_up};
use accede_domain::time::{Duration, Timestamp};
use accede_store::statistics::{self, Decided};
use accede_store::{StoreError, Tx, figure};

/// What every member of staff may read, and the steps for whoever waits.
const STATISTICS: &str = "statistics";
const STEPS: &str = "steps";
const WORKLOAD: &str = "workload";

/// Everything that is counted at once.
pub struct Counted {
    statistics: Statistics,
    workload: Vec<Workload>,
}

/// When the figures were last counted.
///
/// # Errors
/// Those of the store.
pub async fn counted_at(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    figure::counted_at(tx, STATISTICS).await
}

/// Counts.
///
/// # Errors
/// Those of the store.
pub async fn count(tx: &mut Tx, now: Timestamp) -> Result<Counted, StoreError> {
    let mut steps = Vec::new();
    for step in Step::ALL {
        if let Some(took) = statistics::took(tx, *step, now).await? {
            steps.push(StepTook {
                step: *step,
                samples: whole(took.samples),
                median_seconds: took.median.whole_seconds(),
                p90_seconds: took.p90.whole_seconds(),
            });
        }
    }
    let reached = statistics::reached(tx, now).await?;
    let came_to = |stage: &Stage| {
        let found = reached.iter().find(|(of, _)| of == stage);
        found.map_or(0, |(_, n)| whole(*n))
    };
    let became = statistics::became(tx, now).await?;
    let in_state = |states: &[ApplicationState]| {
        let found = became.iter().filter(|(of, _)| states.contains(of));
        whole(found.map(|(_, n)| n).sum())
    };
    let ages = statistics::ages(tx, now).await?;
    let statistics = Statistics {
        counted_at: Some(now),
        reached: Stage::ALL
            .iter()
            .map(|stage| Reached {
                stage: *stage,
                count: came_to(stage),
            })
            .collect(),
        submitted: whole(became.iter().map(|(_, n)| n).sum()),
        accepted: in_state(&[
            ApplicationState::Accepted,
            ApplicationState::Revoked,
            ApplicationState::Expired,
        ]),
        rejected: in_state(&[ApplicationState::Rejected]),
        given_up: in_state(&[ApplicationState::Withdrawn, ApplicationState::Lapsed]),
        ages: Stage::ALL
            .iter()
            .map(|stage| ages_at(*stage, &ages))
            .collect(),
        steps,
        workload: None,
    };
    let workload = workload(&statistics::decided(tx, now).await?);
    Ok(Counted {
        statistics,
        workload,
    })
}

fn ages_at(stage: Stage, ages: &[(Stage, usize, i64)]) -> Ages {
    let mut counts = vec![0; AGES.len() + 1];
    for (_, age, n) in ages.iter().filter(|(of, ..)| *of == stage) {
        if let Some(count) = counts.get_mut(*age) {
            *count = whole(*n);
        }
    }
    Ages { stage, counts }
}

fn workload(decided: &[Decided]) -> Vec<Workload> {
    let mut people: BTreeMap<&str, Workload> = BTreeMap::new();
    for one in decided {
        let person = people.entry(&one.user_name).or_insert_with(|| Workload {
            by: one.user_name.clone(),
            name: one.name.clone(),
            applications: 0,
            returned: 0,
            accepted: 0,
            rejected: 0,
            trainings: 0,
        });
        let times = whole(one.times);
        if one.case_kind == CaseKind::Training {
            person.trainings += times;
            continue;
        }
        person.applications += times;
        match CommandKind::parse(&one.command) {
            Some(CommandKind::ReturnForChanges) => person.returned += times,
            Some(CommandKind::Accept) => person.accepted += times,
            Some(CommandKind::Reject) => person.rejected += times,
            _ => {}
        }
    }
    people.into_values().collect()
}

/// Keeps what was counted. The caller commits.
///
/// # Errors
/// Those of the store.
pub async fn keep(tx: &mut Tx, counted: &Counted, now: Timestamp) -> Result<(), StoreError> {
    figure::put(tx, STATISTICS, &counted.statistics, now).await?;
    figure::put(tx, STEPS, &counted.statistics.steps, now).await?;
    figure::put(tx, WORKLOAD, &counted.workload, now).await
}

/// The statistics as they were last counted; who decided how much is for administrators.
///
/// # Errors
/// Those of the store.
pub async fn statistics(tx: &mut Tx, for_administrator: bool) -> Result<Statistics, StoreError> {
    let found = figure::get::<Statistics>(tx, STATISTICS).await?;
    let workload = if for_administrator {
        figure::get(tx, WORKLOAD).await?.map(|found| found.value)
    } else {
        None
    };
    Ok(Statistics {
        workload,
        ..found.map(|found| found.value).unwrap_or_default()
    })
}

/// How long a step takes now; nothing before enough of them have ended.
///
/// # Errors
/// Those of the store.
pub async fn takes(tx: &mut Tx, step: Step) -> Result<Option<Takes>, StoreError> {
    let steps = figure::get::<Vec<StepTook>>(tx, STEPS).await?;
    let found = steps.and_then(|steps| steps.value.into_iter().find(|one| one.step == step));
    let enough = found.filter(|one| i64::from(one.samples) >= SAMPLES_NEEDED);
    let told = |seconds| rounded_up(Duration::seconds(seconds)).whole_seconds();
    Ok(enough.map(|one| Takes {
        median_seconds: told(one.median_seconds),
        p90_seconds: told(one.p90_seconds),
    }))
}

fn whole(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
