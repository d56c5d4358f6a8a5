//! Texts in the chosen language. A text is known by its English words, as in gettext: a file of translations
//! (`public/lang-*.po`) maps them, and what it lacks is shown in English.

use accede_domain::po;
use std::cell::Cell;
use std::ops::Deref;

pub use accede_domain::po::Catalogue;

thread_local! {
    /// None for English. A chosen language stays in memory: there are few, and the page may go back to it.
    static CHOSEN: Cell<Option<&'static Catalogue>> = const { Cell::new(None) };
}

/// A text of the page. Where it is read, it is in the chosen language.
pub struct Text(pub(super) &'static str);

impl Text {
    /// The words.
    pub fn get(&self) -> &'static str {
        self.chosen()
    }

    /// A place and not the words themselves, and never inlined: it is called a thousand times, and this takes half the
    /// bytes.
    #[inline(never)]
    fn chosen(&self) -> &&'static str {
        found(self.0).unwrap_or(&self.0)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.chosen()
    }
}

/// The text in the chosen language.
#[inline(never)]
pub fn t(english: &'static str) -> &'static str {
    found(english).map_or(english, |text| text)
}

fn found(english: &str) -> Option<&'static &'static str> {
    po::find(CHOSEN.get()?, english)
}

/// A text of this page that came from elsewhere in English, in the chosen language; what is none stays as it is.
pub fn known(english: &str) -> &str {
    found(english).map_or(english, |text| text)
}

/// The text in the chosen language, with what stands for `{1}`, `{2}` … in it. In one pass: what is put in is never
/// looked at again, whatever it holds.
pub fn filled(english: &'static str, parts: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = t(english);
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').unwrap_or((after, ""));
        let place = place.parse::<usize>().unwrap_or(0);
        let part = parts.get(place.wrapping_sub(1)).copied();
        text.push_str(before);
        text.push_str(part.unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Gives every text from now on in this language; none is English. What is drawn already stays as it is.
pub fn choose(catalogue: Option<&'static Catalogue>) {
    CHOSEN.set(catalogue);
}
