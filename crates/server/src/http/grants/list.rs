//! `GET /api/v1/grants`

use std::fmt::Write as _;

use accede_api::dataset::Grant;
use accede_api::page::List;
use accede_store::grant;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::datasets::view;
use crate::http::openapi::ReadProblems;
use crate::http::version::polled;
use crate::state::AppState;

/// The caller's grants and what was observed of each, the removed ones too. Polled: 304 where nothing changed.
#[utoipa::path(get, path = "/api/v1/grants", tag = "grants",
    responses((status = 200, body = List<Grant>), (status = 304, description = "Nothing changed."), ReadProblems),
    security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
    headers: HeaderMap,
) -> Answer<Response> {
    let grants = grant::of_account(&mut state.store.read().await?, &actor.account_id).await?;
    polled(&headers, &etag(&grants), async {
        Ok(List {
            items: grants.iter().map(|of| view::grant(&state, of)).collect(),
        })
    })
    .await
}

/// Changes with every change of any of them.
fn etag(grants: &[grant::Grant]) -> String {
    let mut etag = "\"g".to_owned();
    for grant in grants {
        // Writing into a string cannot fail.
        let _ = write!(etag, "-{}.{}", grant.id, grant.version);
    }
    etag + "\""
}
