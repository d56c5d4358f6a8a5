//! A state: a word with a shape and a colour, the same everywhere.

use crate::dom::{El, el};
use crate::ui::icon;

/// What a state means for the person; shape and colour follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, accepted, granted.
    Done,
    /// The person has to do something.
    Todo,
    /// Begun by the person.
    Begun,
    /// Somebody else has to do something.
    Waiting,
    /// Soon or already too late; needs a look.
    Attention,
    /// Refused, expired, removed.
    Ended,
    /// Cannot begin yet, or does not matter now.
    Quiet,
}

/// The state's tag.
pub fn tag(tone: Tone, word: &str) -> El {
    let (class, shape) = match tone {
        Tone::Done => ("tag tag--done", icon::done()),
        Tone::Todo => ("tag tag--todo", icon::open()),
        Tone::Begun => ("tag tag--begun", icon::half()),
        Tone::Waiting => ("tag tag--waiting", icon::clock()),
        Tone::Attention => ("tag tag--attention", icon::warning()),
        Tone::Ended => ("tag tag--ended", icon::ended()),
        Tone::Quiet => ("tag tag--quiet", icon::open()),
    };
    el("span").class(class).kids(&[shape, word.into()])
}
