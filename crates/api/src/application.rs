//! The applicant's side of a credential application.

use accede_domain::{
    application::{ApplicationForm, ApplicationState, CommandKind, Stage},
    reference::{MailRefusal, ReferenceState},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::statistics::Takes;

/// `GET /api/v1/applications/{id}` (ETag), `POST /api/v1/applications` (a new draft, pre-filled).
/// Commands: `POST …/{id}/submit`, `…/withdraw`, `…/reference/resend`, `…/reference/replace`; `DELETE …/{id}` discards a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Application {
    pub id: String,
    pub version: i64,
    /// `CR-` and eight characters; there from the first submission on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_number: Option<String>,
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The draft as it was last saved; what was submitted once submitted.
    pub form: ApplicationForm,
    /// A returned application is edited again: the comments of the last return.
    pub comments: Vec<FieldComment>,
    /// What the reviewer wrote with a return or a rejection, for the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<ReferenceStatus>,
    /// What the caller may do now: the page shows these buttons and no others.
    pub commands: Vec<CommandKind>,
    pub timeline: Vec<TimelineEntry>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    /// A returned application lapses, a response ends at this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// Who is waited for and since when, while submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

/// One line of `GET /api/v1/applications`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationSummary {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_number: Option<String>,
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
}

/// `PUT /api/v1/applications/{id}/draft` (If-Match): saves whatever it holds, invalid parts included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    pub form: ApplicationForm,
}

/// The answer to a saved draft; the ETag carries the same version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedDraft {
    pub version: i64,
    pub updated_at: Timestamp,
}

/// A reviewer's comment, pinned to a field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldComment {
    /// JSON Pointer into the form, such as `/research_summary`; `/training` for the training.
    pub pointer: String,
    pub text: String,
}

/// What the applicant may know of the reference: never the choice, never the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceStatus {
    pub id: String,
    pub name: String,
    pub email: String,
    pub organisation: String,
    pub title: String,
    pub state: ReferenceState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_mail_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// 30 days after the first request to this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// Present while a mail was put off: when we try it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<Timestamp>,
    /// True where it was put off because a mail server asked for it, and not because none could be reached. Without
    /// `next_try_at` that mail server has the mail, and goes on trying by itself.
    #[serde(default)]
    pub asked_to_wait: bool,
    /// Present where the mail did not arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<MailRefusal>,
    pub can_resend: bool,
    pub can_replace: bool,
    /// References that may still be named for this application, of five.
    pub replacements_left: u8,
}

/// `POST /api/v1/applications/{id}/reference/replace` (If-Match): a corrected address or somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplaceReference {
    pub reference_category: String,
    pub reference_name: String,
    pub reference_email: String,
    #[serde(default)]
    pub reference_organisation: String,
    #[serde(default)]
    pub reference_title: String,
    #[serde(default)]
    pub reference_page_url: String,
}

/// One thing that happened, staff shown by role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    pub at: Timestamp,
    /// A stable word such as `submitted`, `identity_confirmed`, `reference_invited`; the page has the sentence.
    pub kind: String,
    /// `you`, `reviewer`, `administrator`, `reference`, `system`; for staff the reviewer's user name stands in `who`.
    pub actor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Words that belong to the event (a reason, a message), where the reader may see them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The comments at the answers, where an application was returned with some.
    pub comments: Vec<FieldComment>,
}

/// Whom a thing waits for, since when and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// `reviewer`, `reference`, `you`
    pub on: String,
    pub since: Timestamp,
    /// The name of the reference, where it waits for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// When the reference's time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The place among those that wait for the same step, exact to 100, then rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// How long this step takes now; absent before 20 of them have ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes: Option<Takes>,
}
