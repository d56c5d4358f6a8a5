//! `GET /api/v1/account/vouches`

use accede_api::page::List;
use accede_api::reference::Vouch;
use accede_domain::application::CommandKind;
use accede_domain::application::state::{ActorRole, Facts, Relation, allowed_commands};
use accede_store::reference_request::{self, Vouched};
use axum::Json;
use axum::extract::State;

use crate::application::reference_facts;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// More people than anybody vouches for; the newest are shown.
pub(super) const MOST: u32 = 500;

/// For whom the person was asked as reference, at a verified address of theirs, newest first.
#[utoipa::path(get, path = "/api/v1/account/vouches", tag = "references",
    responses((status = 200, body = List<Vouch>), ReadProblems), security(("session" = [])))]
pub(super) async fn get(State(state): State<AppState>, actor: Actor) -> Answer<Json<List<Vouch>>> {
    let mut tx = state.store.read().await?;
    let vouched = reference_request::vouched_by(&mut tx, &actor.account_id, MOST).await?;
    Ok(Json(List {
        items: vouched.into_iter().map(vouch).collect(),
    }))
}

pub(super) fn vouch(one: Vouched) -> Vouch {
    let request = one.request;
    let facts = Facts {
        relation: Relation {
            // One that ended is no longer the present request.
            is_reference: request.ended_at.is_none(),
            ..Relation::default()
        },
        reference: Some(reference_facts(&request)),
        ..Facts::of(ActorRole::Reference)
    };
    let allowed = allowed_commands(one.position, ActorRole::Reference, &facts);
    Vouch {
        withdrawable: allowed.contains(&CommandKind::ReferenceWithdraws),
        withdrawn_at: request.withdrawn_at,
        open: request.state.is_asked(),
        id: request.id,
        applicant_name: one.applicant_name,
        applicant_organisation: one.applicant_organisation,
        requested_at: request.first_requested_at.unwrap_or(request.created_at),
        answer: request.answer,
        answered_at: request.answered_at,
    }
}
