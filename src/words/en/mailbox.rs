//! The demonstration's mailbox.

pub const LEAD: &str =
    "Every mail that this demonstration would have sent. Nothing leaves this computer.";
pub const TO: &str = "To";
pub const SUBJECT: &str = "Subject";
pub const SENT: &str = "Sent";
pub const EMPTY: &str = "No mail has been sent yet.";
pub const REFRESH: &str = "Look for new mail";
pub const WORDS: &str = "What the mail says";
pub const PEOPLE: &str = "People of the demonstration";
pub const CODES: &str = "A code of the second factor holds for half a minute.";
pub const NEW_CODES: &str = "Show the current codes";
pub const USER_NAME: &str = "User name";
pub const ABOUT: &str = "Who it is";
pub const CODE: &str = "Code now";
