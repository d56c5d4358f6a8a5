//! How much waits, and what arrived since the page was opened: asked for now and then while somebody is there.

use super::{keys, presence};
use crate::api::{Answer, Call, endpoint};
use crate::dom::{El, el, run};
use crate::ui::{ButtonKind, hidden};
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
    /// As it was when the list was last asked for.
    seen: RwSignal<Option<QueueSummary>>,
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
            let seen = self.seen.get_untracked();
            self.seen.set(Some(seen_with(seen, &read)));
            self.now.set(Some(read));
        }
    }

    /// One of its figures, once it is known. Follows.
    pub(super) fn figure(self, of: fn(&QueueSummary) -> u32) -> Option<u32> {
        self.now.with(|now| now.as_ref().map(of))
    }

    /// What arrived meanwhile, said once, and a button that shows it. Nothing on the page moves before that is pressed: it
    /// stands where room is kept for it.
    pub(super) fn arrivals(self, of: Arrivals, show: impl Fn() + 'static) -> El {
        let arrived = Memo::new(move |_| {
            let seen = self.seen.with(|seen| seen.as_ref().map(of.figure))?;
            Some(self.figure(of.figure)?.saturating_sub(seen)).filter(|new| *new > 0)
        });
        let words = move || arrived.get().map(|new| (of.words)(new as usize));
        let button = el("button")
            .attr("type", "button")
            .class(ButtonKind::Secondary.class())
            .text_live(move || words().map(|new| w::show(&new)).unwrap_or_default())
            .shown(move || arrived.get().is_some())
            .on_press(move || {
                self.seen.set(self.now.get_untracked());
                // The button goes; the keys work from here.
                keys::focus_on("h1");
                show();
            });
        let said = hidden("").attr("role", "status");
        run(&[said.text_live(move || words().unwrap_or_default()), button])
    }
}

/// What arrives in a list.
#[derive(Clone, Copy)]
pub(super) struct Arrivals {
    /// Grows by each that does.
    pub figure: fn(&QueueSummary) -> u32,
    /// So many of them: `2 new applications`.
    pub words: fn(usize) -> String,
}

/// What a list is taken to show, of which this is the latest.
fn seen_with(seen: Option<QueueSummary>, now: &QueueSummary) -> QueueSummary {
    match seen {
        None => now.clone(),
        // Those who are late become fewer too: whoever is late after that is new all the same.
        Some(seen) => QueueSummary {
            references_late: seen.references_late.min(now.references_late),
            ..seen
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_api::wire::Wire;

    fn summary(arrived: u32, references_late: u32) -> QueueSummary {
        QueueSummary {
            arrived,
            references_late,
            ..QueueSummary::blank()
        }
    }

    #[test]
    fn what_was_there_at_first_is_seen_and_what_comes_later_is_not() {
        let seen = seen_with(None, &summary(7, 3));
        assert_eq!((seen.arrived, seen.references_late), (7, 3));
        let seen = seen_with(Some(seen), &summary(9, 5));
        assert_eq!((seen.arrived, seen.references_late), (7, 3));
    }

    #[test]
    fn who_is_late_is_new_though_others_answered_before() {
        let seen = seen_with(Some(summary(7, 3)), &summary(7, 1));
        let now = summary(7, 2);
        let seen = seen_with(Some(seen), &now);
        assert_eq!(now.references_late - seen.references_late, 1);
    }
}
