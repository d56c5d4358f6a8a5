//! Sending a file, with its progress. `fetch` cannot tell how much has gone out, so this is an `XMLHttpRequest`.

use super::{Failure, failure, keys};
use crate::dom;
use crate::{carried, session, task};
use accede_api::problem::ProblemCode;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, ProgressEvent, XmlHttpRequest};

type Done = Rc<dyn Fn(Result<String, Failure>)>;

/// A file on its way. Copies are handles to the same upload.
#[derive(Clone, Copy)]
pub struct Upload {
    /// Per cent that have gone out; `None` while nothing is under way.
    pub percent: RwSignal<Option<u8>>,
    request: StoredValue<Option<XmlHttpRequest>, LocalStorage>,
}

impl Default for Upload {
    fn default() -> Self {
        Self {
            percent: RwSignal::new(None),
            request: StoredValue::new_local(None),
        }
    }
}

impl Upload {
    /// One that goes on in another language: where one was under way under `name`, true, and it is to be sent again. The
    /// server knows it by its key.
    pub fn carried(name: &str) -> (Self, bool) {
        let upload = Self::default();
        carried::leave(name.to_owned(), move || {
            upload.percent.get_untracked()?;
            upload.cancel();
            Some(())
        });
        (upload, carried::take::<()>(name).is_some())
    }

    /// Sends the file as the body of a POST and calls `done` once: with the body of the answer, with what went wrong,
    /// or not at all when it was cancelled. Where the session has ended, the person signs in again in place, and the
    /// file goes out anew.
    pub fn start(self, path: &str, file: &File, done: impl Fn(Result<String, Failure>) + 'static) {
        self.start_inner(path.to_owned(), file.clone(), Rc::new(done));
    }

    fn start_inner(self, path: String, file: File, done: Done) {
        let (again, then) = ((path.clone(), file.clone()), done.clone());
        let finished = move |outcome: Result<String, Failure>| {
            if !matches!(&outcome, Err(failure) if failure.is(ProblemCode::SignInRequired)) {
                return then(outcome);
            }
            let ((path, file), then) = (again.clone(), then.clone());
            task::spawn(async move {
                if session::sign_in_again().await {
                    self.start_inner(path, file, then);
                } else {
                    then(Err(Failure::SignedOut));
                }
            });
        };
        if self.try_start(&path, &file, Box::new(finished)).is_err() {
            self.percent.set(None);
            done(Err(Failure::Unreadable));
        }
    }

    /// Stops it; the server keeps nothing of a file that did not arrive whole.
    pub fn cancel(self) {
        if let Some(request) = self.request.try_update_value(Option::take).flatten() {
            let _ = request.abort();
        }
        self.percent.set(None);
    }

    fn try_start(
        self,
        path: &str,
        file: &File,
        done: Box<dyn Fn(Result<String, Failure>)>,
    ) -> Result<(), JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("POST", path, true)?;
        request.set_request_header("accept", "application/json")?;
        request.set_request_header("content-type", "application/octet-stream")?;
        // The same file to the same place is the same command, for as long as nobody knows whether it arrived. Whole
        // numbers: what writes floats weighs four kilobytes, and these have no fraction.
        let content = [
            file.name(),
            (file.size() as u64).to_string(),
            (file.last_modified() as u64).to_string(),
        ]
        .concat();
        let key = keys::take(path, Some(&content));
        request.set_request_header("idempotency-key", &key)?;
        self.percent.set(Some(0));

        dom::listen(
            request.upload()?.unchecked_ref(),
            "progress",
            Box::new(move |event| {
                let event: ProgressEvent = event.unchecked_into();
                if event.total() > 0.0 {
                    // Between 0 and 100 by construction.
                    self.percent
                        .set(Some((event.loaded() / event.total() * 100.0) as u8));
                }
            }),
        );
        let path = path.to_owned();
        let finished = request.clone();
        dom::listen(
            request.unchecked_ref(),
            "loadend",
            Box::new(move |_| {
                // Cancelled: the person knows already.
                if self.percent.get_untracked().is_none() {
                    return;
                }
                self.percent.set(None);
                let outcome = outcome_of(&finished);
                if matches!(&outcome, Err(failure) if failure.may_pass()) {
                    keys::keep(&path, Some(&content), key.clone());
                }
                done(outcome);
            }),
        );
        self.request.set_value(Some(request.clone()));
        request.send_with_opt_blob(Some(file))
    }
}

fn outcome_of(request: &XmlHttpRequest) -> Result<String, Failure> {
    let body = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or_default() {
        0 => Err(Failure::Offline),
        200..=299 => {
            session::note_activity();
            Ok(body)
        }
        status => Err(failure::read(status, &body)),
    }
}
