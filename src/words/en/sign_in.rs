//! Signing in and its second step.

use crate::words::{Text, filled};
pub const LEAD: Text = Text("New here?");
pub const REGISTER: Text = Text("Create an account");
pub const IDENTIFIER: Text = Text("E-mail address or user name");
pub const IDENTIFIER_NOUN: Text = Text("your e-mail address or user name");
pub const PASSPHRASE: Text = Text("Passphrase");
pub const PASSPHRASE_NOUN: Text = Text("your passphrase");
pub const SUBMIT: Text = Text("Sign in");
pub const FORGOT: Text = Text("I forgot my passphrase");
pub const BLANK_AT_END: Text = Text(
    "Your passphrase begins or ends with a space. If you did not mean that, delete the space and try again.",
);
pub const ALREADY: Text = Text("You are signed in as ");
pub const CODE: Text = Text("Code");
pub const CODE_NOUN: Text = Text("the code");
pub const DEMO_CODES: Text = Text("In the demonstration there is no app. Whose code do you need?");
pub const CODE_HINT: Text =
    Text("Six digits from your authenticator app, or one of your recovery codes.");
pub const CODE_SUBMIT: Text = Text("Continue");
pub const UNVERIFIED: Text = Text("Confirm your e-mail address first");
pub const UNVERIFIED_TEXT: Text =
    Text("When you registered, we sent you a mail with a link. Open it, then sign in here.");
pub const UNVERIFIED_DO: Text = Text("I have a code, or need a new mail");
pub const SWITCHED_OFF: Text = Text("This account is switched off");
pub const SWITCHED_OFF_TEXT: Text =
    Text("It was closed or deactivated. If you think that is wrong, write to the support address.");
pub const DEMO_TITLE: Text = Text("People of the demonstration");
pub const DEMO_TEXT: Text =
    Text("Choose one to fill in the form. Staff also need the code shown here.");
pub const DEMO_WHO: Text = Text("User name");
pub const DEMO_ABOUT: Text = Text("Who it is");
pub const DEMO_USE: Text = Text("Fill in");

/// `Fill in the code of demo-admin`
pub fn code_of(user_name: &str) -> String {
    filled("Fill in the code of {1}", &[user_name])
}
