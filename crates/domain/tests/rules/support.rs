//! What the tests share: a form in order, facts in which everything holds, points in time.

use accede_domain::application::state::{ActorRole, Facts, ReferenceFacts};
use accede_domain::application::{ApplicantFacts, ApplicationForm};
use accede_domain::email::EmailAddress;
use accede_domain::reference::{ReferenceAnswer, ReferenceState};
use accede_domain::time::{Duration, Timestamp};

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// 2026-11-21T07:00:00Z, in the middle of a day.
pub fn now() -> Timestamp {
    at("2026-11-21T07:00:00Z")
}

pub fn days_ago(n: i64) -> Timestamp {
    now().minus(Duration::days(n))
}

pub const SUMMARY: &str = "We want to predict delirium from the notes of MIMIC-IV. The data stays \
                           on an encrypted server of the hospital that only I can reach.";

/// A postdoc with a supervisor: every field that can be asked for is there.
pub fn valid_form() -> ApplicationForm {
    ApplicationForm {
        given_names: "Émile".into(),
        family_name: "O’Brien".into(),
        researcher_category: "postdoc".into(),
        organisation: "École 3M".into(),
        job_title: "R&D Engineer".into(),
        city: "Boston".into(),
        state_province: "Massachusetts".into(),
        postal_code: "02139".into(),
        country: "US".into(),
        webpage: "https://example.edu/people/obrien".into(),
        listed_in_directory: "yes".into(),
        research_summary: SUMMARY.into(),
        reference_category: "supervisor".into(),
        reference_name: "J. Smith".into(),
        reference_email: "smith@example.edu".into(),
        reference_organisation: "Johnson & Johnson".into(),
        reference_title: "Professor (Asst)".into(),
        ..ApplicationForm::default()
    }
}

pub fn applicant() -> ApplicantFacts {
    ApplicantFacts {
        own_addresses: vec![EmailAddress::parse("emile.obrien@gmail.com").unwrap()],
        extra_personal_domains: vec!["mail.example".into()],
    }
}

pub fn reference(state: ReferenceState) -> ReferenceFacts {
    let asked = state != ReferenceState::Nominated;
    ReferenceFacts {
        state,
        answer: None,
        answered_at: None,
        withdrawn: false,
        first_requested_at: asked.then(|| days_ago(2)),
        confirmed_by_reviewer: asked,
    }
}

pub fn answered(answer: ReferenceAnswer) -> ReferenceFacts {
    ReferenceFacts {
        answer: Some(answer),
        answered_at: Some(now().minus(Duration::hours(1))),
        ..reference(ReferenceState::Answered)
    }
}

/// Facts in which everything holds that a command may ask for.
pub fn everything_holds(actor: ActorRole) -> Facts {
    Facts {
        training_uploaded: true,
        training_valid: true,
        identity_confirmed: true,
        reference_named: true,
        references_named: 1,
        version_seen: Some(7),
        version: 7,
        ..Facts::of(actor)
    }
}
