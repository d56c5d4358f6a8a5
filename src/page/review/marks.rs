//! Lines of the queue that are marked, to be decided together. They stay marked whatever page, order or filter shows the
//! list, and this tab keeps them for whoever marked them.

use crate::form::Form;
use accede_domain::review::bulk::BULK;

const KEPT: &str = "review-marks";
const IDS: &str = "/ids";

/// The applications that are marked, in the order in which they were; no more than are decided together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    ids: Vec<String>,
    /// The line that was marked or unmarked last: a range begins there.
    last: String,
}

impl Marks {
    /// Reads ids with commas between, as [`Marks::written`] writes them.
    pub fn parse(text: &str) -> Self {
        let mut marks = Self::default();
        for id in text.split(',').filter(|id| !id.is_empty()) {
            marks.put(id, true);
        }
        marks
    }

    pub fn written(&self) -> String {
        self.ids.join(",")
    }

    pub fn number(&self) -> usize {
        self.ids.len()
    }

    pub fn is_full(&self) -> bool {
        self.ids.len() >= BULK
    }

    pub fn has(&self, id: &str) -> bool {
        self.ids.iter().any(|known| known == id)
    }

    /// Marks a line, or takes its mark away; with `from_last` all lines as well that are shown from the last one to this.
    pub fn set(&mut self, shown: &[String], id: &str, on: bool, from_last: bool) {
        let place = |id: &str| shown.iter().position(|one| one == id);
        match (place(&self.last).filter(|_| from_last), place(id)) {
            (Some(last), Some(this)) => {
                let (first, number) = (last.min(this), last.abs_diff(this) + 1);
                self.set_all(shown.iter().skip(first).take(number), on);
            }
            _ => self.put(id, on),
        }
        id.clone_into(&mut self.last);
    }

    /// The same for lines one after the other.
    pub fn set_all<'i>(&mut self, shown: impl Iterator<Item = &'i String>, on: bool) {
        for id in shown {
            self.put(id, on);
        }
    }

    fn put(&mut self, id: &str, on: bool) {
        let place = self.ids.iter().position(|known| known == id);
        match place {
            None if on && !self.is_full() => self.ids.push(id.to_owned()),
            Some(place) if !on => drop(self.ids.remove(place)),
            _ => {}
        }
    }
}

/// Where this tab keeps them.
pub(super) fn keeper() -> Form {
    Form::new(Form::blanks).kept_as(KEPT)
}

/// Those that were kept.
pub(super) fn kept(keeper: Form) -> Marks {
    Marks::parse(&keeper.kept(IDS).unwrap_or_default())
}

pub(super) fn keep(keeper: Form, marks: &Marks) {
    keeper.keep(IDS, &marks.written());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown() -> Vec<String> {
        ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_line_is_marked_and_unmarked() {
        let mut marks = Marks::default();
        marks.set(&shown(), "c", true, false);
        marks.set(&shown(), "a", true, false);
        marks.set(&shown(), "a", true, false);
        assert_eq!((marks.written().as_str(), marks.number()), ("c,a", 2));
        marks.set(&shown(), "c", false, false);
        assert!(marks.has("a") && !marks.has("c"));
    }

    #[test]
    fn a_range_goes_from_the_last_line_either_way_and_takes_its_state() {
        let mut marks = Marks::default();
        marks.set(&shown(), "d", true, false);
        marks.set(&shown(), "b", true, true);
        assert_eq!(marks.written(), "d,b,c");
        marks.set(&shown(), "c", false, true);
        assert_eq!(marks.written(), "d");
        // Where the last one is on another page, or there is none, it is the line alone.
        marks.set(&["x".to_owned(), "y".to_owned()], "y", true, true);
        assert_eq!(marks.written(), "d,y");
        let mut first = Marks::default();
        first.set(&shown(), "b", true, true);
        assert_eq!(first.written(), "b");
    }

    #[test]
    fn marks_of_other_pages_stay() {
        let mut marks = Marks::parse("x,b");
        marks.set_all(shown().iter(), true);
        assert_eq!(marks.written(), "x,b,a,c,d,e");
        marks.set_all(shown().iter(), false);
        assert_eq!(marks.written(), "x");
    }

    #[test]
    fn no_more_are_marked_than_are_decided_together() {
        let many: Vec<String> = (0..BULK + 7).map(|n| n.to_string()).collect();
        let mut marks = Marks::default();
        marks.set_all(many.iter(), true);
        assert!(marks.is_full() && marks.number() == BULK);
        marks.set(&many, "0", false, false);
        marks.set(&many, "106", true, false);
        assert!(marks.has("106") && marks.is_full());
    }

    #[test]
    fn what_was_kept_is_read_again() {
        assert_eq!(Marks::parse("a,,b,a").written(), "a,b");
        assert_eq!(Marks::parse("").number(), 0);
    }
}
