//! The titles of the pages.

use crate::words::{Text, t};
pub const SITE: Text = Text("Accede");

pub const HOME: Text = Text("Access to credentialed research data");
pub const DATASETS: Text = Text("Datasets");
pub const DATASET: Text = Text("Dataset");
pub const AGREEMENT: Text = Text("Data use agreement");
pub const HOW_TO: Text = Text("How to get the data");
pub const REGISTER: Text = Text("Create an account");
pub const VERIFY: Text = Text("Confirm your e-mail address");
pub const SIGN_IN: Text = Text("Sign in");
pub const SECOND_FACTOR: Text = Text("Enter your sign-in code");
pub const SECOND_FACTOR_SETUP: Text = Text("Set up sign-in codes");
pub const RESET: Text = Text("Reset your passphrase");
pub const RESET_COMPLETE: Text = Text("Choose a new passphrase");
pub const APPLY: Text = Text("Apply for credentialing");
pub const ABOUT_YOU: Text = Text("About you");
pub const AFFILIATION: Text = Text("Your affiliation");
pub const RESEARCH: Text = Text("Your research");
pub const REFERENCE: Text = Text("Your reference");
pub const TRAINING: Text = Text("Your training");
pub const CHECK: Text = Text("Check your answers");
pub const SUBMITTED: Text = Text("Application submitted");
pub const DASHBOARD: Text = Text("Your overview");
pub const APPLICATION: Text = Text("Your application");
pub const TRAININGS: Text = Text("Training");
pub const AGREEMENTS: Text = Text("Agreements");
pub const RECEIPTS: Text = Text("Check a receipt");
pub const CLOUD: Text = Text("Cloud accounts");
pub const CLOUD_VERIFY: Text = Text("Confirm your cloud address");
pub const ACCOUNT: Text = Text("Profile");
pub const EMAILS: Text = Text("E-mail addresses");
pub const ORCID: Text = Text("ORCID iD");
pub const SECURITY: Text = Text("Security");
pub const SESSIONS: Text = Text("Sessions");
pub const TOKENS: Text = Text("Access tokens");
pub const DATA: Text = Text("Your data");
pub const ACCEPT_TEXTS: Text = Text("Please read what is new");
pub const VOUCHING: Text = Text("People who named you as a reference");
pub const REFERENCE_ANSWER: Text = Text("Answer as a reference");
pub const REVIEW: Text = Text("Applications to review");
pub const CASE: Text = Text("Application under review");
pub const REVIEW_BULK: Text = Text("Decide on many applications");
pub const REVIEW_TRAININGS: Text = Text("Trainings to review");
pub const REVIEW_REFERENCES: Text = Text("References not answered");
pub const TEMPLATES: Text = Text("Texts of decisions");
pub const TEMPLATE: Text = Text("Text of decisions");
pub const NEW_TEMPLATE: Text = Text("A new text");
pub const REVIEW_STATISTICS: Text = Text("Statistics of the review");
pub const TRAINING_CASE: Text = Text("Training report under review");
pub const MAILBOX: Text = Text("Mailbox of the demonstration");
pub const MAIL: Text = Text("Mail");
pub const PRIVACY: Text = Text("Privacy notice");
pub const TERMS: Text = Text("Terms of use");
pub const ACCESSIBILITY: Text = Text("Accessibility statement");
pub const NOT_FOUND: Text = Text("Page not found");
pub const GALLERY: Text = Text("Component gallery");

/// What stands in the browser's tab.
pub fn of_tab(title: &str, has_errors: bool) -> String {
    let mark = if has_errors { t("Error: ") } else { "" };
    [mark, title, " – ", &SITE].concat()
}
