//! Why a command is refused. Every state machine here refuses with these, so that the page words
//! them once and a tool can match on the spelling.

choice! {
    /// Why a command is refused.
    pub enum Refusal {
        /// Nothing of that kind happens from where this stands.
        NotFromHere = "not_from_here",
        /// Somebody else does this; where the object is not theirs to see, the server answers 404.
        NotYours = "not_yours",
        /// A reviewer's own application or training.
        OwnCase = "own_case",
        /// The reviewer is or was named as reference on it.
        NamedAsReference = "named_as_reference",
        /// The applicant is the reviewer's own reference.
        ApplicantIsOwnReference = "applicant_is_own_reference",
        /// It has changed since the actor saw it.
        Stale = "stale",
        /// The form has problems; they are named field by field.
        FormIncomplete = "form_incomplete",
        /// No training is uploaded.
        TrainingMissing = "training_missing",
        /// Credentialing is paused; the draft is kept.
        CredentialingPaused = "credentialing_paused",
        /// A question of the checklist has no answer.
        ChecklistUnanswered = "checklist_unanswered",
        /// A question of the checklist is answered with no.
        ChecklistHasNo = "checklist_has_no",
        /// A comment pinned to at least one field is needed.
        CommentRequired = "comment_required",
        /// A comment is pinned to something that is no field.
        CommentFieldUnknown = "comment_field_unknown",
        /// A reason is needed.
        ReasonRequired = "reason_required",
        /// The text holds too much, or invisible characters.
        TextInvalid = "text_invalid",
        /// A rejection takes its reason from a template.
        TemplateRequired = "template_required",
        /// No reference is named.
        NoReferenceNamed = "no_reference_named",
        /// The reference has answered already.
        ReferenceAnswered = "reference_answered",
        /// The reference has not answered.
        ReferenceNotAnswered = "reference_not_answered",
        /// The request to the reference is over: expired, replaced or cancelled.
        ReferenceRequestOver = "reference_request_over",
        /// The reference's address has become one of the applicant's own.
        OwnReference = "own_reference",
        /// Five people have been named on this application.
        TooManyReferences = "too_many_references",
        /// Three mails have gone to the reference today.
        TooManyMails = "too_many_mails",
        /// The day in which an answer can be changed is over.
        CorrectionOver = "correction_over",
        /// A reviewer has not confirmed the person who answered.
        ReferenceNotConfirmed = "reference_not_confirmed",
        /// Identity is not confirmed.
        IdentityNotConfirmed = "identity_not_confirmed",
        /// No accepted, valid training.
        TrainingNotValid = "training_not_valid",
        /// The day for it has not come.
        NotDue = "not_due",
        /// The completion date cannot be taken.
        DateInvalid = "date_invalid",
        /// The person has an open application already.
        OpenApplicationExists = "open_application_exists",
        /// Somebody else works on the case.
        ClaimedByAnother = "claimed_by_another",
        /// A decision has been taken and has not taken effect yet.
        DecisionPending = "decision_pending",
        /// The decision took effect, or was undone.
        DecisionOver = "decision_over",
        /// Somebody else took the decision.
        NotYourDecision = "not_your_decision",
        /// What was decided cannot be read any more.
        DecisionUnreadable = "decision_unreadable",
    }
}

impl Refusal {
    /// What is in the way and what helps, as one English sentence for tools.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        match self {
            Self::NotFromHere => "This cannot be done in the present state; look at it again.",
            Self::NotYours => "This is for somebody else to do.",
            Self::OwnCase => "Nobody decides on their own case; another reviewer has to.",
            Self::NamedAsReference => {
                "You are or were named as reference here; another reviewer has to decide."
            }
            Self::ApplicantIsOwnReference => {
                "The applicant vouches for you; another reviewer has to decide."
            }
            Self::Stale => "This has changed since you saw it; look at it again and repeat.",
            Self::FormIncomplete => "The form has problems; mend the fields named with them.",
            Self::TrainingMissing => "No training report is uploaded; upload it first.",
            Self::CredentialingPaused => {
                "Credentialing is paused; your draft is kept and can be submitted later."
            }
            Self::ChecklistUnanswered => "A question has no answer; answer each one.",
            Self::ChecklistHasNo => {
                "A question is answered with no; return it for changes or reject it."
            }
            Self::CommentRequired => "Say what to change; pin a comment to at least one field.",
            Self::CommentFieldUnknown => "A comment is pinned to something that is not a field.",
            Self::ReasonRequired => "A reason is needed; write one.",
            Self::TextInvalid => {
                "The text is too long or holds invisible characters; shorten or retype it."
            }
            Self::TemplateRequired => "A rejection takes its reason from a template; choose one.",
            Self::NoReferenceNamed => "No reference is named; there is nobody to ask.",
            Self::ReferenceAnswered => "The reference has answered already.",
            Self::ReferenceNotAnswered => "The reference has not answered yet.",
            Self::ReferenceRequestOver => "This request is over; there is nothing to answer.",
            Self::TooManyReferences => {
                "Five people have been named on this application; ask the support address."
            }
            Self::TooManyMails => "Three mails have gone out today; try again tomorrow.",
            Self::CorrectionOver => {
                "An answer can be changed for 24 hours; after that it can be withdrawn."
            }
            Self::ReferenceNotConfirmed => {
                "The applicant named someone else; a reviewer has to confirm that person first."
            }
            Self::IdentityNotConfirmed => "Identity is not confirmed; confirm it first.",
            Self::TrainingNotValid => "There is no accepted training that is valid today.",
            Self::NotDue => "The day for this has not come.",
            Self::DateInvalid => "The completion date is in the future or too long ago.",
            Self::OpenApplicationExists => "You have an open application; go on with that one.",
            Self::ClaimedByAnother => {
                "Somebody else is working on this; leave it to them, or take it over."
            }
            Self::DecisionPending => {
                "A decision has been taken and takes effect in a moment; look at it again then."
            }
            Self::DecisionOver => {
                "This cannot be undone any more; it has taken effect or was undone."
            }
            Self::OwnReference => {
                "This address belongs to the applicant's own account, and nobody can be their own reference."
            }
            Self::NotYourDecision => "Somebody else took this decision; only they can undo it.",
            Self::DecisionUnreadable => {
                "What was decided cannot be read any more; look at the case and decide again."
            }
        }
    }

    /// True where the actor is the wrong one whatever the object's state: 403, or 404 for an object
    /// that they may not see.
    #[must_use]
    pub const fn is_about_the_actor(self) -> bool {
        matches!(
            self,
            Self::NotYours
                | Self::OwnCase
                | Self::NamedAsReference
                | Self::ApplicantIsOwnReference
                | Self::NotYourDecision
        )
    }
}

impl std::error::Error for Refusal {}
