//! Who is signed in, until when, and what happens when that ends.
//!
//! The signals live as long as the application; they are reached from anywhere (the API's code included), so they
//! stand in a thread-local instead of a context.

use crate::api::{Call, Failure, endpoint};
use crate::draft::buffer;
use crate::{browser, form, language, task};
use accede_api::session::{SecondFactor, SessionAccount, SessionState, SessionStatus, SignIn};
use accede_domain::account::Role;
use accede_domain::language::Language;
use accede_domain::time::{Duration as Span, Timestamp};
use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// How long before the end the person is asked.
const ASK_BEFORE: Span = Span::minutes(2);
/// How often the clock is looked at. Coarse: it wakes the page.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// After the idle end, by which the server's clock and ours surely agree that it has passed.
const SURELY: Span = Span::seconds(5);
/// Where the tabs tell each other when one of them was active last, as long as somebody is signed in.
const ACTIVE: &str = "accede-active";

/// What the page asks about the session, in a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// It ends soon for want of activity; one key keeps it.
    Stay,
    /// It has ended, or ends soon in any case: sign in again, in place.
    SignInAgain,
}

/// The state of the session. Copies are handles to the same signals.
#[derive(Clone, Copy)]
pub struct Session {
    /// `None` until the server was asked.
    pub status: RwSignal<Option<SessionStatus>>,
    /// The dialog that is open.
    pub ask: RwSignal<Option<Ask>>,
    /// The person signs out, and is asked whether words that only this device has are to be lost.
    pub losing: RwSignal<bool>,
    /// The server runs a newer build than this page.
    pub new_build: RwSignal<bool>,
    /// Why signing out did not work.
    pub failed: RwSignal<Option<Failure>>,
    /// Why nobody knows who this is, when the server was asked and did not say.
    pub unknown: RwSignal<Option<Failure>>,
    /// The server's clock minus ours, in microseconds.
    clock_offset: StoredValue<i64>,
    /// By the server's clock, after the last activity that it saw.
    idle_ends: StoredValue<Option<Timestamp>>,
    /// How long a session lasts without activity.
    idle_span: StoredValue<Span>,
}

struct Place {
    session: Option<Session>,
    build: Option<String>,
    /// Requests that wait for the person to sign in again: each the `resolve` of a promise.
    waiting: Vec<js_sys::Function>,
}

thread_local! {
    static PLACE: RefCell<Place> = const { RefCell::new(Place { session: None, build: None, waiting: Vec::new() }) };
}

/// The session. Before [`start`] there is an empty one, which belongs to the current owner.
pub fn get() -> Session {
    PLACE
        .with_borrow(|place| place.session)
        .unwrap_or_else(Session::new)
}

/// Makes the signals below the root owner, asks the server who this is, and looks at the clock from then on.
pub fn start() -> Session {
    let session = Session::new();
    PLACE.with_borrow_mut(|place| place.session = Some(session));
    task::spawn(async move {
        session.ask_who().await;
        buffer::forget_old().await;
        form::forget_old_typed();
        loop {
            browser::sleep(LOOK_EVERY).await;
            session.look_at_the_clock();
        }
    });
    session
}

/// Called by the API's code with the build that an answer names; true when it is newer than this page.
pub fn note_build(build: Option<String>) -> bool {
    let Some(build) = build else {
        return newer_build();
    };
    // The first answer comes from the build that also served the page: `index.html` is never cached.
    let known =
        PLACE.with_borrow_mut(|place| place.build.get_or_insert_with(|| build.clone()).clone());
    let newer = known != build;
    if newer && let Some(session) = PLACE.with_borrow(|place| place.session) {
        session.new_build.try_set(true);
    }
    newer
}

/// Whether the server was seen to run a newer build.
pub fn newer_build() -> bool {
    PLACE
        .with_borrow(|place| place.session)
        .is_some_and(|session| session.new_build.get_untracked())
}

/// Called by the API's code with every answer: the server counts it as activity.
pub fn note_activity() {
    if let Some(session) = PLACE.with_borrow(|place| place.session)
        && session.idle_ends.get_value().is_some()
    {
        session.is_active();
    }
}

/// Opens the sign-in dialog over the page and waits; true once the same person is signed in again.
pub async fn sign_in_again() -> bool {
    let session = get();
    // Nobody was signed in on this page: there is nobody to sign in *again*; the page asks in its own way.
    if session.account_untracked().is_none() {
        return false;
    }
    session.ask.set(Some(Ask::SignInAgain));
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        PLACE.with_borrow_mut(|place| place.waiting.push(resolve));
    });
    JsFuture::from(promise)
        .await
        .ok()
        .and_then(|done| done.as_bool())
        .unwrap_or(false)
}

/// Lets the waiting requests go on, or tells them that the person will not sign in.
fn settle(signed_in: bool) {
    let waiting = PLACE.with_borrow_mut(|place| std::mem::take(&mut place.waiting));
    for resolve in waiting {
        let _ = resolve.call1(&wasm_bindgen::JsValue::NULL, &signed_in.into());
    }
}

impl Session {
    fn new() -> Self {
        Self {
            status: RwSignal::new(None),
            ask: RwSignal::new(None),
            losing: RwSignal::new(false),
            new_build: RwSignal::new(false),
            failed: RwSignal::new(None),
            unknown: RwSignal::new(None),
            clock_offset: StoredValue::new(0),
            idle_ends: StoredValue::new(None),
            idle_span: StoredValue::new(Span::ZERO),
        }
    }

    /// Whether the server has said yet who this is.
    pub fn is_known(self) -> bool {
        self.status.with(Option::is_some)
    }

    /// The person who is signed in for good (second factor included).
    pub fn account(self) -> Option<SessionAccount> {
        self.status.with(|status| signed_in(status.as_ref()))
    }

    /// The same, without following it.
    pub fn account_untracked(self) -> Option<SessionAccount> {
        self.status
            .with_untracked(|status| signed_in(status.as_ref()))
    }

    /// Where signing in stands.
    pub fn state(self) -> SessionState {
        self.status.with(|status| {
            status
                .as_ref()
                .map_or(SessionState::SignedOut, |status| status.state)
        })
    }

    /// Whether the person has this role. Not followed.
    pub fn has_role(self, role: Role) -> bool {
        self.account_untracked()
            .is_some_and(|account| account.role == role)
    }

    /// Now, by the server's clock as far as it is known.
    pub fn now(self) -> Timestamp {
        Timestamp::from_micros(browser::now().micros() + self.clock_offset.get_value())
    }

    /// Tells the account in which language the person wants to be spoken to, in mails too.
    pub async fn speak(self, language: Language) {
        if self.account_untracked().is_some() {
            let told = Call::post(endpoint::account_language())
                // As `ChooseLanguage` has it; serde would bring more bytes than this has.
                .json(["{\"language\":\"", language.as_str(), "\"}"].concat())
                .send()
                .await;
            self.failed.set(told.err());
        }
    }

    /// Asks the server who this is, for a page that cannot be shown without the answer. Until there is one, the page
    /// shows what anyone may see.
    pub async fn ask_who(self) {
        self.unknown.set(None);
        if let Err(failure) = self.refresh().await {
            self.unknown.set(Some(failure));
        }
    }

    /// Asks the server who this is.
    pub async fn refresh(self) -> Result<(), Failure> {
        let status = Call::get(endpoint::session())
            .anonymous()
            .send()
            .await?
            .read::<SessionStatus>()?;
        self.take(status);
        Ok(())
    }

    /// Signs in with a passphrase. The state that results may still ask for a second factor.
    pub async fn sign_in(self, body: &SignIn) -> Result<SessionState, Failure> {
        let answer = Call::post(endpoint::session())
            .anonymous()
            .body(body)
            .send()
            .await?;
        Ok(self.take(answer.read()?))
    }

    /// Gives the second factor.
    pub async fn second_factor(self, body: &SecondFactor) -> Result<SessionState, Failure> {
        let answer = Call::post(endpoint::session_second_factor())
            .anonymous()
            .body(body)
            .send()
            .await?;
        Ok(self.take(answer.read()?))
    }

    /// Ends the session here and on the server, and clears every buffer of this person's unsaved words: whoever calls it
    /// has saved them, or asked.
    pub async fn sign_out(self) -> Result<(), Failure> {
        let account = self.account_untracked();
        Call::delete(endpoint::session()).anonymous().send().await?;
        let account = account.map(|account| account.id).unwrap_or_default();
        buffer::forget_account(&account).await;
        form::forget_typed(&account);
        self.forget();
        Ok(())
    }

    /// Keeps the session: the answer to [`Ask::Stay`]. Asking who this is counts as activity, as every request does.
    pub async fn stay(self) {
        self.ask.set(None);
        // Without an answer the dialog comes back by itself while the time runs.
        let _ = self.refresh().await;
    }

    /// The person leaves the sign-in dialog without signing in.
    pub fn give_up(self) {
        self.ask.set(None);
        settle(false);
        self.forget();
    }

    /// Keeps the session until it has been idle for its whole span from now on, in every tab.
    fn is_active(self) {
        let now = self.now();
        self.idle_ends
            .set_value(Some(now.plus(self.idle_span.get_value())));
        browser::shared_put(ACTIVE, &now.micros().to_string());
    }

    /// Whether somebody was signed in when this browser was last here.
    pub fn was_signed_in() -> bool {
        browser::shared_get(ACTIVE).is_some()
    }

    fn forget(self) {
        browser::shared_remove(ACTIVE);
        self.idle_ends.set_value(None);
        self.status.update(|status| {
            if let Some(status) = status {
                status.state = SessionState::SignedOut;
                status.account = None;
                status.idle_ends_at = None;
                status.ends_at = None;
            }
        });
    }

    fn take(self, status: SessionStatus) -> SessionState {
        let state = status.state;
        let before = self.account_untracked();
        let after = signed_in(Some(&status));
        self.clock_offset
            .set_value(status.now.micros() - browser::now().micros());
        // The server counts this very request as activity, whether or not the answer says so already.
        let span = status
            .idle_ends_at
            .map(|ends| ends.since(status.now).max(self.idle_span.get_value()));
        self.idle_ends.set_value(None);
        self.idle_span.set_value(span.unwrap_or(Span::ZERO));
        if span.is_some() {
            self.is_active();
        } else {
            browser::shared_remove(ACTIVE);
        }
        if let (Some(before), Some(after)) = (&before, &after)
            && before.id != after.id
        {
            // Somebody else: nothing of the first person may stay on the screen or in memory.
            browser::leave_to("/dashboard");
            return state;
        }
        if let (None, Some(after)) = (&before, &after) {
            language::follow(after.language);
        }
        // A session that has ended under the person's hands leaves the page as it is: they sign in again over it.
        if after.is_some() || before.is_none() {
            self.status.set(Some(status));
        } else {
            self.ask.set(Some(Ask::SignInAgain));
        }
        if after.is_some() {
            buffer::welcome();
            self.ask.set(None);
            settle(true);
        }
        state
    }

    fn look_at_the_clock(self) {
        let Some(idle_ends) = self.idle_ends() else {
            return;
        };
        if self.account_untracked().is_none() || self.ask.get_untracked() == Some(Ask::SignInAgain)
        {
            return;
        }
        let now = self.now();
        let ends = self
            .status
            .with_untracked(|status| status.as_ref().and_then(|status| status.ends_at));
        let wanted = if ends.is_some_and(|ends| now.plus(ASK_BEFORE) >= ends) {
            Some(Ask::SignInAgain)
        } else if now >= idle_ends.plus(SURELY) {
            // Late enough that asking cannot revive the session; its answer opens the dialog.
            task::spawn(async move {
                let _ = self.refresh().await;
            });
            None
        } else if now.plus(ASK_BEFORE) >= idle_ends {
            Some(Ask::Stay)
        } else {
            None
        };
        if self.ask.get_untracked() != wanted {
            self.ask.set(wanted);
        }
    }

    /// When the session ends for want of activity, by what this tab and the others have done.
    fn idle_ends(self) -> Option<Timestamp> {
        let own = self.idle_ends.get_value()?;
        let others = browser::shared_get(ACTIVE).and_then(|at| at.parse().ok());
        let others = others.map(|at| Timestamp::from_micros(at).plus(self.idle_span.get_value()));
        Some(others.map_or(own, |others| own.max(others)))
    }
}

fn signed_in(status: Option<&SessionStatus>) -> Option<SessionAccount> {
    let status = status.filter(|status| status.state == SessionState::SignedIn)?;
    status.account.clone()
}
