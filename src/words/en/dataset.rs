//! Datasets, what access takes, and the ways to the data.

use accede_domain::access::{Policy, WaitingOn};
use accede_domain::grant::Service;

pub const LEAD: &str = "What each dataset holds, and what it takes to use it.";
pub const NONE: &str = "There are no datasets yet.";
pub const ALLOWED: &str = "You have access";
pub const NOT_ALLOWED: &str = "Restricted";
pub const TO_FILES: &str = "Go to the files";
pub const TO_RESTRICTED: &str = "See how to get access";
pub const VERSION: &str = "Version ";
pub const FACTS: &str = "At a glance";
pub const FACT_VERSION: &str = "Version";
pub const FACT_POLICY: &str = "Who gets in";
pub const FACT_DOI: &str = "DOI";
pub const FILES: &str = "Files";
pub const CITATION: &str = "How to cite it";
pub const CITATION_NOUN: &str = "the citation";
pub const VERSIONS: &str = "Versions";
pub const RELEASED: &str = "Released";
pub const NOTE: &str = "What changed";

/// Who gets in, in one line.
pub fn policy(policy: Policy) -> &'static str {
    match policy {
        Policy::Open => "Open to everyone",
        Policy::Registered => "Registered people who signed the agreement",
        Policy::Credentialed => "Credentialed people who signed the agreement",
        Policy::Reviewed => "Credentialed people whose request the data owner approved",
    }
}

pub const RESTRICTED: &str = "These files are restricted";
pub const RESTRICTED_TEXT: &str =
    "To open them, you need each of these. You can prepare them in any order.";
pub const PRECAUTIONS: &str = "Before you ask for the data";
pub const PRECAUTIONS_KEPT: &str = "What you promised when you signed";

pub const NEED_SIGNED_IN: &str = "An account with a verified e-mail address";
pub const NEED_VERIFIED_EMAIL: &str = "A verified e-mail address";
pub const NEED_CREDENTIAL: &str = "A credential: your application, accepted by a reviewer";
pub const NEED_TRAINING: &str = "A valid training, accepted by a reviewer";
pub const NEED_AGREEMENT: &str = "The data use agreement of this dataset, signed";
pub const NEED_OWNER: &str = "The approval of the data owner";

pub const MET: &str = "Done";
pub const MISSING: &str = "To do";
pub const UNTIL: &str = "Until ";

/// On whom a requirement waits.
pub fn waits_on(on: WaitingOn) -> &'static str {
    match on {
        WaitingOn::Reviewer => "Waits for a reviewer",
        WaitingOn::Reference => "With your reference",
        WaitingOn::Applicant => "Waits for you",
        WaitingOn::Owner => "With the data owner",
    }
}

pub const FILES_TEXT: &str = "You may use these files. In the cloud you need not download anything, and always work on the newest version.";
pub const RECOMMENDED: &str = "Recommended";
pub const HOW_TO: &str = "Step by step";

pub const ZIP: &str = "Download as one ZIP file";
pub const ZIP_TEXT: &str = "Every file at once, straight from this portal.";
pub const ZIP_BUTTON: &str = "Download the ZIP file";
pub const BIG_QUERY: &str = "Google BigQuery";
pub const BIG_QUERY_TEXT: &str =
    "Query the tables with SQL in your browser, without downloading them.";
pub const CLOUD_STORAGE: &str = "Google Cloud Storage";
pub const CLOUD_STORAGE_TEXT: &str =
    "Read the files from their storage bucket, in a notebook or on a virtual machine.";
pub const WGET: &str = "Download with wget";
pub const WGET_TEXT: &str = "Run this in a terminal. It downloads the files one by one, and goes on where it stopped. Your user name is in it; as \
     password, use an access token.";
pub const WGET_NOUN: &str = "the command";
pub const TOKENS: &str = "Make an access token";

/// What the button of a cloud service says.
pub fn request(service: Service) -> &'static str {
    match service {
        Service::BigQuery => "Request access using Google BigQuery",
        Service::CloudStorage => "Request access using Google Cloud Storage",
    }
}

/// The service within a sentence.
pub fn service(service: Service) -> &'static str {
    match service {
        Service::BigQuery => BIG_QUERY,
        Service::CloudStorage => CLOUD_STORAGE,
    }
}

pub const FOR_ADDRESS: &str = "Access is given to ";
pub const OTHER_ADDRESS: &str = "Change it";
pub const NO_ADDRESS: &str = "Access is given to a Google address. You have not linked one yet.";
pub const LINK_ADDRESS: &str = "Link a Google address";
pub const LOCAL_LEDGER: &str = "This portal keeps cloud access in a local ledger: what you request is recorded there, and no cloud is reached.";
pub const GRANTED: &str = "Access granted";
pub const GRANTED_LEDGER: &str = "Access granted in the local ledger";
pub const FAILED: &str = "The provider refused this access";
pub const FAILED_TEXT: &str = "Check that the address belongs to a Google account, then ask again. If it stays like this, write to the support address.";
pub const ASK_AGAIN: &str = "Ask again";
pub const REMOVED: &str = "This access was removed. You can ask for it again.";
pub const STEP_REQUESTED: &str = "Requested";
pub const STEP_ACCEPTED: &str = "Accepted by the provider";
pub const STEP_VERIFIED: &str = "Seen on the provider's list";
pub const WORKING: &str = "Under way. This page looks again by itself; you need not wait here.";
pub const REMOVING: &str = "This access is being removed.";

/// `ada@example.org can now read MIMIC-IV in Google BigQuery.`
pub fn granted(address: &str, dataset: &str, in_service: Service) -> String {
    [
        address,
        " can now read ",
        dataset,
        " in ",
        service(in_service),
        ". A mail with the next steps is on its way.",
    ]
    .concat()
}

pub const ALL_FILES: &str = "All files";
pub const FILE: &str = "File";
pub const SIZE: &str = "Size";
pub const SHA256: &str = "SHA-256";
pub const NO_FILES: &str = "This version has no files here.";

/// `31 files, 6.2 GB in all`
pub fn in_all(files: usize, size: u64) -> String {
    [
        &super::shared::counted(files, "file", "files"),
        ", ",
        &super::shared::bytes(size),
        " in all",
    ]
    .concat()
}

pub const AGREEMENT: &str = "Data use agreement";
pub const AGREEMENT_OF: &str = "Data use agreement of ";
pub const PRECAUTIONS_SIGN: &str = "Before you sign";
pub const TEXT: &str = "The agreement";
pub const DIGEST: &str = "SHA-256 of the text: ";
pub const SIGN_TITLE: &str = "Sign it";
pub const SIGN_TEXT: &str = "Type your full name as it stands in your profile: ";
pub const TYPED_NAME: &str = "Your full name";
pub const TYPED_NAME_NOUN: &str = "your full name";
pub const CONSENT_NOUN: &str = "the box";
pub const SIGN: &str = "Sign the agreement";
pub const CHANGED: &str =
    "The agreement changed while this page was open. Read the new text, then sign it.";
pub const SIGN_IN_TO_SIGN: &str = "Sign in to sign it. Reading needs no account.";
pub const PRINT: &str = "Print";
pub const SIGNED: &str = "You signed this agreement";
pub const SIGN_AGAIN: &str = "The agreement has a new version";
pub const SIGN_BY: &str = "Read it and sign it. You have access until the end of ";
pub const SIGN_ENDED: &str = "Read it and sign it to get access again. It ended after ";
pub const SIGNED_STILL: &str = "You need not sign again: what you signed still counts.";
pub const NEWS_SINCE: &str = "What changed since version ";
pub const SIGNED_AS: &str = "Signed as ";
pub const SIGNED_ON: &str = " on ";
pub const RECEIPT: &str = "Download the receipt";
pub const RECEIPT_TEXT: &str = "The receipt holds the text and what you signed. It was also mailed to you. Anybody to whom you give it can ";
pub const RECEIPT_CHECK: &str = "check it here";
pub const TO_DATA: &str = "Go on to ";

pub const AGREEMENTS_LEAD: &str = "What you signed, with a receipt for each.";
pub const AGREEMENTS_NONE: &str = "You have not signed an agreement yet.";
pub const AGREEMENT_VERSION: &str = "Version";
pub const SIGNED_AT: &str = "Signed";
pub const STATE: &str = "State";
pub const STATE_CURRENT: &str = "In force";
pub const STATE_OLD: &str = "Sign the new version";
/// With the last day behind it.
pub const STATE_SIGN_BY: &str = "Sign the new version by ";
pub const STATE_REPLACED: &str = "Replaced";
pub const RECEIPTS_TEXT: &str = "A receipt holds the text, and who signed it when. Anybody to whom you give it can check it, without an account: ";
pub const RECEIPT_COLUMN: &str = "Receipt";
pub const RECEIPT_SHORT: &str = "Download";
