//! The demonstration's mailbox.

use crate::words::Text;
pub const LEAD: Text =
    Text("Every mail that this demonstration would have sent. Nothing leaves this computer.");
pub const TO: Text = Text("To");
pub const SUBJECT: Text = Text("Subject");
pub const SENT: Text = Text("Sent");
pub const EMPTY: Text = Text("No mail has been sent yet.");
pub const REFRESH: Text = Text("Look for new mail");
pub const WORDS: Text = Text("What the mail says");
pub const PEOPLE: Text = Text("People of the demonstration");
pub const CODES: Text = Text("A sign-in code holds for half a minute.");
pub const NEW_CODES: Text = Text("Show the current codes");
pub const USER_NAME: Text = Text("User name");
pub const ABOUT: Text = Text("Who it is");
pub const CODE: Text = Text("Code now");
