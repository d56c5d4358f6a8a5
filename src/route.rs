//! Every page's address: one enum, read from a path and written as one. Nothing else in the page spells a path.

use crate::words as w;

/// Declares the pages: those with a fixed path in one list, each with its title; those with a part that varies below.
macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident = $path:literal, $title:expr;)*) => {
        /// A page of the application, with what its address carries.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Route {
            $($(#[$doc])* $name,)*
            /// A dataset, by its slug.
            Dataset(String),
            /// The data use agreement of a dataset.
            DatasetAgreement(String),
            /// How to get a dataset with one service: slug and service.
            HowTo(String, String),
            /// One of the person's own applications.
            Application(String),
            /// One application, as staff see it.
            Case(String),
            /// One training report, as staff see it.
            TrainingCase(String),
            /// One text that decisions begin from; `new` for one that is begun.
            ReviewTemplate(String),
            /// One mail of the demonstration.
            Mail(String),
            /// No page has this address.
            NotFound,
        }

        /// The pages whose address never varies.
        const FIXED: &[(&str, Route)] = &[$(($path, Route::$name)),*];

        impl Route {
            fn fixed_path(&self) -> &'static str {
                match self { $(Self::$name => $path,)* _ => "" }
            }

            /// The title before anything is loaded; pages about one thing put its name there later.
            pub fn title(&self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                    Self::Dataset(_) => &w::title::DATASET,
                    Self::DatasetAgreement(_) => &w::title::AGREEMENT,
                    Self::HowTo(..) => &w::title::HOW_TO,
                    Self::Application(_) => &w::title::APPLICATION,
                    Self::Case(_) => &w::title::CASE,
                    Self::TrainingCase(_) => &w::title::TRAINING_CASE,
                    Self::ReviewTemplate(_) => &w::title::TEMPLATE,
                    Self::Mail(_) => &w::title::MAIL,
                    Self::NotFound => &w::title::NOT_FOUND,
                }
            }
        }
    };
}

pages! {
    Home = "/", &w::title::HOME;
    Datasets = "/datasets", &w::title::DATASETS;
    Register = "/register", &w::title::REGISTER;
    /// Where the link of the verification mail leads; the token stands in the fragment.
    Verify = "/verify", &w::title::VERIFY;
    SignIn = "/sign-in", &w::title::SIGN_IN;
    SecondFactor = "/sign-in/second-factor", &w::title::SECOND_FACTOR;
    SecondFactorSetup = "/sign-in/second-factor/set-up", &w::title::SECOND_FACTOR_SETUP;
    Reset = "/reset", &w::title::RESET;
    /// Where the link of the reset mail leads.
    ResetComplete = "/reset/complete", &w::title::RESET_COMPLETE;
    Apply = "/apply", &w::title::APPLY;
    ApplyAboutYou = "/apply/about-you", &w::title::ABOUT_YOU;
    ApplyAffiliation = "/apply/affiliation", &w::title::AFFILIATION;
    ApplyResearch = "/apply/research", &w::title::RESEARCH;
    ApplyReference = "/apply/reference", &w::title::REFERENCE;
    ApplyTraining = "/apply/training", &w::title::TRAINING;
    ApplyCheck = "/apply/check", &w::title::CHECK;
    ApplySubmitted = "/apply/submitted", &w::title::SUBMITTED;
    Dashboard = "/dashboard", &w::title::DASHBOARD;
    Trainings = "/training", &w::title::TRAININGS;
    Agreements = "/agreements", &w::title::AGREEMENTS;
    Receipts = "/receipts", &w::title::RECEIPTS;
    CloudAccounts = "/cloud", &w::title::CLOUD;
    /// Where the link of the mail to a cloud address leads.
    CloudVerify = "/cloud/verify", &w::title::CLOUD_VERIFY;
    Account = "/account", &w::title::ACCOUNT;
    AccountEmails = "/account/emails", &w::title::EMAILS;
    /// Where ORCID sends the browser back to.
    AccountOrcid = "/account/orcid", &w::title::ORCID;
    AccountSecurity = "/account/security", &w::title::SECURITY;
    AccountSessions = "/account/sessions", &w::title::SESSIONS;
    AccountTokens = "/account/tokens", &w::title::TOKENS;
    AccountData = "/account/data", &w::title::DATA;
    /// Where signing in leads while new terms or a new privacy notice ask to be accepted.
    AcceptTexts = "/account/texts", &w::title::ACCEPT_TEXTS;
    /// For whoever is signed in, and by a mailed link for whoever is not.
    Vouching = "/vouching", &w::title::VOUCHING;
    /// Where the link of a reference's mail leads.
    ReferenceAnswer = "/reference", &w::title::REFERENCE_ANSWER;
    Review = "/review", &w::title::REVIEW;
    ReviewTrainings = "/review/trainings", &w::title::REVIEW_TRAININGS;
    ReviewReferences = "/review/references", &w::title::REVIEW_REFERENCES;
    /// Of the list whose filter its query is; with `bulk`, what became of what was decided.
    ReviewBulk = "/review/bulk", &w::title::REVIEW_BULK;
    ReviewStatistics = "/review/statistics", &w::title::REVIEW_STATISTICS;
    ReviewTemplates = "/review/templates", &w::title::TEMPLATES;
    Mailbox = "/demo/mailbox", &w::title::MAILBOX;
    Privacy = "/privacy", &w::title::PRIVACY;
    Terms = "/terms", &w::title::TERMS;
    Accessibility = "/accessibility", &w::title::ACCESSIBILITY;
    /// The component gallery; drawn only in builds with the feature `gallery`.
    Gallery = "/gallery", &w::title::GALLERY;
}

impl Route {
    /// Reads the path of an address (without query and fragment). A slash at the end makes no difference.
    pub fn parse(path: &str) -> Self {
        let path = if path.len() > 1 {
            path.trim_end_matches('/')
        } else {
            path
        };
        if let Some((_, route)) = FIXED.iter().find(|(fixed, _)| *fixed == path) {
            return route.clone();
        }
        let mut parts = path.split('/').skip(1);
        let mut next = || parts.next().filter(|part| is_name(part));
        let parts = (next(), next(), next(), next(), next());
        let own = str::to_owned;
        match parts {
            (Some("datasets"), Some(slug), None, ..) => Self::Dataset(own(slug)),
            (Some("datasets"), Some(slug), Some("agreement"), None, _) => {
                Self::DatasetAgreement(own(slug))
            }
            (Some("datasets"), Some(slug), Some("access"), Some(service), None) => {
                Self::HowTo(own(slug), own(service))
            }
            (Some("application"), Some(id), None, ..) => Self::Application(own(id)),
            (Some("review"), Some("applications"), Some(id), None, _) => Self::Case(own(id)),
            (Some("review"), Some("trainings"), Some(id), None, _) => Self::TrainingCase(own(id)),
            (Some("review"), Some("templates"), Some(id), None, _) => Self::ReviewTemplate(own(id)),
            (Some("demo"), Some("mailbox"), Some(id), None, _) => Self::Mail(own(id)),
            _ => Self::NotFound,
        }
    }

    /// The path, as it stands in the address bar and in links.
    pub fn path(&self) -> String {
        match self {
            Self::Dataset(slug) => ["/datasets/", slug].concat(),
            Self::DatasetAgreement(slug) => ["/datasets/", slug, "/agreement"].concat(),
            Self::HowTo(slug, service) => ["/datasets/", slug, "/access/", service].concat(),
            Self::Application(id) => ["/application/", id].concat(),
            Self::Case(id) => ["/review/applications/", id].concat(),
            Self::TrainingCase(id) => ["/review/trainings/", id].concat(),
            Self::ReviewTemplate(id) => ["/review/templates/", id].concat(),
            Self::Mail(id) => ["/demo/mailbox/", id].concat(),
            Self::NotFound => "/not-found".to_owned(),
            fixed => fixed.fixed_path().to_owned(),
        }
    }

    /// Who may open it at all; the server decides again for everything that is on it.
    pub fn audience(&self) -> Audience {
        match self {
            Self::Review
            | Self::ReviewTrainings
            | Self::ReviewReferences
            | Self::ReviewBulk
            | Self::ReviewStatistics
            | Self::ReviewTemplates
            | Self::ReviewTemplate(_)
            | Self::Case(_)
            | Self::TrainingCase(_) => Audience::Staff,
            Self::Apply
            | Self::ApplyAboutYou
            | Self::ApplyAffiliation
            | Self::ApplyResearch
            | Self::ApplyReference
            | Self::ApplyTraining
            | Self::ApplyCheck
            | Self::ApplySubmitted
            | Self::Dashboard
            | Self::Application(_)
            | Self::Trainings
            | Self::Agreements
            | Self::CloudAccounts
            | Self::Account
            | Self::AccountEmails
            | Self::AccountOrcid
            | Self::AccountSecurity
            | Self::AccountSessions
            | Self::AccountTokens
            | Self::AccountData
            | Self::AcceptTexts => Audience::SignedIn,
            _ => Audience::Anyone,
        }
    }

    /// Whether it waits until new terms are accepted, for whoever is asked to: every page that needs somebody signed in,
    /// except where that is done, and where whoever does not want to takes their data along and leaves.
    pub fn waits_for_texts(&self) -> bool {
        self.audience() != Audience::Anyone
            && !matches!(self, Self::AcceptTexts | Self::AccountData)
    }

    /// Whether the page holds wide tables and takes the width that is there.
    pub fn is_wide(&self) -> bool {
        self.audience() == Audience::Staff
    }
}

/// Whom a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Anyone,
    SignedIn,
    Staff,
}

/// A part of an address that stands for a thing: never empty, and nothing that would need escaping.
fn is_name(part: &str) -> bool {
    !part.is_empty()
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varying() -> Vec<Route> {
        let own = str::to_owned;
        vec![
            Route::Dataset(own("mimic-iv")),
            Route::DatasetAgreement(own("mimic-iv")),
            Route::HowTo(own("mimic-iv"), own("big_query")),
            Route::Application(own("01J0000000000000000000000A")),
            Route::Case(own("01J0000000000000000000000A")),
            Route::TrainingCase(own("01J0000000000000000000000A")),
            Route::ReviewTemplate(own("frivolous")),
            Route::Mail(own("01J0000000000000000000000A")),
        ]
    }

    #[test]
    fn every_route_survives_its_path() {
        let all = FIXED
            .iter()
            .map(|(_, route)| route.clone())
            .chain(varying());
        for route in all {
            assert_eq!(Route::parse(&route.path()), route, "{}", route.path());
        }
    }

    #[test]
    fn paths_are_unique_and_titles_are_there() {
        let mut paths: Vec<_> = FIXED.iter().map(|(path, _)| *path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), FIXED.len());
        assert!(FIXED.iter().all(|(_, route)| !route.title().is_empty()));
        assert!(varying().iter().all(|route| !route.title().is_empty()));
    }

    #[test]
    fn the_server_knows_every_address_that_has_a_page() {
        for (path, route) in FIXED {
            // A release has no gallery.
            let expected = *route != Route::Gallery;
            assert_eq!(accede_api::site::is_page(path), expected, "{path}");
        }
        for route in varying() {
            assert!(accede_api::site::is_page(&route.path()), "{route:?}");
        }
    }

    #[test]
    fn a_slash_at_the_end_makes_no_difference() {
        assert_eq!(Route::parse("/datasets/"), Route::Datasets);
        assert_eq!(
            Route::parse("/datasets/mimic-iv/"),
            Route::Dataset("mimic-iv".to_owned())
        );
    }

    #[test]
    fn what_is_no_page_is_not_found() {
        for path in [
            "/nowhere",
            "/datasets/a/b",
            "/datasets//agreement",
            "/review/applications/a/b",
            "/datasets/a%2fb",
            "",
        ] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
            assert!(
                path.is_empty() || path.contains('%') || !accede_api::site::is_page(path),
                "{path}"
            );
        }
    }

    #[test]
    fn staff_pages_are_for_staff_and_mailed_links_for_anyone() {
        assert_eq!(
            Route::parse("/review/trainings/x").audience(),
            Audience::Staff
        );
        assert_eq!(Route::Dashboard.audience(), Audience::SignedIn);
        assert!(Route::Dashboard.waits_for_texts() && !Route::AccountData.waits_for_texts());
        for route in [
            Route::Verify,
            Route::ResetComplete,
            Route::ReferenceAnswer,
            Route::Vouching,
            Route::CloudVerify,
            Route::Receipts,
        ] {
            assert_eq!(route.audience(), Audience::Anyone);
        }
    }
}
