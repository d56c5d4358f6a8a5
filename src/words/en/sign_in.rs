//! Signing in and its second step.

pub const LEAD: &str = "New here?";
pub const REGISTER: &str = "Create an account";
pub const IDENTIFIER: &str = "E-mail address or user name";
pub const IDENTIFIER_NOUN: &str = "your e-mail address or user name";
pub const PASSPHRASE: &str = "Passphrase";
pub const PASSPHRASE_NOUN: &str = "your passphrase";
pub const SUBMIT: &str = "Sign in";
pub const FORGOT: &str = "I forgot my passphrase";
pub const ALREADY: &str = "You are signed in as ";
pub const CODE: &str = "Code";
pub const CODE_NOUN: &str = "the code";
pub const CODE_HINT: &str =
    "Six digits from your authenticator app, or one of your recovery codes.";
pub const CODE_SUBMIT: &str = "Continue";
pub const UNVERIFIED: &str = "Verify your e-mail address first";
pub const UNVERIFIED_TEXT: &str =
    "When you registered, we sent you a mail with a link. Open it, then sign in here.";
pub const UNVERIFIED_DO: &str = "I have a code, or need a new mail";
pub const SWITCHED_OFF: &str = "This account is switched off";
pub const SWITCHED_OFF_TEXT: &str =
    "It was closed or deactivated. If you think that is wrong, write to the support address.";
pub const DEMO_TITLE: &str = "People of the demonstration";
pub const DEMO_TEXT: &str = "Choose one to fill in the form. Staff also need the code shown here.";
pub const DEMO_WHO: &str = "User name";
pub const DEMO_ABOUT: &str = "Who it is";
pub const DEMO_USE: &str = "Fill in";
