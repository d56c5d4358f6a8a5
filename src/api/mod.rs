//! The only place that sends a request, reads a status, or knows a header.
//!
//! `Call::get(endpoint::datasets()).send().await?.read::<List<DatasetSummary>>()`
//!
//! All of it is plain code over strings; only [`Call::body`] and [`Answer::read`] know types, and they do nothing else.

pub mod endpoint;
mod failure;
mod keys;
pub mod reader;
pub mod upload;

pub use failure::{Failure, Problem, Stale};

use crate::{browser, language, session};
use accede_api::problem::ProblemCode;
use accede_api::wire::{self, Wire};
use gloo_net::http::{Method, RequestBuilder};
use leptos::prelude::window;
use serde::Serialize;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Time after which a request counts as unanswered. Far above what any of ours takes, below a person's patience.
const TIMEOUT_MILLIS: u32 = 30_000;

/// A request in the making.
pub struct Call {
    method: Method,
    path: String,
    body: Option<String>,
    if_match: Option<String>,
    unless: Option<String>,
    anonymous: bool,
}

/// A 2xx answer (or 304, where [`Call::unless`] asked for it).
pub struct Answer {
    pub status: u16,
    pub etag: Option<String>,
    body: String,
}

/// A file that stands beside the page, as text; nothing where it does not come.
pub async fn file(path: &str) -> Option<String> {
    let answer = JsFuture::from(window().fetch_with_str(path)).await.ok()?;
    let answer: web_sys::Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

impl Call {
    pub fn get(path: String) -> Self {
        Self::new(Method::GET, path)
    }

    /// A command. Its `Idempotency-Key` is made here, and the same for the same command until its outcome is known.
    pub fn post(path: String) -> Self {
        Self::new(Method::POST, path)
    }

    pub fn put(path: String) -> Self {
        Self::new(Method::PUT, path)
    }

    pub fn delete(path: String) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// The body, as JSON.
    pub fn body<T: Serialize>(self, body: &T) -> Self {
        // Our wire types are structs of strings and numbers, which always can be written.
        self.json(serde_json::to_string(body).unwrap_or_default())
    }

    /// The body, as JSON that is written already.
    pub fn json(mut self, body: String) -> Self {
        self.body = Some(body);
        self
    }

    /// Only if the thing still has this version.
    pub fn if_match(mut self, version: i64) -> Self {
        self.if_match = Some(["\"", &version.to_string(), "\""].concat());
        self
    }

    /// Only if it differs from what this ETag names; the answer has status 304 otherwise.
    pub fn unless(mut self, etag: Option<String>) -> Self {
        self.unless = etag;
        self
    }

    /// A call that stands for itself (signing in, a mailed link): a 401 is an answer, not the end of a session.
    pub fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Sends it. Where the session has ended meanwhile, the person is asked to sign in again in place, and the same
    /// request goes out anew.
    ///
    /// Boxed, so that the machine behind it exists once and not in every place that waits for it.
    pub fn send(self) -> Pin<Box<dyn Future<Output = Result<Answer, Failure>>>> {
        Box::pin(self.run())
    }

    async fn run(self) -> Result<Answer, Failure> {
        let key =
            (self.method == Method::POST).then(|| keys::take(&self.path, self.body.as_deref()));
        loop {
            let outcome = self.send_once(key.as_deref()).await;
            let ended = matches!(&outcome, Err(failure) if failure.is(ProblemCode::SignInRequired));
            if ended && !self.anonymous {
                if session::sign_in_again().await {
                    continue;
                }
                return Err(Failure::SignedOut);
            }
            if let (Some(key), Err(failure)) = (key, &outcome)
                && failure.may_pass()
            {
                keys::keep(&self.path, self.body.as_deref(), key);
            }
            return outcome;
        }
    }

    fn new(method: Method, path: String) -> Self {
        Self {
            method,
            path,
            body: None,
            if_match: None,
            unless: None,
            anonymous: false,
        }
    }

    async fn send_once(&self, key: Option<&str>) -> Result<Answer, Failure> {
        let timeout = web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MILLIS);
        let mut request = RequestBuilder::new(&self.path)
            .method(self.method.clone())
            .header("accept", "application/json")
            .header("accept-language", language::now().as_str())
            .abort_signal(Some(&timeout));
        for (name, value) in [
            ("idempotency-key", key),
            ("if-match", self.if_match.as_deref()),
            ("if-none-match", self.unless.as_deref()),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let request = match &self.body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body.as_str()),
            None => request.build(),
        };
        // Building fails only on a path that is no address, and ours are.
        let response = request
            .map_err(|_| Failure::Unreadable)?
            .send()
            .await
            .map_err(|_| Failure::Offline)?;
        let headers = response.headers();
        let newer = session::note_build(headers.get("accede-build"));
        let status = response.status();
        let body = response.text().await.map_err(|_| Failure::Offline)?;
        if matches!(status, 200..=299 | 304) {
            session::note_activity();
            return Ok(Answer {
                status,
                etag: headers.get("etag"),
                body,
            });
        }
        match failure::read(status, &body) {
            Failure::Unreadable if newer => Err(Failure::NewBuild),
            failure => Err(failure),
        }
    }
}

impl Answer {
    /// The body in the shape that the endpoint documents.
    #[inline(never)]
    pub fn read<T: Wire>(&self) -> Result<T, Failure> {
        wire::read(&self.body).ok_or_else(|| self.unreadable())
    }

    /// The version that the ETag carries, for the next `if_match`.
    pub fn version(&self) -> Option<i64> {
        self.etag.as_deref()?.trim_matches('"').parse().ok()
    }

    /// The body as it came.
    pub fn text(&self) -> &str {
        &self.body
    }

    fn unreadable(&self) -> Failure {
        if session::newer_build() {
            Failure::NewBuild
        } else {
            Failure::Unreadable
        }
    }
}

/// Reads JSON that this page wrote itself earlier; `None` where it is of another shape by now.
pub fn read_own<T: Wire>(text: &str) -> Option<T> {
    wire::read(text)
}

/// Asks again and again until `done` says so or the current page goes: first after a second, then ever more rarely.
pub async fn poll(path: String, mut done: impl FnMut(Result<&Answer, &Failure>) -> bool) {
    let mut pause = Duration::from_secs(1);
    let mut etag = None;
    loop {
        browser::sleep(pause).await;
        let outcome = Call::get(path.clone()).unless(etag.clone()).send().await;
        match &outcome {
            Ok(answer) if answer.status == 304 => {}
            Ok(answer) => {
                etag.clone_from(&answer.etag);
                if done(Ok(answer)) {
                    return;
                }
            }
            Err(failure) if done(Err(failure)) => return,
            Err(_) => {}
        }
        pause = (pause * 3 / 2).min(Duration::from_secs(30));
    }
}
