//! Signing in and out.

mod end;
mod extend;
mod second_factor;
mod sign_in;
mod status;

use accede_api::session::{SessionAccount, SessionState, SessionStatus};
use accede_domain::time::Timestamp;
use accede_mail::Message;
use accede_store::account::{self as accounts, Account};
use accede_store::known_device::{self, Device};
use accede_store::{Tx, account_email};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::account::device::{self, Browser};
use crate::account::tell;
use crate::error::ApiError;
use crate::http::edge::context::RequestContext;
use crate::record::{self, Event, Who};
use crate::state::AppState;
use crate::texts;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(status::get, sign_in::post, end::delete))
        .routes(routes!(second_factor::post))
        .routes(routes!(extend::post))
}

/// When a session ends if nothing is done, and in any case.
#[derive(Debug, Clone, Copy)]
struct Ends {
    idle: Timestamp,
    absolute: Timestamp,
}

/// How things stand for somebody whose passphrase was right.
fn standing(role_is_staff: bool, has_second_factor: bool) -> SessionState {
    if role_is_staff && !has_second_factor {
        SessionState::SecondFactorSetupRequired
    } else {
        SessionState::SignedIn
    }
}

/// What the page is told. Who it is, only once the second factor was given too.
async fn answer(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
    session: SessionState,
    ends: Ends,
) -> Result<SessionStatus, ApiError> {
    let account = match session {
        SessionState::SignedOut | SessionState::SecondFactorRequired => None,
        SessionState::SecondFactorSetupRequired | SessionState::SignedIn => {
            let found = accounts::by_id(tx, account_id)
                .await?
                .ok_or_else(ApiError::not_found)?;
            let email = account_email::primary(tx, account_id)
                .await?
                .unwrap_or_default();
            let display_name = found.display_name();
            let texts_to_accept = !texts::to_accept(state, &found, state.now()).is_empty();
            Some(SessionAccount {
                id: found.id,
                user_name: found.user_name,
                display_name,
                role: found.role,
                email,
                language: found.language,
                texts_to_accept,
            })
        }
    };
    let (idle_ends_at, ends_at) = (Some(ends.idle), Some(ends.absolute));
    Ok(SessionStatus {
        state: session,
        account,
        idle_ends_at,
        ends_at,
        now: state.now(),
    })
}

/// What belongs to every sign-in once it is complete: it is noted, and told where the browser is a new one.
async fn signed_in(
    tx: &mut Tx,
    state: &AppState,
    context: &RequestContext,
    account: &Account,
    browser: &Browser,
) -> Result<(), ApiError> {
    let now = state.now();
    accounts::signed_in(tx, &account.id, now).await?;
    let event = Event {
        action: "session.begin",
        object: ("account", &account.id),
        concerns: Some(&account.id),
        ..Event::default()
    };
    record::audit(
        tx,
        state,
        Who::account(&account.id, account.role, context),
        event,
    )
    .await?;
    if known_device::note(tx, &account.id, &browser.hash(), now).await? == Device::New {
        let network_address = context.address.map(|address| address.to_string());
        let device = device::words(&context.user_agent);
        tell(
            tx,
            state,
            &account.id,
            &Message::NewDeviceSignIn {
                at: now,
                device,
                network_address,
            },
        )
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
