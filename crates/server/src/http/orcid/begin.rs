//! `POST /api/v1/account/orcid/begin`

use accede_api::account::OrcidBegun;
use accede_domain::time::Duration;
use accede_store::orcid;
use axum::Json;
use axum::extract::State;

use super::IfOffered;
use crate::account::limits;
use crate::entropy::secret_token;
use crate::http::Answer;
use crate::http::actor::{Actor, hash};
use crate::http::extract::NoBody;
use crate::http::openapi::CommandProblems;
use crate::orcid::Way;
use crate::state::AppState;

/// Time for signing in at ORCID, with a second factor and all.
const LIFETIME: Duration = Duration::minutes(10);

/// Begins to link an ORCID iD: says where the browser goes. Each time it is another way, which this session alone can finish,
/// once, within ten minutes.
#[utoipa::path(post, path = "/api/v1/account/orcid/begin", tag = "account",
    responses((status = 200, body = OrcidBegun), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    offered: IfOffered,
    actor: Actor,
    _: NoBody,
) -> Answer<Json<OrcidBegun>> {
    let now = state.now();
    let token = secret_token(state.entropy.as_ref());
    let authorize_url = offered
        .client()?
        .authorize_url(&token, &Way::of(&state.keys, &token))?;
    let mut tx = state.store.write().await?;
    let by_account = limits::key(&state, "orcid", &[&actor.account_id]);
    limits::take(&mut tx, &by_account, &limits::ORCID, now).await?;
    orcid::set_out(
        &mut tx,
        &hash(&token),
        actor.session_id(),
        now.plus(LIFETIME),
    )
    .await?;
    tx.commit().await?;
    Ok(Json(OrcidBegun { authorize_url }))
}
