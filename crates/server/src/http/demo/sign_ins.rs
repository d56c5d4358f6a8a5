//! `GET /api/v1/demo/sign-ins`

use accede_api::demo::DemoSignIn;
use accede_api::page::List;
use accede_domain::time::{Duration, Timestamp};
use axum::Json;
use axum::extract::State;

use super::only_in_the_demonstration;
use crate::demo::{self, PASSPHRASE, PEOPLE};
use crate::http::Answer;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// A code of the second factor holds so long (RFC 6238).
const STEP: Duration = Duration::seconds(30);

/// The demonstration's people, with the present codes of its staff.
#[utoipa::path(get, path = "/api/v1/demo/sign-ins", tag = "demonstration",
    responses((status = 200, body = List<DemoSignIn>), ReadProblems))]
pub(super) async fn list(State(state): State<AppState>) -> Answer<Json<List<DemoSignIn>>> {
    only_in_the_demonstration(&state)?;
    let now = state.now();
    let ends = Timestamp(now.0 - now.0.rem_euclid(STEP.0)).plus(STEP);
    let mut items = Vec::with_capacity(PEOPLE.len());
    for person in PEOPLE {
        let code = demo::code_of(&state, person.user_name).await?;
        items.push(DemoSignIn {
            user_name: person.user_name.to_owned(),
            role: person.role.as_str().to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            code_ends_at: code.is_some().then_some(ends),
            code,
            about: person.about.to_owned(),
        });
    }
    Ok(Json(List { items }))
}
