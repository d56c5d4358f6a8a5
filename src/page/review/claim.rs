//! Who works on a case. Opening one that nobody works on claims it; leaving it gives it back; while somebody works at it
//! the claim is renewed. Another's claim gives way only when that is confirmed.

use super::presence;
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::failure_notice;
use crate::session;
use crate::ui::{ButtonKind, Dialog, Reload, Tone, action, button, confirm, moment, tag};
use crate::words::review as w;
use crate::{browser, task};
use accede_api::problem::ProblemCode;
use accede_api::work::{Claim, TakeClaim};
use accede_domain::account::Role;
use accede_domain::review::CaseKind;
use leptos::prelude::*;
use std::time::Duration;

/// Far below the lease, so that a request that is lost loses no claim; and whoever lost the case to somebody who took it
/// over sees so soon.
const RENEW_EVERY: Duration = Duration::from_secs(60);

/// The claim on the case that is open. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub(super) struct Holding {
    kind: CaseKind,
    id: StoredValue<String>,
    now: RwSignal<Option<Claim>>,
    /// Nobody works on it, and one may.
    is_free: RwSignal<bool>,
    failed: RwSignal<Option<Failure>>,
    /// What shows the case anew, once it is there.
    reload: StoredValue<Option<Reload>>,
    /// The case was given back on purpose: opening it again is what claims it next.
    given_back: StoredValue<bool>,
}

impl Holding {
    /// For as long as the page of the case is open.
    pub(super) fn of(kind: CaseKind, id: &str) -> Self {
        let holding = Self {
            kind,
            id: StoredValue::new(id.to_owned()),
            now: RwSignal::new(None),
            is_free: RwSignal::new(false),
            failed: RwSignal::new(None),
            reload: StoredValue::new(None),
            given_back: StoredValue::new(false),
        };
        presence::watch();
        task::spawn(async move {
            loop {
                browser::sleep(RENEW_EVERY).await;
                if holding.is_mine() && presence::is_there() {
                    holding.take(false).await;
                }
            }
        });
        on_cleanup(move || {
            if holding.is_mine() {
                task::spawn_to_the_end(holding.released());
            }
        });
        holding
    }

    /// Takes in what the case says. One that waits for a reviewer and that nobody works on is claimed with it.
    pub(super) fn opened(self, claim: Option<&Claim>, waits: bool, reload: Reload) {
        let is_free = claim.is_none() && waits && session::get().has_role(Role::Reviewer);
        self.now.set(claim.cloned());
        self.is_free.set(is_free);
        self.reload.set_value(Some(reload));
        if is_free && !self.given_back.get_value() {
            task::spawn(self.take(false));
        }
    }

    fn is_mine(self) -> bool {
        let mine = |claim: &Option<Claim>| claim.as_ref().is_some_and(|claim| claim.mine);
        self.now.try_with_untracked(mine).unwrap_or(false)
    }

    /// Claims it, or gives it back: what the key does. False where it is somebody else's, or nobody's to claim.
    pub(super) fn toggle(self) -> bool {
        if self.is_mine() {
            task::spawn(self.give_back());
        } else if self.is_free.get_untracked() {
            task::spawn(self.claim());
        } else {
            return false;
        }
        true
    }

    async fn claim(self) {
        self.given_back.set_value(false);
        self.take(false).await;
    }

    async fn take(self, take_over: bool) {
        let call = Call::post(self.command("claim")).body(&TakeClaim { take_over });
        let outcome = call.send().await;
        self.failed.set(None);
        match outcome.and_then(|answer| answer.read::<Claim>()) {
            Ok(claim) => {
                self.now.set(Some(claim));
                // What may be decided has changed with it.
                if take_over {
                    self.look_again();
                }
            }
            // Somebody was quicker, or the case was decided: it says so itself.
            Err(failure)
                if failure.is(ProblemCode::Claimed) || failure.is(ProblemCode::NotPossibleNow) =>
            {
                self.now.set(None);
                self.is_free.set(false);
                self.look_again();
            }
            Err(failure) => self.failed.set(Some(failure)),
        }
    }

    fn look_again(self) {
        if let Some(reload) = self.reload.get_value() {
            reload.now();
        }
    }

    async fn give_back(self) {
        self.given_back.set_value(true);
        self.now.set(None);
        self.is_free.set(true);
        self.released().await;
    }

    fn command(self, command: &str) -> String {
        self.id
            .with_value(|id| endpoint::review_case_command(self.kind.as_str(), id, command))
    }

    fn released(self) -> impl Future<Output = ()> + 'static {
        let path = self.command("release");
        async move {
            // One that does not arrive ends by itself.
            let _ = Call::post(path).send().await;
        }
    }

    /// Who works on it, and what can be done about that.
    pub(super) fn draw(self) -> El {
        let ask = Dialog::default();
        run(&[
            el("span").class("claim").live(move || self.line(ask)),
            live(move || {
                let failed = self.failed.get();
                failed.as_ref().map_or_else(nothing, failure_notice)
            }),
            confirm(
                ask,
                &w::TAKE_OVER_TITLE,
                &w::TAKE_OVER_TEXT,
                &w::TAKE_OVER,
                move || task::spawn(self.take(true)),
            ),
        ])
    }

    fn line(self, ask: Dialog) -> El {
        match self.now.get() {
            Some(claim) if claim.mine => run(&[
                tag(Tone::Begun, &w::CLAIMED_BY_YOU),
                action(ButtonKind::Quiet, &w::GIVE_BACK, move || self.give_back()),
            ]),
            Some(claim) => run(&[
                tag(Tone::Waiting, &w::claimed_by(&claim.name)),
                el("span")
                    .class("aside")
                    .kids(&[w::UNTIL.into(), moment(claim.until)]),
                button(ButtonKind::Secondary, &w::TAKE_OVER, move || ask.show()),
            ]),
            None if self.is_free.get() => {
                action(ButtonKind::Quiet, &w::CLAIM, move || self.claim())
            }
            None => nothing(),
        }
    }
}
