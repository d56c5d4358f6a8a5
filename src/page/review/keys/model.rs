//! What a key means at the desk. Pure: the listener says which key was pressed and where the focus was, this says what is
//! asked for. No key decides anything; the keys of decisions open their questions.

/// Declares what can be asked for: name, its word in what the browser keeps, the letter that asks for it at first.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $letter:literal;)*) => {
        /// What a key can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $name,)*
            /// As [`Action::Mark`], and all lines from the one before: its letter with Shift.
            MarkTo,
        }

        impl Action {
            /// All, in the order in which the help lists them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            const LETTERS: &'static [char] = &[$($letter),*];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                    Self::MarkTo => "mark_to",
                }
            }
        }
    };
}

actions! {
    /// To the next line of the list, or to the next answer of the case.
    Down = "down", 'j';
    /// To the one before.
    Up = "up", 'k';
    /// To the following page of the list.
    NextPage = "next_page", '.';
    /// To the page before.
    PreviousPage = "previous_page", ',';
    /// To the search.
    Search = "search", '/';
    /// Marks the line, or takes its mark away.
    Mark = "mark", 'x';
    /// Opens the next case that waits and that one may decide.
    Next = "next", 'n';
    /// Back to the list.
    List = "list", 'q';
    /// Claims the case, or gives it back.
    Claim = "claim", 'c';
    /// Opens the decision that takes the case forward.
    Accept = "accept", 'a';
    /// Opens the return for changes.
    Return = "return", 'r';
    /// Opens the rejection.
    Reject = "reject", 'd';
    /// Takes the last decision back, while that is possible.
    Undo = "undo", 'u';
    /// Opens the help.
    Help = "help", '?';
}

/// Where the focus was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the list or the case, on nothing that takes letters.
    Desk,
    /// In a field, where letters are typed.
    Field,
    /// Anywhere else, a dialog included.
    Elsewhere,
}

/// A key that was pressed.
#[derive(Debug, Clone, Copy)]
pub struct Press<'a> {
    /// As the browser names it: `j`, `?`, `Enter`.
    pub key: &'a str,
    /// With Control, Alt or Meta: the browser's or the system's own.
    pub modified: bool,
    /// With Shift.
    pub shifted: bool,
    /// It is being held down.
    pub repeated: bool,
    pub place: Place,
}

/// Which letter asks for what, and whether letters ask for anything at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    pub on: bool,
    letters: Vec<char>,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            on: true,
            letters: Action::LETTERS.to_vec(),
        }
    }
}

impl Keys {
    /// Reads what the browser kept. What cannot be read leaves everything as it is at first.
    pub fn parse(text: &str) -> Self {
        let mut keys = Self::default();
        for part in text.split(' ') {
            if part == "off" {
                keys.on = false;
            }
            let Some((word, letter)) = part.split_once('=') else {
                continue;
            };
            let action = Action::ALL.iter().find(|action| action.word() == word);
            if let (Some(action), Some(letter)) = (action, one_letter(letter)) {
                keys.put(*action, letter);
            }
        }
        keys
    }

    /// As the browser keeps it: only what differs from the first letters.
    pub fn written(&self) -> String {
        let mut text = String::from(if self.on { "on" } else { "off" });
        for (place, action) in Action::ALL.iter().enumerate() {
            let letter = self.letters.get(place);
            if letter != Action::LETTERS.get(place)
                && let Some(letter) = letter
            {
                text.push(' ');
                text.push_str(action.word());
                text.push('=');
                text.push(*letter);
            }
        }
        text
    }

    /// The letter that asks for it.
    pub fn letter(&self, action: Action) -> char {
        let letter = self.letters.get(action as usize);
        letter.copied().unwrap_or_default()
    }

    /// Gives an action another letter. Two actions never share one: where another has it, that other takes the letter
    /// that is free now. False where the text is not one visible character.
    pub fn change(&mut self, action: Action, text: &str) -> bool {
        let Some(letter) = one_letter(text) else {
            return false;
        };
        self.put(action, letter);
        true
    }

    fn put(&mut self, action: Action, letter: char) {
        let freed = self.letter(action);
        let other = self.letters.iter().position(|taken| *taken == letter);
        if let Some(taken) = other.and_then(|other| self.letters.get_mut(other)) {
            *taken = freed;
        }
        if let Some(own) = self.letters.get_mut(action as usize) {
            *own = letter;
        }
    }

    /// What the key asks for, if anything.
    pub fn meaning(&self, press: Press<'_>) -> Option<Action> {
        if !self.on || press.modified || press.place != Place::Desk {
            return None;
        }
        let letter = one_letter(press.key)?;
        let place = self.letters.iter().position(|of| *of == letter)?;
        let action = *Action::ALL.get(place)?;
        // A key that is held down walks on; everything else happens once.
        let walks = matches!(action, Action::Down | Action::Up);
        // A sign may need Shift to be typed at all.
        let shifted = press.shifted && (letter.is_ascii_alphabetic() || !letter.is_ascii());
        let action = match action {
            Action::Mark if shifted => Action::MarkTo,
            action => action,
        };
        (walks || !press.repeated).then_some(action)
    }

    /// What the key answers to a question with yes and no while one of the two has the focus.
    pub fn answer(&self, press: Press<'_>) -> Option<bool> {
        if !self.on || press.modified || press.repeated {
            return None;
        }
        match one_letter(press.key)? {
            'y' => Some(true),
            'n' => Some(false),
            _ => None,
        }
    }
}

/// The one visible character of a text, in lower case: with Caps Lock the keys mean the same.
fn one_letter(text: &str) -> Option<char> {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    let letter = letters.next().filter(|c| !c.is_control() && *c != ' ')?;
    letters.next().is_none().then_some(letter)
}

/// The line that follows, or the one before, of so many; where none is current, the first or the last.
pub fn step(count: usize, current: Option<usize>, down: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (current, down) {
        (None, true) => 0,
        (None, false) => last,
        (Some(current), true) => last.min(current + 1),
        (Some(current), false) => current.saturating_sub(1).min(last),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str, place: Place) -> Press<'_> {
        Press {
            key,
            modified: false,
            shifted: false,
            repeated: false,
            place,
        }
    }

    #[test]
    fn a_letter_means_something_only_at_the_desk() {
        let keys = Keys::default();
        assert_eq!(keys.meaning(press("j", Place::Desk)), Some(Action::Down));
        assert_eq!(keys.meaning(press("J", Place::Desk)), Some(Action::Down));
        assert_eq!(keys.meaning(press("?", Place::Desk)), Some(Action::Help));
        assert_eq!(keys.meaning(press("j", Place::Field)), None);
        assert_eq!(keys.meaning(press("j", Place::Elsewhere)), None);
        assert_eq!(keys.meaning(press("Enter", Place::Desk)), None);
        assert_eq!(keys.meaning(press(" ", Place::Desk)), None);
    }

    #[test]
    fn what_the_browser_does_with_a_letter_stays_the_browsers() {
        let keys = Keys::default();
        let modified = Press {
            modified: true,
            ..press("r", Place::Desk)
        };
        assert_eq!(keys.meaning(modified), None);
    }

    #[test]
    fn shift_with_the_letter_that_marks_means_a_range() {
        let mut keys = Keys::default();
        let shifted = |keys: &Keys, key| {
            keys.meaning(Press {
                shifted: true,
                ..press(key, Place::Desk)
            })
        };
        assert_eq!(shifted(&keys, "X"), Some(Action::MarkTo));
        assert_eq!(
            keys.meaning(press("X", Place::Desk)),
            Some(Action::Mark),
            "Caps Lock"
        );
        assert_eq!(shifted(&keys, "J"), Some(Action::Down));
        // A sign that is typed with Shift is the letter itself.
        assert!(keys.change(Action::Mark, "*"));
        assert_eq!(shifted(&keys, "*"), Some(Action::Mark));
    }

    #[test]
    fn a_key_that_is_held_walks_and_does_nothing_else_twice() {
        let keys = Keys::default();
        let held = |key| {
            keys.meaning(Press {
                repeated: true,
                ..press(key, Place::Desk)
            })
        };
        assert_eq!(held("j"), Some(Action::Down));
        assert_eq!(held("n"), None);
        assert_eq!(held("u"), None);
    }

    #[test]
    fn switched_off_no_letter_means_anything() {
        let keys = Keys::parse("off");
        for action in Action::ALL {
            let letter = keys.letter(*action).to_string();
            assert_eq!(keys.meaning(press(&letter, Place::Desk)), None);
        }
        assert_eq!(keys.answer(press("y", Place::Field)), None);
    }

    #[test]
    fn letters_at_first_are_all_different() {
        for (place, letter) in Action::LETTERS.iter().enumerate() {
            assert_eq!(
                Action::LETTERS.iter().position(|of| of == letter),
                Some(place)
            );
        }
    }

    #[test]
    fn a_letter_that_is_taken_is_swapped() {
        let mut keys = Keys::default();
        assert!(keys.change(Action::List, "j"));
        assert_eq!(keys.meaning(press("j", Place::Desk)), Some(Action::List));
        assert_eq!(keys.meaning(press("q", Place::Desk)), Some(Action::Down));
        assert!(!keys.change(Action::List, ""));
        assert!(!keys.change(Action::List, "jj"));
        assert!(!keys.change(Action::List, " "));
        assert_eq!(keys.letter(Action::List), 'j');
    }

    #[test]
    fn what_was_changed_is_kept_and_nonsense_is_not_believed() {
        let mut keys = Keys::default();
        keys.change(Action::Search, "ö");
        keys.on = false;
        assert_eq!(keys.written(), "off search=ö");
        assert_eq!(Keys::parse(&keys.written()), keys);
        assert_eq!(
            Keys::parse("on down= search nobody=x down=ab"),
            Keys::default()
        );
        assert_eq!(Keys::parse(""), Keys::default());
    }

    #[test]
    fn a_swap_survives_being_kept() {
        let mut keys = Keys::default();
        keys.change(Action::List, "j");
        keys.change(Action::Up, "q");
        assert_eq!(Keys::parse(&keys.written()), keys);
    }

    #[test]
    fn questions_are_answered_by_their_own_two_letters() {
        let keys = Keys::default();
        assert_eq!(keys.answer(press("y", Place::Field)), Some(true));
        assert_eq!(keys.answer(press("N", Place::Field)), Some(false));
        assert_eq!(keys.answer(press("x", Place::Field)), None);
    }

    #[test]
    fn steps_stay_within_the_list() {
        assert_eq!(step(0, None, true), None);
        assert_eq!(step(3, None, true), Some(0));
        assert_eq!(step(3, None, false), Some(2));
        assert_eq!(step(3, Some(2), true), Some(2));
        assert_eq!(step(3, Some(0), false), Some(0));
        assert_eq!(step(3, Some(0), true), Some(1));
        assert_eq!(step(2, Some(7), false), Some(1));
    }
}
