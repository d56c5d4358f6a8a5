//! Privacy notice, terms of use, accessibility statement.

use crate::words::Text;
pub const VERSION: Text = Text("Version ");
pub const IN_FORCE_SINCE: Text = Text(", in force since ");
pub const WAS_IN_FORCE: Text =
    Text("This is an earlier version. It is kept so that whoever accepted it can read it again.");
pub const READ_IN_FORCE: Text = Text("Read the version in force");
/// For whoever reads the page in another language.
pub const BINDS_IN_ENGLISH: Text =
    Text("This text is in English, because that is the version that holds.");
pub const EARLIER_VERSIONS: Text = Text("Earlier versions");

pub const CHANGES_MARKED: Text = Text(
    "Below are the parts that changed. New words are underlined, words that were taken out are struck through.",
);
/// For whoever hears the text: around words that are new, and around words that were taken out.
pub const ADDED: Text = Text("[new: ");
pub const ADDED_END: Text = Text(" end of new]");
pub const REMOVED: Text = Text("[taken out: ");
pub const REMOVED_END: Text = Text(" end of taken out]");

pub const ACCEPT_LEAD: Text =
    Text("Before you go on, please read and accept it. What you have written is kept.");
pub const ACCEPT_NONE: Text = Text("You have accepted everything that is in force.");
pub const NEWS_SINCE: Text = Text("What changed since version ");
pub const FULL_TEXT: Text = Text("The whole text");
pub const ACCEPT_PRIVACY_NOUN: Text = Text("the box for the privacy notice");
pub const ACCEPT_TERMS_NOUN: Text = Text("the box for the terms");
pub const ACCEPT_PRIVACY: Text = Text("I have read the privacy notice, version ");
pub const ACCEPT_TERMS: Text = Text("I have read and accept the terms of use, version ");
pub const ACCEPT: Text = Text("Accept and go on");
pub const ACCEPT_NOT: Text = Text("If you do not want to accept it");
pub const ACCEPT_NOT_TEXT: Text =
    Text("You can sign out and decide later, or take your data along and close your account: ");
