//! `DELETE /api/v1/cloud-identities/{id}`

use accede_store::cloud_identity;
use accede_store::mailed_link::{self, EndReason, Purpose};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

use super::own;
use crate::desire;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::Path;
use crate::http::openapi::ChangeProblems;
use crate::record::{self, Event};
use crate::state::AppState;

/// Unlinks a cloud account. Every grant that rests on it goes to removal.
#[utoipa::path(delete, path = "/api/v1/cloud-identities/{id}", tag = "grants", params(("id" = String, Path)),
    responses((status = 204), ChangeProblems), security(("session" = [])))]
pub(super) async fn delete(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let now = state.now();
    let mut tx = state.store.write().await?;
    tx.lock("account", &actor.account_id).await?;
    let identity = own(&mut tx, &actor.account_id, &id).await?;
    cloud_identity::unlink(&mut tx, &id, now).await?;
    mailed_link::end_about(
        &mut tx,
        Purpose::CloudIdentity,
        &id,
        EndReason::Cancelled,
        now,
    )
    .await?;
    let event = Event {
        action: "cloud_identity.unlink",
        object: ("cloud_identity", &id),
        concerns: Some(&actor.account_id),
        before: Some(json!({ "address": identity.address })),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    desire::recompute(&state, &mut tx, &actor.account_id, now).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(StatusCode::NO_CONTENT)
}
