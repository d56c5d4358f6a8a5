//! What grants should be, recomputed in the transaction that changed a fact: a grant that the access rule allows no
//! longer, or whose cloud identity is gone, goes to removal. Nothing is granted by this; that takes the person.

use accede_domain::access::{AccessDecision, Requirement};
use accede_domain::grant::{self, Desired};
use accede_domain::time::Timestamp;
use accede_mail::GrantRemoval;
use accede_store::grant::Grant;
use accede_store::{Tx, grant as grants};

use crate::access;
use crate::error::ApiError;
use crate::record::{self, Event, Who};
use crate::state::AppState;

/// Looks at every grant of the person again. Call it after the facts were written, in their transaction, and rouse the
/// jobs after the commit.
///
/// # Errors
/// Those of the store.
pub async fn recompute(
    state: &AppState,
    tx: &mut Tx,
    account_id: &str,
    now: Timestamp,
) -> Result<(), ApiError> {
    let wanted: Vec<Grant> = grants::of_account(tx, account_id)
        .await?
        .into_iter()
        .filter(|of| of.desired == Desired::Present)
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let facts = access::facts(tx, account_id).await?;
    for grant in wanted {
        // A dataset that is offered no longer lets nobody in.
        let dataset = state.catalogue.dataset(&grant.dataset);
        let decision =
            dataset.map(|of| accede_domain::access::evaluate(&access::rule(of, now), &facts, now));
        let allowed = decision.as_ref().is_some_and(|decision| decision.allowed);
        if grant::desired(true, allowed, grant.identity_linked) == Desired::Absent {
            let reason = removal_reason(&grant, decision.as_ref());
            remove(state, tx, grant, reason, now).await?;
        }
    }
    Ok(())
}

/// Sends one grant to removal.
///
/// # Errors
/// Those of the store.
pub async fn remove(
    state: &AppState,
    tx: &mut Tx,
    mut grant: Grant,
    reason: GrantRemoval,
    now: Timestamp,
) -> Result<(), ApiError> {
    let Some(next) = grant::recompute(grant.state, Desired::Absent) else {
        return Ok(());
    };
    let before = grant.state;
    grant.state = next;
    grant.desired = Desired::Absent;
    grant.removal_reason = Some(reason_word(reason)?);
    grant.attempts = 0;
    grant.last_error = None;
    grant.next_attempt_at = Some(now);
    grants::update(tx, &grant, now).await?;
    let event = Event {
        action: "grant.remove",
        object: ("grant", &grant.id),
        concerns: Some(&grant.account_id),
        changed: &["desired", "state"],
        before: Some(serde_json::json!({ "state": before })),
        after: Some(serde_json::json!({
            "state": next, "dataset": grant.dataset, "service": grant.service, "reason": grant.removal_reason,
        })),
    };
    record::audit(tx, state, Who::system(), event).await
}

/// Why, in the words of the mail: the first thing that holds no longer.
fn removal_reason(grant: &Grant, decision: Option<&AccessDecision>) -> GrantRemoval {
    if !grant.identity_linked {
        return GrantRemoval::CloudAccountUnlinked;
    }
    let unmet =
        decision.and_then(|of| of.requirements.iter().find(|status| !status.state.is_met()));
    match unmet.map(|status| &status.requirement) {
        Some(Requirement::SignedIn | Requirement::VerifiedEmail) => GrantRemoval::AccountClosed,
        Some(Requirement::Credential) => GrantRemoval::CredentialEnded,
        Some(Requirement::Training { .. }) => GrantRemoval::TrainingEnded,
        Some(Requirement::Agreement) => GrantRemoval::AgreementSuperseded,
        Some(Requirement::OwnerApproval) | None => GrantRemoval::Other,
    }
}

/// The reason as its row keeps it: the same word as in the mail's JSON.
fn reason_word(reason: GrantRemoval) -> Result<String, ApiError> {
    match serde_json::to_value(reason)? {
        serde_json::Value::String(word) => Ok(word),
        _ => Err(ApiError::internal("a reason of removal is not a word")),
    }
}
