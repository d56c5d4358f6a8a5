//! `GET /api/v1/account/export`

use accede_store::Tx;
use accede_store::audit::{self, Filter};
use accede_store::export;
use accede_store::page::{Cursor, Page};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};

use super::events::shown;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::openapi::ReadProblems;
use crate::record::{self, Event};
use crate::state::AppState;

/// Events read at a time.
const EVENTS: u32 = 500;

/// Everything that is kept about the person, as one JSON file: account, applications, trainings, signatures, cloud
/// accounts, ORCID iD, grants, mails, events. What a reference chose and wrote is not in it.
#[utoipa::path(get, path = "/api/v1/account/export", tag = "account",
    responses((status = 200, body = Value, description = "A file: each section a list of objects."), ReadProblems),
    security(("session" = [])))]
pub(super) async fn get(State(state): State<AppState>, actor: Actor) -> Answer<Response> {
    let id = actor.account_id.as_str();
    let mut tx = state.store.write().await?;
    let event = Event {
        action: "account.export",
        object: ("account", id),
        concerns: Some(id),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    tx.commit().await?;

    let mut tx = state.store.read().await?;
    let mut file = Map::new();
    file.insert(
        "site".to_owned(),
        json!(state.config.public_origin.to_string()),
    );
    file.insert("made_at".to_owned(), json!(state.now()));
    file.extend(export::of_account(&mut tx, id).await?);
    file.insert(
        "events".to_owned(),
        Value::Array(events(&mut tx, id).await?),
    );
    let body = serde_json::to_vec_pretty(&file)?;
    let name = format!(
        "attachment; filename=\"{}-{}.json\"",
        actor.user_name,
        state.now().date()
    );
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, body).into_response())
}

async fn events(tx: &mut Tx, account_id: &str) -> Result<Vec<Value>, ApiError> {
    let filter = Filter {
        concerns_account_id: Some(account_id.to_owned()),
        ..Filter::default()
    };
    let (mut all, mut page) = (Vec::new(), Page::First);
    loop {
        let found = audit::list(tx, &filter, &page, EVENTS).await?;
        let Some(last) = found.last() else {
            return Ok(all);
        };
        page = Page::After(Cursor {
            at: last.at,
            id: last.id.clone(),
        });
        for event in found {
            all.push(serde_json::to_value(shown(event, account_id))?);
        }
    }
}
