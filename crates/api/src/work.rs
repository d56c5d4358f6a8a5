//! How staff share the work: claims on cases, and decisions that can still be undone.

use accede_domain::{
    review::{CaseKind, decision::DecisionState},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::application::FieldComment;

/// Who works on a case; absent where nobody does.
///
/// `POST /api/v1/review/applications/{id}/claim`, `POST /api/v1/review/trainings/{id}/claim` (body [`TakeClaim`]) claims
/// a case for 15 minutes, or renews the own claim. While somebody else works on it: 409 `claimed` with their claim in
/// `current`. `POST …/release` lets go of it (204).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// The user name.
    pub by: String,
    /// The full name.
    pub name: String,
    /// It is the caller's own.
    pub mine: bool,
    pub since: Timestamp,
    /// Unless it is renewed.
    pub until: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TakeClaim {
    /// On purpose, from somebody who works on it.
    pub take_over: bool,
}

/// `POST /api/v1/review/applications/next?…`, `POST /api/v1/review/trainings/next?…` with the filters of the queue:
/// claims the oldest case that nobody works on and the caller may decide. Answered with [`NextCase`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AskNext {
    /// The case that the caller leaves with it; its claim is let go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave: Option<String>,
    /// Cases that the caller has passed over, at most 100.
    pub passed: Vec<String>,
}

/// The case that is now the caller's; without one, nothing is left in this view, or nothing was found as far as it was looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextCase {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// Only what was submitted until then was looked at, and there is none among that: narrow the view for what came later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked_until: Option<Timestamp>,
}

/// What a member of staff decided, until it has taken effect or has been seen not to.
///
/// `GET /api/v1/review/decisions`: the caller's own that wait or did not happen, the latest first.
/// `POST /api/v1/review/decisions/{id}/undo` takes one back; `POST …/{id}/dismiss` puts away one that did not happen.
///
/// A decision on a case on which one waits: 409 `decision_pending`, with the case in `current`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decision {
    pub id: String,
    pub case_kind: CaseKind,
    pub case_id: String,
    /// The applicant's name.
    pub case_name: String,
    /// The number of an application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// The command, such as `accept` or `return_for_changes`; on a training `accept`, `return`, `reject`.
    pub command: String,
    pub state: DecisionState,
    /// The user name of whoever took it.
    pub by: String,
    /// Their full name.
    pub name: String,
    pub mine: bool,
    pub decided_at: Timestamp,
    pub takes_effect_at: Timestamp,
    pub may_undo: bool,
    /// Why it did not happen, as a refusal's word; the page has the sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What was written with one that came to nothing, for whoever wrote it: comments pinned to fields …
    pub comments: Vec<FieldComment>,
    /// … the template of a rejection …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// … and the comment, message or reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
