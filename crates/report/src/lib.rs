//! Reads a training report: which paper it is, whose, of what, from when, with which modules. [`read`] looks at bytes and
//! nothing else, in the program as in the browser.
//!
//! It never fails. Whatever a file holds, it gives a [`Reading`], if only one that says why nothing was read; and however
//! a file is made, reading it ends within its [`Limits`]:
//!
//! ```text
//! pdf/    bytes → objects, unpacked streams, pages           (limits: file, objects, depth, memory, pages)
//! text/   what a page draws → letters at places → lines      (limits: forms, letters)
//! find/   lines → paper, values behind labels, modules       (all of it: steps)
//! ```
//!
//! Why there is a reader of its own: `docs/decisions/reading-reports.md`.

mod find;
mod limits;
mod pdf;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;

pub use limits::Limits;

use accede_domain::training::reading::{Paper, Reading, ReportRules, Unreadable};
use limits::{Budget, Fault, Result};
use pdf::Document;
use text::{Drawn, Fonts, Line};

/// Reads what somebody gives as proof of a training: a PDF; a PNG or JPEG is a scan. `rules` say how the provider's papers
/// look.
#[must_use]
pub fn read(bytes: &[u8], rules: &ReportRules, limits: &Limits) -> Reading {
    let unreadable = |why| Reading::nothing(Paper::Unreadable, Some(why));
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff") {
        return Reading {
            pages: 1,
            ..Reading::nothing(Paper::Scan, None)
        };
    }
    if !bytes.starts_with(b"%PDF-") {
        return unreadable(Unreadable::UnknownFormat);
    }
    if bytes.len() > limits.file {
        return unreadable(Unreadable::TooCostly);
    }
    let budget = Budget::new(*limits);
    let mut seen = Seen::default();
    let outcome = look(bytes, &budget, &mut seen);
    match outcome {
        Err(Fault::Password) => unreadable(Unreadable::Password),
        Err(Fault::Broken) => unreadable(Unreadable::Damaged),
        // A limit was reached before there was anything to say.
        Err(Fault::Costly) if seen.lines.is_empty() => unreadable(Unreadable::TooCostly),
        Err(Fault::Costly) => understand(&seen, rules, true),
        Ok(()) => understand(&seen, rules, false),
    }
}

/// What was seen on the pages.
#[derive(Default)]
struct Seen {
    pages: u32,
    lines: Vec<Line>,
    /// Letters in all; those of which nobody knows what they are; those that are guessed; those that nobody sees.
    letters: usize,
    unknown: usize,
    guessed: usize,
    invisible: usize,
    pictures: usize,
}

fn look(bytes: &[u8], budget: &Budget, seen: &mut Seen) -> Result<()> {
    let document = Document::open(bytes, budget)?;
    let pages = pdf::pages(&document)?;
    if pages.is_empty() {
        return Err(Fault::Broken);
    }
    let mut fonts = Fonts::new();
    for page in &pages {
        let mut drawn = Drawn::default();
        let outcome = text::draw(&document, page, &mut fonts, &mut drawn);
        seen.pages += 1;
        seen.letters += drawn.glyphs.len();
        seen.unknown += drawn.unknown;
        seen.guessed += drawn.guessed;
        seen.invisible += drawn.invisible;
        seen.pictures += drawn.pictures;
        match text::lines(&drawn, budget) {
            Ok(lines) => seen.lines.extend(lines),
            Err(fault) => return Err(fault),
        }
        outcome?;
    }
    Ok(())
}

/// A page with fewer letters than this shows no text: a scanner's mark, a page number.
const FEW: usize = 20;

fn understand(seen: &Seen, rules: &ReportRules, cut_short: bool) -> Reading {
    let (paper, because) = paper(seen, rules);
    let mut reading = Reading {
        pages: seen.pages,
        cut_short,
        invisible: seen.invisible > 0,
        ..Reading::nothing(paper, because)
    };
    if because.is_none() {
        find::fields(&seen.lines, rules, &mut reading);
        reading.modules = find::modules(&seen.lines, rules);
        reading.link = find::link(&seen.lines, rules, paper);
    }
    reading.note_what_is_missing();
    reading
}

fn paper(seen: &Seen, rules: &ReportRules) -> (Paper, Option<Unreadable>) {
    let paper = find::paper(&seen.lines, rules);
    let known = seen.letters.saturating_sub(seen.unknown);
    if paper != Paper::Unknown {
        (paper, None)
    } else if seen.unknown + seen.guessed > known.saturating_sub(seen.guessed) {
        (Paper::Unreadable, Some(Unreadable::Letters))
    } else if seen.letters >= FEW {
        (paper, None)
    } else if seen.pictures > 0 {
        (Paper::Scan, None)
    } else {
        (Paper::Unreadable, Some(Unreadable::NoText))
    }
}
