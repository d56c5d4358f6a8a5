//! From letters at places to lines of words. Letters may come in any order, in pieces, and in any direction.

use std::collections::BTreeMap;

use super::content::{Drawn, Glyph};
use crate::limits::{Budget, Result};

/// Lengths are in parts of the font's size.
///
/// How far letters of one line may stand above one another.
const SAME_LINE: f64 = 0.35;
/// The least gap that is a blank; kerning moves letters by a tenth.
const BLANK: f64 = 0.16;
/// The least gap that divides columns.
const COLUMN: f64 = 1.0;
/// Two letters that are nearer than this and alike are one, drawn twice to look bold.
const SAME_PLACE: f64 = 0.12;
/// Directions that differ by less than about four degrees are the same.
const DIRECTIONS: f64 = 16.0;

/// A line of text. Lengths are in the page's units, across and up in the direction of the text.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its height on the page; a line below another has less.
    pub y: f64,
    /// The height of its letters.
    pub size: f64,
    /// What wide gaps divide, from left to right.
    pub segments: Vec<Segment>,
}

/// A stretch of text without wide gaps.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub x: f64,
    pub text: String,
}

impl Line {
    /// The whole line, columns divided by a blank.
    pub fn text(&self) -> String {
        let parts: Vec<_> = self.segments.iter().map(|of| of.text.as_str()).collect();
        parts.join(" ")
    }
}

/// A letter in the direction of its text.
struct Placed<'a> {
    across: f64,
    up: f64,
    glyph: &'a Glyph,
}

/// The lines of a page, from the top; those of another direction than most of the text follow behind.
pub(crate) fn lines(drawn: &Drawn, budget: &Budget) -> Result<Vec<Line>> {
    let mut directions: BTreeMap<(i32, i32), Vec<Placed<'_>>> = BTreeMap::new();
    for glyph in &drawn.glyphs {
        let (dx, dy) = glyph.along;
        let key = (
            (dx * DIRECTIONS).round() as i32,
            (dy * DIRECTIONS).round() as i32,
        );
        directions.entry(key).or_default().push(Placed {
            across: glyph.x * dx + glyph.y * dy,
            up: glyph.y * dx - glyph.x * dy,
            glyph,
        });
    }
    let mut groups: Vec<_> = directions.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut found = Vec::new();
    for mut group in groups {
        // Sorting looks at each letter some twenty times.
        budget.steps(group.len() * 20)?;
        group.sort_by(|a, b| b.up.total_cmp(&a.up));
        let mut rest = group.as_mut_slice();
        while let Some(first) = rest.first() {
            let reach = first.up - SAME_LINE * first.glyph.size;
            let count = rest.iter().take_while(|of| of.up >= reach).count();
            let (line, others) = rest.split_at_mut(count);
            rest = others;
            found.extend(one(line, &drawn.text));
        }
    }
    Ok(found)
}

/// The line of these letters; nothing where they are blanks only.
fn one(letters: &mut [Placed<'_>], text: &str) -> Option<Line> {
    // In the order of the page where several begin at one place.
    letters.sort_by(|a, b| a.across.total_cmp(&b.across));
    let mut segments: Vec<Segment> = Vec::new();
    let mut end: Option<f64> = None;
    let mut last: Option<(&str, f64)> = None;
    let (mut size, mut up) = (0.0_f64, 0.0);
    for letter in &*letters {
        let glyph = letter.glyph;
        let own = text
            .get(glyph.from as usize..glyph.to as usize)
            .unwrap_or_default();
        // A blank leaves a gap, and that is all it does.
        if own.trim().is_empty() {
            continue;
        }
        let is_again = last.is_some_and(|(before, across)| {
            before == own && letter.across - across < SAME_PLACE * glyph.size
        });
        if is_again {
            continue;
        }
        last = Some((own, letter.across));
        let gap = end.map(|end| (letter.across - end) / glyph.size);
        match (gap, segments.last_mut()) {
            (Some(gap), Some(segment)) if gap < COLUMN => {
                if gap > BLANK {
                    segment.text.push(' ');
                }
                segment.text.push_str(own);
            }
            _ => segments.push(Segment {
                x: letter.across,
                text: own.to_owned(),
            }),
        }
        end = Some(letter.across + glyph.advance.max(0.0));
        if glyph.size > size {
            (size, up) = (glyph.size, letter.up);
        }
    }
    (!segments.is_empty()).then_some(Line {
        y: up,
        size,
        segments,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    /// Words at places, each letter half as wide as high, in a direction.
    fn drawn(words: &[(f64, f64, &str)], along: (f64, f64)) -> Drawn {
        let mut drawn = Drawn::default();
        for (x, y, word) in words {
            for (index, c) in word.chars().enumerate() {
                let from = drawn.text.len() as u32;
                drawn.text.push(c);
                let by = 5.0 * index as f64;
                drawn.glyphs.push(Glyph {
                    x: x * along.0 - y * along.1 + by * along.0,
                    y: x * along.1 + y * along.0 + by * along.1,
                    along,
                    advance: 5.0,
                    size: 10.0,
                    from,
                    to: drawn.text.len() as u32,
                });
            }
        }
        drawn
    }

    fn read(drawn: &Drawn) -> Vec<String> {
        let lines = lines(drawn, &Budget::new(Limits::default())).unwrap();
        lines
            .iter()
            .map(|line| {
                let parts: Vec<_> = line.segments.iter().map(|of| of.text.as_str()).collect();
                parts.join(" | ")
            })
            .collect()
    }

    #[test]
    fn pieces_in_any_order_and_direction_become_lines() {
        let words = [
            (200.0, 50.0, "5/5"),
            (0.0, 80.0, "COMPLE"),
            (0.0, 50.0, "Belmont"),
            (37.0, 50.5, "Report"),
            (30.0, 80.0, "TION"),
        ];
        let upright = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (0.6, 0.8)];
        for along in upright {
            assert_eq!(
                read(&drawn(&words, along)),
                ["COMPLETION", "Belmont Report | 5/5"]
            );
        }
    }

    #[test]
    fn blanks_count_as_the_gap_they_leave_and_bold_by_drawing_twice_is_read_once() {
        let twice = [
            (0.0, 0.0, "Name: Ada"),
            (0.4, 0.0, "Name: Ada"),
            (100.0, 0.0, "aabb"),
        ];
        assert_eq!(read(&drawn(&twice, (1.0, 0.0))), ["Name: Ada | aabb"]);
        assert!(read(&drawn(&[(0.0, 0.0, "   ")], (1.0, 0.0))).is_empty());
    }

    #[test]
    fn the_direction_of_most_of_the_text_comes_first() {
        let mut page = drawn(&[(0.0, 0.0, "mark")], (0.0, 1.0));
        let body = drawn(&[(0.0, 20.0, "a line of text")], (1.0, 0.0));
        let shift = page.text.len() as u32;
        page.text.push_str(&body.text);
        page.glyphs.extend(body.glyphs.iter().map(|of| Glyph {
            from: of.from + shift,
            to: of.to + shift,
            ..*of
        }));
        assert_eq!(read(&page), ["a line of text", "mark"]);
    }
}
