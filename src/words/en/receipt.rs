//! Checking the receipt of a signed agreement.

use crate::words::Text;
pub const LEAD: Text = Text(
    "A receipt shows who signed which data use agreement, and when. Here anybody can check that it is genuine.",
);
pub const STAYS: Text = Text("The file is checked in this page. It is not sent anywhere.");
pub const FILE: Text = Text("The receipt");
pub const FILE_NOUN: Text = Text("the receipt");
pub const FILE_HINT: Text =
    Text("Choose the file that begins with accede-receipt, or drop it here. It came by mail, too.");

pub const GENUINE: Text = Text("The receipt is genuine");
pub const GENUINE_TEXT: Text =
    Text("A key of this portal signed it, and nothing in it was changed since.");
pub const SIGNED_BY: Text = Text("Signed by");
pub const SIGNED_AT: Text = Text("Signed on");
pub const ACCOUNT_NAME: Text = Text("Name of the account");
pub const USER_NAME: Text = Text("User name");
pub const EMAIL: Text = Text("E-mail address");
pub const AFFILIATION: Text = Text("Affiliation");
pub const DATASET: Text = Text("Dataset");
pub const VERSION: Text = Text("Version of the agreement");
pub const DIGEST: Text = Text("SHA-256 of the agreement");
pub const CONSENT: Text = Text("Agreed to");
pub const PORTAL: Text = Text("Portal");
pub const PORTAL_ADDRESS: Text = Text("Address of the portal");
pub const SIGNATURE: Text = Text("Number of the signature");
pub const KEY: Text = Text("Key");
pub const FINGERPRINT: Text = Text("Fingerprint of the key (SHA-256)");
pub const KEY_SINCE: Text = Text("Key in use since");
pub const KEY_OLD: Text =
    Text("The portal has a newer key since. What the older one signed counts as before.");
pub const AGREEMENT: Text = Text("The text that was signed");

pub const NOT_A_RECEIPT: Text = Text("This is not a receipt");
pub const NOT_A_RECEIPT_TEXT: Text = Text(
    "A receipt is a file whose name begins with accede-receipt and ends in .json. Choose that file as you got it.",
);
pub const UNKNOWN_FORMAT: Text = Text("This receipt has a format that is not known here");
pub const UNKNOWN_FORMAT_TEXT: Text =
    Text("A newer portal may have made it. Check it where it comes from.");
pub const UNKNOWN_KEY: Text = Text("No key of this portal signed this receipt");
pub const UNKNOWN_KEY_TEXT: Text = Text(
    "It may be a receipt of another portal: check it there. That it names a portal proves nothing.",
);
pub const CLAIMED_PORTAL: Text = Text("The portal that it names");
pub const CHANGED: Text = Text("This receipt was changed");
pub const CHANGED_TEXT: Text = Text(
    "Its signature does not fit what stands in it. Do not rely on it. Ask for the file as it was mailed to the person who signed.",
);
pub const OTHER_AGREEMENT: Text =
    Text("The agreement in this receipt is not the one that was signed");
pub const OTHER_AGREEMENT_TEXT: Text =
    Text("Its digest does not fit. Do not rely on it, and write to the support address.");
pub const CANNOT: Text = Text("This browser cannot check receipts");
pub const CANNOT_TEXT: Text = Text(
    "It does not know Ed25519 signatures, or the page did not come over a safe connection. That says nothing about the receipt. Use a newer browser, or check it by hand as shown below.",
);

pub const BY_HAND: Text = Text("Check it without this page");
pub const BY_HAND_TEXT: Text = Text("Save ");
pub const KEYS: Text = Text("the keys of this portal");
pub const BY_HAND_THEN: Text =
    Text(" beside the receipt. The program accede then checks it without a network:");
pub const COMMAND: Text = Text("accede receipt verify RECEIPT.json --keys accede-keys.json");
