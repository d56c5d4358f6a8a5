//! A POST that has an effect: carried out once for each idempotency key, its answer stored with its effect.
//!
//! ```ignore
//! let mut cmd = key.begin(&state, &actor, &body.raw).await?; // a repeated request ends here, with its first answer
//! if_match.check(version, || current)?;
//! …                                                          // work on `cmd.tx`
//! cmd.finish(StatusCode::CREATED, &answer).await             // stores the answer and commits
//! ```

use std::collections::BTreeMap;

use accede_api::problem::ProblemCode;
use accede_domain::time::Timestamp;
use accede_store::Tx;
use accede_store::idempotency::{self, Answer as Stored, Claim, Key};
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::Answer;
use super::actor::Actor;
use super::edge::context::RequestContext;
use super::running::Place;
use crate::error::ApiError;
use crate::state::AppState;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The `Idempotency-Key` of a request, a UUID.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    key: String,
    /// Method and path as asked for: the same key under another path is another request.
    route: String,
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let context = RequestContext::from_request_parts(parts, state).await?;
        let given = parts
            .headers
            .get(HEADER)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if !is_uuid(given) {
            return Err(ApiError::new(
                ProblemCode::IdempotencyKeyRequired,
                "Send the header `Idempotency-Key` with a UUID of your own, the same one when you repeat this request.",
            ));
        }
        Ok(Self {
            key: given.to_ascii_lowercase(),
            route: format!("{} {}", context.method, context.path),
        })
    }
}

/// Whether this is a UUID, in the spelling with hyphens.
pub(super) fn is_uuid(text: &str) -> bool {
    let hyphens = [8, 13, 18, 23];
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| {
            if hyphens.contains(&at) {
                b == b'-'
            } else {
                b.is_ascii_hexdigit()
            }
        })
}

impl IdempotencyKey {
    /// Begins the command of a person.
    ///
    /// # Errors
    /// See [`Self::begin_as`].
    pub async fn begin(
        self,
        state: &AppState,
        actor: &Actor,
        body: &[u8],
    ) -> Result<Command, ApiError> {
        self.begin_as(state, &actor.account_id, body).await
    }

    /// Begins the command of whoever `scope` names: an account, or a mailed link.
    ///
    /// # Errors
    /// [`ApiError::Replay`] with the stored answer when this very request was carried out before; `still_running`;
    /// `idempotency_key_reused` when the body is another one.
    pub async fn begin_as(
        self,
        state: &AppState,
        scope: &str,
        body: &[u8],
    ) -> Result<Command, ApiError> {
        let running = || {
            ApiError::new(
                ProblemCode::StillRunning,
                "Wait a moment, and send the same request again.",
            )
        };
        let place = state
            .running
            .enter(format!("{scope} {} {}", self.route, self.key))
            .ok_or_else(running)?;
        let key = Key {
            actor: scope.to_owned(),
            route: self.route,
            key: self.key,
        };
        let mac = state.keys.mac("idempotent-body", &[body]);
        let now = state.now();
        let mut tx = state.store.write().await?;
        match idempotency::claim(&mut tx, &key, &mac, now).await? {
            Claim::New => Ok(Command {
                tx,
                now,
                state: state.clone(),
                key,
                mac,
                headers: BTreeMap::new(),
                _place: place,
            }),
            Claim::Replay(stored) => {
                // What is answered again may have been written a moment ago, and not be on the disk yet.
                tx.commit().await?;
                Err(ApiError::Replay(Box::new(response(&stored, true)?)))
            }
            Claim::Running => Err(running()),
            Claim::OtherBody => Err(ApiError::new(
                ProblemCode::IdempotencyKeyReused,
                "This key was used for another request. Make a new one for each new request.",
            )),
        }
    }
}

/// A command that is being carried out. Dropped without [`Command::finish`], nothing happened.
pub struct Command {
    pub tx: Tx,
    /// The one moment of the whole command.
    pub now: Timestamp,
    state: AppState,
    key: Key,
    mac: [u8; 32],
    headers: BTreeMap<String, String>,
    _place: Place,
}

impl Command {
    /// The answer has this ETag.
    #[must_use]
    pub fn etag(mut self, version: i64) -> Self {
        self.headers
            .insert(header::ETAG.to_string(), super::version::etag(version));
        self
    }

    /// What was made is found at this path.
    #[must_use]
    pub fn location(mut self, path: impl Into<String>) -> Self {
        self.headers
            .insert(header::LOCATION.to_string(), path.into());
        self
    }

    /// Stores the answer, commits, rouses the jobs.
    ///
    /// # Errors
    /// Those of the store: then nothing happened.
    pub async fn finish<T: Serialize>(self, status: StatusCode, answer: &T) -> Answer<Response> {
        let body = serde_json::to_vec(answer)?;
        self.end(status, Some(body), None).await
    }

    /// As [`Self::finish`], with 204 and no body.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub async fn finish_empty(self) -> Answer<Response> {
        self.end(StatusCode::NO_CONTENT, Some(Vec::new()), None)
            .await
    }

    /// For an answer that holds a secret: it is sent once. `without` is the same answer lacking the secret; that is
    /// stored, so that a repeated request says what was made and that it has to be replaced to be seen.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub async fn finish_secret<T: Serialize>(
        self,
        status: StatusCode,
        answer: &T,
        without: &T,
    ) -> Answer<Response> {
        let (sent, stored) = (serde_json::to_vec(answer)?, serde_json::to_vec(without)?);
        self.end(status, Some(stored), Some(sent)).await
    }

    async fn end(
        mut self,
        status: StatusCode,
        stored: Option<Vec<u8>>,
        sent: Option<Vec<u8>>,
    ) -> Answer<Response> {
        let mut answer = Stored {
            status: status.as_u16(),
            headers: self.headers,
            body: stored,
        };
        idempotency::store(&mut self.tx, &self.key, &self.mac, &answer, self.now).await?;
        self.tx.commit().await?;
        self.state.wake.up();
        if sent.is_some() {
            answer.body = sent;
        }
        response(&answer, false)
    }
}

fn response(stored: &Stored, replayed: bool) -> Result<Response, ApiError> {
    let status = StatusCode::from_u16(stored.status).map_err(ApiError::internal)?;
    let body = stored.body.clone().unwrap_or_default();
    let is_empty = body.is_empty();
    let mut response = (status, Body::from(body)).into_response();
    let headers = response.headers_mut();
    if !is_empty {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    for (name, value) in &stored.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(ApiError::internal)?;
        headers.insert(
            name,
            HeaderValue::from_str(value).map_err(ApiError::internal)?,
        );
    }
    if replayed {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

#[cfg(test)]
mod tests;
