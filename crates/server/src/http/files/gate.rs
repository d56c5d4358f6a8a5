//! Who may pass to the files: the one access rule, and how a refusal is said to a tool and to a person.

use accede_api::problem::ProblemCode;
use accede_content::Dataset;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

use super::encoded;
use crate::access;
use crate::error::ApiError;
use crate::http::actor::{Actor, Credential, FilesActor};
use crate::http::edge::context::RequestContext;
use crate::record::{self, Event, Who};
use crate::state::AppState;

/// A request for files, by whoever.
#[derive(Debug)]
pub(super) struct Asking {
    pub method: Method,
    pub headers: HeaderMap,
    uri: Uri,
    context: RequestContext,
    /// Nobody, where nothing was shown; a failure where what was shown is worth nothing.
    who: Result<Option<Actor>, ApiError>,
}

impl FromRequestParts<AppState> for Asking {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let who = match FilesActor::from_request_parts(parts, state).await {
            Ok(FilesActor(actor)) => Ok(Some(actor)),
            Err(error) if error.code() == Some(ProblemCode::SignInRequired) => Ok(None),
            Err(error) => Err(error),
        };
        Ok(Self {
            method: parts.method.clone(),
            headers: parts.headers.clone(),
            uri: parts.uri.clone(),
            context: RequestContext::from_request_parts(parts, state).await?,
            who,
        })
    }
}

/// Somebody whom the access rule lets in.
#[derive(Debug)]
pub(super) struct Passed {
    actor: Option<Actor>,
    context: RequestContext,
}

impl Asking {
    /// Asks the access rule.
    ///
    /// # Errors
    /// The answer that says no.
    pub(super) async fn pass(
        &mut self,
        state: &AppState,
        dataset: &Dataset,
    ) -> Result<Passed, Response> {
        let shown = std::mem::replace(&mut self.who, Ok(None));
        let actor = match shown {
            Ok(actor) => actor,
            Err(error) if error.code() == Some(ProblemCode::WrongCredentials) => {
                return Err(challenge(state, error));
            }
            Err(error) if self.is_navigation() && is_about_signing_in(&error) => {
                return Err(self.to_sign_in());
            }
            Err(error) => return Err(error.into_response()),
        };
        let account_id = actor.as_ref().map(|actor| actor.account_id.as_str());
        let decision = match state.store.read().await {
            Ok(mut tx) => access::decide(&mut tx, account_id, dataset, state.now()).await,
            Err(error) => Err(error),
        };
        let allowed = decision
            .map_err(|error| ApiError::from(error).into_response())?
            .allowed;
        match (allowed, &actor) {
            (true, _) => Ok(Passed {
                actor,
                context: self.context.clone(),
            }),
            (false, None) if self.is_navigation() => Err(self.to_sign_in()),
            (false, None) => Err(challenge(
                state,
                ApiError::new(ProblemCode::SignInRequired, HOW_TO_SIGN_IN),
            )),
            // The dataset's page says what is missing, and what to do next.
            (false, Some(_)) if self.is_navigation() => {
                Err(to(&format!("/datasets/{}", dataset.slug)))
            }
            (false, Some(_)) => Err(ApiError::new(
                ProblemCode::AccessRestricted,
                restricted(state, dataset),
            )
            .into_response()),
        }
    }

    /// The path as it was asked for.
    pub(super) fn path(&self) -> &str {
        self.uri.path()
    }

    /// Whether a person sits before it: a browser says so itself; an old one is known by what it takes and its name.
    fn is_navigation(&self) -> bool {
        let text = |name: &str| {
            self.headers
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
        };
        match text("sec-fetch-mode") {
            "" => text("accept").contains("text/html") && text("user-agent").contains("Mozilla"),
            mode => mode == "navigate",
        }
    }

    /// To the sign-in page, with the way back.
    fn to_sign_in(&self) -> Response {
        let back = encoded(self.uri.path()).replace('/', "%2F");
        to(&format!("/sign-in?return={back}"))
    }
}

const HOW_TO_SIGN_IN: &str =
    "Give your user name and, as password, a personal access token that may read files.";

fn is_about_signing_in(error: &ApiError) -> bool {
    matches!(
        error.code(),
        Some(ProblemCode::SecondFactorRequired | ProblemCode::SecondFactorSetupRequired)
    )
}

fn to(path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// 401 with the question that tools answer. `wget` and `curl` send name and token only after it.
fn challenge(state: &AppState, error: ApiError) -> Response {
    let mut response = error.into_response();
    // The realm is quoted: what would end it is left out.
    let name: String = state
        .config
        .site_name
        .chars()
        .filter(|c| c.is_ascii_graphic() && !"\"\\".contains(*c))
        .collect();
    let question = format!("Basic realm=\"{name} files\", charset=\"UTF-8\"");
    let question = HeaderValue::from_str(&question)
        .unwrap_or(HeaderValue::from_static("Basic realm=\"files\""));
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, question);
    response
}

fn restricted(state: &AppState, dataset: &Dataset) -> String {
    let page = format!("{}/datasets/{}", state.config.public_origin, dataset.slug);
    format!(
        "Something that access needs is missing or has ended. {page} says what, and what to do next."
    )
}

impl Passed {
    /// Notes a download: what, by whom, shown which token.
    ///
    /// # Errors
    /// Those of the store: what is not noted is not sent.
    pub(super) async fn note(
        &self,
        state: &AppState,
        file: &str,
        part: &std::ops::Range<u64>,
    ) -> Result<(), ApiError> {
        let token = match self.actor.as_ref().map(|actor| &actor.credential) {
            Some(Credential::Token { id, .. }) => Some(id),
            _ => None,
        };
        let event = Event {
            action: "file.download",
            object: ("dataset_file", file),
            concerns: self.actor.as_ref().map(|actor| actor.account_id.as_str()),
            after: Some(
                json!({ "token": token, "first_byte": part.start, "bytes": part.end - part.start }),
            ),
            ..Event::default()
        };
        let who = self
            .actor
            .as_ref()
            .map_or_else(|| Who::visitor(&self.context), Who::from);
        let mut tx = state.store.write().await?;
        record::audit(&mut tx, state, who, event).await?;
        Ok(tx.commit().await?)
    }
}
