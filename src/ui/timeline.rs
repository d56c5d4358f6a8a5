//! What happened, from first to last, along a line; what is still to come stands at its end.

use crate::dom::{El, el, nothing, run};
use crate::ui::tag::Tone;
use crate::ui::{icon, muted};

/// One thing on the line.
pub struct TimelineItem {
    pub tone: Tone,
    pub title: String,
    /// When: a [`crate::ui::moment`], or nothing for what is to come.
    pub when: El,
    /// Who, and words that belong to it; may be empty.
    pub text: String,
}

/// The line, as an ordered list: its picture and its table in one.
pub fn timeline(items: Vec<TimelineItem>) -> El {
    let list = el("ol").class("timeline");
    for item in items {
        let (class, shape) = match item.tone {
            Tone::Done => ("timeline__item tone--done", icon::done()),
            Tone::Waiting => ("timeline__item tone--waiting", icon::clock()),
            Tone::Attention | Tone::Todo => ("timeline__item tone--attention", icon::warning()),
            Tone::Ended => ("timeline__item tone--ended", icon::ended()),
            Tone::Begun => ("timeline__item tone--begun", icon::half()),
            Tone::Quiet => ("timeline__item tone--quiet", icon::open()),
        };
        let text = if item.text.is_empty() {
            nothing()
        } else {
            muted(&item.text).class("muted pre-line")
        };
        let words = run(&[
            el("b").text(&item.title),
            el("div").class("timeline__when").kid(item.when),
            text,
        ]);
        let _ = list
            .clone()
            .kid(el("li").class(class).kids(&[shape, el("div").kid(words)]));
    }
    list
}
