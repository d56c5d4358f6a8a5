//! Pages that a mailed link leads to.

use crate::words::Text;
pub const ASK: Text =
    Text("Open the link in our mail, or type the code that the mail shows below it.");
pub const CODE: Text = Text("Code from the mail");
pub const CODE_NOUN: Text = Text("the code from the mail");
pub const CODE_HINT: Text =
    Text("Capital letters, small letters, spaces and hyphens make no difference.");
pub const CODE_SUBMIT: Text = Text("Continue");
pub const OTHER_CODE: Text = Text("Enter another code");
