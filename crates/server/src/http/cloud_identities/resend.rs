//! `POST /api/v1/cloud-identities/{id}/resend`

use axum::extract::State;
use axum::response::Response;

use super::{mail_link, own};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Mails the link to an address that is not proved yet once more. An earlier link ends.
#[utoipa::path(post, path = "/api/v1/cloud-identities/{id}/resend", tag = "grants",
    params(("id" = String, Path), IdempotencyKeyParam), responses((status = 204), CommandProblems),
    security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let identity = own(&mut cmd.tx, &actor.account_id, &id).await?;
    if identity.verified_at.is_some() {
        return Err(ApiError::not_possible_now(
            "This address is confirmed already.",
        ));
    }
    mail_link(&mut cmd.tx, &state, &identity).await?;
    cmd.finish_empty().await
}
