//! `POST /api/v1/applications/{id}/reference/replace`

use accede_api::application::{Application, ReplaceReference};
use accede_domain::application::state::{ActorRole, Command, NewReference};
use axum::extract::State;
use axum::response::Response;

use super::{Asked, carry_out};
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Corrects the reference's address or names somebody else; that person is asked at once where identity is confirmed.
#[utoipa::path(post, path = "/api/v1/applications/{id}/reference/replace", tag = "applications",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = ReplaceReference,
    responses((status = 200, body = Application), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<ReplaceReference>,
) -> Answer<Response> {
    let role = ActorRole::Applicant;
    let asked = Asked {
        state,
        actor,
        role,
        id,
        key,
        seen,
        raw: body.raw,
    };
    let new = body.value;
    let reference = NewReference {
        reference_category: new.reference_category,
        reference_name: new.reference_name,
        reference_email: new.reference_email,
        reference_organisation: new.reference_organisation,
        reference_title: new.reference_title,
        reference_page_url: new.reference_page_url,
    };
    carry_out(asked, Command::ReplaceReference(reference)).await
}
