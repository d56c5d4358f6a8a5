//! The training reports of one person. A file is kept of some: of all would take longer than anybody waits for a
//! demonstration. Of the others there are records, and a reviewer who opens one is told that no file is kept.

use accede_domain::schedule::EXPIRY_STEPS;
use accede_domain::time::{Date, Duration, Timestamp};
use accede_domain::training::{TrainingState, expires_on};
use accede_store::{Value, params, search};
use object_store::ObjectStoreExt as _;
use object_store::path::Path as Key;
use sha2::{Digest as _, Sha256};

use super::life::Maker;
use crate::demo::{DemoError, report};
use crate::error::ApiError;
use crate::state::AppState;
use crate::uploads::FOLDER;

/// Reports of the crowd of which there are files: some seconds' work.
pub(super) const FILES: usize = 2_000;

/// How many of a thousand people sent a report.
const SEND_ONE: u64 = 880;
/// How many of a thousand send another when one has expired.
const SEND_ANOTHER: u64 = 650;

/// Adds the reports of a person who came at `since`, in their order.
pub(super) fn add(maker: &mut Maker<'_>, since: Timestamp) {
    if !maker.dice.per_mille(SEND_ONE) {
        return;
    }
    let mut at = since.plus(Duration::hours(maker.dice.between(1, 300)));
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
    uploaded_at: Timestamp,
}

impl Report {
    /// Makes the file and keeps it.
    pub(super) async fn keep(self, state: &AppState) -> Result<Vec<Value>, DemoError> {
        let mut bytes = report::pdf(&self.name, &self.completed_on.to_string());
        // A remark behind the end: names in letters that the picture lacks come out alike, and no two may have one file.
        bytes.extend_from_slice(["% ", &self.key, "\n"].concat().as_bytes());
        let object = Key::from(self.object_key());
        let (digest, size) = (hex::encode(Sha256::digest(&bytes)), bytes.len());
        let kept = state.files.put(&object, bytes.into()).await;
        kept.map_err(ApiError::from)?;
        Ok(self.row(&digest, size, 1))
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
    let uploaded_at = uploaded_at.min(now.minus(Duration::minutes(5)));
    let decided_at = uploaded_at.plus(Duration::hours(maker.dice.between(2, 260)));
    let Some(of) = maker.crowd.state.catalogue.trainings().first() else {
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
    let is_decided = state != TrainingState::Submitted;
    let comment = matches!(state, TrainingState::Returned | TrainingState::Rejected)
        .then_some("This is the certificate; please send the report with the modules.");
    let (id, file, key) = (
        maker.id(uploaded_at),
        maker.id(uploaded_at),
        maker.id(uploaded_at),
    );
    let reviewer = maker.crowd.reviewer(&mut maker.dice);
    let digest = format!("{:016x}", maker.dice.next()).repeat(4);
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
        uploaded_at,
    });
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
        // Nobody has read the file.
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
