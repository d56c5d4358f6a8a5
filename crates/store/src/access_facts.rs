//! What is known of a person for the access rule: read in one statement, whatever there is.

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

/// Rows of each kind, the oldest first: the words and times of a kind stand in columns that have no names of their own.
const FACTS: &str = "SELECT 'account' AS kind, state AS first, CAST(NULL AS TEXT) AS second, CAST(NULL AS TEXT) AS third,
         CAST(NULL AS BIGINT) AS until, CAST(NULL AS BIGINT) AS ended, created_at, id
     FROM account WHERE id = $1
     UNION ALL SELECT 'application', a.state, a.stage, r.state, a.credential_ends_at, a.superseded_at, a.created_at, a.id
     FROM application a LEFT JOIN reference_request r ON r.application_id = a.id AND r.ended_at IS NULL
     WHERE a.account_id = $1
     UNION ALL SELECT 'training', state, training_type, expires_on, NULL, NULL, created_at, id
     FROM training WHERE account_id = $1
     UNION ALL SELECT 'signature', dataset, agreement_version, NULL, NULL, NULL, signed_at, id
     FROM signature WHERE account_id = $1
     ORDER BY created_at, id";

/// The facts of an account; those of a visitor where there is none with this id. The owner's
/// approval is a matter of one dataset and not among them.
///
/// # Errors
/// Any [`StoreError`].
pub async fn read(tx: &mut Tx, account_id: &str) -> Result<AccessFacts, StoreError> {
    let mut facts = AccessFacts::default();
    let mut applications = Vec::new();
    for row in tx.fetch_all(FACTS, params![account_id]).await? {
        match row.text("kind")?.as_str() {
            "account" => facts.account = Some(row.word("first", AccountState::parse)?),
            "application" => applications.push(application(&row)?),
            "training" => facts.trainings.push(training(&row)?),
            _ => {
                let (dataset, version) = (row.text("first")?, row.text("second")?);
                facts.signed_versions.push(agreement_id(&dataset, &version));
            }
        }
    }
    let open = applications
        .iter()
        .find(|of| of.standing.position.state.is_open());
    facts.application = open.or_else(|| applications.last()).map(|of| of.standing);
    facts.credential = applications.iter().find_map(|of| of.credential);
    Ok(facts)
}

struct Application {
    standing: ApplicationStanding,
    credential: Option<Credential>,
}

fn application(row: &Row) -> Result<Application, StoreError> {
    let state = row.word("first", ApplicationState::parse)?;
    let stage = row.opt_word("second", Stage::parse)?;
    let position = Position::from_parts(state, stage)
        .ok_or_else(|| StoreError::corrupt("stage", "does not fit the state"))?;
    let holds = state == ApplicationState::Accepted && row.opt_int("ended")?.is_none();
    let until = row.opt_timestamp("until")?;
    Ok(Application {
        standing: ApplicationStanding {
            position,
            reference: row.opt_word("third", ReferenceState::parse)?,
        },
        credential: holds.then_some(Credential { until }),
    })
}

fn training(row: &Row) -> Result<TrainingFact, StoreError> {
    Ok(TrainingFact {
        state: row.word("first", TrainingState::parse)?,
        training_type: row.text("second")?,
        expires_on: row.opt_date("third")?.unwrap_or(NEVER),
    })
}
