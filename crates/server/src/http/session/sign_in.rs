//! `POST /api/v1/session`

use accede_api::problem::ProblemCode;
use accede_api::session::{SessionState, SessionStatus, SignIn};
use accede_domain::account::AccountState;
use accede_domain::email::EmailAddress;
use accede_store::account::{self as accounts, Secrets};
use accede_store::session::{self, ABSOLUTE, EndReason, IDLE, Level};
use accede_store::{Tx, attempt, known_device};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};

use super::{Ends, answer, signed_in, standing};
use crate::account::device::Browser;
use crate::account::limits;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{CurrentSession, begin_session};
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::state::AppState;

/// Signs in with a verified address or the user name, and the passphrase. Takes no `Idempotency-Key`.
///
/// For an address that nobody has, the same is done and the same answered as for a wrong passphrase.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = SessionStatus), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    current: CurrentSession,
    headers: HeaderMap,
    body: JsonBody<SignIn>,
) -> Answer<Response> {
    let SignIn {
        identifier,
        passphrase,
    } = body.value;
    let browser = Browser::of(&state, &headers);
    let context = &current.context;

    let mut tx = state.store.read().await?;
    let known = find(&mut tx, &identifier).await?;
    let account_id = known
        .as_ref()
        .map(|secrets| secrets.account_id.as_str())
        .unwrap_or_default();
    let familiar = known_device::is_known(&mut tx, account_id, &browser.hash()).await?;
    drop(tx);
    let limits = Limits::new(
        &state,
        &identifier,
        familiar,
        &browser,
        &limits::network(context.address),
    );
    limits.take(&state).await?;

    let hash = known
        .as_ref()
        .and_then(|secrets| secrets.passphrase_hash.as_deref());
    let is_right = state.passphrases.verify(&passphrase, hash).await?;
    let Some(secrets) = known.filter(|_| is_right) else {
        return Err(ApiError::new(
            ProblemCode::WrongCredentials,
            "Address or user name and passphrase do not fit together.",
        ));
    };
    may_sign_in(&secrets)?;

    let now = state.now();
    let mut tx = state.store.write().await?;
    // The account may have ended, or got another passphrase, while the passphrase was being checked.
    let present = accounts::secrets(&mut tx, &secrets.account_id).await?;
    if present
        .is_none_or(|of| of.passphrase_hash != secrets.passphrase_hash || of.state != secrets.state)
    {
        return Err(ApiError::new(
            ProblemCode::WrongCredentials,
            "The account was changed just now. Sign in again.",
        ));
    }
    limits.forget(&mut tx).await?;
    if let Some(before) = &current.signed_in {
        session::end(
            &mut tx,
            &before.session.id,
            &before.session.account_id,
            EndReason::Replaced,
            now,
        )
        .await?;
    }
    let has_second_factor = secrets.totp_confirmed_at.is_some();
    let level = if has_second_factor {
        Level::FirstFactor
    } else {
        Level::Full
    };
    let cookie = begin_session(&mut tx, &state, context, &secrets.account_id, level).await?;
    let stands = if has_second_factor {
        SessionState::SecondFactorRequired
    } else {
        let account = accounts::by_id(&mut tx, &secrets.account_id)
            .await?
            .ok_or_else(ApiError::not_found)?;
        signed_in(&mut tx, &state, context, &account, &browser).await?;
        standing(secrets.role.is_staff(), has_second_factor)
    };
    let ends = Ends {
        idle: now.plus(IDLE),
        absolute: now.plus(ABSOLUTE),
    };
    let status = answer(&mut tx, &state, &secrets.account_id, stands, ends).await?;
    tx.commit().await?;
    state.wake.up();
    let cookies = [
        (header::SET_COOKIE, cookie.0),
        (header::SET_COOKIE, browser.cookie(&state)?),
    ];
    Ok((AppendHeaders(cookies), Json(status)).into_response())
}

/// One statement, whatever was typed.
async fn find(tx: &mut Tx, identifier: &str) -> Result<Option<Secrets>, ApiError> {
    Ok(match EmailAddress::parse(identifier) {
        Some(address) => accounts::secrets_by_email(tx, &address.folded()).await?,
        None => {
            // Telephones begin words with a capital.
            let user_name = identifier.trim().to_ascii_lowercase();
            accounts::secrets_by_user_name(tx, &user_name).await?
        }
    })
}

/// Whoever knows the passphrase may know how the account stands.
fn may_sign_in(secrets: &Secrets) -> Result<(), ApiError> {
    match secrets.state {
        AccountState::Active => Ok(()),
        AccountState::Unverified => Err(ApiError::not_possible_now(
            "The address of this account is not confirmed yet: open the link in the mail, or ask for it again.",
        )),
        AccountState::Deactivated | AccountState::Closed => Err(ApiError::forbidden(
            "This account is switched off. Write to the support address.",
        )),
    }
}

/// The three limits of a sign-in, by their keys.
struct Limits {
    address: String,
    account: String,
    pair: String,
}

impl Limits {
    fn new(
        state: &AppState,
        identifier: &str,
        familiar: bool,
        browser: &Browser,
        network: &str,
    ) -> Self {
        // By what was typed, as far as it is told apart, and never by the account that has it: else tries under two
        // spellings would tell whether somebody has an account, and whether a name and an address are one person's.
        let account = EmailAddress::parse(identifier).map_or_else(
            || identifier.trim().to_lowercase(),
            |address| address.folded(),
        );
        let account = account.as_str();
        // In a browser that the owner signed in from before, strangers' tries do not make the owner wait.
        let device = if familiar {
            hex::encode(browser.hash())
        } else {
            String::new()
        };
        Self {
            address: limits::key(state, "sign-in-address", &[network]),
            account: limits::key(state, "sign-in-account", &[account, &device]),
            pair: limits::key(state, "sign-in-pair", &[account, network]),
        }
    }

    async fn take(&self, state: &AppState) -> Result<(), ApiError> {
        let tries = [
            (self.address.as_str(), &limits::SIGN_IN_ADDRESS),
            (self.pair.as_str(), &limits::SIGN_IN_PAIR),
            (self.account.as_str(), &limits::SIGN_IN_ACCOUNT),
        ];
        limits::take_now(state, &tries).await
    }

    /// After a success. The address only gets this try back: else one's own account would wash away tries at others'.
    async fn forget(&self, tx: &mut Tx) -> Result<(), ApiError> {
        attempt::clear(tx, &self.pair).await?;
        attempt::clear(tx, &self.account).await?;
        Ok(attempt::give_back(tx, &self.address).await?)
    }
}
