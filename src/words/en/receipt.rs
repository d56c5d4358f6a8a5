//! Checking the receipt of a signed agreement.

pub const LEAD: &str = "A receipt shows who signed which data use agreement, and when. Here anybody can check that it is genuine.";
pub const STAYS: &str = "The file is checked in this page. It is not sent anywhere.";
pub const FILE: &str = "The receipt";
pub const FILE_NOUN: &str = "the receipt";
pub const FILE_HINT: &str =
    "Choose the file that begins with accede-receipt, or drop it here. It came by mail, too.";

pub const GENUINE: &str = "The receipt is genuine";
pub const GENUINE_TEXT: &str =
    "A key of this portal signed it, and nothing in it was changed since.";
pub const SIGNED_BY: &str = "Signed by";
pub const SIGNED_AT: &str = "Signed on";
pub const ACCOUNT_NAME: &str = "Name of the account";
pub const USER_NAME: &str = "User name";
pub const EMAIL: &str = "E-mail address";
pub const AFFILIATION: &str = "Affiliation";
pub const DATASET: &str = "Dataset";
pub const VERSION: &str = "Version of the agreement";
pub const DIGEST: &str = "SHA-256 of the agreement";
pub const CONSENT: &str = "Agreed to";
pub const PORTAL: &str = "Portal";
pub const PORTAL_ADDRESS: &str = "Address of the portal";
pub const SIGNATURE: &str = "Number of the signature";
pub const KEY: &str = "Key";
pub const FINGERPRINT: &str = "Fingerprint of the key (SHA-256)";
pub const KEY_SINCE: &str = "Key in use since";
pub const KEY_OLD: &str =
    "The portal has a newer key since. What the older one signed counts as before.";
pub const AGREEMENT: &str = "The text that was signed";

pub const NOT_A_RECEIPT: &str = "This is not a receipt";
pub const NOT_A_RECEIPT_TEXT: &str = "A receipt is a file whose name begins with accede-receipt and ends in .json. Choose that file as you got it.";
pub const UNKNOWN_FORMAT: &str = "This receipt has a format that is not known here";
pub const UNKNOWN_FORMAT_TEXT: &str =
    "A newer portal may have made it. Check it where it comes from.";
pub const UNKNOWN_KEY: &str = "No key of this portal signed this receipt";
pub const UNKNOWN_KEY_TEXT: &str =
    "It may be a receipt of another portal: check it there. That it names a portal proves nothing.";
pub const CLAIMED_PORTAL: &str = "The portal that it names";
pub const CHANGED: &str = "This receipt was changed";
pub const CHANGED_TEXT: &str = "Its signature does not fit what stands in it. Do not rely on it. Ask for the file as it was mailed to the person who signed.";
pub const OTHER_AGREEMENT: &str = "The agreement in this receipt is not the one that was signed";
pub const OTHER_AGREEMENT_TEXT: &str =
    "Its digest does not fit. Do not rely on it, and write to the support address.";
pub const CANNOT: &str = "This browser cannot check receipts";
pub const CANNOT_TEXT: &str = "It does not know Ed25519 signatures, or the page did not come over a safe connection. That says nothing about the receipt. Use a newer browser, or check it by hand as shown below.";

pub const BY_HAND: &str = "Check it without this page";
pub const BY_HAND_TEXT: &str = "Save ";
pub const KEYS: &str = "the keys of this portal";
pub const BY_HAND_THEN: &str =
    " beside the receipt. The program accede then checks it without a network:";
pub const COMMAND: &str = "accede receipt verify RECEIPT.json --keys accede-keys.json";
