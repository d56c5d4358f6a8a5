//! The person's own account.

mod close;
mod emails;
mod events;
mod export;
mod language;
mod passphrase;
mod profile;
mod second_factor;
mod sessions;
mod texts;
mod tokens;

use accede_api::account::{Account, AccountEmail, Profile};
use accede_store::account_email::AccountEmail as StoredEmail;
use accede_store::{Tx, account as accounts, account_email, recovery_code};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(profile::get))
        .routes(routes!(profile::put))
        .routes(routes!(passphrase::post))
        .routes(routes!(emails::add))
        .routes(routes!(emails::make_primary))
        .routes(routes!(emails::resend))
        .routes(routes!(emails::remove))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::end_others))
        .routes(routes!(second_factor::set_up))
        .routes(routes!(second_factor::confirm))
        .routes(routes!(second_factor::remove))
        .routes(routes!(second_factor::recovery_codes))
        .routes(routes!(tokens::list, tokens::make))
        .routes(routes!(tokens::end))
        .routes(routes!(language::choose))
        .routes(routes!(texts::list))
        .routes(routes!(texts::accept))
        .routes(routes!(events::list))
        .routes(routes!(export::get))
        .routes(routes!(close::post))
}

/// The account as its owner sees it.
async fn view(tx: &mut Tx, account_id: &str) -> Result<Account, ApiError> {
    let account = accounts::by_id(tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let emails = account_email::of_account(tx, account_id).await?;
    let profile = account.profile;
    Ok(Account {
        id: account.id,
        user_name: account.user_name,
        role: account.role,
        profile: Profile {
            given_names: profile.given_names,
            family_name: profile.family_name,
            one_name: profile.one_name,
            affiliation: profile.affiliation,
            country: profile.country,
        },
        emails: emails.into_iter().map(email).collect(),
        second_factor: account.second_factor_since.is_some(),
        recovery_codes_left: recovery_code::left(tx, account_id).await?,
        created_at: account.created_at,
        version: account.version,
    })
}

fn email(stored: StoredEmail) -> AccountEmail {
    AccountEmail {
        id: stored.id,
        address: stored.address,
        verified: stored.verified_at.is_some(),
        primary: stored.is_primary,
    }
}

/// Ends a repeated request with its first answer before slow work begins that no transaction should wait for.
pub(super) async fn not_done_before(
    key: &IdempotencyKey,
    state: &AppState,
    actor: &Actor,
    raw: &[u8],
) -> Result<(), ApiError> {
    let looked_up = key.clone().begin(state, actor, raw).await?;
    Ok(looked_up.tx.rollback().await?)
}

#[cfg(test)]
mod tests;
