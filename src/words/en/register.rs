//! Creating an account, confirming its address, the second factor, a forgotten passphrase.

use crate::words::{Text, filled, t};
use accede_domain::problem::FieldCode;
use accede_domain::user_name::refused_in;

pub const LEAD: Text = Text(
    "One account for everything: applying, signing, and getting the data. What you enter here is filled in later where it is asked again.",
);
pub const GIVEN_NAMES: Text = Text("Given names");
pub const GIVEN_NAMES_HINT: Text = Text("As on your training report, if you have it already.");
pub const GIVEN_NAMES_NOUN: Text = Text("your given names");
pub const FAMILY_NAME: Text = Text("Family name");
pub const FAMILY_NAME_NOUN: Text = Text("your family name");
pub const ONE_NAME: Text = Text("I have only one name");
pub const ONE_NAME_HINT: Text = Text("Write your one name here.");
pub const ONE_NAME_NOUN: Text = Text("the box");
pub const EMAIL: Text = Text("E-mail address");
pub const EMAIL_HINT: Text =
    Text("An address at your organisation makes the review quicker. We send a link to it.");
pub const EMAIL_NOUN: Text = Text("your e-mail address");
pub const USER_NAME: Text = Text("User name");
pub const USER_NAME_HINT: Text = Text(
    "3 to 30 characters: small letters a to z, digits and hyphens. It cannot be changed later.",
);
pub const USER_NAME_NOUN: Text = Text("a user name");

/// What is wrong with a user name: that somebody has it, or which characters none takes.
pub fn user_name_refused(code: &str, typed: &str) -> Option<String> {
    match FieldCode::parse(code)? {
        FieldCode::Taken => {
            Some(t("Somebody has this user name already. Choose another").to_owned())
        }
        FieldCode::UserNameCharacters => {
            let named = refused_in(typed.trim()).into_iter().map(|c| {
                if c.is_whitespace() {
                    t("the space").to_owned()
                } else {
                    ["“", c.encode_utf8(&mut [0; 4]), "”"].concat()
                }
            });
            let named: Vec<_> = named.collect();
            // Each is taken, and only its place is wrong.
            if named.is_empty() {
                return None;
            }
            Some(filled(
                "Use only small letters a to z, digits and hyphens in a user name. Leave out: {1}",
                &[&named.join(", ")],
            ))
        }
        _ => None,
    }
}

/// `Use ines-carvalho`
pub fn use_name(name: &str) -> String {
    filled("Use {1}", &[name])
}

pub const AFFILIATION: Text = Text("Organisation");
pub const AFFILIATION_HINT: Text =
    Text("Your university, hospital or company, with its full name.");
pub const AFFILIATION_NOUN: Text = Text("your organisation");
pub const COUNTRY: Text = Text("Country");
pub const COUNTRY_NOUN: Text = Text("your country");
pub const PASSPHRASE: Text = Text("Passphrase");
pub const PASSPHRASE_HINT: Text = Text(
    "12 characters or more. Four or five words that have nothing to do with each other are good.",
);
pub const PASSPHRASE_NOUN: Text = Text("your passphrase");
pub const ACCEPT_PRIVACY: Text = Text("I have read the privacy notice, version ");
pub const ACCEPT_PRIVACY_NOUN: Text = Text("the box of the privacy notice");
pub const ACCEPT_TERMS: Text = Text("I agree to the terms of use, version ");
pub const ACCEPT_TERMS_NOUN: Text = Text("the box of the terms of use");
pub const READ: Text = Text("Please read these first: ");
pub const SUBMIT: Text = Text("Create the account");
/// Below "What you typed before is back. It is not saved yet."
pub const BACK: Text =
    Text("Type your passphrase again, and tick the last two boxes: these are never kept.");
pub const ONE_IS_ENOUGH: Text = Text(
    "You need no second account. To create one for somebody else, sign out first: the button is in the menu under your name.",
);
pub const HAVE_ONE: Text = Text("You have an account already?");

pub const SENT_TITLE: Text = Text("Check your e-mail");
pub const SENT_TO: Text = Text("We sent a link to ");
pub const SENT_TEXT: Text = Text(
    "Open it to confirm the address; then you can sign in. It can take a few minutes. If it is not there, look in your spam folder.",
);
pub const OTHER_ADDRESS: Text = Text("Register with another address");
pub const HAVE_CODE: Text = Text("Enter the code from the mail");
pub const NOT_COME: Text = Text("The mail has not come, or its link does not work");
pub const RESENT: Text = Text(
    "If this address waits to be confirmed, a new mail is on its way. The links in earlier mails go on working, too.",
);

pub const VERIFY_TEXT: Text = Text("Press the button to confirm that this address is yours.");
pub const VERIFY: Text = Text("Confirm the address");
pub const VERIFIED: Text = Text("Your address is confirmed");
pub const VERIFIED_TEXT: Text = Text(" belongs to your account now.");
pub const PROVED_BY_ANOTHER: Text =
    Text("If another account has confirmed this address already, use that one.");
pub const NEW_LINK: Text = Text("Ask for a new link");
pub const SEND_LINK: Text = Text("Send a new link");

pub const RESET_TEXT: Text =
    Text("Enter your address. We send a link to it with which you choose a new passphrase.");
pub const RESET_SUBMIT: Text = Text("Send the link");
pub const RESET_SENT: Text = Text(
    "If the address belongs to an account, a mail with a link is on its way. If it is not there, look in your spam folder.",
);
pub const NEW_PASSPHRASE: Text = Text("New passphrase");
pub const NEW_PASSPHRASE_NOUN: Text = Text("your new passphrase");
pub const RESET_COMPLETE_TEXT: Text =
    Text("With it, every session of your account ends, on every device.");
pub const RESET_COMPLETE_SUBMIT: Text = Text("Set the passphrase");
pub const RESET_DONE: Text = Text("Your passphrase is changed");
pub const RESET_DONE_TEXT: Text = Text("Sign in with it.");

pub const CODE_NOT_NOW: Text = Text(
    "There is nothing to enter here now. Sign in first; a code is asked for where your account has one.",
);
pub const SETUP_TEXT: Text = Text(
    "With sign-in codes nobody gets into your account with the passphrase alone. You need an authenticator app on your phone or computer; it shows the codes.",
);
pub const SETUP_MUST: Text = Text("Your role needs them before anything else.");
pub const SETUP_BEGIN: Text = Text("Show the code for my app");
pub const SETUP_SCAN: Text = Text("Scan this with your app");
pub const SETUP_QR: Text =
    Text("QR code for your authenticator app. The same secret stands below as text.");
pub const SETUP_TYPE: Text = Text("Or type this secret into it:");
pub const SETUP_SECRET_NOUN: Text = Text("the secret");
pub const SETUP_OPEN: Text = Text("Open it in an app on this device");
pub const SETUP_CODE: Text = Text("Code that the app shows now");
pub const SETUP_CODE_HINT: Text = Text("Six digits.");
pub const SETUP_CODE_NOUN: Text = Text("the code");
pub const SETUP_CONFIRM: Text = Text("Confirm");
pub const SETUP_SIGN_IN: Text = Text("Sign in first to set up sign-in codes.");

pub const CODES: Text = Text("Your recovery codes");
pub const CODES_TEXT: Text = Text(
    "Each lets you in once without your phone. They are shown this once only: copy, download or print them, and keep them apart from the phone.",
);
pub const CODES_NOUN: Text = Text("the recovery codes");
pub const CODES_DOWNLOAD: Text = Text("Download as a text file");
pub const CODES_FILE: Text = Text("accede-recovery-codes.txt");
pub const CODES_KEPT: Text = Text("I have kept them, go on");
pub const CODES_GONE: Text = Text(
    "They were made, and can be shown once only. If you did not keep them, make new ones under Security.",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_told_what_it_cannot_hold() {
        let refused = |typed| user_name_refused("user_name_characters", typed);
        assert_eq!(
            refused("Inês C ").as_deref(),
            Some(
                "Use only small letters a to z, digits and hyphens in a user name. Leave out: “I”, “ê”, the space, “C”"
            )
        );
        assert_eq!(refused("ines-"), None);
        assert_eq!(user_name_refused("too_short", "I"), None);
    }
}
