//! Words of the frame and of the parts that every page uses.

use crate::language::{self, Language};
use crate::words::{Text, filled, t};
use accede_domain::time::{Date, Duration};

pub const SKIP: Text = Text("Skip to the content");
pub const MAIN_NAVIGATION: Text = Text("Main");
pub const SIGN_OUT: Text = Text("Sign out");
pub const BACK: Text = Text("Back");
pub const CONTINUE: Text = Text("Continue");
pub const SAVE: Text = Text("Save");
pub const CANCEL: Text = Text("Cancel");
pub const CLOSE: Text = Text("Close");
pub const CHANGE: Text = Text("Change");
pub const REMOVE: Text = Text("Remove");
pub const RELOAD: Text = Text("Reload");
pub const TRY_AGAIN: Text = Text("Try again");
pub const TODAY: Text = Text("today");
pub const COPY: Text = Text("Copy");
pub const COPIED: Text = Text("Copied");
pub const NOT_COPIED: Text = Text("Not copied: select the text and copy it yourself");
pub const PREVIOUS_PAGE: Text = Text("Previous");
pub const NEXT_PAGE: Text = Text("Next");
pub const PAGES: Text = Text("Pages of the list");
pub const OPTIONAL: Text = Text(" (optional)");
pub const NOT_GIVEN: Text = Text("Not given");
pub const LOADING: Text = Text("Loading…");
pub const SENDING: Text = Text("Sending…");
pub const BREADCRUMB: Text = Text("Where you are");
pub const SHOW: Text = Text("Show");
pub const HIDE: Text = Text("Hide");
pub const DEMONSTRATION: Text =
    Text("Demonstration: synthetic data, no real person, nothing leaves this computer.");

pub const PROBLEM_TITLE: Text = Text("There is a problem");
pub const ERROR_PREFIX: Text = Text("Error: ");
pub const COMMENT_PREFIX: Text = Text("A reviewer asks: ");
pub const DAY: Text = Text("Day");
pub const MONTH: Text = Text("Month");
pub const YEAR: Text = Text("Year");
pub const CHOOSE: Text = Text("Choose…");

/// Above a form that holds what was typed before and not sent.
pub const BACK_TEXT: Text = Text("What you typed before is back. It is not saved yet.");
pub const BACK_FORGET: Text = Text("Forget it");

pub const DRAFT_SAVED: Text = Text("Draft saved");
pub const DRAFT_SAVING: Text = Text("Saving…");
pub const DRAFT_OFFLINE: Text =
    Text("No connection. Your words are kept on this device and saved as soon as it is back.");
pub const DRAFT_NOT_NOW: Text = Text(
    "The portal answers, but does not save now. What you write is kept on this device; we try again.",
);
pub const DRAFT_SIGNED_OUT: Text =
    Text("You are signed out. Your words are kept on this device for seven days.");
pub const DRAFT_REFUSED: Text =
    Text("The portal did not take this draft. Your words are kept on this device.");
pub const DRAFT_CONFLICT: Text = Text("Saved differently elsewhere. Choose which answer to keep.");
pub const CONFLICT_TITLE: Text = Text("This was also changed in another tab or on another device");
pub const CONFLICT_TEXT: Text = Text(
    "Somebody with your account, most likely you, saved other answers since you opened this page. Nothing is overwritten: \
     choose for each which one to keep. You can change it afterwards.",
);
pub const CONFLICT_MINE: Text = Text("What is on this page");
pub const CONFLICT_THEIRS: Text = Text("What was saved elsewhere");
pub const CONFLICT_BOTH: Text = Text("Both");
pub const CONFLICT_BOTH_HINT: Text = Text("One below the other, for you to make one text of them.");
pub const CONFLICT_EMPTY: Text = Text("(nothing)");
/// Within "Say …".
pub const CONFLICT_NOUN: Text = Text("which answer to keep");
pub const CONFLICT_KEEP: Text = Text("Keep these and go on");
/// Above the names of the answers.
pub const TAKEN: Text = Text("Changed in another tab or on another device, and shown here now:");
pub const RESTORED: Text = Text("Put back from this device, and saved now:");
pub const LEFT_TITLE: Text = Text("You have words that were not saved");
pub const LEFT_TEXT: Text = Text(
    "Something you typed earlier did not reach the portal, and was kept on this device. Meanwhile other answers were \
     saved. Choose for each which one to keep. You can change it afterwards.",
);
pub const LEFT_KEPT: Text = Text("What was kept on this device");

/// Above a page that has nothing to do with them.
pub const UNSENT: Text = Text("Words on this device are not saved yet.");
pub const UNSENT_SEE: Text = Text("Go to them");
pub const UNSENT_LATE: Text = Text(
    "Your application cannot be changed now, and does not have what you typed on this device:",
);
pub const LOSE_TITLE: Text = Text("Words on this device are not saved");
pub const LOSE_TEXT: Text = Text(
    "Something you typed did not reach the portal. It is on this device only, and signing out deletes it here. Stay signed in \
     to save it first.",
);
pub const LOSE: Text = Text("Sign out and lose them");

pub const STAY_TITLE: Text = Text("Are you still there?");
pub const STAY_TEXT: Text = Text(
    "For the safety of your account you will be signed out in about two minutes. What you typed is kept.",
);
pub const STAY: Text = Text("Stay signed in");
pub const AGAIN_TITLE: Text = Text("Sign in again to go on");
pub const AGAIN_TEXT: Text =
    Text("Your session has ended. Everything on this page is kept while you sign in.");
pub const AGAIN_LEAVE: Text = Text("Do not sign in");
pub const NEW_BUILD: Text = Text("A newer version of this page is ready. Your drafts are kept.");

pub const WINDOW_NEW: Text = Text(" (opens in a new tab)");
pub const CANCEL_UPLOAD: Text = Text("Cancel the upload");
pub const CHOOSE_FILE: Text = Text("Choose a file");
pub const CHOSEN: Text = Text("Chosen: ");

pub const FOOTER: Text = Text("About this portal");
pub const SUPPORT_AT: Text = Text("Questions? Write to ");
pub const NAV_DASHBOARD: Text = Text("Overview");
pub const NAV_APPLY: Text = Text("Application");
pub const NAV_REVIEW: Text = Text("Review");
pub const NAV_MAILBOX: Text = Text("Demo mailbox");
pub const YOUR_ACCOUNT_IS: Text = Text("Your account: ");

pub const NEEDS_SIGN_IN_TEXT: Text = Text("This page is for people who are signed in.");
pub const NEEDS_STAFF_TITLE: Text = Text("This page is for reviewers");
pub const NEEDS_STAFF_TEXT: Text = Text(
    "Your account does not have the role that this page needs. If you think it should, write to the support address.",
);
pub const NOT_FOUND_TEXT: Text = Text(
    "There is no page at this address. If you typed it, check it; if a link brought you here, it may be out of date.",
);
pub const TO_HOME: Text = Text("Go to the home page");

/// `1 character left`, `3 characters too many`.
pub fn characters(count: usize, max: usize) -> String {
    let (number, words) = if count > max {
        (count - max, "{1} too many")
    } else {
        (max - count, "{1} left")
    };
    filled(words, &[&counted(number, "character", "characters")])
}

/// `1 file`, `1,200 files`.
pub fn counted(number: usize, one: &'static str, many: &'static str) -> String {
    [
        grouped(number as u64).as_str(),
        " ",
        t(if number == 1 { one } else { many }),
    ]
    .concat()
}

/// A whole number with its thousands set apart: `61,532`.
pub fn grouped(number: u64) -> String {
    let language = language::now();
    if language != Language::English {
        // Exact to 2^53, which no count of ours reaches.
        return js_sys::Number::from(number as f64)
            .to_locale_string(language::locale(language))
            .into();
    }
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes as people read them: `340 bytes`, `12 KB`, `6.2 GB`. One decimal below ten, none above.
pub fn bytes(size: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if size < 1000 {
        return counted(size as usize, "byte", "bytes");
    }
    // Tenths of the unit, in whole numbers: float formatting costs more bytes than it is worth.
    let (mut tenths, mut unit) = (size / 100, 0);
    while tenths >= 10_000 && unit < UNITS.len() - 1 {
        tenths /= 1000;
        unit += 1;
    }
    let number = if tenths < 100 && !tenths.is_multiple_of(10) {
        [
            &(tenths / 10).to_string(),
            t("."),
            &(tenths % 10).to_string(),
        ]
        .concat()
    } else {
        grouped(tenths / 10)
    };
    [&number, " ", UNITS[unit]].concat()
}

/// A day: `21 November 2026`.
pub fn date(date: Date) -> String {
    if language::now() != Language::English {
        return crate::ui::day_in(language::now(), date);
    }
    let (day, year) = (date.day().to_string(), date.year().to_string());
    [&day, " ", month(date.month()), " ", &year].concat()
}

/// The name of a month, 1 to 12.
pub fn month(number: u8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = MONTHS.get(usize::from(number).wrapping_sub(1)).copied();
    name.map_or("", t)
}

/// A span in one unit: `3 days`, `5 minutes`, `less than a minute`.
pub fn span(span: Duration) -> String {
    let seconds = usize::try_from(span.whole_seconds()).unwrap_or(0);
    match seconds {
        0..60 => t("less than a minute").to_owned(),
        60..3_600 => counted(seconds / 60, "minute", "minutes"),
        3_600..86_400 => counted(seconds / 3_600, "hour", "hours"),
        _ => counted(seconds / 86_400, "day", "days"),
    }
}

/// How long ago: `3 days ago`.
pub fn ago(since: Duration) -> String {
    filled("{1} ago", &[&span(since)])
}

/// How long until: `in 3 days`.
pub fn ahead(until: Duration) -> String {
    filled("in {1}", &[&span(until)])
}

/// `Copy the command`
pub fn copy_what(what: &str) -> String {
    [&*COPY, " ", what].concat()
}

/// For screen readers, while a file goes out.
pub fn sent_percent(percent: u8) -> String {
    filled("{1} % sent", &[&percent.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(61_532), "61,532");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, "file", "files"), "1 file");
        assert_eq!(characters(1001, 1000), "1 character too many");
        assert_eq!(characters(0, 1000), "1,000 characters left");
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(bytes(1), "1 byte");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(1_000), "1 KB");
        assert_eq!(bytes(6_240), "6.2 KB");
        assert_eq!(bytes(10_485_760), "10 MB");
        assert_eq!(bytes(999_999), "999 KB");
        assert_eq!(bytes(1_000_000), "1 MB");
        assert_eq!(bytes(6_200_000_000), "6.2 GB");
    }

    #[test]
    fn times_read_well() {
        assert_eq!(date(Date::new(2026, 11, 21).unwrap()), "21 November 2026");
        assert_eq!(ago(Duration::minutes(5)), "5 minutes ago");
        assert_eq!(ahead(Duration::days(3)), "in 3 days");
        assert_eq!(span(Duration::seconds(-5)), "less than a minute");
    }
}
