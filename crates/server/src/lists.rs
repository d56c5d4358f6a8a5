//! Keeps the lists of staff in step with what their lines follow from. Call it in the transaction that changes that, after
//! the change.

use accede_domain::application::state::ApplicationState;
use accede_store::application::Application;
use accede_store::{Tx, application_queue};
use sha2::{Digest as _, Sha256};

use crate::error::ApiError;
use crate::state::AppState;

/// Counts up when a line would come out differently of the same facts: every line is then made anew.
const RULE: u32 = 3;

/// An application changed, or a request to its references, or a flag.
///
/// # Errors
/// Those of the store.
pub async fn of_application(
    tx: &mut Tx,
    state: &AppState,
    application: &Application,
) -> Result<(), ApiError> {
    let id = &application.id;
    application_queue::lock_address(tx, id).await?;
    // Whether a reference is known elsewhere hangs on what they say here, and on whether it still counts.
    let mut ids = application_queue::known_elsewhere(tx, id).await?;
    if application.position.state == ApplicationState::Revoked {
        // Every line of the person says so.
        ids.extend(application_queue::of_account(tx, &application.account_id).await?);
    } else {
        ids.push(id.clone());
    }
    Ok(application_queue::refresh(tx, &ids, &state.config.personal_mail_domains).await?)
}

/// A person's addresses, trainings or ORCID iD changed.
///
/// # Errors
/// Those of the store.
pub async fn of_person(tx: &mut Tx, state: &AppState, account_id: &str) -> Result<(), ApiError> {
    let ids = application_queue::of_account(tx, account_id).await?;
    Ok(application_queue::refresh(tx, &ids, &state.config.personal_mail_domains).await?)
}

/// What lines are made by, as one word: the rule and the settings that it looks at.
#[must_use]
pub fn rule(state: &AppState) -> String {
    let domains = state.config.personal_mail_domains.join(" ");
    hex::encode(Sha256::digest(format!("{RULE} {domains}")))
}
