//! The timeline: one word a thing that happened, what the applicant may see of it, and who did it.

use accede_api::application::TimelineEntry;
use accede_domain::application::CommandKind;
use accede_domain::application::state::{ActorRole, Command, Position};
use accede_domain::time::Timestamp;
use accede_store::Tx;
use accede_store::application::Application;
use accede_store::application_record::{self, Event, NewEvent};
use accede_store::audit::{self, Deed};
use serde_json::{Value, json};

use super::{By, view};
use crate::error::ApiError;
use crate::state::AppState;

/// The word for a command, and whether the applicant sees it. What only follows from the reference's choice (a second
/// look, going on without it, a correction) is for staff: the applicant could read the choice from it.
pub(super) const fn word(kind: CommandKind, from_draft: bool) -> (&'static str, bool) {
    match kind {
        CommandKind::Submit if from_draft => ("submitted", true),
        CommandKind::Submit => ("resubmitted", true),
        CommandKind::Discard => ("discarded", true),
        CommandKind::Withdraw => ("withdrawn", true),
        CommandKind::ApplyAgain => ("applied_again", true),
        CommandKind::ReplaceReference => ("reference_replaced", true),
        CommandKind::ResendReference => ("reference_resent", true),
        CommandKind::ConfirmIdentity => ("identity_confirmed", true),
        CommandKind::InviteReference => ("reference_invited", true),
        CommandKind::ConfirmReference => ("reference_confirmed", false),
        CommandKind::SkipReference => ("reference_skipped", false),
        CommandKind::ReturnForChanges => ("returned", true),
        CommandKind::Accept => ("accepted", true),
        CommandKind::Reject => ("rejected", true),
        CommandKind::ReferenceConfirms | CommandKind::ReferenceDeclines => {
            ("reference_answered", true)
        }
        CommandKind::ReferenceCorrects => ("reference_corrected", false),
        CommandKind::ReferenceWithdraws => ("reference_withdrew", false),
        CommandKind::Revoke => ("revoked", true),
        CommandKind::ReferenceTimesOut => ("reference_timed_out", true),
        CommandKind::Lapse => ("lapsed", true),
        CommandKind::ExpireCredential => ("expired", true),
    }
}

/// The name of the audit event. A reference's choice is not in it: the person concerned may read the event.
pub(super) const fn audit_action(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::Discard => "application.discard",
        CommandKind::Submit => "application.submit",
        CommandKind::Withdraw => "application.withdraw",
        CommandKind::ApplyAgain => "application.apply_again",
        CommandKind::ReplaceReference => "application.replace_reference",
        CommandKind::ResendReference => "application.resend_reference",
        CommandKind::ConfirmIdentity => "application.confirm_identity",
        CommandKind::InviteReference => "application.invite_reference",
        CommandKind::ConfirmReference => "application.confirm_reference",
        CommandKind::SkipReference => "application.skip_reference",
        CommandKind::ReturnForChanges => "application.return",
        CommandKind::Accept => "application.accept",
        CommandKind::Reject => "application.reject",
        CommandKind::ReferenceConfirms
        | CommandKind::ReferenceDeclines
        | CommandKind::ReferenceCorrects
        | CommandKind::ReferenceWithdraws => "application.reference_answer",
        CommandKind::Revoke => "application.revoke",
        CommandKind::ReferenceTimesOut => "application.reference_times_out",
        CommandKind::Lapse => "application.lapse",
        CommandKind::ExpireCredential => "application.expire_credential",
    }
}

/// The words that belong to a command and stand in the timeline.
fn text(command: &Command) -> Option<&str> {
    let text = match command {
        Command::ReturnForChanges { message, .. } => message,
        Command::Reject { comment, .. } => comment,
        Command::SkipReference { reason } | Command::Revoke { reason } => reason,
        Command::ReferenceWithdraws { text } => text,
        _ => return None,
    };
    (!accede_domain::text::is_blank(text)).then_some(text)
}

/// Adds what a command did.
pub(super) async fn add(
    tx: &mut Tx,
    state: &AppState,
    application_id: &str,
    by: &By,
    command: &Command,
    from: Position,
    now: Timestamp,
) -> Result<(), ApiError> {
    let (kind, for_applicant) = word(command.kind(), from == Position::DRAFT);
    let mut data = text(command).map_or_else(|| json!({}), |text| json!({ "text": text }));
    if let Command::ReturnForChanges { comments, .. } = command {
        let comments = comments.iter().cloned().map(view::comment);
        data["comments"] = json!(comments.collect::<Vec<_>>());
    }
    add_event(
        tx,
        state,
        application_id,
        by,
        (kind, for_applicant),
        &data,
        now,
    )
    .await
}

/// Adds one event.
pub(crate) async fn add_event(
    tx: &mut Tx,
    state: &AppState,
    application_id: &str,
    by: &By,
    (kind, for_applicant): (&str, bool),
    data: &Value,
    now: Timestamp,
) -> Result<(), ApiError> {
    let event = NewEvent {
        id: &state.ids.id(now),
        application_id,
        kind,
        actor_role: by.role,
        actor_id: by.account_id.as_deref(),
        for_applicant,
        data,
    };
    Ok(application_record::add_event(tx, &event, now).await?)
}

/// The timeline as the applicant reads it: staff by their role. What was done to their training reports stands in it, and
/// when staff looked, once a day and role.
pub(super) async fn for_applicant(
    tx: &mut Tx,
    application: &Application,
) -> Result<Vec<TimelineEntry>, ApiError> {
    let events = application_record::timeline(tx, &application.id, true).await?;
    let mut entries: Vec<_> = events
        .into_iter()
        .map(|event| entry(event, false))
        .collect();
    let (id, account) = (&application.id, &application.account_id);
    let deeds = audit::deeds(tx, id, account, application.created_at).await?;
    entries.extend(deeds.into_iter().filter_map(deed));
    // Staff look before they decide, though both may be of one instant.
    entries.sort_by_key(|entry| (entry.at, !entry.kind.ends_with("looked_at")));
    Ok(entries)
}

fn deed(deed: Deed) -> Option<TimelineEntry> {
    let kind = match deed.action.as_str() {
        "application.view" => "looked_at",
        "training.view" => "training_looked_at",
        "training.submit" | "training.resubmit" => "training_submitted",
        "training.withdraw" => "training_withdrawn",
        "training.accept" => "training_accepted",
        "training.return" => "training_returned",
        "training.reject" => "training_rejected",
        _ => return None,
    };
    let role = deed.role.unwrap_or_else(|| "system".to_owned());
    Some(TimelineEntry {
        at: deed.at,
        kind: kind.to_owned(),
        actor: if deed.own { "you".to_owned() } else { role },
        who: None,
        text: None,
        comments: Vec::new(),
    })
}

/// The timeline as staff read it.
pub(super) async fn for_staff(tx: &mut Tx, id: &str) -> Result<Vec<TimelineEntry>, ApiError> {
    let events = application_record::timeline(tx, id, false).await?;
    Ok(events.into_iter().map(|event| entry(event, true)).collect())
}

fn entry(event: Event, for_staff: bool) -> TimelineEntry {
    let actor = match event.actor_role {
        ActorRole::Applicant if for_staff => "applicant",
        ActorRole::Applicant => "you",
        ActorRole::Reference => "reference",
        ActorRole::Reviewer => "reviewer",
        ActorRole::Administrator => "administrator",
        ActorRole::Clock => "system",
    };
    TimelineEntry {
        at: event.at,
        kind: event.kind,
        actor: actor.to_owned(),
        who: event.actor_user_name.filter(|_| for_staff),
        text: event
            .data
            .get("text")
            .and_then(Value::as_str)
            .map(str::to_owned),
        comments: event
            .data
            .get("comments")
            .and_then(|comments| serde_json::from_value(comments.clone()).ok())
            .unwrap_or_default(),
    }
}
