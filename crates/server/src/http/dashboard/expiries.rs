//! What ends by itself, the next end first.

use accede_api::application::Application;
use accede_api::dashboard::Expiry;
use accede_content::Dataset;
use accede_domain::access::{AccessDecision, AccessFacts};
use accede_domain::application::state::Stage;
use accede_domain::time::{Date, Timestamp};
use accede_domain::training::{TrainingState, valid_until};
use accede_domain::versions::last_day;
use accede_store::personal_token::Token;

use crate::state::AppState;

pub(super) fn of(
    state: &AppState,
    facts: &AccessFacts,
    application: Option<&Application>,
    tokens: &[Token],
    decisions: &[AccessDecision],
    now: Timestamp,
) -> Vec<Expiry> {
    let mut ends: Vec<(Timestamp, Expiry)> = Vec::new();
    let at = |kind: &str, name: &str, at: Timestamp| {
        (
            at,
            Expiry {
                kind: kind.to_owned(),
                name: name.to_owned(),
                on: None,
                at: Some(at),
                dataset: None,
            },
        )
    };
    // What counts to the end of a day names the day.
    let on = |kind: &str, name: &str, until: Timestamp, day: Date| {
        let (_, end) = at(kind, name, until);
        (
            until,
            Expiry {
                on: Some(day),
                at: None,
                ..end
            },
        )
    };
    if let Some(until) = facts.credential.and_then(|held| held.until) {
        ends.push(at("credential", "", until));
    }
    for record in facts
        .trainings
        .iter()
        .filter(|record| record.state == TrainingState::Accepted)
    {
        let title = state
            .catalogue
            .training(&record.training_type)
            .map_or(record.training_type.as_str(), |of| &of.title);
        let until = valid_until(record.expires_on);
        ends.push(on("training", title, until, record.expires_on));
    }
    for (dataset, until) in decisions_with_ends(state, decisions) {
        let mut end = on("agreement", &dataset.title, until, last_day(until));
        end.1.dataset = Some(dataset.slug.clone());
        ends.push(end);
    }
    for token in tokens.iter().filter(|token| token.ended_at.is_none()) {
        ends.push(at("token", &token.name, token.expires_at));
    }
    if let Some(application) = application {
        let reference = application.reference.as_ref();
        if let Some((request, end)) = reference.and_then(|of| of.ends_at.map(|end| (of, end))) {
            ends.push(at("reference_request", &request.name, end));
        }
        if let Some(end) = application
            .deadline
            .filter(|_| application.stage == Some(Stage::Returned))
        {
            ends.push(at(
                "returned_application",
                application.reference_number.as_deref().unwrap_or_default(),
                end,
            ));
        }
    }
    ends.retain(|(end, _)| now < *end);
    ends.sort_by_key(|(end, _)| *end);
    ends.into_iter().map(|(_, expiry)| expiry).collect()
}

/// The datasets whose agreement has to be signed again, and until when the signature counts. `decisions` are in the order
/// of the datasets.
fn decisions_with_ends<'a>(
    state: &'a AppState,
    decisions: &'a [AccessDecision],
) -> impl Iterator<Item = (&'a Dataset, Timestamp)> {
    let datasets = state.catalogue.datasets().iter().zip(decisions);
    datasets.filter_map(|(dataset, decision)| Some((dataset, decision.sign_again_until()?)))
}
