//! How an application stands, what may happen to it, who may do it, and what follows.
//!
//! - [`table`]: every move between states, with who may make it. Read this first.
//! - [`command`]: the commands and what they carry.
//! - [`facts`]: what deciding needs to know.
//! - [`effect`]: what follows from a decision, as data.
//! - [`decide`](decide()): the one pure function; the server decides with it, and the page learns
//!   from [`allowed_commands`] which buttons to show.

mod command;
mod decide;
mod effect;
mod facts;
mod table;

use serde::{Deserialize, Serialize};

pub use command::{Command, CommandKind, NewReference};
pub use decide::{allowed_commands, check_words, decide};
pub use effect::{Effect, Flag, MailKind, Outcome};
pub use facts::{Facts, ReferenceFacts, Relation};
pub use table::{Row, TABLE, To};

choice! {
    /// The state of an application.
    pub enum ApplicationState {
        /// Being written.
        Draft = "draft",
        /// With the reviewers, a reference or, returned, the applicant; see [`Stage`].
        Submitted = "submitted",
        /// The credential holds.
        Accepted = "accepted",
        /// Refused by a reviewer.
        Rejected = "rejected",
        /// Taken back by the applicant.
        Withdrawn = "withdrawn",
        /// Returned, and not sent again within 90 days.
        Lapsed = "lapsed",
        /// The credential was taken away.
        Revoked = "revoked",
        /// The credential ran out.
        Expired = "expired",
    }
}

impl ApplicationState {
    /// True while it is the person's one open application: at most one a person.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted)
    }
}

choice! {
    /// Where a submitted application stands; the order is the way it goes.
    pub enum Stage {
        /// A reviewer looks at who the applicant is.
        Identity = "identity",
        /// A reviewer looks at the named reference, and invites them.
        Reference = "reference",
        /// The reference is asked.
        Response = "response",
        /// A reviewer decides.
        Final = "final",
        /// With the applicant, for changes.
        Returned = "returned",
    }
}

choice! {
    /// Who acts on an application.
    pub enum ActorRole {
        /// Whose application it is.
        Applicant = "applicant",
        /// Who holds the link of its present reference.
        Reference = "reference",
        /// A reviewer.
        Reviewer = "reviewer",
        /// An administrator.
        Administrator = "administrator",
        /// Time itself: the job that ends what has run out.
        Clock = "clock",
    }
}

/// State and stage together: exactly a submitted application has a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// The state.
    pub state: ApplicationState,
    /// The stage, exactly where the state is `submitted`.
    pub stage: Option<Stage>,
}

impl Position {
    /// Being written.
    pub const DRAFT: Self = Self::ended(ApplicationState::Draft);
    /// Submitted, at identity.
    pub const IDENTITY: Self = Self::at(Stage::Identity);
    /// Submitted, at reference.
    pub const REFERENCE: Self = Self::at(Stage::Reference);
    /// Submitted, at response.
    pub const RESPONSE: Self = Self::at(Stage::Response);
    /// Submitted, at final.
    pub const FINAL: Self = Self::at(Stage::Final);
    /// Submitted, with the applicant.
    pub const RETURNED: Self = Self::at(Stage::Returned);
    /// The credential holds.
    pub const ACCEPTED: Self = Self::ended(ApplicationState::Accepted);
    /// Refused.
    pub const REJECTED: Self = Self::ended(ApplicationState::Rejected);
    /// Taken back.
    pub const WITHDRAWN: Self = Self::ended(ApplicationState::Withdrawn);
    /// Not sent again in time.
    pub const LAPSED: Self = Self::ended(ApplicationState::Lapsed);
    /// Credential taken away.
    pub const REVOKED: Self = Self::ended(ApplicationState::Revoked);
    /// Credential run out.
    pub const EXPIRED: Self = Self::ended(ApplicationState::Expired);

    /// Every position there is.
    pub const ALL: &'static [Self] = &[
        Self::DRAFT,
        Self::IDENTITY,
        Self::REFERENCE,
        Self::RESPONSE,
        Self::FINAL,
        Self::RETURNED,
        Self::ACCEPTED,
        Self::REJECTED,
        Self::WITHDRAWN,
        Self::LAPSED,
        Self::REVOKED,
        Self::EXPIRED,
    ];

    /// Submitted, at a stage.
    #[must_use]
    pub const fn at(stage: Stage) -> Self {
        Self {
            state: ApplicationState::Submitted,
            stage: Some(stage),
        }
    }

    /// The position of two columns of the database, where they fit together.
    #[must_use]
    pub fn from_parts(state: ApplicationState, stage: Option<Stage>) -> Option<Self> {
        let position = Self { state, stage };
        Self::ALL.contains(&position).then_some(position)
    }

    /// True while a reviewer or a reference has it.
    #[must_use]
    pub const fn is_under_review(self) -> bool {
        matches!(
            self.stage,
            Some(Stage::Identity | Stage::Reference | Stage::Response | Stage::Final)
        )
    }

    const fn ended(state: ApplicationState) -> Self {
        Self { state, stage: None }
    }
}
