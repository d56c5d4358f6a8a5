//! `POST /api/v1/trainings`

use accede_api::problem::ProblemCode;
use accede_api::training::Training;
use accede_content::TrainingType;
use accede_domain::account::AccountState;
use accede_domain::application::state::Relation;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::text;
use accede_domain::time::Date;
use accede_domain::training::reading::Reading;
use accede_domain::training::{
    TrainingActor, TrainingCommand, TrainingState, check_completed_on, decide, expires_on,
};
use accede_mail::Message;
use accede_store::file::File;
use accede_store::training::{Report, Training as Record};
use accede_store::{Tx, applicant, file, training};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use object_store::ObjectStoreExt as _;
use object_store::path::Path as Key;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{FileBody, Query};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::{Command, IdempotencyKey};
use crate::lists;
use crate::record::{self, Event};
use crate::state::AppState;
use crate::training::{KIND, facts, hold, tell, wire};
use crate::uploads::{FOLDER, Judged, Kind};

/// Unicode scalar values of a file's name.
const NAME_MAX: usize = 200;

/// What goes with the file.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Params {
    /// Key of a training type.
    training_type: String,
    /// The completion date on the report, YYYY-MM-DD.
    completed_on: String,
    /// What the person calls the file.
    #[serde(default)]
    file_name: String,
}

/// Sends a training report, or another one for a report that was returned. The body is the file: PDF, PNG or JPEG.
#[utoipa::path(post, path = "/api/v1/trainings", tag = "trainings", params(Params, IdempotencyKeyParam),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Training, description = "The report that was returned, sent again."),
        (status = 201, body = Training), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    Query(params): Query<Params>,
    body: FileBody,
) -> Answer<Response> {
    let (of, completed_on) = read(&state, &params)?;
    let what = format!(
        "{}\n{}\n{}\n{}",
        params.training_type,
        params.completed_on,
        params.file_name,
        hex::encode(Sha256::digest(&body.raw))
    );
    // Reading a file takes seconds, and a transaction would hold up every other writer: it begins after that.
    let mut judged = state.judge(body.raw.to_vec(), &of.report).await?;
    let bytes = std::mem::take(&mut judged.bytes);
    let (file, object) = store(&state, &actor, &params.file_name, &judged, bytes).await?;
    match taken(
        &state,
        &actor,
        key,
        of,
        completed_on,
        Kept {
            file: &file,
            reading: &judged.reading,
        },
        what.as_bytes(),
    )
    .await
    {
        Ok((cmd, status, answer)) => cmd.finish(status, &answer).await,
        Err(error) => {
            // Nothing was committed, so no record has this file. What a crash leaves behind is swept up by a job.
            if let Err(error) = state.files.delete(&object).await {
                tracing::warn!(%error, "a file that was not needed stays until it is swept up");
            }
            Err(error)
        }
    }
}

/// What can be said before the file is looked at.
fn read<'a>(state: &'a AppState, params: &Params) -> Result<(&'a TrainingType, Date), ApiError> {
    let of = state.catalogue.training(&params.training_type);
    let day = Date::parse(&params.completed_on).ok_or(FieldCode::NotADate);
    let day = day.and_then(|day| {
        let years = of.map_or(u8::MAX, |of| of.validity_years);
        check_completed_on(day, years, state.now()).map(|()| day)
    });
    match (of, day) {
        (Some(of), Ok(day)) => Ok((of, day)),
        (of, day) => {
            let of = of
                .is_none()
                .then(|| FieldProblem::new("/training_type", FieldCode::NotAChoice));
            let day = day
                .err()
                .map(|code| FieldProblem::new("/completed_on", code));
            Err(ApiError::invalid(
                &of.into_iter().chain(day).collect::<Vec<_>>(),
            ))
        }
    }
}

/// A file that is stored, and what stands in it.
struct Kept<'a> {
    file: &'a File,
    reading: &'a Reading,
}

/// The bytes first, then the row: a row never names bytes that are not there.
async fn store(
    state: &AppState,
    actor: &Actor,
    name: &str,
    judged: &Judged,
    bytes: Vec<u8>,
) -> Result<(File, Key), ApiError> {
    let now = state.now();
    let id = state.ids.id(now);
    let object = Key::from_iter([FOLDER, &format!("{id}.{}", judged.kind.extension())]);
    let file = File {
        id,
        owner_account_id: actor.account_id.clone(),
        object_key: object.to_string(),
        sha256: hex::encode(Sha256::digest(&bytes)),
        size: i64::try_from(bytes.len()).map_err(ApiError::internal)?,
        media_type: judged.kind.media_type().to_owned(),
        file_name: file_name(name, judged.kind),
        pages: judged.pages.into(),
        created_at: now,
    };
    state.files.put(&object, bytes.into()).await?;
    Ok((file, object))
}

/// A name to show and to save under: no path, nothing invisible, with the ending of what the file is.
fn file_name(given: &str, kind: Kind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let visible: String = stem
        .chars()
        .filter(|c| !c.is_control() && !text::is_hidden(*c))
        .take(NAME_MAX)
        .collect();
    let stem = match text::trimmed(&visible).trim_matches('.') {
        "" => "report",
        stem => stem,
    };
    format!("{stem}.{}", kind.extension())
}

async fn taken(
    state: &AppState,
    actor: &Actor,
    key: IdempotencyKey,
    of: &TrainingType,
    completed_on: Date,
    Kept { file, reading }: Kept<'_>,
    what: &[u8],
) -> Result<(Command, StatusCode, Training), ApiError> {
    let mut cmd = key.begin(state, actor, what).await?;
    let now = cmd.now;
    hold(&mut cmd.tx, &actor.account_id).await?;
    let open = open_record(&mut cmd.tx, &actor.account_id, &of.key).await?;
    let person = applicant::find(&mut cmd.tx, &actor.account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if person.state != AccountState::Active {
        // It ended while the file was on its way.
        return Err(ApiError::new(
            ProblemCode::SignInRequired,
            "The account is not in use any more.",
        ));
    }
    let name = person.profile.full_name();
    let report = Report {
        file_id: &file.id,
        completed_on,
        expires_on: expires_on(completed_on, of.validity_years),
        reading,
        applicant_name: &name,
        user_name: &person.user_name,
    };
    file::create(&mut cmd.tx, file).await?;
    let (id, action, status) = match &open {
        Some(record) => {
            let relation = Relation {
                is_applicant: true,
                ..Relation::default()
            };
            let facts = facts(state, record, TrainingActor::Owner, relation, None);
            decide(
                record.state,
                &TrainingCommand::Resubmit { completed_on },
                &facts,
                now,
            )?;
            training::resubmit(&mut cmd.tx, &record.id, &report, now).await?;
            (record.id.clone(), "training.resubmit", StatusCode::OK)
        }
        None => {
            let id = state.ids.id(now);
            training::create(&mut cmd.tx, &id, &actor.account_id, &of.key, &report, now).await?;
            (id, "training.submit", StatusCode::CREATED)
        }
    };
    lists::of_person(&mut cmd.tx, state, &actor.account_id).await?;
    let event = Event {
        action,
        object: (KIND, &id),
        concerns: Some(&actor.account_id),
        changed: &["state", "file", "completed_on"],
        before: None,
        after: Some(json!({
            "training_type": of.key, "state": TrainingState::Submitted, "completed_on": completed_on,
            "sha256": file.sha256, "read": reading.paper,
        })),
    };
    record::audit(&mut cmd.tx, state, actor, event).await?;
    let message = Message::TrainingReceived {
        training: of.title.clone(),
    };
    tell(state, &mut cmd.tx, &id, &actor.account_id, &message).await?;
    let record = training::by_id(&mut cmd.tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    Ok((cmd.etag(record.version), status, wire(state, &record)))
}

/// The one record of the type that is open. One that waits for a reviewer bars another; a returned one waits for it.
async fn open_record(
    tx: &mut Tx,
    account_id: &str,
    training_type: &str,
) -> Result<Option<Record>, ApiError> {
    let records = training::of_account(tx, account_id).await?;
    let open = records
        .into_iter()
        .find(|of| of.training_type == training_type && of.state.is_open());
    match open {
        Some(record) if record.state == TrainingState::Submitted => Err(ApiError::new(
            ProblemCode::AlreadyOpen,
            "A report of this training waits for a reviewer already. Withdraw that one first to send another.",
        )),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_a_name_that_is_safe_to_show() {
        let name = |given: &str| file_name(given, Kind::Pdf);
        assert_eq!(name("report.pdf"), "report.pdf");
        assert_eq!(name("C:\\Users\\ada\\Bericht 2026.PDF"), "Bericht 2026.pdf");
        assert_eq!(name("../../etc/passwd"), "passwd.pdf");
        assert_eq!(name("完了報告.pdf"), "完了報告.pdf");
        assert_eq!(name("report\u{202e}fdp.exe"), "reportfdp.pdf");
        assert_eq!(name("a\r\nSet-Cookie: x.pdf"), "aSet-Cookie: x.pdf");
        for empty in ["", ".", "..", ".pdf", "/", "\u{200b}.pdf"] {
            assert_eq!(name(empty), "report.pdf", "{empty:?}");
        }
        assert!(name(&"x".repeat(5000)).len() <= NAME_MAX + 4);
    }
}
