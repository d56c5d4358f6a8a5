//! Creating an account, verifying its address, the second factor, a forgotten passphrase.

pub const LEAD: &str = "One account for everything: applying, signing, and getting the data. What you enter here is filled in later where it is asked again.";
pub const GIVEN_NAMES: &str = "Given names";
pub const GIVEN_NAMES_HINT: &str = "As on your training report, if you have it already.";
pub const GIVEN_NAMES_NOUN: &str = "your given names";
pub const FAMILY_NAME: &str = "Family name";
pub const FAMILY_NAME_NOUN: &str = "your family name";
pub const ONE_NAME: &str = "I have only one name";
pub const ONE_NAME_NOUN: &str = "the box";
pub const EMAIL: &str = "E-mail address";
pub const EMAIL_HINT: &str =
    "An address at your organisation makes the review quicker. We send a link to it.";
pub const EMAIL_NOUN: &str = "your e-mail address";
pub const USER_NAME: &str = "User name";
pub const USER_NAME_HINT: &str =
    "3 to 30 characters: small letters a to z, digits and hyphens. It cannot be changed later.";
pub const USER_NAME_NOUN: &str = "a user name";
pub const AFFILIATION: &str = "Organisation";
pub const AFFILIATION_HINT: &str = "Your university, hospital or company, with its full name.";
pub const AFFILIATION_NOUN: &str = "your organisation";
pub const COUNTRY: &str = "Country";
pub const COUNTRY_NOUN: &str = "your country";
pub const PASSPHRASE: &str = "Passphrase";
pub const PASSPHRASE_HINT: &str =
    "12 characters or more. Four or five words that have nothing to do with each other are good.";
pub const PASSPHRASE_NOUN: &str = "your passphrase";
pub const ACCEPT_PRIVACY: &str = "I have read the privacy notice, version ";
pub const ACCEPT_PRIVACY_NOUN: &str = "the box of the privacy notice";
pub const ACCEPT_TERMS: &str = "I agree to the terms of use, version ";
pub const ACCEPT_TERMS_NOUN: &str = "the box of the terms of use";
pub const READ: &str = "Please read these first: ";
pub const SUBMIT: &str = "Create the account";
pub const HAVE_ONE: &str = "You have an account already?";

pub const SENT_TITLE: &str = "Check your e-mail";
pub const SENT_TO: &str = "We sent a link to ";
pub const SENT_TEXT: &str = "Open it to verify the address; then you can sign in. It can take a few minutes. If it is not there, look in your spam folder.";
pub const HAVE_CODE: &str = "Enter the code from the mail";
pub const NOT_COME: &str = "The mail has not come, or its link does not work";
pub const RESENT: &str = "If this address waits for a verification, a new mail is on its way. The links in earlier mails go on working, too.";

pub const VERIFY_TEXT: &str = "Press the button to confirm that this address is yours.";
pub const VERIFY: &str = "Verify the address";
pub const VERIFIED: &str = "Your address is verified";
pub const VERIFIED_TEXT: &str = " belongs to your account now.";
pub const NEW_LINK: &str = "Ask for a new link";
pub const SEND_LINK: &str = "Send a new link";

pub const RESET_TEXT: &str =
    "Enter your address. We send a link to it with which you choose a new passphrase.";
pub const RESET_SUBMIT: &str = "Send the link";
pub const RESET_SENT: &str = "If the address belongs to an account, a mail with a link is on its way. If it is not there, look in your spam folder.";
pub const NEW_PASSPHRASE: &str = "New passphrase";
pub const NEW_PASSPHRASE_NOUN: &str = "your new passphrase";
pub const RESET_COMPLETE_TEXT: &str =
    "With it, every session of your account ends, on every device.";
pub const RESET_COMPLETE_SUBMIT: &str = "Set the passphrase";
pub const RESET_DONE: &str = "Your passphrase is changed";
pub const RESET_DONE_TEXT: &str = "Sign in with it.";

pub const CODE_NOT_NOW: &str = "There is nothing to enter here now. Sign in first; a code is asked for where your account has one.";
pub const SETUP_TEXT: &str = "With a second factor nobody gets into your account with the passphrase alone. You need an authenticator app on your phone or computer.";
pub const SETUP_MUST: &str = "Your role needs one before anything else.";
pub const SETUP_BEGIN: &str = "Show the code for my app";
pub const SETUP_SCAN: &str = "Scan this with your app";
pub const SETUP_QR: &str =
    "QR code for your authenticator app. The same secret stands below as text.";
pub const SETUP_TYPE: &str = "Or type this secret into it:";
pub const SETUP_SECRET_NOUN: &str = "the secret";
pub const SETUP_OPEN: &str = "Open it in an app on this device";
pub const SETUP_CODE: &str = "Code that the app shows now";
pub const SETUP_CODE_HINT: &str = "Six digits.";
pub const SETUP_CODE_NOUN: &str = "the code";
pub const SETUP_CONFIRM: &str = "Confirm";
pub const SETUP_SIGN_IN: &str = "Sign in first to set up a second factor.";

pub const CODES: &str = "Your recovery codes";
pub const CODES_TEXT: &str = "Each lets you in once without your phone. They are shown this once only: copy, download or print them, and keep them apart from the phone.";
pub const CODES_NOUN: &str = "the recovery codes";
pub const CODES_DOWNLOAD: &str = "Download as a text file";
pub const CODES_FILE: &str = "accede-recovery-codes.txt";
pub const CODES_KEPT: &str = "I have kept them, go on";
pub const CODES_GONE: &str = "They were made, and can be shown once only. If you did not keep them, make new ones under Security.";
