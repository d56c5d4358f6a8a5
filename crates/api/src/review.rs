//! The reviewer's side: the queue, the case, the decisions.

use accede_domain::{
    application::{
        ApplicationForm, ApplicationState, CommandKind, IdentityChecklist, ResearcherCategory,
        ResponseChecklist, Stage,
    },
    grant::{GrantState, Service},
    reference::{ReferenceAnswer, ReferenceState},
    time::Timestamp,
    training::TrainingState,
};
use serde::{Deserialize, Serialize};

pub use accede_domain::age::AgeBand;
pub use accede_domain::application::Signal;
pub use accede_domain::application::state::Flag;

use crate::account::LinkedOrcid;
use crate::application::{ApplicationSummary, FieldComment, TimelineEntry};
use crate::on_record::OnRecord;
use crate::work::{Claim, Decision};

/// One line of `GET /api/v1/review/applications`: the queue, a page at a time.
///
/// Query parameters, all optional; several narrow the list together:
///
/// | parameter | values |
/// |---|---|
/// | `stage` | empty: all that wait for staff; `identity`, `reference`, `response`, `final`, `returned`: those at it; `open`: all under way; `decided`: all whose review has ended |
/// | `category` | a researcher category |
/// | `country` | ISO 3166-1 alpha-2, or XK |
/// | `flag` | `true`: a reference's "no", concern or withdrawal waits for a reviewer |
/// | `signal` | signals, separated by commas: all of them hold |
/// | `training` | `training_accepted`, `training_waiting`, `training_missing` |
/// | `age` | `ok`, `due`, `late` |
/// | `q` | words; each begins a word of the applicant's name, organisation, addresses, ORCID iD or user name, of the reference's name or address, of the number or of the research summary |
/// | `sort` | `oldest` (without it; by place in the queue), `newest`, `stage_age` (longest at its stage first), `name` |
/// | `limit`, `after`, `before` | rows a page (1 to 100, else 50), and a cursor of an earlier page |
///
/// A page may hold fewer lines than `limit` and have a `next` all the same: what hardly anything fits is looked for a
/// stretch at a time, and `next` goes on from there. `total.exact` is false where counting stopped: "at least so many".
///
/// `GET /api/v1/review/applications.csv` gives the whole list as a file, with the same filters and order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueItem {
    pub id: String,
    pub reference_number: String,
    pub applicant_name: String,
    pub user_name: String,
    pub organisation: String,
    /// ISO 3166-1 alpha-2, or XK.
    pub country: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<ResearcherCategory>,
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The first submission: the place in the queue.
    pub submitted_at: Timestamp,
    /// Since when it stands at its stage.
    pub stage_since: Timestamp,
    /// By the stage's deadline.
    pub age: AgeBand,
    pub signals: Vec<Signal>,
    /// A reference's "no", concern or withdrawal waits for a reviewer.
    pub flagged: bool,
    /// Who works on it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// `GET /api/v1/review/applications/facets`, with the filters of the list: how many lines the list would have. The same of
/// trainings and of references, of which the states and the ages are counted, and the ages.
///
/// A count for a value that filters already is of the list as it is. What was counted as none is there with 0, but for
/// countries. What nobody counted is not there: under several filters or a search, only the present list is counted, so that
/// other values of a parameter that filters have no count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facets {
    pub counts: Vec<FacetCount>,
}

/// With `parameter` set to `value`, the list would have so many lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacetCount {
    /// A query parameter of the list.
    pub parameter: String,
    /// One of its values.
    pub value: String,
    pub count: u32,
    /// False: at least so many.
    pub exact: bool,
}

/// One line of `GET /api/v1/review/references`: the people who were asked and have not answered yet, longest first.
///
/// Parameters: `state` (`invited`, `sent`, `bounced`), `age` (`ok`, `due`: reminded, `late`: the applicant was asked to
/// name someone else), `q` (words; each begins a word of the reference's or the applicant's name, address or organisation
/// or of the number), `sort` (`oldest`, `newest`), `limit`, `after`, `before`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceQueueItem {
    /// The request.
    pub id: String,
    pub application_id: String,
    pub reference_number: String,
    pub applicant_name: String,
    pub reference_name: String,
    pub reference_email: String,
    pub reference_organisation: String,
    /// How the request stands: invited, sent or bounced.
    pub state: ReferenceState,
    /// When this person was first asked.
    pub asked_at: Timestamp,
    /// When the request ends by itself.
    pub ends_at: Timestamp,
    pub age: AgeBand,
    /// Who works on the application now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
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
    /// The ORCID iD that the applicant has shown to be theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orcid: Option<LinkedOrcid>,
    /// The latest submitted snapshot.
    pub form: ApplicationForm,
    /// Fields (JSON Pointers) that differ from the snapshot before, with what stood there.
    pub changed: Vec<ChangedField>,
    pub submitted_at: Timestamp,
    pub stage_since: Timestamp,
    pub age: AgeBand,
    pub signals: Vec<Signal>,
    pub flagged: bool,
    /// What an administrator has to look at on the credential, oldest first; empty for everybody else.
    pub credential_flags: Vec<CredentialFlag>,
    /// What this reviewer may do now; empty with `may_not_because` set on their own or a tied case, while a decision
    /// waits (`decision_pending`), and while somebody else works on it (`claimed_by_another`).
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
    /// Access to data that the person has or has asked for.
    pub grants: Vec<CaseGrant>,
    /// The words that the invitation would carry, to edit.
    pub invitation_message: String,
    /// Why the application cannot be accepted yet, as stable words; the page has the sentences.
    pub accept_blockers: Vec<String>,
    /// Who works on it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The latest decision, while it waits, or where it did not happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What staff wrote for each other, oldest first. Empty on one's own.
    pub notes: Vec<CaseNote>,
    /// What the records hold beside what was stated. Absent on one's own, and where a command answers with the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_record: Option<OnRecord>,
}

/// A note of staff on an application; the applicant never reads it. `POST /api/v1/review/applications/{id}/notes` adds
/// one (body [`WriteNote`], answered with this). None is ever changed: a correction is a further note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseNote {
    pub id: String,
    /// The author's user name.
    pub by: String,
    /// Their full name.
    pub name: String,
    pub text: String,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteNote {
    /// 1 to 4000 characters, of several lines.
    pub text: String,
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
    /// The address that it looks like, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looks_like: Option<String>,
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
    /// Each answer that was given, oldest first: the last one counts. Empty on one's own.
    pub answers: Vec<ReferenceSaid>,
    /// What the mail server said when it refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounce: Option<String>,
    /// How many applications of other people this address confirmed; none whose credential was revoked since.
    pub confirmed_before: u32,
}

/// One answer of a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceSaid {
    /// Absent where the answer was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ReferenceAnswer>,
    pub text: String,
    pub at: Timestamp,
}

/// One line of `GET /api/v1/review/credential-flags`: something on a credential that holds, for an administrator to look
/// at. `POST …/{id}/settle` says that one has, and that the credential stays; revoking it settles it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialFlag {
    pub id: String,
    pub flag: Flag,
    pub raised_at: Timestamp,
    pub application_id: String,
    pub reference_number: String,
    /// As stated on the application.
    pub applicant_name: String,
    pub user_name: String,
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

/// Access to a dataset at a service, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseGrant {
    /// The dataset's title.
    pub dataset: String,
    pub service: Service,
    pub state: GrantState,
    pub requested_at: Timestamp,
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
    /// `application` or `training`
    pub subject: String,
    /// JSON Pointer to the field that a comment of this text is pinned to, with the return of an application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    pub title: String,
    pub text: String,
}

/// `GET /api/v1/review/summary`: how much waits, for the top of the queue. Cheap enough to be polled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueSummary {
    pub identity: u32,
    pub reference: u32,
    pub response: u32,
    pub r#final: u32,
    pub returned: u32,
    /// Those that wait for a reviewer; an application whose reference has not answered yet is not among them.
    pub staff: u32,
    /// Those whose review has ended.
    pub decided: u32,
    /// How many were ever submitted. What it grew by since it was last asked has arrived meanwhile.
    pub arrived: u32,
    pub trainings: u32,
    /// How many training records there ever were; the same of these.
    pub trainings_arrived: u32,
    /// References who were asked and have not answered, at least ten days ago; counted to a thousand.
    pub references_late: u32,
}
