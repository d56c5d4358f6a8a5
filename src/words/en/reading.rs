//! What was read in a report before it is sent.

use accede_domain::training::findings::{Check, Verdict, Why};

pub const UNDER_WAY: &str = "Reading the file …";
pub const TITLE: &str = "What we read in your file";
pub const ASKED: &str = "Asked";
pub const READ: &str = "In the file";
pub const FINE: &str = "Everything fits. Check the date, and send it.";
pub const WRONG: &str =
    "Something does not fit. You can send the file all the same: a reviewer decides.";
pub const OPEN: &str = "What we could not tell, a reviewer checks. You can send the file.";
pub const FAILED: &str = "We could not read the file here. You can send it: we read it again, and a reviewer looks at it.";
pub const NOTHING: &str = "Not found";
pub const MODULES: &str = " modules";

/// What is asked.
pub fn check(check: Check) -> &'static str {
    match check {
        Check::IsReport => "The completion report",
        Check::NameMatches => "Your name",
        Check::Affiliation => "The right affiliation",
        Check::Course => "The right course",
        Check::Passed => "Passed",
        Check::ValidUntil => "Still valid",
        Check::Modules => "All modules",
        Check::StatedDate => "Your date",
    }
}

/// What came out.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "Fits",
        Verdict::NotMet => "Does not fit",
        Verdict::CouldNotTell => "Could not tell",
    }
}

/// What is wrong and what to do.
pub fn why(why: Why) -> &'static str {
    match why {
        Why::IsCertificate => {
            "This is the certificate. On the provider's page open Records, then Completion Records, and save the completion report."
        }
        Why::OtherPaper => "This looks like another paper. Choose the completion report.",
        Why::IsScan => "It is a picture. If you can, send the PDF that the provider gives.",
        Why::Unreadable => "Its text cannot be read. If you can, save the report again as a PDF.",
        Why::NotFound => "We did not find it in the file.",
        Why::OtherName => "Another name than in your profile. Is it your report?",
        Why::NamePart => "Only part of it is the name in your profile.",
        Why::OtherScript => "The name in your profile is written in another script.",
        Why::NoAffiliation | Why::OtherAffiliation => {
            "Add the affiliation that the instructions name to your account with the provider, and take the course there."
        }
        Why::OtherCourse => "Another course than the one that is asked for.",
        Why::ScoreLow => {
            "Below the score that passes. Repeat the quizzes, and save the report again."
        }
        Why::RunOut => "It has run out. Take the refresher, and send its report.",
        Why::InFuture => "The date has not come yet.",
        Why::ModuleMissing => "A module that reviewers ask for is not listed.",
        Why::OtherDate => "Another date than the one you gave.",
    }
}
