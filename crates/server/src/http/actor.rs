//! Who acts: extractors for handlers, and the cookie behind them.
//!
//! | extractor | lets in |
//! | --- | --- |
//! | [`MaybeActor`] | everyone; says who it is, if fully signed in |
//! | [`Actor`] | a person fully signed in |
//! | [`StaffActor`] | a reviewer or administrator |
//! | [`AdminActor`] | an administrator |
//! | [`CurrentSession`] | everyone; the session however far it got, for the routes of signing in |
//! | [`FilesActor`] | a person fully signed in, or a tool with a `files_read` token (Bearer or Basic) |
//!
//! Staff without a confirmed second factor get nowhere but to setting it up, so no extractor but [`CurrentSession`]
//! lets them in.

use accede_api::problem::ProblemCode;
use accede_domain::account::{Role, TokenScope};
use accede_store::session::{Level, NewSession, Session, SignedIn};
use accede_store::{Tx, personal_token, session};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::edge::context::RequestContext;
use crate::entropy::secret_token;
use crate::error::ApiError;
use crate::state::AppState;

/// A person who acts, and from where.
#[derive(Debug, Clone)]
pub struct Actor {
    pub account_id: String,
    pub user_name: String,
    pub role: Role,
    pub credential: Credential,
    pub context: RequestContext,
}

/// What the person showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    Session(Session),
    Token { id: String, scope: TokenScope },
}

impl Actor {
    /// The id of the session; empty for a tool's token.
    #[must_use]
    pub fn session_id(&self) -> &str {
        match &self.credential {
            Credential::Session(session) => &session.id,
            Credential::Token { .. } => "",
        }
    }
}

/// The session of the request, however far it got.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    pub signed_in: Option<SignedIn>,
    pub context: RequestContext,
}

impl CurrentSession {
    /// The full session of somebody who may still have to set up a second factor.
    ///
    /// # Errors
    /// `sign_in_required`, or `second_factor_required` while the second factor is asked for.
    pub fn full(self) -> Result<(SignedIn, RequestContext), ApiError> {
        match self.signed_in {
            None => Err(sign_in_required()),
            Some(s) if s.session.level == Level::FirstFactor => Err(ApiError::new(
                ProblemCode::SecondFactorRequired,
                "Give the code of the second factor.",
            )),
            Some(s) => Ok((s, self.context)),
        }
    }

    /// As an actor.
    ///
    /// # Errors
    /// As [`Self::full`], and `second_factor_setup_required` for staff without one.
    pub fn actor(self) -> Result<Actor, ApiError> {
        let (signed_in, context) = self.full()?;
        if signed_in.role.is_staff() && !signed_in.has_second_factor {
            return Err(ApiError::new(
                ProblemCode::SecondFactorSetupRequired,
                "This role works with a second factor: set it up first.",
            ));
        }
        Ok(Actor {
            account_id: signed_in.session.account_id.clone(),
            user_name: signed_in.user_name,
            role: signed_in.role,
            credential: Credential::Session(signed_in.session),
            context,
        })
    }
}

fn sign_in_required() -> ApiError {
    ApiError::new(
        ProblemCode::SignInRequired,
        "Sign in, and send the request again.",
    )
}

impl FromRequestParts<AppState> for CurrentSession {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let context = RequestContext::from_request_parts(parts, state).await?;
        let Some(token) = cookie(&parts.headers, state.config.public_origin.cookie_name()) else {
            return Ok(Self {
                signed_in: None,
                context,
            });
        };
        let now = state.now();
        let mut tx = state.store.read().await?;
        let signed_in = session::find(&mut tx, &hash(token), now).await?;
        drop(tx);
        if let Some(found) = signed_in.as_ref().filter(|s| s.session.wants_touch(now)) {
            let mut tx = state.store.write().await?;
            session::touch(&mut tx, &found.session.id, now).await?;
            tx.commit().await?;
        }
        Ok(Self { signed_in, context })
    }
}

impl FromRequestParts<AppState> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            // Never a session beside a token: the caller would not know which of the two acted.
            let actor = token_actor(parts, state).await?;
            return Err(ApiError::forbidden(match actor.credential {
                Credential::Token {
                    scope: TokenScope::FilesRead,
                    ..
                } => "A token with `files_read` opens /files/ only.",
                Credential::Session(_) => "This takes a session.",
            }));
        }
        CurrentSession::from_request_parts(parts, state)
            .await?
            .actor()
    }
}

/// Somebody, or nobody. A half-finished sign-in counts as nobody.
#[derive(Debug, Clone)]
pub struct MaybeActor(pub Option<Actor>);

impl FromRequestParts<AppState> for MaybeActor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        Ok(Self(
            CurrentSession::from_request_parts(parts, state)
                .await?
                .actor()
                .ok(),
        ))
    }
}

macro_rules! role_extractor {
    ($(#[$doc:meta])* $name:ident, $allowed:expr, $refusal:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub Actor);

        impl FromRequestParts<AppState> for $name {
            type Rejection = ApiError;

            async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
                let actor = Actor::from_request_parts(parts, state).await?;
                let allowed: fn(Role) -> bool = $allowed;
                if allowed(actor.role) { Ok(Self(actor)) } else { Err(ApiError::forbidden($refusal)) }
            }
        }
    };
}

role_extractor! {
    /// A reviewer or an administrator.
    StaffActor, Role::is_staff, "This is for reviewers and administrators."
}
role_extractor! {
    /// A reviewer: who works the queues. An administrator does not decide cases.
    ReviewerActor, |role| role == Role::Reviewer, "This is for reviewers."
}
role_extractor! {
    /// An administrator.
    AdminActor, |role| role == Role::Administrator, "This is for administrators."
}

/// Whoever may ask for files: a session, or a tool's token.
#[derive(Debug, Clone)]
pub struct FilesActor(pub Actor);

impl FromRequestParts<AppState> for FilesActor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Actor::from_request_parts(parts, state).await.map(Self);
        }
        let actor = token_actor(parts, state).await?;
        match &actor.credential {
            Credential::Token {
                scope: TokenScope::FilesRead,
                ..
            } => Ok(Self(actor)),
            Credential::Session(_) => Err(sign_in_required()),
        }
    }
}

/// The owner of the token in `Authorization`: `Bearer TOKEN`, or `Basic` with the user name and the token.
async fn token_actor(parts: &mut Parts, state: &AppState) -> Result<Actor, ApiError> {
    let refused = || {
        ApiError::new(
            ProblemCode::WrongCredentials,
            "The token is unknown, ended or not this person's.",
        )
    };
    let context = RequestContext::from_request_parts(parts, state).await?;
    let (named, token) = credentials(&parts.headers).ok_or_else(refused)?;
    let now = state.now();
    let mut tx = state.store.read().await?;
    let found = personal_token::find(&mut tx, &hash(&token), now)
        .await?
        .ok_or_else(refused)?;
    drop(tx);
    if named.is_some_and(|name| name != found.user_name) {
        return Err(refused());
    }
    if found.role.is_staff() && !found.has_second_factor {
        return Err(refused());
    }
    if found.wants_touch(now) {
        let mut tx = state.store.write().await?;
        personal_token::touch(&mut tx, &found.id, now).await?;
        tx.commit().await?;
    }
    Ok(Actor {
        account_id: found.account_id,
        user_name: found.user_name,
        role: found.role,
        credential: Credential::Token {
            id: found.id,
            scope: found.scope,
        },
        context,
    })
}

/// User name, where one is given, and token.
fn credentials(headers: &HeaderMap) -> Option<(Option<String>, String)> {
    let (scheme, rest) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some((None, rest.trim().to_owned()));
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (name, token) = text.split_once(':')?;
    Some((Some(name.to_owned()), token.to_owned()))
}

/// What the database keeps of a cookie or a token. They hold 256 random bits, so a plain digest cannot be reversed.
#[must_use]
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A cookie that the browser sends along.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The cookie of a session that begins: put it into the answer as `Set-Cookie`.
#[derive(Debug, Clone)]
pub struct SessionCookie(pub HeaderValue);

/// Begins a session: at sign-in.
///
/// # Errors
/// Those of the store.
pub async fn begin_session(
    tx: &mut Tx,
    state: &AppState,
    context: &RequestContext,
    account_id: &str,
    level: Level,
) -> Result<SessionCookie, ApiError> {
    let (token, now) = (secret_token(state.entropy.as_ref()), state.now());
    let (id, address) = (state.ids.id(now), context.address_text());
    let user_agent = &context.user_agent;
    let new = NewSession {
        id: &id,
        account_id,
        token_hash: hash(&token),
        level,
        user_agent,
        address: &address,
    };
    session::begin(tx, &new, now).await?;
    session_cookie(state, &token)
}

/// Puts a new session in the place of one: at a second factor, so that a cookie caught earlier is worth nothing.
///
/// # Errors
/// Those of the store.
pub async fn replace_session(
    tx: &mut Tx,
    state: &AppState,
    context: &RequestContext,
    old: &Session,
    level: Level,
) -> Result<SessionCookie, ApiError> {
    let (token, now) = (secret_token(state.entropy.as_ref()), state.now());
    let (id, address) = (state.ids.id(now), context.address_text());
    let (account_id, user_agent) = (&old.account_id, &context.user_agent);
    let new = NewSession {
        id: &id,
        account_id,
        token_hash: hash(&token),
        level,
        user_agent,
        address: &address,
    };
    session::replace(tx, old, &new, now).await?;
    session_cookie(state, &token)
}

fn session_cookie(state: &AppState, token: &str) -> Result<SessionCookie, ApiError> {
    cookie_header(state, token, session::ABSOLUTE.whole_seconds())
}

/// The cookie that takes the cookie away.
///
/// # Errors
/// Never in practice: the header is made of ASCII.
pub fn end_cookie(state: &AppState) -> Result<SessionCookie, ApiError> {
    cookie_header(state, "", 0)
}

fn cookie_header(state: &AppState, token: &str, seconds: i64) -> Result<SessionCookie, ApiError> {
    let origin = &state.config.public_origin;
    let secure = if origin.is_secure() { "; Secure" } else { "" };
    let text = format!(
        "{}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}",
        origin.cookie_name()
    );
    HeaderValue::from_str(&text)
        .map(SessionCookie)
        .map_err(ApiError::internal)
}

#[cfg(test)]
mod tests;
