//! The titles of the pages.

pub const SITE: &str = "Accede";

pub const HOME: &str = "Access to credentialed research data";
pub const DATASETS: &str = "Datasets";
pub const DATASET: &str = "Dataset";
pub const AGREEMENT: &str = "Data use agreement";
pub const HOW_TO: &str = "How to get the data";
pub const REGISTER: &str = "Create an account";
pub const VERIFY: &str = "Verify your e-mail address";
pub const SIGN_IN: &str = "Sign in";
pub const SECOND_FACTOR: &str = "Enter your second factor";
pub const SECOND_FACTOR_SETUP: &str = "Set up a second factor";
pub const RESET: &str = "Reset your passphrase";
pub const RESET_COMPLETE: &str = "Choose a new passphrase";
pub const APPLY: &str = "Your application";
pub const ABOUT_YOU: &str = "About you";
pub const AFFILIATION: &str = "Your affiliation";
pub const RESEARCH: &str = "Your research";
pub const REFERENCE: &str = "Your reference";
pub const TRAINING: &str = "Your training";
pub const CHECK: &str = "Check your answers";
pub const SUBMITTED: &str = "Application submitted";
pub const DASHBOARD: &str = "Where you stand";
pub const APPLICATION: &str = "Application";
pub const TRAININGS: &str = "Training";
pub const AGREEMENTS: &str = "Agreements";
pub const RECEIPTS: &str = "Check a receipt";
pub const CLOUD: &str = "Cloud accounts";
pub const CLOUD_VERIFY: &str = "Confirm your cloud address";
pub const ACCOUNT: &str = "Profile";
pub const EMAILS: &str = "E-mail addresses";
pub const SECURITY: &str = "Security";
pub const SESSIONS: &str = "Sessions";
pub const TOKENS: &str = "Access tokens";
pub const DATA: &str = "Your data";
pub const ACCEPT_TEXTS: &str = "Please read what is new";
pub const VOUCHING: &str = "People you vouch for";
pub const REFERENCE_ANSWER: &str = "Answer as a reference";
pub const REVIEW: &str = "Applications to review";
pub const CASE: &str = "Application under review";
pub const REVIEW_TRAININGS: &str = "Trainings to review";
pub const TEMPLATES: &str = "Texts of decisions";
pub const TEMPLATE: &str = "Text of decisions";
pub const NEW_TEMPLATE: &str = "A new text";
pub const REVIEW_STATISTICS: &str = "Statistics of the review";
pub const TRAINING_CASE: &str = "Training report under review";
pub const MAILBOX: &str = "Mailbox of the demonstration";
pub const MAIL: &str = "Mail";
pub const PRIVACY: &str = "Privacy notice";
pub const TERMS: &str = "Terms of use";
pub const ACCESSIBILITY: &str = "Accessibility statement";
pub const NOT_FOUND: &str = "Page not found";
pub const GALLERY: &str = "Component gallery";

/// What stands in the browser's tab.
pub fn of_tab(title: &str, has_errors: bool) -> String {
    [if has_errors { "Error: " } else { "" }, title, " – ", SITE].concat()
}
