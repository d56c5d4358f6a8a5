//! What a reading says beside what is asked for: a profile, a training type, a day.
//!
//! A finding is a help and never a decision: a person may send any file, and a reviewer decides.

use serde::{Deserialize, Serialize};

use super::reading::{Paper, Reading, ReportRules, Unreadable, day_of, number_of};
use super::{check_completed_on, expires_on};
use crate::name::{self, Likeness};
use crate::problem::FieldCode;
use crate::text::folded;
use crate::time::{Date, Timestamp};

choice! {
    /// What is compared, in the order in which it is shown.
    pub enum Check {
        /// It is the report and not the certificate.
        IsReport = "is_report",
        /// The name is that of the profile.
        NameMatches = "name_matches",
        /// It was taken for the right institution.
        Affiliation = "affiliation",
        /// It is the right course.
        Course = "course",
        /// The score passes.
        Passed = "passed",
        /// It has not run out.
        ValidUntil = "valid_until",
        /// The modules that are asked for by name are there.
        Modules = "modules",
        /// The date that the person gives is that of the report. Only where the person gave one.
        StatedDate = "stated_date",
    }
}

choice! {
    /// What came out of it.
    pub enum Verdict {
        /// As asked.
        Met = "met",
        /// Otherwise than asked; [`Finding::why`] says how.
        NotMet = "not_met",
        /// Not to be told by a program.
        CouldNotTell = "could_not_tell",
    }
}

choice! {
    /// Why a check is not met, or could not tell. The page has a sentence for each that says what to do.
    pub enum Why {
        /// It is the certificate.
        IsCertificate = "is_certificate",
        /// It is another paper.
        OtherPaper = "other_paper",
        /// It is a picture: people read it.
        IsScan = "is_scan",
        /// Nothing could be read in it.
        Unreadable = "unreadable",
        /// It is no kind of file that is taken.
        WrongFormat = "wrong_format",
        /// It opens with a password only, and is not taken.
        NeedsPassword = "needs_password",
        /// It is cut off or damaged, and is not taken.
        Damaged = "damaged",
        /// This was not found in it.
        NotFound = "not_found",
        /// Another name.
        OtherName = "other_name",
        /// Part of the name is the same.
        NamePart = "name_part",
        /// Names in different scripts.
        OtherScript = "other_script",
        /// Registered without an institution.
        NoAffiliation = "no_affiliation",
        /// Another institution.
        OtherAffiliation = "other_affiliation",
        /// Another course.
        OtherCourse = "other_course",
        /// Below the score that passes.
        ScoreLow = "score_low",
        /// Run out.
        RunOut = "run_out",
        /// A date that has not come.
        InFuture = "in_future",
        /// Not among the modules that were read.
        ModuleMissing = "module_missing",
        /// The person gives another date.
        OtherDate = "other_date",
    }
}

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// What was compared.
    pub check: Check,
    /// What came out.
    pub verdict: Verdict,
    /// Why, unless it is met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The day until which the training counts; with [`Check::ValidUntil`], where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
}

/// What a reading is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The provider's papers.
    pub rules: &'a ReportRules,
    /// Names of modules that a reviewer asks for.
    pub modules: &'a [String],
    /// Years for which the training counts.
    pub validity_years: u8,
    /// The person, as the profile has it.
    pub full_name: &'a str,
    /// The completion date that the person gave.
    pub stated: Option<Date>,
    /// Now.
    pub now: Timestamp,
}

type Outcome = (Verdict, Option<Why>);

const MET: Outcome = (Verdict::Met, None);

const fn not_met(why: Why) -> Outcome {
    (Verdict::NotMet, Some(why))
}

const fn could_not_tell(why: Why) -> Outcome {
    (Verdict::CouldNotTell, Some(why))
}

/// Compares; one finding a check, in the order of [`Check::ALL`].
#[must_use]
pub fn compare(reading: &Reading, asked: &Asked<'_>) -> Vec<Finding> {
    Check::ALL
        .iter()
        .filter(|check| **check != Check::StatedDate || asked.stated.is_some())
        .map(|&check| {
            let (verdict, why) = outcome(check, reading, asked);
            // Where nothing could be read at all, that is the reason, and not that this one thing is missing.
            let why = match why {
                Some(Why::NotFound) => Some(why_nothing(reading).unwrap_or(Why::NotFound)),
                other => other,
            };
            let day = day_of(reading.completed_on.as_ref())
                .filter(|_| check == Check::ValidUntil)
                .map(|day| expires_on(day, asked.validity_years));
            Finding {
                check,
                verdict,
                why,
                day,
            }
        })
        .collect()
}

fn why_nothing(reading: &Reading) -> Option<Why> {
    match reading.paper {
        Paper::Scan => Some(Why::IsScan),
        Paper::Unreadable => Some(Why::Unreadable),
        Paper::Report | Paper::Certificate | Paper::Unknown => None,
    }
}

fn outcome(check: Check, reading: &Reading, asked: &Asked<'_>) -> Outcome {
    match check {
        Check::IsReport => is_report(reading),
        Check::NameMatches => name_matches(reading, asked),
        Check::Affiliation => affiliation(reading, asked.rules),
        Check::Course => course(reading, asked.rules),
        Check::Passed => passed(reading),
        Check::ValidUntil => valid_until(reading, asked),
        Check::Modules => modules(reading, asked),
        Check::StatedDate => stated_date(reading, asked),
    }
}

fn is_report(reading: &Reading) -> Outcome {
    match reading.paper {
        Paper::Report => MET,
        Paper::Certificate => not_met(Why::IsCertificate),
        Paper::Unknown => not_met(Why::OtherPaper),
        Paper::Scan => could_not_tell(Why::IsScan),
        // What is refused when it is sent does not fit; what only cannot be read is for people to read.
        Paper::Unreadable => match reading.because {
            Some(Unreadable::UnknownFormat) => not_met(Why::WrongFormat),
            Some(Unreadable::Password) => not_met(Why::NeedsPassword),
            Some(Unreadable::Damaged) => not_met(Why::Damaged),
            _ => could_not_tell(Why::Unreadable),
        },
    }
}

fn name_matches(reading: &Reading, asked: &Asked<'_>) -> Outcome {
    let Some(read) = &reading.name else {
        return could_not_tell(Why::NotFound);
    };
    match name::likeness(read, asked.full_name) {
        Likeness::Same => MET,
        Likeness::Part => could_not_tell(Why::NamePart),
        Likeness::OtherScript => could_not_tell(Why::OtherScript),
        Likeness::Different => not_met(Why::OtherName),
    }
}

fn affiliation(reading: &Reading, rules: &ReportRules) -> Outcome {
    let Some(read) = &reading.affiliation else {
        return could_not_tell(Why::NotFound);
    };
    let read = folded(read);
    if read == folded(&rules.affiliation) {
        MET
    } else if read.contains(&folded(&rules.no_affiliation)) {
        not_met(Why::NoAffiliation)
    } else {
        not_met(Why::OtherAffiliation)
    }
}

fn course(reading: &Reading, rules: &ReportRules) -> Outcome {
    let Some(read) = &reading.course else {
        return could_not_tell(Why::NotFound);
    };
    if folded(read) == folded(&rules.course) {
        MET
    } else {
        not_met(Why::OtherCourse)
    }
}

fn passed(reading: &Reading) -> Outcome {
    let minimum = number_of(reading.minimum_passing.as_ref());
    match (minimum, number_of(reading.reported_score.as_ref())) {
        (Some(minimum), Some(score)) if score >= minimum => MET,
        (Some(_), Some(_)) => not_met(Why::ScoreLow),
        _ => could_not_tell(Why::NotFound),
    }
}

fn valid_until(reading: &Reading, asked: &Asked<'_>) -> Outcome {
    let Some(day) = day_of(reading.completed_on.as_ref()) else {
        return could_not_tell(Why::NotFound);
    };
    match check_completed_on(day, asked.validity_years, asked.now) {
        Ok(()) => MET,
        Err(FieldCode::DateInFuture) => not_met(Why::InFuture),
        Err(_) => not_met(Why::RunOut),
    }
}

/// The provider renames modules and adds others, so that one not found proves nothing.
fn modules(reading: &Reading, asked: &Asked<'_>) -> Outcome {
    if reading.modules.is_empty() {
        return could_not_tell(Why::NotFound);
    }
    let read: Vec<_> = reading
        .modules
        .iter()
        .map(|module| folded(&module.name))
        .collect();
    let has_all = asked
        .modules
        .iter()
        .all(|wanted| read.iter().any(|name| name.contains(&folded(wanted))));
    if has_all {
        MET
    } else {
        could_not_tell(Why::ModuleMissing)
    }
}

fn stated_date(reading: &Reading, asked: &Asked<'_>) -> Outcome {
    match day_of(reading.completed_on.as_ref()) {
        None => could_not_tell(Why::NotFound),
        Some(read) if Some(read) == asked.stated => MET,
        Some(_) => not_met(Why::OtherDate),
    }
}
