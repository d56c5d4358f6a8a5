//! Pages that a mailed link leads to.

pub const ASK: &str = "Open the link in our mail, or type the code that the mail shows below it.";
pub const CODE: &str = "Code from the mail";
pub const CODE_NOUN: &str = "the code from the mail";
pub const CODE_HINT: &str =
    "Capital letters, small letters, spaces and hyphens make no difference.";
pub const CODE_SUBMIT: &str = "Continue";
pub const OTHER_CODE: &str = "Enter another code";
