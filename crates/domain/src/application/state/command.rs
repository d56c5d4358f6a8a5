//! The commands on an application and what each carries.

use serde::{Deserialize, Serialize};

use crate::application::checklist::{FieldComment, IdentityChecklist, ResponseChecklist};
use crate::reference::ReferenceAnswer;

choice! {
    /// What can be done to an application. The spelling names the audit event and the API's
    /// sub-resource.
    pub enum CommandKind {
        /// Throw a draft away.
        Discard = "discard",
        /// Hand it in, or hand a returned one in again.
        Submit = "submit",
        /// Take it back.
        Withdraw = "withdraw",
        /// Start again from it.
        ApplyAgain = "apply_again",
        /// Correct the reference's address or name someone else.
        ReplaceReference = "replace_reference",
        /// Send the request again, with the same link.
        ResendReference = "resend_reference",
        /// Say that the applicant is who they say.
        ConfirmIdentity = "confirm_identity",
        /// Ask the reference.
        InviteReference = "invite_reference",
        /// Say that the person the applicant named instead will do.
        ConfirmReference = "confirm_reference",
        /// Go on without a reference.
        SkipReference = "skip_reference",
        /// Give it back with comments.
        ReturnForChanges = "return_for_changes",
        /// Grant the credential.
        Accept = "accept",
        /// Refuse it.
        Reject = "reject",
        /// Vouch for the applicant.
        ReferenceConfirms = "reference_confirms",
        /// Answer anything else.
        ReferenceDeclines = "reference_declines",
        /// Change an answer within 24 hours.
        ReferenceCorrects = "reference_corrects",
        /// Take an answer back later.
        ReferenceWithdraws = "reference_withdraws",
        /// Take the credential away.
        Revoke = "revoke",
        /// End a request that nobody answered.
        ReferenceTimesOut = "reference_times_out",
        /// End what was returned and not sent again.
        Lapse = "lapse",
        /// End a credential that ran out.
        ExpireCredential = "expire_credential",
    }
}

/// The reference's fields of the form, as the applicant types them when naming someone else.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewReference {
    /// A `ReferenceCategory`, by its spelling.
    pub reference_category: String,
    /// Full name.
    pub reference_name: String,
    /// E-mail address.
    pub reference_email: String,
    /// Organisation.
    pub reference_organisation: String,
    /// Title.
    pub reference_title: String,
    /// For a personal-mail address: the page that shows it.
    pub reference_page_url: String,
}

impl NewReference {
    /// Puts these fields into a form, where the one validation judges them.
    pub fn write_into(&self, form: &mut crate::application::ApplicationForm) {
        form.reference_category.clone_from(&self.reference_category);
        form.reference_name.clone_from(&self.reference_name);
        form.reference_email.clone_from(&self.reference_email);
        form.reference_organisation
            .clone_from(&self.reference_organisation);
        form.reference_title.clone_from(&self.reference_title);
        form.reference_page_url.clone_from(&self.reference_page_url);
    }
}

/// A command with what it carries. Texts are as typed; `decide` judges them. A decision that waits for
/// its time is kept as this in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// See [`CommandKind::Discard`].
    Discard,
    /// See [`CommandKind::Submit`].
    Submit,
    /// See [`CommandKind::Withdraw`].
    Withdraw,
    /// See [`CommandKind::ApplyAgain`].
    ApplyAgain,
    /// See [`CommandKind::ReplaceReference`].
    ReplaceReference(NewReference),
    /// See [`CommandKind::ResendReference`].
    ResendReference,
    /// See [`CommandKind::ConfirmIdentity`].
    ConfirmIdentity {
        /// Each question answered.
        checklist: IdentityChecklist,
    },
    /// See [`CommandKind::InviteReference`].
    InviteReference {
        /// What the mail says, editable by the reviewer; blank for the standard text.
        message: String,
    },
    /// See [`CommandKind::ConfirmReference`].
    ConfirmReference,
    /// See [`CommandKind::SkipReference`].
    SkipReference {
        /// Why it goes on without one; for staff.
        reason: String,
    },
    /// See [`CommandKind::ReturnForChanges`].
    ReturnForChanges {
        /// At least one, each pinned to a field.
        comments: Vec<FieldComment>,
        /// A word beside them; may be blank.
        message: String,
    },
    /// See [`CommandKind::Accept`].
    Accept {
        /// Each question answered, where a reference answered; else not looked at.
        checklist: ResponseChecklist,
    },
    /// See [`CommandKind::Reject`].
    Reject {
        /// The key of the template that gives the reason.
        template: String,
        /// The comment that goes with it.
        comment: String,
    },
    /// See [`CommandKind::ReferenceConfirms`] and [`CommandKind::ReferenceDeclines`]: the kind
    /// follows from the answer.
    ReferenceAnswers {
        /// The chosen option.
        answer: ReferenceAnswer,
        /// About the working relationship.
        text: String,
    },
    /// See [`CommandKind::ReferenceCorrects`].
    ReferenceCorrects {
        /// The option chosen now.
        answer: ReferenceAnswer,
        /// About the working relationship.
        text: String,
    },
    /// See [`CommandKind::ReferenceWithdraws`].
    ReferenceWithdraws {
        /// Why.
        text: String,
    },
    /// See [`CommandKind::Revoke`].
    Revoke {
        /// Why; the person is told.
        reason: String,
    },
    /// See [`CommandKind::ReferenceTimesOut`].
    ReferenceTimesOut,
    /// See [`CommandKind::Lapse`].
    Lapse,
    /// See [`CommandKind::ExpireCredential`].
    ExpireCredential,
}

impl Command {
    /// Which command it is.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Discard => CommandKind::Discard,
            Self::Submit => CommandKind::Submit,
            Self::Withdraw => CommandKind::Withdraw,
            Self::ApplyAgain => CommandKind::ApplyAgain,
            Self::ReplaceReference(_) => CommandKind::ReplaceReference,
            Self::ResendReference => CommandKind::ResendReference,
            Self::ConfirmIdentity { .. } => CommandKind::ConfirmIdentity,
            Self::InviteReference { .. } => CommandKind::InviteReference,
            Self::ConfirmReference => CommandKind::ConfirmReference,
            Self::SkipReference { .. } => CommandKind::SkipReference,
            Self::ReturnForChanges { .. } => CommandKind::ReturnForChanges,
            Self::Accept { .. } => CommandKind::Accept,
            Self::Reject { .. } => CommandKind::Reject,
            Self::ReferenceAnswers {
                answer: ReferenceAnswer::Confirms,
                ..
            } => CommandKind::ReferenceConfirms,
            Self::ReferenceAnswers { .. } => CommandKind::ReferenceDeclines,
            Self::ReferenceCorrects { .. } => CommandKind::ReferenceCorrects,
            Self::ReferenceWithdraws { .. } => CommandKind::ReferenceWithdraws,
            Self::Revoke { .. } => CommandKind::Revoke,
            Self::ReferenceTimesOut => CommandKind::ReferenceTimesOut,
            Self::Lapse => CommandKind::Lapse,
            Self::ExpireCredential => CommandKind::ExpireCredential,
        }
    }
}
