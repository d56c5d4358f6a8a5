//! The reviewer's side: the queue, the case, the decisions.

use accede_domain::{
    application::{
        ApplicationForm, ApplicationState, CommandKind, IdentityChecklist, ResearcherCategory,
        ResponseChecklist, Stage,
    },
    reference::{ReferenceAnswer, ReferenceState},
    time::Timestamp,
    training::TrainingState,
};
use serde::{Deserialize, Serialize};

use crate::application::{ApplicationSummary, FieldComment, TimelineEntry};

/// One line of `GET /api/v1/review/applications?stage=&category=&flag=&q=&sort=&limit=&after=&before=`.
///
/// `stage`: `identity`, `reference`, `response`, `final`, `returned`, `decided` or empty for all that wait for staff.
/// `sort`: `oldest` (default, by place in the queue), `newest`, `stage_age`, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueItem {
    pub id: String,
    pub reference_number: String,
    pub applicant_name: String,
    pub user_name: String,
    pub organisation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<ResearcherCategory>,
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The first submission: the place in the queue.
    pub submitted_at: Timestamp,
    /// Since when it stands at its stage.
    pub stage_since: Timestamp,
    /// `ok`, `due` or `late`, by the stage's deadline.
    pub age: AgeBand,
    pub signals: Vec<Signal>,
    /// A reference's "no", concern or withdrawal waits for a reviewer.
    pub flagged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    Ok,
    Due,
    Late,
}

/// A fact that speaks for or against, never a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    InstitutionalMail,
    PersonalMailOnly,
    Webpage,
    ReferencePersonalMail,
    ReferenceChanged,
    KnownReference,
    TrainingAccepted,
    TrainingWaiting,
    TrainingMissing,
}

/// `GET /api/v1/review/applications/{id}` (ETag): everything on one page. Each view is an audit event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Case {
    pub id: String,
    pub version: i64,
    pub reference_number: String,
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    pub account_id: String,
    pub user_name: String,
    pub applicant_name: String,
    /// Verified addresses.
    pub emails: Vec<String>,
    /// The latest submitted snapshot.
    pub form: ApplicationForm,
    /// Fields (JSON Pointers) that differ from the snapshot before, with what stood there.
    pub changed: Vec<ChangedField>,
    pub submitted_at: Timestamp,
    pub stage_since: Timestamp,
    pub age: AgeBand,
    pub signals: Vec<Signal>,
    pub flagged: bool,
    /// What this reviewer may do now; empty with `may_not_because` set on their own or a tied case.
    pub commands: Vec<CommandKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_not_because: Option<String>,
    pub identity_checklist: IdentityChecklist,
    pub response_checklist: ResponseChecklist,
    /// True where a reference answered, so that the response checklist has to be answered before accepting.
    pub response_checklist_needed: bool,
    pub references: Vec<CaseReference>,
    pub trainings: Vec<CaseTraining>,
    pub comments: Vec<FieldComment>,
    pub timeline: Vec<TimelineEntry>,
    pub earlier: Vec<ApplicationSummary>,
    /// The words that the invitation would carry, to edit.
    pub invitation_message: String,
    /// Why the application cannot be accepted yet, as stable words; the page has the sentences.
    pub accept_blockers: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedField {
    pub pointer: String,
    pub before: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseReference {
    pub id: String,
    pub current: bool,
    pub category: String,
    pub name: String,
    pub email: String,
    pub organisation: String,
    pub title: String,
    pub page_url: String,
    pub state: ReferenceState,
    pub personal_mail: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ReferenceAnswer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// What the mail server said when it refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounce: Option<String>,
    /// How often this address confirmed somebody before.
    pub confirmed_before: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseTraining {
    pub id: String,
    pub name: String,
    pub state: TrainingState,
    pub expires_on: accede_domain::time::Date,
    pub submitted_at: Timestamp,
}

/// `POST /api/v1/applications/{id}/confirm-identity` (If-Match)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmIdentity {
    pub checklist: IdentityChecklist,
}

/// `POST /api/v1/applications/{id}/return` (If-Match): at least one comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnApplication {
    pub comments: Vec<FieldComment>,
    #[serde(default)]
    pub message: String,
}

/// `POST /api/v1/applications/{id}/invite-reference` (If-Match)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteReference {
    pub message: String,
}

/// `POST /api/v1/applications/{id}/skip-reference`, `…/revoke` (If-Match)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithReason {
    pub reason: String,
}

/// `POST /api/v1/applications/{id}/accept` (If-Match)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptApplication {
    #[serde(default)]
    pub checklist: ResponseChecklist,
}

/// `POST /api/v1/applications/{id}/reject` (If-Match)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RejectApplication {
    /// Key of one of the templates.
    pub template: String,
    /// For the applicant, as edited.
    pub comment: String,
}

/// `GET /api/v1/review/templates`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionTemplate {
    pub key: String,
    /// `return` or `reject`
    pub kind: String,
    pub title: String,
    pub text: String,
}

/// `GET /api/v1/review/summary`: how much waits, for the top of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueSummary {
    pub identity: u32,
    pub reference: u32,
    pub response: u32,
    pub r#final: u32,
    pub returned: u32,
    pub trainings: u32,
}
