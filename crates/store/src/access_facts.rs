//! What is known of a person for the access rule: read in four statements, whatever there is.

use accede_domain::access::{AccessFacts, ApplicationStanding, Credential, TrainingFact};
use accede_domain::account::AccountState;
use accede_domain::application::state::{ApplicationState, Position, Stage};
use accede_domain::reference::ReferenceState;
use accede_domain::time::{Date, Timestamp};
use accede_domain::training::TrainingState;

use crate::{Row, StoreError, Tx, params};

/// The day on which a training without an end would end.
const NEVER: Date = Timestamp::MAX.date();

/// The name under which a version of a dataset's agreement stands in the facts and in the rule.
#[must_use]
pub fn agreement_id(dataset: &str, agreement_version: &str) -> String {
    format!("{dataset}/{agreement_version}")
}

/// The facts of an account; those of a visitor where there is none with this id. The owner's
/// approval is a matter of one dataset and not among them.
///
/// # Errors
/// Any [`StoreError`].
pub async fn read(tx: &mut Tx, account_id: &str) -> Result<AccessFacts, StoreError> {
    let Some(account) = account(tx, account_id).await? else {
        return Ok(AccessFacts::default());
    };
    let applications = applications(tx, account_id).await?;
    let open = applications
        .iter()
        .find(|of| of.standing.position.state.is_open());
    Ok(AccessFacts {
        account: Some(account),
        credential: applications.iter().find_map(|of| of.credential),
        application: open.or_else(|| applications.last()).map(|of| of.standing),
        trainings: trainings(tx, account_id).await?,
        signed_versions: signed_versions(tx, account_id).await?,
        approval: None,
    })
}

async fn account(tx: &mut Tx, id: &str) -> Result<Option<AccountState>, StoreError> {
    let row = tx
        .fetch_opt("SELECT state FROM account WHERE id = $1", params![id])
        .await?;
    row.map(|row| row.word("state", AccountState::parse))
        .transpose()
}

struct Application {
    standing: ApplicationStanding,
    credential: Option<Credential>,
}

/// Oldest first.
async fn applications(tx: &mut Tx, account_id: &str) -> Result<Vec<Application>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT a.state, a.stage, a.credential_ends_at, a.superseded_at, r.state AS reference
             FROM application a
             LEFT JOIN reference_request r ON r.application_id = a.id AND r.ended_at IS NULL
             WHERE a.account_id = $1 ORDER BY a.created_at, a.id",
            params![account_id],
        )
        .await?;
    rows.iter().map(application).collect()
}

fn application(row: &Row) -> Result<Application, StoreError> {
    let state = row.word("state", ApplicationState::parse)?;
    let stage = row.opt_word("stage", Stage::parse)?;
    let position = Position::from_parts(state, stage)
        .ok_or_else(|| StoreError::corrupt("stage", "does not fit the state"))?;
    let holds = state == ApplicationState::Accepted && row.opt_int("superseded_at")?.is_none();
    let until = row.opt_timestamp("credential_ends_at")?;
    Ok(Application {
        standing: ApplicationStanding {
            position,
            reference: row.opt_word("reference", ReferenceState::parse)?,
        },
        credential: holds.then_some(Credential { until }),
    })
}

async fn trainings(tx: &mut Tx, account_id: &str) -> Result<Vec<TrainingFact>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT training_type, state, expires_on FROM training
             WHERE account_id = $1 ORDER BY created_at, id",
            params![account_id],
        )
        .await?;
    let fact = |row: &Row| {
        Ok(TrainingFact {
            training_type: row.text("training_type")?,
            state: row.word("state", TrainingState::parse)?,
            expires_on: row.opt_date("expires_on")?.unwrap_or(NEVER),
        })
    };
    rows.iter().map(fact).collect()
}

async fn signed_versions(tx: &mut Tx, account_id: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT dataset, agreement_version FROM signature WHERE account_id = $1";
    let rows = tx.fetch_all(sql, params![account_id]).await?;
    let id = |row: &Row| {
        Ok(agreement_id(
            &row.text("dataset")?,
            &row.text("agreement_version")?,
        ))
    };
    rows.iter().map(id).collect()
}
