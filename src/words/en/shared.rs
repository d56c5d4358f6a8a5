//! Words of the frame and of the parts that every page uses.

use accede_domain::time::{Date, Duration};

pub const SKIP: &str = "Skip to the content";
pub const MAIN_NAVIGATION: &str = "Main";
pub const SIGN_OUT: &str = "Sign out";
pub const BACK: &str = "Back";
pub const CONTINUE: &str = "Continue";
pub const SAVE: &str = "Save";
pub const CANCEL: &str = "Cancel";
pub const CLOSE: &str = "Close";
pub const CHANGE: &str = "Change";
pub const REMOVE: &str = "Remove";
pub const RELOAD: &str = "Reload";
pub const TRY_AGAIN: &str = "Try again";
pub const COPY: &str = "Copy";
pub const COPIED: &str = "Copied";
pub const NOT_COPIED: &str = "Not copied: select the text and copy it yourself";
pub const PREVIOUS_PAGE: &str = "Previous";
pub const NEXT_PAGE: &str = "Next";
pub const PAGES: &str = "Pages of the list";
pub const OPTIONAL: &str = " (optional)";
pub const NOT_GIVEN: &str = "Not given";
pub const LOADING: &str = "Loading…";
pub const SENDING: &str = "Sending…";
pub const BREADCRUMB: &str = "Where you are";
pub const SHOW: &str = "Show";
pub const HIDE: &str = "Hide";
pub const DEMONSTRATION: &str =
    "Demonstration: synthetic data, no real person, nothing leaves this computer.";

pub const PROBLEM_TITLE: &str = "There is a problem";
pub const ERROR_PREFIX: &str = "Error: ";
pub const COMMENT_PREFIX: &str = "A reviewer asks: ";
pub const DAY: &str = "Day";
pub const MONTH: &str = "Month";
pub const YEAR: &str = "Year";
pub const CHOOSE: &str = "Choose…";

pub const DRAFT_SAVED: &str = "Draft saved";
pub const DRAFT_SAVING: &str = "Saving…";
pub const DRAFT_OFFLINE: &str =
    "No connection. Your words are kept on this device and saved as soon as it is back.";
pub const DRAFT_SIGNED_OUT: &str =
    "You are signed out. Your words are kept on this device for seven days.";
pub const DRAFT_REFUSED: &str =
    "The portal did not take this draft. Your words are kept on this device.";
pub const DRAFT_CONFLICT: &str = "Saved differently elsewhere. Choose which answer to keep.";
pub const CONFLICT_TITLE: &str = "This was also changed in another tab or on another device";
pub const CONFLICT_TEXT: &str = "Somebody with your account, most likely you, saved other answers since you opened this page. Nothing is overwritten: \
     choose for each which one to keep. You can change it afterwards.";
pub const CONFLICT_MINE: &str = "What is on this page";
pub const CONFLICT_THEIRS: &str = "What was saved elsewhere";
pub const CONFLICT_BOTH: &str = "Both";
pub const CONFLICT_BOTH_HINT: &str = "One below the other, for you to make one text of them.";
pub const CONFLICT_EMPTY: &str = "(nothing)";
/// Within "Say …".
pub const CONFLICT_NOUN: &str = "which answer to keep";
pub const CONFLICT_KEEP: &str = "Keep these and go on";
/// Before the names of the answers.
pub const TAKEN: &str = "Changed in another tab or on another device, and shown here now: ";
pub const RESTORED: &str = "Typed earlier and not saved then; it is back: ";
pub const LEFT_TITLE: &str = "You have words that were not saved";
pub const LEFT_TEXT: &str = "Something you typed earlier did not reach the portal, and was kept on this device. Meanwhile other answers were \
     saved. Choose for each which one to keep. You can change it afterwards.";
pub const LEFT_KEPT: &str = "What was kept on this device";

pub const STAY_TITLE: &str = "Are you still there?";
pub const STAY_TEXT: &str = "For the safety of your account you will be signed out in about two minutes. What you typed is kept.";
pub const STAY: &str = "Stay signed in";
pub const AGAIN_TITLE: &str = "Sign in again to go on";
pub const AGAIN_TEXT: &str =
    "Your session has ended. Everything on this page is kept while you sign in.";
pub const AGAIN_LEAVE: &str = "Do not sign in";
pub const NEW_BUILD: &str = "A newer version of this page is ready. Your drafts are kept.";

pub const WINDOW_NEW: &str = " (opens in a new tab)";
pub const CANCEL_UPLOAD: &str = "Cancel the upload";
pub const CHOOSE_FILE: &str = "Choose a file";
pub const CHOSEN: &str = "Chosen: ";

pub const FOOTER: &str = "About this portal";
pub const SUPPORT_AT: &str = "Questions? Write to ";
pub const NAV_DASHBOARD: &str = "Overview";
pub const NAV_APPLY: &str = "Application";
pub const NAV_REVIEW: &str = "Review";
pub const NAV_MAILBOX: &str = "Demo mailbox";
pub const YOUR_ACCOUNT_IS: &str = "Your account: ";

pub const NEEDS_SIGN_IN_TEXT: &str = "This page is for people who are signed in.";
pub const NEEDS_STAFF_TITLE: &str = "This page is for reviewers";
pub const NEEDS_STAFF_TEXT: &str = "Your account does not have the role that this page needs. If you think it should, write to the support address.";
pub const NOT_FOUND_TEXT: &str = "There is no page at this address. If you typed it, check it; if a link brought you here, it may be out of date.";
pub const TO_HOME: &str = "Go to the home page";

/// `1 character left`, `3 characters too many`.
pub fn characters(count: usize, max: usize) -> String {
    let (number, word) = if count > max {
        (count - max, " too many")
    } else {
        (max - count, " left")
    };
    [&counted(number, "character", "characters"), word].concat()
}

/// `1 file`, `1,200 files`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    [
        grouped(number as u64).as_str(),
        " ",
        if number == 1 { one } else { many },
    ]
    .concat()
}

/// A whole number with its thousands set apart: `61,532`.
pub fn grouped(number: u64) -> String {
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
        [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string()].concat()
    } else {
        grouped(tenths / 10)
    };
    [&number, " ", UNITS[unit]].concat()
}

/// A day: `21 November 2026`.
pub fn date(date: Date) -> String {
    [
        &date.day().to_string(),
        " ",
        month(date.month()),
        " ",
        &date.year().to_string(),
    ]
    .concat()
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
    MONTHS
        .get(usize::from(number).wrapping_sub(1))
        .copied()
        .unwrap_or_default()
}

/// A span in one unit: `3 days`, `5 minutes`, `less than a minute`.
pub fn span(span: Duration) -> String {
    let seconds = usize::try_from(span.whole_seconds()).unwrap_or(0);
    match seconds {
        0..60 => "less than a minute".to_owned(),
        60..3_600 => counted(seconds / 60, "minute", "minutes"),
        3_600..86_400 => counted(seconds / 3_600, "hour", "hours"),
        _ => counted(seconds / 86_400, "day", "days"),
    }
}

/// How long ago: `3 days ago`.
pub fn ago(since: Duration) -> String {
    [&span(since), " ago"].concat()
}

/// How long until: `in 3 days`.
pub fn ahead(until: Duration) -> String {
    ["in ", &span(until)].concat()
}

/// `Copy the command`
pub fn copy_what(what: &str) -> String {
    [COPY, " ", what].concat()
}

/// For screen readers, while a file goes out.
pub fn sent_percent(percent: u8) -> String {
    [&percent.to_string(), " % sent"].concat()
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
