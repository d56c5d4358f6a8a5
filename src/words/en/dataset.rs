//! Datasets, what access takes, and the ways to the data.

use crate::words::{Text, filled, t};
use accede_domain::access::Policy;
use accede_domain::grant::Service;

pub const LEAD: Text = Text("What each dataset holds, and what it takes to use it.");
pub const NONE: Text = Text("There are no datasets yet.");
pub const ALLOWED: Text = Text("You may use the data");
pub const NOT_ALLOWED: Text = Text("Restricted");
pub const TO_FILES: Text = Text("Choose how to get them");
pub const TO_RESTRICTED: Text = Text("See how to get access");
pub const VERSION: Text = Text("Version ");
pub const FACTS: Text = Text("At a glance");
pub const FACT_VERSION: Text = Text("Version");
pub const FACT_POLICY: Text = Text("Who gets in");
pub const FACT_DOI: Text = Text("DOI");
/// The heading of the part with the files: for whoever may use them, and for everybody else.
pub const GET: Text = Text("Get the data");
pub const HOW: Text = Text("How to get access");
pub const CITATION: Text = Text("How to cite it");
pub const CITATION_NOUN: Text = Text("the citation");
pub const VERSIONS: Text = Text("Versions");
pub const RELEASED: Text = Text("Released");
pub const NOTE: Text = Text("What changed");

/// Who gets in, in one line.
pub fn policy(policy: Policy) -> &'static str {
    t(match policy {
        Policy::Open => "Open to everyone",
        Policy::Registered => "Registered people who signed the agreement",
        Policy::Credentialed => "Credentialed people who signed the agreement",
        Policy::Reviewed => "Credentialed people whose request the data owner approved",
    })
}

pub const RESTRICTED: Text = Text("These files are restricted");
pub const RESTRICTED_TEXT: Text =
    Text("To open them, you need each of these. You can prepare them in any order.");
pub const PRECAUTIONS: Text = Text("Before you ask for the data");
pub const PRECAUTIONS_KEPT: Text = Text("What you promised when you signed");

pub const NEED_SIGNED_IN: Text = Text("An account with a confirmed e-mail address");
pub const NEED_VERIFIED_EMAIL: Text = Text("A confirmed e-mail address");
pub const NEED_CREDENTIAL: Text = Text("A credential: your application, accepted by a reviewer");
pub const NEED_TRAINING: Text = Text("A valid training, accepted by a reviewer");
pub const NEED_AGREEMENT: Text = Text("The data use agreement of this dataset, signed");
pub const NEED_OWNER: Text = Text("The approval of the data owner");

pub const UNTIL: Text = Text("Until ");
pub const WHAT_YOU_SIGNED: Text = Text("What you signed, and the receipt");

pub const FILES_TEXT: Text = Text(
    "You may use these files. In the cloud you need not download anything, and always work on the newest version.",
);
pub const RECOMMENDED: Text = Text("Recommended");
pub const HOW_TO: Text = Text("Step by step");

pub const ZIP: Text = Text("Download as one ZIP file");
pub const ZIP_TEXT: Text = Text("Every file at once, straight from this portal.");
pub const ZIP_BUTTON: Text = Text("Download the ZIP file");
pub const BIG_QUERY: Text = Text("Google BigQuery");
pub const BIG_QUERY_TEXT: Text =
    Text("Query the tables with SQL in your browser, without downloading them.");
pub const CLOUD_STORAGE: Text = Text("Google Cloud Storage");
pub const CLOUD_STORAGE_TEXT: Text =
    Text("Read the files from their storage bucket, in a notebook or on a virtual machine.");
pub const WGET: Text = Text("Download with wget");
pub const WGET_TEXT: Text = Text(
    "Run this in a terminal. It downloads the files one by one, and goes on where it stopped. Your user name is in it; as \
     password, use an access token.",
);
pub const WGET_NOUN: Text = Text("the command");
pub const TOKENS: Text = Text("Make an access token");

/// What the button of a cloud service says.
pub fn request(service: Service) -> &'static str {
    t(match service {
        Service::BigQuery => "Request access using Google BigQuery",
        Service::CloudStorage => "Request access using Google Cloud Storage",
    })
}

/// The service within a sentence.
pub fn service(service: Service) -> &'static str {
    t(match service {
        Service::BigQuery => BIG_QUERY.get(),
        Service::CloudStorage => CLOUD_STORAGE.get(),
    })
}

pub const FOR_ADDRESS: Text = Text("Access will be given to ");
pub const OTHER_ADDRESS: Text = Text("Change it");
pub const NO_ADDRESS: Text =
    Text("Google needs to know your Google address. You have not linked one yet.");
pub const LINK_ADDRESS: Text = Text("Link a Google address");
pub const LOCAL_LEDGER: Text =
    Text("This portal is not connected to Google. Requests are noted here only.");
pub const GRANTED: Text = Text("Access granted");
pub const GRANTED_LEDGER: Text = Text("Noted in this portal only: Google was not asked");
pub const FAILED: Text = Text("Google refused this access");
pub const FAILED_TEXT: Text = Text(
    "Check that the address belongs to a Google account, then ask again. If it stays like this, write to the support address.",
);
pub const ASK_AGAIN: Text = Text("Ask again");
pub const REMOVED: Text = Text("This access was removed. You can ask for it again.");
pub const STEP_REQUESTED: Text = Text("Requested");
pub const STEP_ACCEPTED: Text = Text("Accepted by Google");
pub const STEP_VERIFIED: Text = Text("Seen on Google's list");
pub const WORKING: Text =
    Text("Under way. This page looks again by itself; you need not wait here.");
pub const REMOVING: Text = Text("This access is being removed.");

/// `ada@example.org can now read MIMIC-IV in Google BigQuery.`
pub fn granted(address: &str, dataset: &str, in_service: Service) -> String {
    filled(
        "{1} can now read {2} in {3}. A mail with the next steps is on its way.",
        &[address, dataset, service(in_service)],
    )
}

/// The same where no cloud is connected.
pub fn recorded(address: &str, dataset: &str, in_service: Service) -> String {
    filled(
        "{1} is noted for {2} in {3}. Nobody can read them there: no cloud is connected to this portal.",
        &[address, dataset, service(in_service)],
    )
}

pub const ALL_FILES: Text = Text("All files");
pub const FILE: Text = Text("File");
pub const SIZE: Text = Text("Size");
pub const SHA256: Text = Text("SHA-256");
pub const NO_FILES: Text = Text("This version has no files here.");

/// `31 files, 6.2 GB in all`
pub fn in_all(files: usize, size: u64) -> String {
    let files = super::shared::counted(files, "file", "files");
    filled("{1}, {2} in all", &[&files, &super::shared::bytes(size)])
}

pub const AGREEMENT: Text = Text("Data use agreement");
pub const AGREEMENT_OF: Text = Text("Data use agreement of ");
pub const PRECAUTIONS_SIGN: Text = Text("Before you sign");
pub const TEXT: Text = Text("The agreement");
pub const DIGEST: Text = Text("Technical details of this text");
pub const DIGEST_TEXT: Text = Text(
    "These characters are made of the text (its SHA-256). They stand in your receipt: when one letter of the text changes, they change.",
);
/// Before the sentence of consent in the reader's language.
pub const CONSENT_HELP: Text = Text("To help you read, not what is signed: ");
/// The sentence of consent. The page has it from the server.
pub const CONSENT: Text = Text(
    "I agree to sign this agreement electronically. My typed name has the same effect as my signature on paper. I can keep the receipt, and print it.",
);
pub const TO_SIGN: Text = Text("Go to the signature");
pub const SIGN_TITLE: Text = Text("Sign it");
pub const SIGN_TEXT: Text = Text("Type your full name as it stands in your profile: ");
pub const TYPED_NAME: Text = Text("Your full name");
pub const TYPED_NAME_NOUN: Text = Text("your full name");
pub const CONSENT_NOUN: Text = Text("the box");
pub const SIGN: Text = Text("Sign the agreement");
pub const CHANGED: Text =
    Text("The agreement changed while this page was open. Read the new text, then sign it.");
pub const SIGN_IN_TO_SIGN: Text = Text("Sign in to sign it. Reading needs no account.");
pub const PRINT: Text = Text("Print");
pub const SIGNED: Text = Text("You signed this agreement");
pub const SIGN_AGAIN: Text = Text("The agreement has a new version");
pub const SIGN_BY: Text = Text("Read it and sign it. You have access until the end of ");
pub const SIGN_ENDED: Text = Text("Read it and sign it to get access again. It ended after ");
pub const SIGNED_STILL: Text = Text("You need not sign again: what you signed still counts.");
pub const NEWS_SINCE: Text = Text("What changed since version ");
pub const SIGNED_AS: Text = Text("Signed as ");
pub const SIGNED_ON: Text = Text(" on ");
pub const RECEIPT: Text = Text("Download the receipt");
pub const RECEIPT_TEXT: Text = Text(
    "The receipt holds the text and what you signed. It was also mailed to you. Anybody to whom you give it can ",
);
pub const RECEIPT_CHECK: Text = Text("check it here");
pub const TO_DATA: Text = Text("Go on to ");

pub const AGREEMENTS_LEAD: Text = Text("What you signed, with a receipt for each.");
pub const AGREEMENTS_NONE: Text = Text("You have not signed an agreement yet.");
pub const AGREEMENT_VERSION: Text = Text("Version");
pub const SIGNED_AT: Text = Text("Signed");
pub const STATE: Text = Text("State");
pub const STATE_CURRENT: Text = Text("In force");
pub const STATE_OLD: Text = Text("Sign the new version");
/// With the last day behind it.
pub const STATE_SIGN_BY: Text = Text("Sign the new version by ");
pub const STATE_REPLACED: Text = Text("Replaced");
pub const RECEIPTS_TEXT: Text = Text(
    "A receipt holds the text, and who signed it when. Anybody to whom you give it can check it, without an account: ",
);
pub const RECEIPT_COLUMN: Text = Text("Receipt");
pub const RECEIPT_SHORT: Text = Text("Download");

/// For whoever reads the page in another language.
pub const OWNERS_ENGLISH: Text =
    Text("What its owners say of this dataset is in English: these are their own words.");
/// What the facts of the datasets that the program brings along are called. The page has them from the server.
pub const FACT_LABELS: [Text; 13] = [
    Text("Patients"),
    Text("Time span"),
    Text("Size"),
    Text("Tables"),
    Text("Tables, hospital module"),
    Text("Tables, intensive care module"),
    Text("Hospital admissions"),
    Text("Intensive care stays"),
    Text("of adults"),
    Text("of newborns"),
    Text("Emergency department stays"),
    Text("Images"),
    Text("Studies, each with a report"),
];
/// What they say where that is no number, and what versions of these datasets changed.
pub const FACT_VALUES: [Text; 7] = [
    Text("2008 to 2022"),
    Text("2011 to 2016"),
    Text("2011 to 2019"),
    Text("June 2001 to October 2012"),
    Text("about 10 GB, compressed"),
    Text("about 7 GB, compressed"),
    Text("about 4.7 TB, almost all of it images"),
];
pub const VERSION_NOTES: [Text; 11] = [
    Text(
        "Adds a list of the ordering, attending and resident providers, under made-up identifiers.",
    ),
    Text("DICOM images and free-text reports."),
    Text("First release: 371,920 images of 224,548 studies, with labels."),
    Text("About 425,000 stays; fits MIMIC-IV version 2.2."),
    Text("Carries the data to 2019."),
    Text("First release."),
    Text(
        "Better data quality, and much added for patients recorded with MetaVision. The last version of MIMIC-III.",
    ),
    Text("Consistent column names and care unit names; duplicate radiology reports removed."),
    Text("Corrects version 3.0."),
    Text("Adds admissions of the years 2020 to 2022."),
    Text("The version described in the article of 2023."),
];
