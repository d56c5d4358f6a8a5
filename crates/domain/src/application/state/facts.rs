//! What deciding needs to know. The store gathers it in the deciding transaction.

use super::{ActorRole, Stage};
use crate::application::Field;
use crate::reference::{ReferenceAnswer, ReferenceState};
use crate::refusal::Refusal;
use crate::review::Holds;
use crate::time::Timestamp;

/// How the actor stands to the application, whatever their role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Relation {
    /// It is the actor's own application.
    pub is_applicant: bool,
    /// The actor holds the link of the present request.
    pub is_reference: bool,
    /// The actor is or was named as reference on it, by any of their addresses.
    pub is_or_was_named_reference: bool,
    /// The applicant is the actor's own reference.
    pub applicant_is_my_reference: bool,
}

impl Relation {
    /// Whether a reviewer who stands so to the person may work on their case: never on their own,
    /// nor where they have a part as a reference, nor for their own reference.
    ///
    /// # Errors
    /// [`Refusal::OwnCase`], [`Refusal::NamedAsReference`], [`Refusal::ApplicantIsOwnReference`].
    pub const fn lets_review(self) -> Result<(), Refusal> {
        if self.is_applicant {
            Err(Refusal::OwnCase)
        } else if self.is_or_was_named_reference {
            Err(Refusal::NamedAsReference)
        } else if self.applicant_is_my_reference {
            Err(Refusal::ApplicantIsOwnReference)
        } else {
            Ok(())
        }
    }
}

/// How the present request to a reference stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceFacts {
    /// Its state.
    pub state: ReferenceState,
    /// The first answer's choice, or the corrected one; nothing until answered.
    pub answer: Option<ReferenceAnswer>,
    /// When it was first answered.
    pub answered_at: Option<Timestamp>,
    /// They took their answer back.
    pub withdrawn: bool,
    /// When this person was first asked.
    pub first_requested_at: Option<Timestamp>,
    /// A reviewer invited or confirmed exactly this person.
    pub confirmed_by_reviewer: bool,
}

impl ReferenceFacts {
    /// Someone who is named and was not asked yet.
    #[must_use]
    pub const fn nominated() -> Self {
        Self {
            state: ReferenceState::Nominated,
            answer: None,
            answered_at: None,
            withdrawn: false,
            first_requested_at: None,
            confirmed_by_reviewer: false,
        }
    }

    /// True while they vouch for the applicant.
    #[must_use]
    pub fn vouches(&self) -> bool {
        self.state == ReferenceState::Answered
            && self.answer == Some(ReferenceAnswer::Confirms)
            && !self.withdrawn
    }
}

/// Everything that [`decide`](super::decide()) looks at beside position, command and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// In which role the actor acts.
    pub actor: ActorRole,
    /// How the actor stands to the application.
    pub relation: Relation,
    /// What keeps staff from deciding now.
    pub holds: Holds,
    /// The version that the actor saw; nothing for the clock, and for a link that shows none.
    pub version_seen: Option<i64>,
    /// The version it has.
    pub version: i64,
    /// How many problems validation finds: in the form, or for `ReplaceReference` in its reference
    /// fields with the new ones put in.
    pub form_problems: usize,
    /// Credentialing is paused (a setting).
    pub credentialing_paused: bool,
    /// A training is uploaded: submitted, returned or accepted.
    pub training_uploaded: bool,
    /// An accepted training of every required type is valid today.
    pub training_valid: bool,
    /// Identity is confirmed for what the present snapshot says.
    pub identity_confirmed: bool,
    /// The form, as it is or as the command makes it, names a reference.
    pub reference_named: bool,
    /// The present request to a reference; nothing before the first submission, and where none
    /// was named.
    pub reference: Option<ReferenceFacts>,
    /// When requests and resends to references of this application went into the outbox.
    pub reference_mailed_at: Vec<Timestamp>,
    /// A reviewer went on without the reference's answer.
    pub reference_skipped: bool,
    /// The present reference's address is one of the applicant's own, verified or not.
    pub reference_is_applicant: bool,
    /// People, by address, named on this application so far, the present one included.
    pub references_named: usize,
    /// Which fields differ from the latest snapshot.
    pub changed_fields: Vec<Field>,
    /// The stage that returned it, where it is returned.
    pub returned_by: Option<Stage>,
    /// When it was returned, where it is.
    pub returned_at: Option<Timestamp>,
    /// When the credential ends, where it does.
    pub credential_ends_at: Option<Timestamp>,
    /// The applicant has another open application, so that none can be begun.
    pub has_open_application: bool,
}

impl Facts {
    /// An application of which nothing is known but who acts: version 1, no problems found,
    /// nothing else given. A start to fill in.
    #[must_use]
    pub fn of(actor: ActorRole) -> Self {
        Self {
            actor,
            relation: Relation {
                is_applicant: actor == ActorRole::Applicant,
                is_reference: actor == ActorRole::Reference,
                ..Relation::default()
            },
            holds: Holds::default(),
            version_seen: None,
            version: 1,
            form_problems: 0,
            credentialing_paused: false,
            training_uploaded: false,
            training_valid: false,
            identity_confirmed: false,
            reference_named: false,
            reference: None,
            reference_mailed_at: Vec::new(),
            reference_skipped: false,
            reference_is_applicant: false,
            references_named: 0,
            changed_fields: Vec::new(),
            returned_by: None,
            returned_at: None,
            credential_ends_at: None,
            has_open_application: false,
        }
    }
}
