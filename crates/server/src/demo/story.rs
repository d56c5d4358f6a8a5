//! What happened before the visitor came: applications, trainings and decisions, each at its time.

use std::sync::Arc;

use accede_api::application::{Application, FieldComment, SaveDraft};
use accede_api::dataset::{Agreement, Sign};
use accede_api::review::{
    AcceptApplication, Case, ConfirmIdentity, InviteReference, ReturnApplication,
};
use accede_api::training::{DecideTraining, Training};
use accede_domain::account::Role;
use accede_domain::application::{ApplicationForm, IdentityChecklist, ResponseChecklist};
use accede_domain::time::{Date, Duration};
use accede_domain::training::TrainingChecklist;
use accede_store::account;
use serde_json::json;

use super::people::{AFFILIATION, APPLICANTS, MAIL_DOMAIN, Person, Reached};
use super::visitor::Visitor;
use super::{DemoError, add_person, report};
use crate::clock::ManualClock;
use crate::state::AppState;

const TRAINING: &str = "citi-data-or-specimens-only";
const REVIEWER: &str = "demo-reviewer";
const CREDENTIALED: &str = "demo-credentialed";

const SUMMARY: &str = "We study how early changes of laboratory values and vital signs announce sepsis in intensive care, \
    and compare simple scores with learned models. The data stay on an encrypted server of our institute that only I \
    can reach; nothing is copied to private devices, and results are published in aggregate with our code.";

/// Tells it, and leaves the clock where the story ends.
pub(super) async fn tell(state: &AppState, clock: &Arc<ManualClock>) -> Result<(), DemoError> {
    let end = state.now().plus(super::BEGINS_BEFORE);
    credentialed(state, clock).await?;
    for (user_name, given_names, family_name, reached, days_ago) in APPLICANTS {
        let person = Person {
            user_name,
            role: Role::Researcher,
            given_names,
            family_name,
            about: "",
        };
        advance_to(clock, state, end.minus(Duration::days(*days_ago)));
        add_person(state, &person).await?;
        applicant(state, clock, &person, *reached).await?;
    }
    advance_to(clock, state, end);
    Ok(())
}

fn advance_to(clock: &ManualClock, state: &AppState, at: accede_domain::time::Timestamp) {
    clock.advance(at.since(state.now()).max(Duration::ZERO));
}

/// Somebody who is through: credential, training, signature.
async fn credentialed(state: &AppState, clock: &ManualClock) -> Result<(), DemoError> {
    let person = super::PEOPLE.iter().find(|p| p.user_name == CREDENTIALED);
    let person = person.ok_or_else(|| DemoError::refused("the people", CREDENTIALED))?;
    let form = ApplicationForm {
        webpage: "https://university.example/people/specimen".to_owned(),
        ..form(person, false)
    };
    let id = apply(state, person, form).await?;

    clock.advance(Duration::hours(20));
    let reviewer = browser(state, REVIEWER).await?;
    let training = browser(state, CREDENTIALED)
        .await?
        .get::<accede_api::page::List<Training>>("/api/v1/trainings")
        .await?;
    for training in training.items {
        let decision = DecideTraining {
            checklist: all_in_order(),
            completed_on: None,
            comment: String::new(),
        };
        let path = ["/api/v1/trainings/", &training.id, "/accept"].concat();
        reviewer
            .post(&path, Some(training.version), &decision)
            .await?;
    }
    confirm_identity(&reviewer, &id).await?;
    let case = case(&reviewer, &id).await?;
    let accept = AcceptApplication {
        checklist: ResponseChecklist::default(),
    };
    reviewer
        .post(&command(&id, "accept"), Some(case.version), &accept)
        .await?;

    clock.advance(Duration::hours(3));
    let researcher = browser(state, CREDENTIALED).await?;
    let agreement: Agreement = researcher.get("/api/v1/datasets/mimiciv/agreement").await?;
    let sign = Sign {
        sha256: agreement.sha256,
        typed_name: [person.given_names, " ", person.family_name].concat(),
        consent: true,
    };
    researcher
        .post("/api/v1/datasets/mimiciv/signatures", None, &sign)
        .await?;
    Ok(())
}

/// Somebody in the queue.
async fn applicant(
    state: &AppState,
    clock: &ManualClock,
    person: &Person,
    reached: Reached,
) -> Result<(), DemoError> {
    let id = apply(state, person, form(person, true)).await?;
    if reached == Reached::Identity {
        return Ok(());
    }
    clock.advance(Duration::hours(6));
    let reviewer = browser(state, REVIEWER).await?;
    if reached == Reached::Returned {
        let case = case(&reviewer, &id).await?;
        let comment = FieldComment {
            pointer: "/research_summary".to_owned(),
            text: "Please say where the data will be kept and who can reach them.".to_owned(),
        };
        let body = ReturnApplication {
            comments: vec![comment],
            message: String::new(),
        };
        reviewer
            .post(&command(&id, "return"), Some(case.version), &body)
            .await?;
        return Ok(());
    }
    confirm_identity(&reviewer, &id).await?;
    if reached == Reached::Response {
        let case = case(&reviewer, &id).await?;
        let body = InviteReference {
            message: case.invitation_message,
        };
        reviewer
            .post(&command(&id, "invite-reference"), Some(case.version), &body)
            .await?;
    }
    Ok(())
}

/// From the first field to the submission; gives the application's id.
async fn apply(
    state: &AppState,
    person: &Person,
    form: ApplicationForm,
) -> Result<String, DemoError> {
    let researcher = browser(state, person.user_name).await?;
    let draft: Application = researcher
        .post("/api/v1/applications", None, &json!({}))
        .await?
        .json()?;
    let path = ["/api/v1/applications/", &draft.id].concat();
    researcher
        .put(
            &[&path, "/draft"].concat(),
            draft.version,
            &SaveDraft { form },
        )
        .await?;

    let completed_on = state.now().minus(Duration::days(40)).date();
    let name = [person.given_names, " ", person.family_name].concat();
    let file = report::pdf(&name, &day(completed_on), 10_000_001);
    let upload = format!(
        "/api/v1/trainings?training_type={TRAINING}&completed_on={}&file_name=completion-report.pdf",
        day(completed_on)
    );
    researcher.upload(&upload, file).await?;
    let saved: Application = researcher.get(&path).await?;
    researcher
        .post(
            &[&path, "/submit"].concat(),
            Some(saved.version),
            &json!({}),
        )
        .await?;
    Ok(draft.id)
}

async fn confirm_identity(reviewer: &Visitor, id: &str) -> Result<(), DemoError> {
    let case = case(reviewer, id).await?;
    let checklist = IdentityChecklist {
        found_by_name: Some(true),
        organisation_fits_email: Some(true),
        category_fits_position: Some(true),
        summary_sufficient: Some(true),
        summary_no_sharing: Some(true),
    };
    reviewer
        .post(
            &command(id, "confirm-identity"),
            Some(case.version),
            &ConfirmIdentity { checklist },
        )
        .await?;
    Ok(())
}

async fn case(reviewer: &Visitor, id: &str) -> Result<Case, DemoError> {
    reviewer
        .get(&["/api/v1/review/applications/", id].concat())
        .await
}

fn command(id: &str, verb: &str) -> String {
    ["/api/v1/applications/", id, "/", verb].concat()
}

async fn browser(state: &AppState, user_name: &str) -> Result<Visitor, DemoError> {
    let mut tx = state.store.read().await?;
    let account = account::by_user_name(&mut tx, user_name).await?;
    drop(tx);
    let account = account.ok_or_else(|| DemoError::refused("an account", user_name))?;
    Visitor::signed_in(state, &account.id).await
}

fn day(date: Date) -> String {
    date.to_string()
}

const fn all_in_order() -> TrainingChecklist {
    TrainingChecklist {
        report_attached: Some(true),
        up_to_date: Some(true),
        modules_complete: Some(true),
        hipaa_complete: Some(true),
        name_matches: Some(true),
    }
}

fn form(person: &Person, with_reference: bool) -> ApplicationForm {
    let mut form = ApplicationForm {
        given_names: person.given_names.to_owned(),
        family_name: person.family_name.to_owned(),
        researcher_category: if with_reference {
            "graduate_student"
        } else {
            "academic"
        }
        .to_owned(),
        organisation: AFFILIATION.to_owned(),
        job_title: if with_reference {
            "Doctoral student"
        } else {
            "Research associate"
        }
        .to_owned(),
        city: "Musterstadt".to_owned(),
        postal_code: "00000".to_owned(),
        country: "DE".to_owned(),
        listed_in_directory: "yes".to_owned(),
        research_summary: SUMMARY.to_owned(),
        ..ApplicationForm::default()
    };
    if with_reference {
        form.reference_category = "supervisor".to_owned();
        form.reference_name = "Prof. Terry Reference".to_owned();
        form.reference_email = ["terry.reference@", MAIL_DOMAIN].concat();
        form.reference_organisation = AFFILIATION.to_owned();
        form.reference_title = "Professor".to_owned();
    }
    form
}
