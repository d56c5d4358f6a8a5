//! Privacy notice, terms of use, accessibility statement.

pub const VERSION: &str = "Version ";
pub const IN_FORCE_SINCE: &str = ", in force since ";
pub const WAS_IN_FORCE: &str =
    "This is an earlier version. It is kept so that whoever accepted it can read it again.";
pub const READ_IN_FORCE: &str = "Read the version in force";
pub const EARLIER_VERSIONS: &str = "Earlier versions";

pub const CHANGES_MARKED: &str = "Below are the parts that changed. New words are underlined, words that were taken out are struck through.";
/// For whoever hears the text: around words that are new, and around words that were taken out.
pub const ADDED: &str = "[new: ";
pub const ADDED_END: &str = " end of new]";
pub const REMOVED: &str = "[taken out: ";
pub const REMOVED_END: &str = " end of taken out]";

pub const ACCEPT_LEAD: &str =
    "Before you go on, please read and accept it. What you have written is kept.";
pub const ACCEPT_NONE: &str = "You have accepted everything that is in force.";
pub const NEWS_SINCE: &str = "What changed since version ";
pub const FULL_TEXT: &str = "The whole text";
pub const ACCEPT_PRIVACY_NOUN: &str = "the box for the privacy notice";
pub const ACCEPT_TERMS_NOUN: &str = "the box for the terms";
pub const ACCEPT_PRIVACY: &str = "I have read the privacy notice, version ";
pub const ACCEPT_TERMS: &str = "I have read and accept the terms of use, version ";
pub const ACCEPT: &str = "Accept and go on";
pub const ACCEPT_NOT: &str = "If you do not want to accept it";
pub const ACCEPT_NOT_TEXT: &str =
    "You can sign out and decide later, or take your data along and close your account: ";
