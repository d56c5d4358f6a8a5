//! Registering, proving an address, and choosing a new passphrase by mail.
//!
//! Whether an address is known here is nobody's business but its owner's. So each of these does the same for every
//! address: the same statements, the same runs of Argon2, one mail; only the mail's words differ, and its owner alone
//! reads them. `tests.rs` counts all three. For the same reason a registration with somebody's address makes an account
//! too, which then waits in vain: else a user name that is still free would tell.

mod register;
mod resend;
mod reset;
mod reset_complete;
mod verify;

use accede_domain::email::EmailAddress;
use accede_domain::problem::FieldCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::account::{limits, wrong_field};
use crate::error::ApiError;
use crate::http::edge::context::RequestContext;
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(register::post))
        .routes(routes!(resend::post))
        .routes(routes!(verify::post))
        .routes(routes!(reset::post))
        .routes(routes!(reset_complete::post))
}

/// Reads the address a visitor asks a mail for, and counts the asking: by where they ask from, and by mailbox.
pub(super) async fn asked_for(
    state: &AppState,
    context: &RequestContext,
    typed: &str,
) -> Result<EmailAddress, ApiError> {
    let address =
        EmailAddress::parse(typed).ok_or_else(|| wrong_field("/email", FieldCode::NotAnEmail))?;
    count(state, context, &address).await?;
    Ok(address)
}

async fn count(
    state: &AppState,
    context: &RequestContext,
    address: &EmailAddress,
) -> Result<(), ApiError> {
    let from = limits::key(state, "ask-address", &[&limits::network(context.address)]);
    let to = limits::key(state, "ask-mailbox", &[&address.folded()]);
    limits::take_now(
        state,
        &[
            (&from, &limits::ASKING_ADDRESS),
            (&to, &limits::ASKING_MAILBOX),
        ],
    )
    .await
}

/// Counts the trying of a mailed token.
async fn count_token(state: &AppState, context: &RequestContext) -> Result<(), ApiError> {
    let key = limits::key(state, "mailed-token", &[&limits::network(context.address)]);
    limits::take_now(state, &[(&key, &limits::MAILED_TOKEN)]).await
}

#[cfg(test)]
mod tests;
