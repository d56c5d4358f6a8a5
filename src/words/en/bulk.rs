//! Decisions on many applications at once.

use super::shared::{counted, grouped};
use crate::words::{Text, filled, t};
use accede_domain::review::bulk::BULK;
use accede_domain::review::decision::DecisionState;

pub const LINK: Text = Text("Decide on the whole list");
pub const MARK_ALL: Text = Text("Mark all on this page");
pub const TOGETHER: Text = Text("Decide them together");
pub const UNMARK: Text = Text("Clear");
pub const INTRO: Text = Text(
    "One decision, in the same words, for every application of the list. You see first what would happen to whom; nothing happens before that.",
);
pub const LIST: Text = Text("The list: ");
pub const KIND: Text = Text("What do you decide?");
pub const REJECT: Text = Text("Reject them");
pub const RETURN: Text = Text("Return them for changes");
pub const KIND_HINT: Text =
    Text("Each step forward asks questions about one application: it is taken on its own page.");
pub const KIND_NOUN: Text = Text("a decision");
pub const ANSWER: Text = Text("Answer that has to be changed");
pub const ANSWER_NOUN: Text = Text("an answer");
pub const SHOW: Text = Text("Show what would happen");
pub const WOULD: Text = Text("What would happen");
pub const NOBODY: Text = Text("None of these can be decided so now.");
pub const TICK_ALL: Text = Text("All of them");
pub const STANDS_AT: Text = Text("Stands at");
pub const WOULD_STAND_AT: Text = Text("Would stand at");
pub const MAIL: Text = Text("Mail");
pub const NO_MAIL: Text = Text("None: the account is closed.");
pub const TICK_ONE: Text = Text("Tick at least one.");
pub const LEFT_OUT: Text = Text("Not decided, and why");
pub const WHY: Text = Text("Why");
pub const DECISION: Text = Text("Decision");
pub const GONE: Text = Text("It is not there any more.");
pub const SENDING: Text = Text("The decisions are sent");
pub const NOT_ALL_SENT: Text = Text("Not all were sent");
pub const NOT_ALL_SENT_TEXT: Text =
    Text("What was decided stands, and nothing is decided twice when you try again.");
pub const RESULT: Text = Text("What was decided");
pub const NOTHING: Text = Text("Nothing was decided.");
pub const UNDO_ALL: Text = Text("Undo all of them");
pub const GO_ON: Text = Text("Go on with the next ones");
pub const ANEW: Text = Text("Decide on these again");

/// The box of a line: `Mark Ada Lovelace`.
pub fn mark(name: &str) -> String {
    filled("Mark {1}", &[name])
}

/// How many are marked, and how many of them are not in sight: `3 applications marked, 2 of them not on this page`. Nothing
/// where none is.
pub fn marked(number: usize, elsewhere: usize) -> String {
    if number == 0 {
        return String::new();
    }
    let mut marked = counted(number, "application marked", "applications marked");
    if elsewhere > 0 {
        let elsewhere = grouped(elsewhere as u64);
        marked = filled("{1}, {2} of them not on this page", &[&marked, &elsewhere]);
    }
    if number >= BULK {
        filled("{1}: as many as are decided together", &[&marked])
    } else {
        marked
    }
}

/// What the page is about where not the list is.
pub fn of_marked(number: usize) -> String {
    filled(
        "One decision, in the same words, for what you marked: {1}. You see first what would happen to whom; nothing happens before that.",
        &[&counted(number, "application", "applications")],
    )
}

/// Of a list that is longer than what is shown: `The first 100 of 240 are shown. The others come after these.`
pub fn shown_of(shown: usize, all: &str) -> String {
    filled(
        "{1} of {2} are shown. The others come after these.",
        &[&grouped(shown as u64), all],
    )
}

/// The button that decides: `Reject 37 applications`.
pub fn decide(rejects: bool, number: usize) -> String {
    let all = counted(number, "application", "applications");
    filled(
        if rejects {
            "Reject {1}"
        } else {
            "Return {1} for changes"
        },
        &[&all],
    )
}

pub fn sent(sent: usize, of: usize) -> String {
    let figures = [grouped(sent as u64), grouped(of as u64)];
    filled("{1} of {2} sent", &[&figures[0], &figures[1]])
}

/// What became of one.
pub fn state(state: DecisionState) -> &'static str {
    t(match state {
        DecisionState::Pending => "Waits",
        DecisionState::CarriedOut => "Took effect",
        DecisionState::Undone => "Undone",
        DecisionState::NotCarriedOut => "Did not happen",
    })
}

/// What became of all: `37 decided, nobody has been told yet. 2 undone.`
pub fn became(state: DecisionState, number: usize) -> String {
    let words = match state {
        DecisionState::Pending => "{1} decided; nobody has been told yet.",
        DecisionState::CarriedOut => "{1} took effect.",
        DecisionState::Undone => "{1} undone.",
        DecisionState::NotCarriedOut => "{1} did not happen.",
    };
    filled(words, &[&grouped(number as u64)])
}

/// Somebody else decided or works on it.
pub fn faster(name: &str, sentence: &str) -> String {
    filled("{1} was faster. {2}", &[name, sentence])
}
