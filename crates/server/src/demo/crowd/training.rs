//! The training reports of one person. A file is kept of some: of all would take longer than anybody waits for a
//! demonstration. Of the others there are records, and a reviewer who opens one is told that no file is kept.

use accede_content::TrainingType;
use accede_domain::application::state::ActorRole;
use accede_domain::review::CaseKind;
use accede_domain::schedule::EXPIRY_STEPS;
use accede_domain::time::{Date, Duration, Timestamp};
use accede_domain::training::{TrainingCommandKind, TrainingState, expires_on};
use accede_store::{Value, params, search};
use object_store::ObjectStoreExt as _;
use object_store::path::Path as Key;
use sha2::{Digest as _, Sha256};

use super::life::Maker;
use super::rows::Decided;
use crate::demo::{DemoError, report};
use crate::error::ApiError;
use crate::state::AppState;
use crate::uploads::{self, FOLDER};

/// Reports of the crowd of which there are files: some seconds' work.
pub(super) const FILES: usize = 2_000;

/// How many of a thousand people sent a report.
const SEND_ONE: u64 = 880;
/// How many of a thousand send another when one has expired.
const SEND_ANOTHER: u64 = 650;

/// The first report was sent at most so many minutes before the application; nobody is let in without one.
const BEFORE: i64 = 120 * 60;

/// Where the row of a record has what was read in its file.
const FACTS: usize = 8;

/// Adds the reports of a person who applied at `since`, in their order.
pub(super) fn add(maker: &mut Maker<'_>, since: Timestamp) {
    if !maker.dice.per_mille(SEND_ONE) {
        return;
    }
    let mut at = since.minus(Duration::minutes(maker.dice.between(20, BEFORE)));
    loop {
        let ends = one(maker, at);
        let next = ends.plus(Duration::hours(maker.dice.between(1, 1_000)));
        let is_over = ends > maker.crowd.now || next > maker.crowd.now;
        if is_over || !maker.dice.per_mille(SEND_ANOTHER) {
            return;
        }
        at = next;
    }
}

/// What is known of a file, whether or not it is kept.
#[derive(Debug)]
pub(super) struct Report {
    file_id: String,
    account_id: String,
    key: String,
    digest: String,
    name: String,
    completed_on: Date,
    /// The provider's number.
    record: u64,
    uploaded_at: Timestamp,
    /// Its record's place among those of the person.
    place: usize,
}

impl Report {
    /// Makes the file, reads it as one that is sent, and keeps both; gives the row of the file.
    pub(super) async fn keep(
        self,
        state: &AppState,
        of: &TrainingType,
        trainings: &mut [Vec<Value>],
    ) -> Result<Vec<Value>, DemoError> {
        let bytes = report::pdf(&self.name, &self.completed_on.to_string(), self.record);
        // It is this program's own file: no child has to bear the reading.
        let judged = uploads::judge(&bytes, &of.report)
            .map_err(|why| DemoError::refused("a report of the crowd", why))?;
        let (digest, size) = (hex::encode(Sha256::digest(&bytes)), bytes.len());
        let object = Key::from(self.object_key());
        let kept = state.files.put(&object, bytes.into()).await;
        kept.map_err(ApiError::from)?;
        if let Some(facts) = trainings
            .get_mut(self.place)
            .and_then(|row| row.get_mut(FACTS))
        {
            *facts = Value::json(&judged.reading)?;
        }
        Ok(self.row(&digest, size, judged.pages.into()))
    }

    /// The row of one that is not kept: it has no page to be looked at.
    pub(super) fn without(self) -> Vec<Value> {
        self.row(&self.digest, 0, 0)
    }

    fn object_key(&self) -> String {
        [FOLDER, "/", &self.key, ".pdf"].concat()
    }

    fn row(&self, digest: &str, size: usize, pages: i64) -> Vec<Value> {
        params![
            &self.file_id,
            &self.account_id,
            self.object_key(),
            digest,
            i64::try_from(size).unwrap_or(0),
            "application/pdf",
            "citi-report.pdf",
            pages,
            self.uploaded_at
        ]
    }
}

/// One report, and what a reviewer made of it; says when it ends.
fn one(maker: &mut Maker<'_>, uploaded_at: Timestamp) -> Timestamp {
    let now = maker.crowd.now;
    let decided_at = uploaded_at.plus(Duration::hours(maker.dice.between(2, 260)));
    let Some(of) = maker.crowd.training() else {
        return now.plus(Duration::days(1));
    };
    let completed_on = uploaded_at
        .minus(Duration::days(maker.dice.between(0, 90)))
        .date();
    let ends_on = expires_on(completed_on, of.validity_years);
    let ends = ends_on.start();
    let state = match maker.dice.below(100) {
        _ if decided_at > now => TrainingState::Submitted,
        0..=3 => TrainingState::Returned,
        4..=6 => TrainingState::Rejected,
        _ if ends <= now => TrainingState::Expired,
        _ => TrainingState::Accepted,
    };
    let command = match state {
        TrainingState::Submitted => None,
        TrainingState::Returned => Some(TrainingCommandKind::Return),
        TrainingState::Rejected => Some(TrainingCommandKind::Reject),
        _ => Some(TrainingCommandKind::Accept),
    };
    let is_decided = command.is_some();
    let comment = matches!(state, TrainingState::Returned | TrainingState::Rejected)
        .then_some("This is the certificate; please send the report with the modules.");
    let (id, file, key) = (
        maker.id(uploaded_at),
        maker.id(uploaded_at),
        maker.id(uploaded_at),
    );
    let reviewer = maker.crowd.reviewer(&mut maker.dice);
    let digest = format!("{:016x}", maker.dice.next()).repeat(4);
    let record = 10_000_000 + maker.dice.below(90_000_000);
    let name = maker.name();
    let words = search::document([name.as_str(), &maker.person.user_name]);
    let account = &maker.account_id;
    maker.life.reports.push(Report {
        file_id: file.clone(),
        account_id: account.clone(),
        key,
        digest,
        name: name.clone(),
        completed_on,
        record,
        uploaded_at,
        place: maker.life.rows.trainings.len(),
    });
    if let Some(command) = command {
        let decided = Decided {
            kind: CaseKind::Training,
            case_id: &id,
            command: command.as_str(),
            version_seen: 1,
            by: &reviewer,
            role: ActorRole::Reviewer,
            at: decided_at,
        };
        let row = decided.row(maker.ids.id(&mut maker.dice, decided_at));
        maker.life.rows.decisions.push(row);
    }
    let rows = &mut maker.life.rows;
    rows.trainings.push(params![
        &id,
        if is_decided { 2 } else { 1 },
        account,
        &of.key,
        state.as_str(),
        file,
        completed_on.to_string(),
        ends_on.to_string(),
        // Nobody has read the file, unless it is kept.
        "{}",
        None::<String>,
        is_decided.then_some(reviewer),
        comment,
        is_decided.then_some(decided_at),
        uploaded_at,
        name,
        words,
        uploaded_at,
        if is_decided { decided_at } else { uploaded_at }
    ]);
    maker.life.trainings.push(state);
    if state == TrainingState::Accepted {
        told(maker, &id, ends, decided_at);
    }
    ends
}

/// What a person has been told of the end that comes, so that the jobs find nothing due.
fn told(maker: &mut Maker<'_>, id: &str, ends: Timestamp, since: Timestamp) {
    for (day, step) in EXPIRY_STEPS {
        let at = ends.plus(Duration::days(*day));
        if at <= maker.crowd.now {
            let row = params![crate::training::KIND, id, step.as_str(), at.max(since)];
            maker.life.rows.reminders.push(row);
        }
    }
}
