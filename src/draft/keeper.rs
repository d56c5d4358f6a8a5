//! Saves a draft by itself: a moment after the last key, one request at a time, each over the version that the one
//! before gave. It never overwrites what another tab or device saved, and saving never waits for validity.

use super::buffer::{self, Kept};
use super::tabs;
use crate::api::{Call, Failure, Stale};
use crate::{browser, session, task};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// From the last key to the request.
const SETTLE: Duration = Duration::from_millis(800);
/// Between attempts while the portal cannot be reached, or does not save.
const RETRY: Duration = Duration::from_secs(5);
/// Between looks whether a request is over.
const LOOK: Duration = Duration::from_millis(50);
/// How often that is looked at before the next page does not wait any longer: two seconds.
const LOOKS: u32 = 40;

/// Where the draft stands.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveState {
    /// The server has every word.
    Saved,
    /// Something is on its way, or soon will be.
    Saving,
    /// Not now, and why: the words are in the buffer, and are sent again and again.
    Waiting(Failure),
    /// Another tab or device saved something else since: the current representation, to make one of both.
    Conflict(Stale),
    /// The session ended and was not taken up again.
    SignedOut,
    /// The server refuses this draft; it is kept here.
    Refused(Failure),
}

/// Which draft, and where it is saved.
pub struct Place {
    /// The address for the `PUT`.
    pub path: String,
    /// A name for the buffer, such as `application/01J…`.
    pub name: String,
    /// The version on which the page's content rests, and the body that it would be saved by.
    pub version: i64,
    pub base: String,
}

/// Words that the server never got, and the tab that kept them.
pub struct Left {
    pub kept: Kept,
    tab: String,
}

/// Keeps one draft. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct DraftKeeper {
    pub state: RwSignal<SaveState>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    place: Place,
    account: String,
    /// The address of the page.
    page: String,
    /// Writes the request's body from what is on the page now.
    body: Rc<dyn Fn() -> String>,
    /// The body at the last edit.
    latest: String,
    /// Counts the edits; a pause without a further edit is one whose number still holds.
    edits: u32,
    /// The number of the edit that the server has.
    saved: u32,
    sending: bool,
    /// The body of the last request whose outcome is not known; or empty.
    sent: String,
}

impl Inner {
    /// There are words that the server does not have.
    fn waits(&self) -> bool {
        self.saved < self.edits
    }

    fn to_keep(&self) -> Kept {
        Kept {
            body: self.latest.clone(),
            base: self.place.base.clone(),
            sent: self.sent.clone(),
            page: self.page.clone(),
        }
    }
}

thread_local! {
    /// The draft of the page that is open.
    static OPEN: Cell<Option<DraftKeeper>> = const { Cell::new(None) };
    /// How many drafts of pages that are gone are still being sent.
    static LEAVING: Cell<u32> = const { Cell::new(0) };
}

impl DraftKeeper {
    /// Keeps what `body` writes. `body` must not follow signals; it is called when there is something to save.
    pub fn new(place: Place, body: impl Fn() -> String + 'static) -> Self {
        let account = session::get()
            .account_untracked()
            .map(|account| account.id)
            .unwrap_or_default();
        let inner = Inner {
            place,
            account,
            page: window().location().pathname().unwrap_or_default(),
            body: Rc::new(body),
            latest: String::new(),
            edits: 0,
            saved: 0,
            sending: false,
            sent: String::new(),
        };
        let keeper = Self {
            state: RwSignal::new(SaveState::Saved),
            inner: StoredValue::new_local(inner),
        };
        OPEN.set(Some(keeper));
        on_cleanup(move || {
            OPEN.set(None);
            keeper.leave();
        });
        keeper
    }

    /// Something was typed: buffers it soon and saves it a little later.
    pub fn touch(self) {
        let Some(edit) = self.inner.try_update_value(|inner| {
            inner.edits += 1;
            inner.latest = (inner.body)();
            inner.edits
        }) else {
            return;
        };
        if !matches!(self.state.get_untracked(), SaveState::Conflict(_)) {
            self.state.set(SaveState::Saving);
        }
        // At once: the next thing that happens may be that the tab is gone.
        task::spawn_to_the_end(self.buffer());
        task::spawn_to_the_end(async move {
            browser::sleep(SETTLE).await;
            if self.is_latest(edit) {
                self.save().await;
            }
        });
    }

    /// Saves what waits on this page and on the one before it; false where the server does not have every word of the
    /// draft that is open.
    pub async fn flush_open() -> bool {
        let open = match OPEN.get() {
            Some(keeper) => keeper.flush().await,
            None => true,
        };
        Self::left().await;
        open
    }

    /// Waits until what was typed on the page that has just gone is kept and sent, before the whole page is loaded anew.
    /// A server that does not answer is not waited for: the words are in the buffer by then.
    pub async fn left() {
        for _ in 0..LOOKS {
            if LEAVING.get() == 0 {
                return;
            }
            browser::sleep(LOOK).await;
        }
    }

    /// Saves at once and says whether the server has every word: before going to the next page.
    pub async fn flush(self) -> bool {
        self.save().await;
        self.state.try_get_untracked() == Some(SaveState::Saved)
    }

    /// The version that the server gave last, for a command on the same thing.
    pub fn version(self) -> i64 {
        self.inner
            .try_with_value(|inner| inner.place.version)
            .unwrap_or_default()
    }

    /// Whether anything was typed on this page.
    pub fn has_edits(self) -> bool {
        self.inner
            .try_with_value(|inner| inner.edits > 0)
            .unwrap_or_default()
    }

    /// The body that the server is known to have.
    pub fn base(self) -> String {
        self.inner
            .try_with_value(|inner| inner.place.base.clone())
            .unwrap_or_default()
    }

    /// The body of the last request of which nobody knows whether it arrived; empty where there is none.
    pub fn sent(self) -> String {
        self.inner
            .try_with_value(|inner| inner.sent.clone())
            .unwrap_or_default()
    }

    /// After a conflict: the page holds what was made of both, and goes on from the current version.
    pub fn go_on(self, version: i64, base: String) {
        self.inner.try_update_value(|inner| {
            inner.place.version = version;
            inner.place.base = base;
        });
        self.state.set(SaveState::Saving);
        self.touch();
    }

    /// Hands over words that the server never got: those of this page at once, those of another tab when that one is gone,
    /// which it mostly is. Ends with the page.
    pub fn each_left(self, take: impl Fn(Left) + 'static) {
        let Some((account, name)) = self.names() else {
            return;
        };
        let take = Rc::new(take);
        task::spawn(async move {
            let own = tabs::own();
            if let Some(kept) = buffer::get(&account, &name, &own).await {
                take(Left { kept, tab: own });
            }
            for tab in buffer::others(&account, &name).await {
                let (take, account, name) = (take.clone(), account.clone(), name.clone());
                task::spawn(async move {
                    tabs::gone(&tab).await;
                    if let Some(kept) = buffer::get(&account, &name, &tab).await {
                        take(Left { kept, tab });
                    }
                });
            }
        });
    }

    /// What was left is on this page now, or nobody wants it. What this page keeps itself is forgotten when it is saved.
    pub fn forget(self, left: &Left) {
        let tab = left.tab.clone();
        let waits = self.inner.try_with_value(Inner::waits).unwrap_or_default();
        if !(waits && tab == tabs::own())
            && let Some((account, name)) = self.names()
        {
            task::spawn_to_the_end(async move { buffer::forget(&account, &name, &tab).await });
        }
    }

    /// The server has every word of this page.
    async fn forget_own(self) {
        if let Some((account, name)) = self.names() {
            buffer::forget(&account, &name, &tabs::own()).await;
        }
    }

    /// Whose and what; `None` without an account, for nobody's words are kept.
    fn names(self) -> Option<(String, String)> {
        self.inner
            .try_with_value(|inner| (inner.account.clone(), inner.place.name.clone()))
            .filter(|(account, _)| !account.is_empty())
    }

    fn is_latest(self, edit: u32) -> bool {
        self.inner
            .try_with_value(|inner| inner.edits == edit)
            .unwrap_or(false)
    }

    /// The page goes: what the server does not have yet is buffered, and sent where nothing else is under way.
    fn leave(self) {
        let last = self.inner.try_with_value(|inner| {
            inner.waits().then(|| {
                let kept = inner.to_keep();
                let free = !inner.sending
                    && !matches!(self.state.try_get_untracked(), Some(SaveState::Conflict(_)));
                (
                    inner.account.clone(),
                    inner.place.name.clone(),
                    free.then(|| (inner.place.path.clone(), inner.place.version)),
                    kept,
                )
            })
        });
        let Some((account, name, place, kept)) = last.flatten() else {
            return;
        };
        LEAVING.set(LEAVING.get() + 1);
        task::spawn_to_the_end(async move {
            buffer::put(&account, &name, &kept).await;
            if let Some((path, version)) = place
                && Call::put(path)
                    .if_match(version)
                    .json(kept.body)
                    .send()
                    .await
                    .is_ok()
            {
                buffer::forget(&account, &name, &tabs::own()).await;
            }
            LEAVING.set(LEAVING.get() - 1);
        });
    }

    /// Writes the last edit into the buffer. The requests go out in the order of the edits, before the next thing happens.
    async fn buffer(self) {
        let Some((account, name)) = self.names() else {
            return;
        };
        let waits = self
            .inner
            .try_with_value(|inner| inner.waits().then(|| inner.to_keep()));
        if let Some(kept) = waits.flatten() {
            buffer::put(&account, &name, &kept).await;
        }
    }

    /// Sends until the server has the last edit. One at a time: a second call while one runs only waits its turn by
    /// leaving the work to the first, which looks again before it stops.
    async fn save(self) {
        let begun = self
            .inner
            .try_update_value(|inner| !std::mem::replace(&mut inner.sending, true));
        if begun != Some(true) {
            return self.wait().await;
        }
        while let Some((edit, call)) = self.next_call() {
            let outcome = call.send().await;
            if !self.settle(edit, outcome).await {
                break;
            }
        }
        self.inner.try_update_value(|inner| inner.sending = false);
    }

    async fn wait(self) {
        while self.inner.try_with_value(|inner| inner.sending) == Some(true) {
            browser::sleep(LOOK).await;
        }
    }

    /// The request for the latest edit, unless the server has it, or a conflict waits for the person.
    fn next_call(self) -> Option<(u32, Call)> {
        if matches!(self.state.try_get_untracked()?, SaveState::Conflict(_)) {
            return None;
        }
        self.inner.try_update_value(|inner| {
            inner.waits().then(|| {
                inner.sent.clone_from(&inner.latest);
                let call = Call::put(inner.place.path.clone());
                (
                    inner.edits,
                    call.if_match(inner.place.version)
                        .json(inner.latest.clone()),
                )
            })
        })?
    }

    /// Takes in what became of a request; true to look for more to send.
    async fn settle(self, edit: u32, outcome: Result<crate::api::Answer, Failure>) -> bool {
        let state = match outcome {
            Ok(answer) => {
                let all = self.inner.try_update_value(|inner| {
                    inner.place.version = answer.version().unwrap_or(inner.place.version + 1);
                    inner.saved = edit;
                    inner.place.base = std::mem::take(&mut inner.sent);
                    inner.saved == inner.edits
                });
                if all != Some(true) {
                    return true;
                }
                self.forget_own().await;
                if !self.is_latest(edit) {
                    return true;
                }
                SaveState::Saved
            }
            Err(Failure::Stale(current)) => SaveState::Conflict(current),
            Err(Failure::SignedOut) => SaveState::SignedOut,
            Err(failure) if failure.may_pass() => {
                self.buffer().await;
                task::spawn_to_the_end(async move {
                    browser::sleep(RETRY).await;
                    if matches!(self.state.try_get_untracked(), Some(SaveState::Waiting(_))) {
                        self.save().await;
                    }
                });
                SaveState::Waiting(failure)
            }
            Err(failure) => SaveState::Refused(failure),
        };
        self.state.try_set(state);
        false
    }
}
