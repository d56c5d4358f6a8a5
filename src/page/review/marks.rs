//! Lines of the queue that are marked, to be decided together. They stay marked whatever page, order or filter shows the
//! list, and this tab keeps them for whoever marked them.

use crate::form::Form;
use accede_domain::review::bulk::BULK;

const KEPT: &str = "review-marks";
const IDS: &str = "/ids";

/// The applications that are marked, in the order in which they were; no more than are decided together. Between changes
/// they are a text, ids with commas between: one more type that a signal holds would cost bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    ids: Vec<String>,
    /// The line that was marked or unmarked last: a range begins there.
    pub last: String,
}

impl Marks {
    pub fn parse(text: &str, last: String) -> Self {
        let mut marks = Self {
            ids: Vec::new(),
            last,
        };
        for id in ids(text) {
            marks.put(id, true);
        }
        marks
    }

    pub fn written(&self) -> String {
        self.ids.join(",")
    }

    /// Marks a line, or takes its mark away; with `from_last` all lines as well that are shown from the last one to this.
    pub fn set(&mut self, shown: &str, id: &str, on: bool, from_last: bool) {
        let place = |id: &str| ids(shown).position(|one| one == id);
        match (place(&self.last).filter(|_| from_last), place(id)) {
            (Some(last), Some(this)) => {
                let (first, number) = (last.min(this), last.abs_diff(this) + 1);
                for one in ids(shown).skip(first).take(number) {
                    self.put(one, on);
                }
            }
            _ => self.put(id, on),
        }
        id.clone_into(&mut self.last);
    }

    /// The same for all lines that are shown.
    pub fn set_all(&mut self, shown: &str, on: bool) {
        for id in ids(shown) {
            self.put(id, on);
        }
    }

    fn put(&mut self, id: &str, on: bool) {
        let place = self.ids.iter().position(|known| known == id);
        match place {
            None if on && self.ids.len() < BULK => self.ids.push(id.to_owned()),
            Some(place) if !on => drop(self.ids.remove(place)),
            _ => {}
        }
    }
}

/// The ids of a text.
pub(super) fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(|id| !id.is_empty())
}

pub(super) fn has(text: &str, id: &str) -> bool {
    ids(text).any(|known| known == id)
}

/// Where this tab keeps them.
pub(super) fn keeper() -> Form {
    Form::new(Form::blanks).kept_in_tab(KEPT)
}

/// Those that were kept.
pub(super) fn kept(keeper: Form) -> String {
    let kept = keeper.kept(IDS).unwrap_or_default();
    Marks::parse(&kept, String::new()).written()
}

pub(super) fn keep(keeper: Form, marks: &str) {
    keeper.keep(IDS, marks);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: &str = "a,b,c,d,e";

    #[test]
    fn a_line_is_marked_and_unmarked() {
        let mut marks = Marks::default();
        marks.set(SHOWN, "c", true, false);
        marks.set(SHOWN, "a", true, false);
        marks.set(SHOWN, "a", true, false);
        assert_eq!(marks.written(), "c,a");
        marks.set(SHOWN, "c", false, false);
        assert!(has(&marks.written(), "a") && !has(&marks.written(), "c"));
    }

    #[test]
    fn a_range_goes_from_the_last_line_either_way_and_takes_its_state() {
        let mut marks = Marks::default();
        marks.set(SHOWN, "d", true, false);
        marks.set(SHOWN, "b", true, true);
        assert_eq!(marks.written(), "d,b,c");
        marks.set(SHOWN, "c", false, true);
        assert_eq!(marks.written(), "d");
        // Where the last one is on another page, or there is none, it is the line alone.
        marks.set("x,y", "y", true, true);
        assert_eq!(marks.written(), "d,y");
        let mut first = Marks::default();
        first.set(SHOWN, "b", true, true);
        assert_eq!(first.written(), "b");
    }

    #[test]
    fn marks_of_other_pages_stay() {
        let mut marks = Marks::parse("x,b", String::new());
        marks.set_all(SHOWN, true);
        assert_eq!(marks.written(), "x,b,a,c,d,e");
        marks.set_all(SHOWN, false);
        assert_eq!(marks.written(), "x");
    }

    #[test]
    fn no_more_are_marked_than_are_decided_together() {
        let many: Vec<String> = (0..BULK + 7).map(|n| n.to_string()).collect();
        let many = many.join(",");
        let mut marks = Marks::default();
        marks.set_all(&many, true);
        assert_eq!(ids(&marks.written()).count(), BULK);
        marks.set(&many, "0", false, false);
        marks.set(&many, "106", true, false);
        marks.set(&many, "105", true, false);
        let now = marks.written();
        assert!(has(&now, "106") && !has(&now, "105"));
        assert_eq!(ids(&now).count(), BULK);
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let read = |text| Marks::parse(text, String::new()).written();
        assert_eq!(
            (read("a,,b,a"), read("")),
            ("a,b".to_owned(), String::new())
        );
    }
}
