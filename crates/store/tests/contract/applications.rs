use accede_domain::application::ApplicationForm;
use accede_domain::application::state::{ActorRole, Flag, Position};
use accede_domain::reference::{ReferenceAnswer, ReferenceState, ReferenceStep};
use accede_domain::time::Duration;
use accede_store::application::{self, Application, OPEN_KEY, Ties};
use accede_store::application_record::{self, Audience, NewEvent};
use accede_store::reference_request::{self, ReferenceRequest};
use accede_store::{Store, StoreError, Tx, params, reminder};
use serde_json::json;

use crate::support::{NOW, add_account, write};

contract_tests!(
    a_person_has_one_open_application,
    a_draft_saves_over_the_version_it_was_read_with,
    a_move_keeps_the_visits_in_step,
    a_credential_gives_way_to_the_next,
    a_request_is_read_as_it_was_written,
    the_applicants_timeline_leaves_out_what_is_for_staff,
    a_step_of_a_schedule_is_done_once,
    flags_are_shown_until_somebody_saw_to_them,
);

fn form() -> ApplicationForm {
    ApplicationForm {
        given_names: "Émile".into(),
        research_summary: "\"quoted\" \u{1F9EC}".into(),
        ..ApplicationForm::default()
    }
}

async fn draft(tx: &mut Tx, id: &str) -> Application {
    application::insert_draft(tx, id, "a", &form(), None, NOW)
        .await
        .unwrap();
    application::lock(tx, id).await.unwrap().unwrap()
}

/// Moves it, as a command would.
async fn go(tx: &mut Tx, before: &Application, to: Position, visit: &str) -> Application {
    let mut after = before.clone();
    after.position = to;
    after.first_submitted_at = Some(NOW);
    after.stage_since = Some(NOW);
    after.waits_for_staff = to == Position::IDENTITY || to == Position::FINAL;
    after.decided_at = (!to.state.is_open()).then_some(NOW);
    application::update(tx, before, &mut after, visit, NOW)
        .await
        .unwrap();
    after
}

async fn a_person_has_one_open_application(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    let first = draft(&mut tx, "1").await;
    let ties = application::ties(&mut tx, &first, None).await.unwrap();
    assert_eq!(ties, Ties::default());
    let other = Application {
        id: "other".to_owned(),
        ..first
    };
    let ties = application::ties(&mut tx, &other, Some("a")).await.unwrap();
    assert!(ties.has_open);
    let second = application::insert_draft(&mut tx, "2", "a", &form(), None, NOW).await;
    assert!(second.unwrap_err().is_unique(OPEN_KEY));
}

async fn a_draft_saves_over_the_version_it_was_read_with(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    let read = draft(&mut tx, "1").await;
    assert_eq!((read.version, &read.form), (1, &form()));
    let typed = ApplicationForm {
        city: "x".repeat(5000),
        ..form()
    };
    assert!(
        application::save_form(&mut tx, "1", &typed, 1, NOW)
            .await
            .unwrap()
    );
    assert!(
        !application::save_form(&mut tx, "1", &form(), 1, NOW)
            .await
            .unwrap()
    );
    let read = application::get(&mut tx, "1").await.unwrap().unwrap();
    assert_eq!((read.version, read.form), (2, typed));
    assert!(application::delete_draft(&mut tx, "1").await.unwrap());
    assert!(!application::delete_draft(&mut tx, "1").await.unwrap());
}

async fn a_move_keeps_the_visits_in_step(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    let read = draft(&mut tx, "1").await;
    let submitted = go(&mut tx, &read, Position::IDENTITY, "v1").await;
    assert_eq!(
        application::get(&mut tx, "1").await.unwrap().as_ref(),
        Some(&submitted)
    );
    let asked = go(&mut tx, &submitted, Position::RESPONSE, "v2").await;
    let visits = tx
        .fetch_one(
            "SELECT count(*) AS n FROM stage_visit WHERE left_at IS NULL",
            params![],
        )
        .await
        .unwrap();
    assert_eq!(visits.int("n").unwrap(), 1);
    // Written over a version that is not there any more: it was not locked.
    let mut late = asked.clone();
    let refused = application::update(&mut tx, &submitted, &mut late, "v3", NOW).await;
    assert!(matches!(refused, Err(StoreError::Aborted)));
}

async fn a_credential_gives_way_to_the_next(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    let first = draft(&mut tx, "1").await;
    go(&mut tx, &first, Position::ACCEPTED, "v1").await;
    let second = draft(&mut tx, "2").await;
    application::supersede_credentials(&mut tx, "a", NOW)
        .await
        .unwrap();
    go(&mut tx, &second, Position::ACCEPTED, "v2").await;
    let of = application::of_account(&mut tx, "a").await.unwrap();
    assert_eq!(
        of.iter().filter(|one| one.superseded_at.is_none()).count(),
        1
    );
}

fn request(id: &str, number: i64) -> ReferenceRequest {
    ReferenceRequest {
        id: id.to_owned(),
        application_id: "1".to_owned(),
        number,
        state: ReferenceState::Nominated,
        category: "supervisor".to_owned(),
        name: "Ruth".to_owned(),
        email: "Ruth@example.edu".to_owned(),
        email_folded: "ruth@example.edu".to_owned(),
        organisation: String::new(),
        title: String::new(),
        page_url: String::new(),
        message: None,
        link_id: None,
        first_requested_at: None,
        bounced_at: None,
        bounce_reason: None,
        answer: None,
        answer_text: None,
        answered_at: None,
        corrected_at: None,
        withdrawn_at: None,
        confirmed_by: None,
        confirmed_at: None,
        ended_at: None,
        created_at: NOW,
    }
}

async fn a_request_is_read_as_it_was_written(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    draft(&mut tx, "1").await;
    let mut one = request("r1", 1);
    reference_request::insert(&mut tx, &one, NOW).await.unwrap();
    one.state = ReferenceState::Answered;
    one.first_requested_at = Some(NOW);
    one.answer = Some(ReferenceAnswer::Confirms);
    one.answer_text = Some("Yes.".to_owned());
    one.answered_at = Some(NOW);
    one.ended_at = Some(NOW);
    reference_request::update(&mut tx, &one, NOW).await.unwrap();
    assert_eq!(
        reference_request::get(&mut tx, "r1")
            .await
            .unwrap()
            .as_ref(),
        Some(&one)
    );
    // The next one is named once the one before has ended.
    let two = request("r2", 2);
    reference_request::insert(&mut tx, &two, NOW).await.unwrap();
    assert_eq!(
        reference_request::of_application(&mut tx, "1")
            .await
            .unwrap(),
        [one, two]
    );
    reference_request::mailed(&mut tx, "m1", "r2", None, NOW)
        .await
        .unwrap();
    let since = async |tx: &mut Tx, at| {
        reference_request::mailed_since(tx, "1", at)
            .await
            .unwrap()
            .len()
    };
    assert_eq!(
        (
            since(&mut tx, NOW).await,
            since(&mut tx, NOW.plus(Duration::seconds(1))).await
        ),
        (1, 0)
    );
    assert_eq!(
        reference_request::last_mailed(&mut tx, "r2").await.unwrap(),
        Some(NOW)
    );
    assert_eq!(
        reference_request::last_mailed(&mut tx, "r1").await.unwrap(),
        None
    );
    let third = reference_request::insert(&mut tx, &request("r3", 3), NOW).await;
    assert!(
        third
            .unwrap_err()
            .is_unique("reference_request_present_key")
    );
}

async fn the_applicants_timeline_leaves_out_what_is_for_staff(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    draft(&mut tx, "1").await;
    for (id, kind, for_applicant) in [
        ("1", "submitted", true),
        ("2", "reference_corrected", false),
    ] {
        let event = NewEvent {
            id,
            application_id: "1",
            kind,
            actor_role: ActorRole::Applicant,
            actor_id: Some("a"),
            for_applicant,
            data: &json!({ "text": "x" }),
        };
        application_record::add_event(&mut tx, &event, NOW)
            .await
            .unwrap();
    }
    let kinds = async |tx: &mut Tx, for_applicant| {
        let events = application_record::timeline(tx, "1", for_applicant)
            .await
            .unwrap();
        events
            .into_iter()
            .map(|event| event.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(&mut tx, true).await, ["submitted"]);
    assert_eq!(
        kinds(&mut tx, false).await,
        ["submitted", "reference_corrected"]
    );
}

async fn a_step_of_a_schedule_is_done_once(store: &Store) {
    let mut tx = write(store).await;
    assert!(
        reminder::mark(&mut tx, "reference_request", "r", "remind", NOW)
            .await
            .unwrap()
    );
    assert!(
        !reminder::mark(&mut tx, "reference_request", "r", "remind", NOW)
            .await
            .unwrap()
    );
    assert!(
        reminder::mark(&mut tx, "reference_request", "s", "remind", NOW)
            .await
            .unwrap()
    );
    let done = reminder::done(&mut tx, "reference_request", "r", ReferenceStep::parse)
        .await
        .unwrap();
    assert_eq!(done, [ReferenceStep::Remind]);
}

async fn flags_are_shown_until_somebody_saw_to_them(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    draft(&mut tx, "1").await;
    let (flag, audience) = (Flag::ReferenceDeclined, Audience::Reviewer);
    application_record::raise_flag(&mut tx, "f", "1", flag, audience, NOW)
        .await
        .unwrap();
    application_record::lower_flags(&mut tx, "1", Audience::Administrator, "a", NOW)
        .await
        .unwrap();
    let flags = async |tx: &mut Tx| application_record::beside(tx, "1").await.unwrap().flags;
    assert_eq!(flags(&mut tx).await, [(flag, audience)]);
    application_record::lower_flags(&mut tx, "1", audience, "a", NOW)
        .await
        .unwrap();
    assert_eq!(flags(&mut tx).await, []);
}
