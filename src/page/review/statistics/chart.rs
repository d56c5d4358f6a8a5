//! Horizontal bars as inline SVG. The table beside a chart holds the same figures: to screen readers the chart is one
//! picture with a name.

use crate::dom::{El, el, svg};
use crate::words::shared as s;

const WIDTH: u32 = 360;
const ROW: u32 = 26;
const BAR: u32 = 14;
/// Where bars begin, right of their names: as far as the longest name needs, between these.
const LEFT: std::ops::RangeInclusive<u32> = 124..=188;
/// What a letter of a name takes, about, at the size that it has on a narrow screen.
const LETTER: u32 = 8;
/// The room right of the longest bar for its figure.
const ROOM: u32 = 64;

/// What a part of a bar is filled with.
#[derive(Clone, Copy)]
pub(super) enum Shade {
    First,
    Second,
}

impl Shade {
    fn class(self) -> &'static str {
        match self {
            Self::First => "chart__first",
            Self::Second => "chart__second",
        }
    }
}

/// A bar: its name, its parts from left to right, and what is said at its end.
pub(super) struct Bar {
    name: String,
    parts: Vec<(u32, Shade)>,
    says: String,
}

impl Bar {
    /// Says the sum of its parts.
    pub(super) fn new(name: &str, parts: &[(u32, Shade)]) -> Self {
        let sum = sum(parts);
        Self::saying(name, parts, s::grouped(sum))
    }

    pub(super) fn saying(name: &str, parts: &[(u32, Shade)], says: String) -> Self {
        Self {
            name: name.to_owned(),
            parts: parts.to_vec(),
            says,
        }
    }
}

fn sum(parts: &[(u32, Shade)]) -> u64 {
    parts.iter().map(|(length, _)| u64::from(*length)).sum()
}

/// How long a part is drawn, where the longest bar takes all the room; something is never drawn as nothing.
fn drawn(length: u32, longest: u64, room: u32) -> u32 {
    if length == 0 {
        return 0;
    }
    let drawn = u64::from(length) * u64::from(room) / longest.max(1);
    u32::try_from(drawn).unwrap_or(0).max(1)
}

/// Where bars with these names begin.
fn left<'a>(names: impl Iterator<Item = &'a str>) -> u32 {
    let longest = names.map(|name| name.chars().count()).max().unwrap_or(0);
    let wanted = u32::try_from(longest).unwrap_or(0).saturating_mul(LETTER);
    wanted.clamp(*LEFT.start(), *LEFT.end())
}

/// The bars, one below the other.
pub(super) fn chart(name: &str, bars: &[Bar]) -> El {
    let longest = bars.iter().map(|bar| sum(&bar.parts)).max().unwrap_or(0);
    let rows = u32::try_from(bars.len()).unwrap_or(0);
    let left = left(bars.iter().map(|bar| bar.name.as_str()));
    let (width, height) = (WIDTH.to_string(), (rows * ROW).to_string());
    let whole = svg("svg")
        .class("chart")
        .attr("viewBox", &["0 0 ", &width, " ", &height].concat())
        .attr("role", "img")
        .attr("aria-label", name);
    let mut y = 0;
    for bar in bars {
        let _ = whole.clone().kid(words(0, y, &bar.name));
        let mut x = left;
        for (length, shade) in &bar.parts {
            let length = drawn(*length, longest, WIDTH - left - ROOM);
            if length > 0 {
                let part = svg("rect")
                    .class(shade.class())
                    .attr("x", &x.to_string())
                    .attr("y", &(y + (ROW - BAR) / 2).to_string())
                    .attr("width", &length.to_string())
                    .attr("height", &BAR.to_string());
                let _ = whole.clone().kid(part);
            }
            x += length;
        }
        let _ = whole.clone().kid(words(x + 6, y, &bar.says));
        y += ROW;
    }
    whole
}

fn words(x: u32, y: u32, text: &str) -> El {
    svg("text")
        .attr("x", &x.to_string())
        .attr("y", &(y + ROW / 2 + 4).to_string())
        .text(text)
}

/// What the shades mean.
pub(super) fn legend(shades: &[(Shade, &str)]) -> El {
    let list = el("ul").class("legend");
    for (shade, means) in shades {
        let mark = svg("svg")
            .class("legend__mark")
            .attr("viewBox", "0 0 10 10")
            .attr("aria-hidden", "true")
            .kid(
                svg("rect")
                    .class(shade.class())
                    .attr("width", "10")
                    .attr("height", "10"),
            );
        let _ = list.clone().kid(el("li").kids(&[mark, (*means).into()]));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_takes_the_room_and_little_is_not_nothing() {
        assert_eq!(drawn(1_000_000, 1_000_000, 100), 100);
        assert_eq!(drawn(500, 1000, 100), 50);
        assert_eq!(drawn(1, 1_000_000, 100), 1);
        assert_eq!(drawn(0, 1_000_000, 100), 0);
        assert_eq!(drawn(0, 0, 100), 0);
    }

    #[test]
    fn names_have_room_and_never_all_of_it() {
        assert_eq!(left(["Submitted"].into_iter()), 124);
        assert_eq!(left(["Referencia consultada"].into_iter()), 168);
        assert_eq!(left(["x".repeat(60).as_str()].into_iter()), 188);
    }
}
