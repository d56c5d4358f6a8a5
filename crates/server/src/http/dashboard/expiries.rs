//! What ends by itself, the next end first.

use accede_api::application::Application;
use accede_api::dashboard::Expiry;
use accede_domain::access::AccessFacts;
use accede_domain::application::state::Stage;
use accede_domain::time::Timestamp;
use accede_domain::training::{TrainingState, valid_until};
use accede_store::personal_token::Token;

use crate::state::AppState;

pub(super) fn of(
    state: &AppState,
    facts: &AccessFacts,
    application: Option<&Application>,
    tokens: &[Token],
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
        let (kind, name, on) = (
            "training".to_owned(),
            title.to_owned(),
            Some(record.expires_on),
        );
        ends.push((
            valid_until(record.expires_on),
            Expiry {
                kind,
                name,
                on,
                at: None,
            },
        ));
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
