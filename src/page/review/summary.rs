//! How much waits, and what arrived since the page was opened: asked for now and then while somebody is there.

use super::presence;
use crate::api::{Answer, Call, endpoint};
use crate::dom::{El, el, live, nothing};
use crate::ui::{ButtonKind, button};
use crate::words::review as w;
use crate::{browser, task};
use accede_api::review::QueueSummary;
use leptos::prelude::*;
use std::time::Duration;

const ASK_EVERY: Duration = Duration::from_secs(30);

/// What waits. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub(super) struct Summary {
    now: RwSignal<Option<QueueSummary>>,
    /// How many had ever arrived when the list was last asked for.
    seen: RwSignal<Option<u32>>,
}

impl Summary {
    /// Asks at once, and from then on until the page goes.
    pub(super) fn watch() -> Self {
        presence::watch();
        let summary = Self {
            now: RwSignal::new(None),
            seen: RwSignal::new(None),
        };
        task::spawn(async move {
            let (mut etag, mut first) = (None, true);
            loop {
                if std::mem::take(&mut first) || presence::is_there() {
                    let call = Call::get(endpoint::review_summary()).unless(etag.clone());
                    // Without an answer the figures stay as they are; the list says what is wrong.
                    if let Ok(answer) = call.send().await
                        && answer.status != 304
                    {
                        etag.clone_from(&answer.etag);
                        summary.take(&answer);
                    }
                }
                browser::sleep(ASK_EVERY).await;
            }
        });
        summary
    }

    fn take(self, answer: &Answer) {
        if let Ok(read) = answer.read::<QueueSummary>() {
            if self.seen.get_untracked().is_none() {
                self.seen.set(Some(read.arrived));
            }
            self.now.set(Some(read));
        }
    }

    /// One of its figures, once it is known. Follows.
    pub(super) fn figure(self, of: fn(&QueueSummary) -> u32) -> Option<u32> {
        self.now.with(|now| now.as_ref().map(of))
    }

    /// What arrived meanwhile, in a line that says so once, with a button that shows it. Nothing on the page moves
    /// before that button is pressed.
    pub(super) fn arrivals(self, show: impl Fn() + Clone + 'static) -> El {
        let arrived = Memo::new(move |_| {
            let now = self.figure(|summary| summary.arrived)?;
            Some(now.saturating_sub(self.seen.get()?)).filter(|new| *new > 0)
        });
        el("div").class("arrivals").kids(&[
            el("p").attr("role", "status").text_live(move || {
                let new = arrived.get().map(|new| w::arrived(new as usize));
                new.unwrap_or_default()
            }),
            live(move || {
                if arrived.get().is_none() {
                    return nothing();
                }
                let show = show.clone();
                button(ButtonKind::Secondary, &w::SHOW_ARRIVED, move || {
                    self.seen.set(
                        self.now
                            .with_untracked(|now| now.as_ref().map(|now| now.arrived)),
                    );
                    show();
                })
            }),
        ])
    }
}
