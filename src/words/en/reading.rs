//! What was read in a report: before it is sent, and for whoever reviews it. Compiled into the worker too (`crates/worker`),
//! whose answer is in words, so that the page that applicants load holds few of these.

use crate::words::{Text, t};
use accede_api::training::{CheckInWords, ReadInWords, ReadReport};
use accede_domain::training::findings::{Check, Finding, Verdict, Why};
use accede_domain::training::reading::{Paper, Reading, SeenDate, day_of};

pub const UNDER_WAY: Text = Text("Reading the file …");
pub const TITLE: Text = Text("What we read in your file");
pub const TITLE_REVIEW: Text = Text("What the portal read in it");
pub const TABLE: Text = Text("What the portal read");
pub const ASKED: Text = Text("Asked");
pub const READ: Text = Text("In the file");
const FINE: Text = Text("Everything in the file fits. Check that the date below is the same.");
const WRONG: Text =
    Text("Something does not fit. You can send the file all the same: a reviewer decides.");
const NOT_TAKEN: Text = Text("This file cannot be taken. Choose another one.");
const CERTIFICATE: Text =
    Text("This is the certificate, which cannot be accepted. Choose the completion report.");
const OPEN: Text = Text("What we could not tell, a reviewer checks. You can send the file.");
pub const FAILED: Text = Text(
    "We could not read the file here. You can send it: we read it again, and a reviewer looks at it.",
);
const NOTHING: Text = Text("Not found");
pub const MODULES_READ: Text = Text("Modules in the file");
pub const MODULE: Text = Text("Module");
pub const COMPLETED: Text = Text("Completed on");
pub const SCORE: Text = Text("Score");
/// The report names the last day that counts, the portal the one on which it has ended.
const HOW_LONG: &str =
    "From this day on the course no longer counts. Your report may name the day before.";
const CUT_SHORT: Text = Text("The file is larger than we read: only its beginning was looked at.");
const INVISIBLE: Text =
    Text("The file holds words that nobody sees, as a scan does whose text was recognised.");

const FINE_SENT: Text = Text("Everything fits. A reviewer looks at it.");
const WRONG_SENT: Text = Text(
    "Something does not fit. A reviewer decides. If you have a better file, withdraw this one and upload that.",
);
const CERTIFICATE_SENT: Text = Text(
    "This is the certificate, which cannot be accepted. Withdraw it, and upload the completion report.",
);
const OPEN_SENT: Text = Text("What we could not tell, a reviewer checks.");

/// Who is told what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The person whose file it is, before it is sent.
    Sender,
    /// The same, once it is sent.
    Sent,
}

/// What whoever reviews it is told, who needs no summary and no advice.
pub fn for_review(read: &ReadReport) -> ReadInWords {
    ReadInWords {
        verdict: Verdict::CouldNotTell,
        summary: String::new(),
        certificate: false,
        completed_on: None,
        checks: checks(read, |_| None),
        modules: modules(&read.reading),
        notes: notes(&read.reading),
    }
}

/// All of it in words, for whoever sends it.
pub fn in_words(read: &ReadReport, told: Told) -> ReadInWords {
    let reading = &read.reading;
    let has = |verdict| read.findings.iter().any(|of| of.verdict == verdict);
    let certificate = reading.paper == Paper::Certificate;
    let (verdict, before, sent) = if certificate {
        (Verdict::NotMet, &CERTIFICATE, &CERTIFICATE_SENT)
    } else if read.findings.iter().any(is_refused) {
        // Such a file is refused by the server, so it is never among those that are sent.
        (Verdict::NotMet, &NOT_TAKEN, &NOT_TAKEN)
    } else if has(Verdict::NotMet) {
        (Verdict::NotMet, &WRONG, &WRONG_SENT)
    } else if has(Verdict::CouldNotTell) {
        (Verdict::CouldNotTell, &OPEN, &OPEN_SENT)
    } else {
        (Verdict::Met, &FINE, &FINE_SENT)
    };
    let summary = if told == Told::Sent { sent } else { before };
    ReadInWords {
        verdict,
        summary: summary.to_string(),
        certificate,
        completed_on: day_of(reading.completed_on.as_ref()),
        checks: checks(read, advice),
        modules: modules(reading),
        notes: notes(reading),
    }
}

fn modules(reading: &Reading) -> Vec<Vec<String>> {
    let modules = reading.modules.iter().map(|module| {
        vec![
            module.name.clone(),
            date(module.completed_on.as_ref()).unwrap_or_default(),
            module.score.clone().unwrap_or_default(),
        ]
    });
    modules.collect()
}

fn notes(reading: &Reading) -> Vec<String> {
    let mut notes = Vec::new();
    if reading.cut_short {
        notes.push(CUT_SHORT.to_string());
    }
    if reading.invisible {
        notes.push(INVISIBLE.to_string());
    }
    notes
}

fn checks(
    read: &ReadReport,
    advise: impl Fn(&Finding) -> Option<&'static str>,
) -> Vec<CheckInWords> {
    let reading = &read.reading;
    // Where nothing at all could be read, that is said once; and a certificate lacks what a report has, which is no news.
    let is_read = !matches!(reading.paper, Paper::Scan | Paper::Unreadable);
    let lacks =
        |of: &Finding| reading.paper == Paper::Certificate && of.verdict == Verdict::CouldNotTell;
    let shown = read
        .findings
        .iter()
        .filter(|of| of.check == Check::IsReport || is_read && !lacks(of));
    shown
        .map(|finding| CheckInWords {
            verdict: finding.verdict,
            asked: check(finding.check).to_owned(),
            outcome: verdict(finding.verdict).to_owned(),
            found: found(finding.check, reading).unwrap_or_else(|| NOTHING.to_string()),
            until: finding.day,
            advice: advise(finding).unwrap_or_default().to_owned(),
        })
        .collect()
}

/// Whether the server takes no such file.
fn is_refused(finding: &Finding) -> bool {
    matches!(
        finding.why,
        Some(Why::WrongFormat | Why::NeedsPassword | Why::Damaged)
    )
}

/// What helps.
fn advice(finding: &Finding) -> Option<&'static str> {
    match finding.why {
        None if finding.check == Check::ValidUntil => Some(t(HOW_LONG)),
        found => found.map(why),
    }
}

/// What stands in the file for a check.
fn found(check: Check, read: &Reading) -> Option<String> {
    match check {
        Check::IsReport => Some(paper(read.paper).to_owned()),
        Check::NameMatches => read.name.clone(),
        Check::Affiliation => read.affiliation.clone(),
        Check::Course => read.course.clone(),
        Check::Passed => read.reported_score.as_ref().map(|seen| seen.text.clone()),
        Check::ValidUntil | Check::StatedDate => date(read.completed_on.as_ref()),
        Check::Modules if read.modules.is_empty() => None,
        Check::Modules => Some(read.modules.len().to_string()),
    }
}

fn date(seen: Option<&SeenDate>) -> Option<String> {
    seen.map(|seen| seen.text.clone())
}

/// What is asked.
fn check(check: Check) -> &'static str {
    t(match check {
        Check::IsReport => "It is the completion report",
        Check::NameMatches => "The name is that of the profile",
        Check::Affiliation => "The affiliation is the right one",
        Check::Course => "The course is the right one",
        Check::Passed => "Passed",
        Check::ValidUntil => "Counts here until",
        Check::Modules => "Modules in the file",
        Check::StatedDate => "The date given is that of the report",
    })
}

/// What came out.
fn verdict(verdict: Verdict) -> &'static str {
    t(match verdict {
        Verdict::Met => "Fits",
        Verdict::NotMet => "Does not fit",
        Verdict::CouldNotTell => "Could not tell",
    })
}

/// What a file is.
fn paper(paper: Paper) -> &'static str {
    t(match paper {
        Paper::Report => "The completion report",
        Paper::Certificate => "The certificate",
        Paper::Unknown => "Another paper",
        Paper::Scan => "A scan or a picture",
        Paper::Unreadable => "Not readable",
    })
}

/// What is wrong and what to do.
fn why(why: Why) -> &'static str {
    t(match why {
        Why::IsCertificate => {
            "This is the certificate. On the provider's page open Records, then Completion Records, and save the completion report."
        }
        Why::OtherPaper => "This looks like another paper. Choose the completion report.",
        Why::IsScan => "We cannot read pictures. If you can, send the PDF that the provider gives.",
        Why::Unreadable => "Its text cannot be read. If you can, save the report again as a PDF.",
        Why::WrongFormat => "This file is not a PDF, PNG or JPEG. Save the report as one of these.",
        Why::NeedsPassword => {
            "It asks for a password. Open it, print it to a new PDF, and choose that one."
        }
        Why::Damaged => "It is damaged or incomplete. Save the report again.",
        // What was found says it.
        Why::NotFound => "",
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
    })
}
