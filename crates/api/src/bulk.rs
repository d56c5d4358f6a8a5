//! Decisions on many applications at once.
//!
//! First a preview of what would happen to whom, then batches of explicit applications under one id, each decided by itself
//! like a decision taken alone; until they take effect, together, they can be undone together.

use accede_domain::{
    application::{ApplicationState, Stage},
    review::decision::DecisionState,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::page::Count;
use crate::review::{RejectApplication, ReturnApplication};

/// What is decided on all of them, with the words of the decision taken alone: one of these.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkDecision {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reject: Option<RejectApplication>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_for_changes: Option<ReturnApplication>,
}

/// `POST /api/v1/review/applications/bulk/preview?…` with the filters, the order and the place of the list, 100 lines
/// without `limit`; or with the applications themselves. Writes nothing. Answered with [`BulkPreview`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewBulk {
    pub decision: BulkDecision,
    /// Just these, 1 to 100 and none twice, in place of a list: the query is then empty. The answer has each of them, in this
    /// order, with why it would not be decided where it would not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applications: Option<Vec<String>>,
}

/// What would happen, line by line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkPreview {
    pub items: Vec<BulkPreviewItem>,
    /// How many lines the whole list has, those not shown here among them; or how many applications were named.
    pub total: Count,
    /// Where the list goes on, as `after` of a further preview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkPreviewItem {
    pub id: String,
    /// What has to be sent back to decide on what was shown here.
    pub version: u32,
    /// Empty, as are the names, where one was named that there is not.
    pub reference_number: String,
    pub applicant_name: String,
    pub user_name: String,
    /// Where it stands.
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Where it would stand; absent where it would not be decided, and so are the next three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_state: Option<ApplicationState>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_stage: Option<Stage>,
    /// To which address the mail would go; absent too where the account is closed and none is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_subject: Option<String>,
    /// Why it would not be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<BulkRefused>,
}

/// Why one is not decided, and who was faster where somebody was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkRefused {
    /// A refusal's word, or `not_found`.
    pub why: String,
    /// The same as a sentence, for tools.
    pub detail: String,
    /// The user name of whoever works on it or decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Their full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When their claim ends unless it is renewed, or their decision takes effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// `POST /api/v1/review/applications/bulk`: decides a batch. What is refused keeps none of the others from being decided.
/// Answered with [`BulkAnswer`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideBulk {
    /// A UUID of the caller's own, the same one for all batches that take effect together: 100 decisions at most.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub bulk: String,
    pub decision: BulkDecision,
    /// 1 to 25, none twice.
    pub items: Vec<BulkItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkItem {
    pub id: String,
    /// As the preview showed it; one that changed since is not decided.
    pub version: u32,
}

/// What came of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkAnswer {
    /// When all of the bulk that wait take effect, those of earlier batches among them; absent where that was at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_effect_at: Option<Timestamp>,
    /// In the order in which they were asked for.
    pub results: Vec<BulkResult>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkResult {
    /// The application.
    pub id: String,
    /// The decision, where it was taken: by this batch, or by an earlier one of the bulk on the same version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<String>,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<BulkRefused>,
}

/// `GET /api/v1/review/bulk/{id}`: what became of each that was sent, for whoever sent them, for good. `POST …/undo` takes
/// back all that still wait, and answers with the same; a batch that arrives after that decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bulk {
    pub items: Vec<BulkDecided>,
    /// Those that were refused when they were sent.
    pub left_out: Vec<BulkLeftOut>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkLeftOut {
    pub application_id: String,
    /// Empty, as is the name, where there is no such application.
    pub reference_number: String,
    pub applicant_name: String,
    /// As it was when it was sent.
    pub refused: BulkRefused,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkDecided {
    /// The decision.
    pub id: String,
    pub application_id: String,
    pub reference_number: String,
    pub applicant_name: String,
    /// `reject` or `return_for_changes`.
    pub command: String,
    pub state: DecisionState,
    pub takes_effect_at: Timestamp,
    /// Why it did not happen, as a refusal's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}
