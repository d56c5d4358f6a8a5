//! `GET /api/v1/account/events`

use accede_api::account::AccountEvent;
use accede_api::page::Page;
use accede_domain::account::Role;
use accede_store::audit::{self, ActorKind, Event, Filter};
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::cursor::{COUNT_LIMIT, Paging, counted, newest_first, page};
use crate::http::extract::Query;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// What happened to the person's affairs, newest first. Staff are shown by their role, never by name.
#[utoipa::path(get, path = "/api/v1/account/events", tag = "account", params(Paging),
    responses((status = 200, body = Page<AccountEvent>), ReadProblems), security(("session" = [])))]
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<AccountEvent>>> {
    let (limit, edge) = (paging.limit()?, paging.edge()?);
    let mut tx = state.store.read().await?;
    let filter = Filter {
        concerns_account_id: Some(actor.account_id.clone()),
        ..Filter::default()
    };
    let events = audit::list(&mut tx, &filter, &newest_first(&edge), limit + 1).await?;
    let total =
        counted(audit::count_concerning(&mut tx, &actor.account_id, COUNT_LIMIT + 1).await?);
    let listed = page(events, limit, &edge, total, |event| {
        (event.at, event.id.clone())
    })?;
    let items = listed
        .items
        .into_iter()
        .map(|event| shown(event, &actor.account_id))
        .collect();
    Ok(Json(Page {
        items,
        next: listed.next,
        prev: listed.prev,
        total: listed.total,
    }))
}

/// The event as the person it concerns may see it.
pub(super) fn shown(event: Event, account_id: &str) -> AccountEvent {
    AccountEvent {
        actor: by(&event, account_id).to_owned(),
        id: event.id,
        at: event.at,
        action: event.action,
        object_kind: event.object_kind,
    }
}

fn by(event: &Event, account_id: &str) -> &'static str {
    let role = event
        .actor
        .role
        .as_deref()
        .and_then(|word| word.parse::<Role>().ok());
    match (event.actor.kind, role) {
        _ if event.actor.id.as_deref() == Some(account_id) => "you",
        (ActorKind::Account, Some(Role::Reviewer)) => "reviewer",
        (ActorKind::Account, Some(Role::Administrator)) | (ActorKind::CommandLine, _) => {
            "administrator"
        }
        // The link went to an address that the person calls their own.
        (ActorKind::MailedLink, _) if event.object_kind == "cloud_identity" => "you",
        // Somebody else's account without a role of staff, or a mailed link: whoever was named as reference.
        (ActorKind::Account | ActorKind::MailedLink, _) => "reference",
        (ActorKind::System | ActorKind::Visitor, _) => "system",
    }
}
