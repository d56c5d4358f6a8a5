//! What the dashboard decides: which dataset the next step is about, which columns its table has, what is still to come.

use crate::route::Route;
use accede_api::application::Waiting;
use accede_api::dashboard::{DatasetStanding, Expiry};
use accede_api::dataset::Grant;
use accede_domain::access::{
    Requirement, RequirementState, RequirementStatus, WaitingOn, sign_again_until,
};
use accede_domain::application::{ApplicationState, Stage};
use accede_domain::next::{NextStep, TaskState};
use accede_domain::time::{Duration, Timestamp};

/// The dataset that the next step leads to: the first for which it is what is next. Getting the data, and asking for
/// them in the cloud, lead to the first that is open.
pub fn slug_of(next: NextStep, datasets: &[DatasetStanding]) -> Option<&str> {
    let fits = |dataset: &&DatasetStanding| match next {
        NextStep::UseData | NextStep::RequestAccess | NextStep::WaitForGrant => {
            dataset.access.allowed
        }
        NextStep::SignAgreementAgain if signs_again(dataset) => true,
        _ => next_of(dataset) == Some(next),
    };
    datasets
        .iter()
        .find(fits)
        .map(|dataset| dataset.slug.as_str())
}

/// What is next for one dataset; nothing where the person may get in.
pub fn next_of(dataset: &DatasetStanding) -> Option<NextStep> {
    dataset
        .access
        .requirements
        .iter()
        .find_map(|status| status.next_step)
}

/// What is next for one dataset where it is about that one: beside it in the table. What is the same for all of them
/// (the training, the application) is said once, above.
pub fn own_next(dataset: &DatasetStanding) -> Option<NextStep> {
    if signs_again(dataset) {
        return Some(NextStep::SignAgreementAgain);
    }
    if dataset.access.allowed {
        return Some(NextStep::UseData);
    }
    next_of(dataset).filter(|step| {
        matches!(
            step,
            NextStep::SignAgreement
                | NextStep::SignAgreementAgain
                | NextStep::RequestApproval
                | NextStep::WaitForOwner
        )
    })
}

/// What a person who waits can sign meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToSign<'a> {
    /// The agreement of what they came for.
    This(&'a DatasetStanding),
    /// Nobody knows what they want, and they have signed nothing.
    Any,
    Nothing,
}

/// `wanted` is the slug of the dataset that the person came for.
pub fn to_sign<'a>(datasets: &'a [DatasetStanding], wanted: Option<&str>) -> ToSign<'a> {
    let is = |dataset: &DatasetStanding, state: fn(RequirementState) -> bool| {
        let mut asked = dataset.access.requirements.iter();
        asked.any(|one| one.requirement == Requirement::Agreement && state(one.state))
    };
    let open = |dataset: &DatasetStanding| is(dataset, |state| state == RequirementState::Missing);
    let came_for = datasets
        .iter()
        .find(|dataset| wanted == Some(dataset.slug.as_str()));
    match came_for {
        Some(dataset) if open(dataset) => ToSign::This(dataset),
        Some(_) => ToSign::Nothing,
        None if datasets.iter().any(|one| is(one, RequirementState::is_met)) => ToSign::Nothing,
        None if datasets.iter().any(open) => ToSign::Any,
        None => ToSign::Nothing,
    }
}

/// Whether the signature counts for some days only: the agreement has a new version.
fn signs_again(dataset: &DatasetStanding) -> bool {
    sign_again_until(&dataset.access.requirements).is_some()
}

/// Whether what holds until then ends soon: when the first reminder goes out.
pub fn ends_soon(until: Timestamp, now: Timestamp) -> bool {
    until <= now.plus(Duration::days(SOON_DAYS))
}

const SOON_DAYS: i64 = 60;

/// Where something that ends soon is renewed, while it still holds; nothing where it has time, or renews itself by what
/// is waited for.
pub fn renewal(expiry: &Expiry, application: Option<&str>, now: Timestamp) -> Option<Route> {
    let end = expiry.at.or_else(|| expiry.on.map(|on| on.start()))?;
    if !ends_soon(end, now) {
        return None;
    }
    match expiry.kind.as_str() {
        "training" => Some(Route::Trainings),
        "credential" => application.map(|id| Route::Application(id.to_owned())),
        "agreement" => expiry.dataset.clone().map(Route::DatasetAgreement),
        "token" => Some(Route::AccountTokens),
        _ => None,
    }
}

/// What any of the datasets asks, in order, as the columns of a table. Whoever reads it is signed in, so that is none.
pub fn columns(datasets: &[DatasetStanding]) -> Vec<Requirement> {
    let mut columns: Vec<Requirement> = Vec::new();
    for dataset in datasets {
        for status in &dataset.access.requirements {
            let plain = status.requirement == Requirement::SignedIn
                || (status.requirement == Requirement::VerifiedEmail && status.state.is_met());
            if !plain && !columns.contains(&status.requirement) {
                columns.push(status.requirement.clone());
            }
        }
    }
    columns
}

/// How a dataset stands to one column.
pub fn cell<'a>(
    dataset: &'a DatasetStanding,
    column: &Requirement,
) -> Option<&'a RequirementStatus> {
    dataset
        .access
        .requirements
        .iter()
        .find(|status| status.requirement == *column)
}

/// How the wizard's task "Agreement" of a dataset stands.
pub fn agreement_task(dataset: &DatasetStanding) -> TaskState {
    match cell(dataset, &Requirement::Agreement) {
        Some(_) if signs_again(dataset) => TaskState::NeedsAttention,
        Some(status) if status.state.is_met() => TaskState::Complete,
        Some(status) if status.next_step == Some(NextStep::SignAgreementAgain) => {
            TaskState::NeedsAttention
        }
        Some(_) => TaskState::NotStarted,
        None => TaskState::Complete,
    }
}

/// How the wizard's task "Access" of a dataset stands.
pub fn access_task(dataset: &DatasetStanding, grants: &[Grant]) -> TaskState {
    let has_grant = grants
        .iter()
        .any(|grant| grant.dataset == dataset.slug && grant.state.is_in_place());
    match (dataset.access.allowed, has_grant) {
        (true, true) => TaskState::Complete,
        (true, false) => TaskState::NotStarted,
        (false, _) if waits_for_others(dataset) => TaskState::Waiting,
        (false, _) => TaskState::CannotStart,
    }
}

/// Everything is handed in, and somebody else has to decide.
fn waits_for_others(dataset: &DatasetStanding) -> bool {
    dataset
        .access
        .requirements
        .iter()
        .all(|status| match status.state {
            RequirementState::Met { .. } => true,
            RequirementState::Waiting { on } => on != WaitingOn::Applicant,
            RequirementState::Missing => false,
        })
}

/// What is still to come on the line of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToCome {
    Review,
    Reference,
    Decision,
}

/// The steps ahead, the first one under way.
pub fn to_come(
    state: ApplicationState,
    stage: Option<Stage>,
    names_reference: bool,
) -> Vec<ToCome> {
    let all = match (state, stage) {
        (ApplicationState::Submitted, Some(Stage::Identity)) => {
            &[ToCome::Review, ToCome::Reference, ToCome::Decision][..]
        }
        (ApplicationState::Submitted, Some(Stage::Reference | Stage::Response)) => {
            &[ToCome::Reference, ToCome::Decision]
        }
        (ApplicationState::Submitted, Some(Stage::Final)) => &[ToCome::Decision],
        _ => &[],
    };
    all.iter()
        .copied()
        .filter(|step| names_reference || *step != ToCome::Reference)
        .collect()
}

/// Whether it waits for somebody else, and may be told since when.
pub fn waits_for_other(waiting: &Waiting) -> bool {
    waiting.on != "you"
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_api::dataset::Access;

    fn dataset(
        slug: &str,
        statuses: &[(Requirement, RequirementState, Option<NextStep>)],
    ) -> DatasetStanding {
        DatasetStanding {
            slug: slug.to_owned(),
            title: slug.to_owned(),
            version: "1.0".to_owned(),
            access: Access {
                allowed: statuses.iter().all(|(_, state, _)| state.is_met()),
                requirements: statuses
                    .iter()
                    .cloned()
                    .map(|(requirement, state, next_step)| RequirementStatus {
                        requirement,
                        state,
                        next_step,
                    })
                    .collect(),
            },
        }
    }

    #[test]
    fn what_ends_within_sixty_days_is_offered_for_renewal() {
        let now = Timestamp::parse("2026-11-20T12:00:00Z").unwrap();
        let ending = |kind: &str, days| Expiry {
            kind: kind.to_owned(),
            name: String::new(),
            on: None,
            at: Some(now.plus(Duration::days(days))),
            dataset: Some("mimiciv".to_owned()),
        };
        let route = |kind, days| renewal(&ending(kind, days), Some("01"), now);
        assert_eq!(route("training", 60), Some(Route::Trainings));
        assert_eq!(route("training", 61), None);
        assert_eq!(
            route("credential", 7),
            Some(Route::Application("01".to_owned()))
        );
        assert_eq!(
            route("agreement", 7),
            Some(Route::DatasetAgreement("mimiciv".to_owned()))
        );
        assert_eq!(route("reference_request", 7), None);
    }

    const MET: RequirementState = RequirementState::Met { until: None };

    #[test]
    fn the_next_step_is_about_the_first_dataset_that_needs_it() {
        let signed = dataset("a", &[(Requirement::Agreement, MET, None)]);
        let open = dataset(
            "b",
            &[(
                Requirement::Agreement,
                RequirementState::Missing,
                Some(NextStep::SignAgreement),
            )],
        );
        let both = [signed, open];
        assert_eq!(slug_of(NextStep::SignAgreement, &both), Some("b"));
        assert_eq!(slug_of(NextStep::UseData, &both), Some("a"));
        assert_eq!(slug_of(NextStep::Apply, &both), None);
    }

    #[test]
    fn whoever_signed_what_they_came_for_is_not_told_to_sign() {
        let with = |slug, state| dataset(slug, &[(Requirement::Agreement, state, None)]);
        let both = [with("a", MET), with("b", RequirementState::Missing)];
        assert_eq!(to_sign(&both, Some("a")), ToSign::Nothing);
        assert_eq!(to_sign(&both, Some("b")), ToSign::This(&both[1]));
        // What they signed is what they want, as far as anybody knows.
        assert_eq!(to_sign(&both, None), ToSign::Nothing);
        assert_eq!(to_sign(&both[1..], None), ToSign::Any);
        assert_eq!(to_sign(&both[1..], Some("gone")), ToSign::Any);
        assert_eq!(to_sign(&[], None), ToSign::Nothing);
    }

    #[test]
    fn beside_a_dataset_stands_what_is_about_it_alone() {
        let step = |step| {
            let missing = (
                Requirement::Credential,
                RequirementState::Missing,
                Some(step),
            );
            own_next(&dataset("a", &[missing]))
        };
        assert_eq!(step(NextStep::CompleteTraining), None);
        assert_eq!(step(NextStep::WaitForReviewer), None);
        assert_eq!(step(NextStep::SignAgreement), Some(NextStep::SignAgreement));
        assert_eq!(own_next(&dataset("a", &[])), Some(NextStep::UseData));
    }

    #[test]
    fn what_ends_within_two_months_is_said_beside_it() {
        let now = Timestamp::from_seconds(1_800_000_000);
        assert!(ends_soon(now.plus(Duration::days(60)), now));
        assert!(!ends_soon(now.plus(Duration::days(61)), now));
        assert!(ends_soon(now.minus(Duration::days(1)), now));
    }

    #[test]
    fn what_everybody_has_is_no_column() {
        let one = dataset(
            "a",
            &[
                (Requirement::SignedIn, MET, None),
                (Requirement::VerifiedEmail, MET, None),
                (Requirement::Credential, RequirementState::Missing, None),
            ],
        );
        assert_eq!(columns(&[one]), [Requirement::Credential]);
    }

    #[test]
    fn access_cannot_start_before_something_is_handed_in() {
        let waiting = RequirementState::Waiting {
            on: WaitingOn::Reviewer,
        };
        let handed_in = dataset("a", &[(Requirement::Credential, waiting, None)]);
        let missing = dataset(
            "a",
            &[(Requirement::Credential, RequirementState::Missing, None)],
        );
        assert_eq!(access_task(&handed_in, &[]), TaskState::Waiting);
        assert_eq!(access_task(&missing, &[]), TaskState::CannotStart);
        assert_eq!(access_task(&dataset("a", &[]), &[]), TaskState::NotStarted);
    }

    #[test]
    fn without_a_reference_none_is_to_come() {
        let to_come = |names| to_come(ApplicationState::Submitted, Some(Stage::Identity), names);
        assert_eq!(to_come(false), [ToCome::Review, ToCome::Decision]);
        assert_eq!(to_come(true).len(), 3);
    }
}
