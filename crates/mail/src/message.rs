//! The catalogue: every message Accede sends, with exactly the data its words need.
//!
//! A message is kept as JSON in the outbox, written in the transaction that decided to send it. It therefore holds no
//! secret and no link: a mailed link is derived while sending (see [`Message::needs_link`]), so that the database alone
//! opens nothing. For the same reason it holds no answer of a reference, which is for staff only.

use accede_domain::application::state::Flag;
use accede_domain::grant::Service;
use accede_domain::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// What a mailed link lets its bearer do. The server derives the token for exactly this purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    VerifyAddress,
    ResetPassphrase,
    Reference,
    /// See everybody one was asked about as a reference.
    ReferenceList,
    VerifyCloudAddress,
}

impl LinkPurpose {
    /// The same word as in JSON; used as a database value and as a separator of token domains.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VerifyAddress => "verify_address",
            Self::ResetPassphrase => "reset_passphrase",
            Self::Reference => "reference",
            Self::ReferenceList => "reference_list",
            Self::VerifyCloudAddress => "verify_cloud_address",
        }
    }
}

/// One mail. Names, comments and other typed text are stored as they were given; rendering makes them harmless.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    // ── Account ─────────────────────────────────────────────────────────────────────────────────────────────────────
    /// To an address nobody has proved yet: registration, or a further address of an account.
    VerifyAddress {
        reason: VerifyReason,
    },
    /// To the owner of an address that somebody else tried to claim.
    AddressAlreadyInUse {
        attempt: ClaimAttempt,
    },
    /// To the addresses an account already had: its set of addresses changed.
    AddressChanged {
        address: String,
        change: AddressChange,
    },
    PassphraseReset,
    /// Answers a reset, or a registration's mail asked for again, for an address without an account, so that all cases
    /// cost the same work.
    NoAccountHere,
    PassphraseChanged {
        at: Timestamp,
    },
    SecondFactorChanged {
        change: SecondFactorChange,
        at: Timestamp,
    },
    /// Somebody who knows the passphrase gives wrong codes.
    SecondFactorGuessed {
        at: Timestamp,
    },
    /// `device`: words such as "Firefox on Linux". `network_address`: where the request came from.
    NewDeviceSignIn {
        at: Timestamp,
        device: String,
        network_address: Option<String>,
    },
    AccountClosed {
        at: Timestamp,
    },
    AccountDeactivated {
        at: Timestamp,
        reason: Option<String>,
    },

    // ── Application ─────────────────────────────────────────────────────────────────────────────────────────────────
    ApplicationReceived {
        number: String,
        reference_name: Option<String>,
        /// From the last 90 days; `None` until there are figures.
        usual_wait: Option<UsualWait>,
    },
    ApplicationReturned {
        number: String,
        comments: Vec<FieldComment>,
        /// A remark on the whole, beside those pinned to fields.
        remark: Option<String>,
        lapses_on: Date,
    },
    /// A returned application lapses soon (60 and 83 days after it was returned).
    ReturnedExpiring {
        number: String,
        lapses_on: Date,
        days_left: u32,
    },
    ApplicationAccepted {
        number: String,
        next_steps: Vec<StepAfterAcceptance>,
        expires_on: Option<Date>,
    },
    /// `reason`: the words of the decision template. `comment`: what the reviewer wrote.
    ApplicationRejected {
        number: String,
        reason: String,
        comment: String,
    },
    ApplicationWithdrawn {
        number: String,
    },
    ApplicationLapsed {
        number: String,
    },
    CredentialRevoked {
        number: String,
        reason: String,
    },
    CredentialExpiring {
        number: String,
        expires_on: Date,
        days_left: u32,
    },
    CredentialExpired {
        number: String,
        expired_on: Date,
    },

    // ── Reference ───────────────────────────────────────────────────────────────────────────────────────────────────
    /// To the reference. `message`: the invitation as the reviewer edited it.
    ReferenceInvited {
        applicant_name: String,
        applicant_organisation: String,
        message: Option<String>,
        answer_by: Date,
    },
    /// To the reference: on day 5, or because the applicant asked for the mail again.
    ReferenceReminded {
        applicant_name: String,
        applicant_organisation: String,
        answer_by: Date,
    },
    /// To the reference; the same link shows the answer until `change_until`.
    ReferenceThanked {
        applicant_name: String,
        change_until: Timestamp,
    },
    /// To an address at which a reference was asked: the link to everybody they were asked about.
    ReferenceList,
    /// The same asked for at an address that nobody named, so that both cases cost the same work.
    ReferenceListEmpty,
    /// To the reference: no answer is needed any more.
    ReferenceEnded {
        applicant_name: String,
        because: ReferenceEnd,
    },
    /// To the applicant: a mail server refused the invitation.
    ReferenceMailBounced {
        reference_name: String,
        reference_address: String,
    },
    /// To the applicant on day 10 and 25: name someone else?
    ReferenceNudge {
        reference_name: String,
        days_waiting: u32,
        answer_by: Date,
    },
    /// To the applicant on day 30: the application came back at the reference task.
    ReferenceTimedOut {
        number: String,
        reference_name: String,
        lapses_on: Date,
    },
    /// To the applicant: the reference was changed after the identity had been confirmed.
    ReferenceChanged {
        number: String,
        reference_name: String,
        at: Timestamp,
    },
    /// To the reviewers: the same event.
    ReferenceChangedForReview {
        application_id: String,
        number: String,
        applicant_name: String,
        at: Timestamp,
    },
    /// To the administrators: something on a credential that holds.
    CredentialFlagged {
        application_id: String,
        number: String,
        holder_name: String,
        flag: Flag,
        at: Timestamp,
    },

    // ── Training ────────────────────────────────────────────────────────────────────────────────────────────────────
    TrainingReceived {
        training: String,
    },
    TrainingAccepted {
        training: String,
        expires_on: Option<Date>,
    },
    TrainingReturned {
        training: String,
        comment: String,
    },
    TrainingRejected {
        training: String,
        comment: String,
    },
    TrainingExpiring {
        training: String,
        expires_on: Date,
        days_left: u32,
    },
    TrainingExpired {
        training: String,
        expired_on: Date,
    },

    // ── Agreements, cloud accounts, access ──────────────────────────────────────────────────────────────────────────
    /// Goes out with the receipt file attached; the sender gives its bytes while sending.
    AgreementReceipt {
        dataset: String,
        dataset_slug: String,
        agreement_version: String,
        signed_at: Timestamp,
        signature_id: String,
    },
    AgreementNewVersion {
        dataset: String,
        dataset_slug: String,
        agreement_version: String,
        /// What changed, in the words of the data owner.
        changes: Option<String>,
        /// Set where the change is material: sign again by this day to keep access.
        sign_by: Option<Date>,
        /// They were told before, and have not signed.
        #[serde(default)]
        again: bool,
    },
    /// To a cloud address nobody has proved yet.
    CloudAddressVerify {
        service_account: CloudAccountKind,
    },
    GrantMade {
        service: Service,
        dataset: String,
        dataset_slug: String,
        /// The linked cloud address that was given access.
        cloud_address: String,
        location: GrantLocation,
        /// True where the built-in local ledger granted and no real cloud was asked.
        local_ledger: bool,
    },
    GrantFailed {
        service: Service,
        dataset: String,
        dataset_slug: String,
        will_retry: bool,
    },
    GrantRemoved {
        service: Service,
        dataset: String,
        dataset_slug: String,
        because: GrantRemoval,
    },

    // ── Staff ───────────────────────────────────────────────────────────────────────────────────────────────────────
    DailyDigest {
        day: Date,
        counts: Vec<StageCount>,
        oldest: Option<OldestWaiting>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerifyReason {
    Registration,
    FurtherAddress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimAttempt {
    Registration,
    FurtherAddress,
    CloudAddress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressChange {
    Added,
    MadePrimary,
    Removed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorChange {
    SwitchedOn,
    SwitchedOff,
    /// An administrator removed it for somebody who lost theirs.
    ResetByAdministrator,
    RecoveryCodeUsed,
    RecoveryCodesReplaced,
}

/// How long the first look of a reviewer took over the last 90 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsualWait {
    pub median_days: u32,
    /// Nine in ten people waited no longer than this.
    pub ninetieth_percentile_days: u32,
}

/// A reviewer's comment, pinned to a field by the label that the form shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldComment {
    pub field_label: String,
    pub comment: String,
}

/// What an accepted applicant does next. The access rule decides which; this only words them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum StepAfterAcceptance {
    CompleteTraining {
        training: String,
    },
    WaitForTrainingReview {
        training: String,
    },
    SignAgreement {
        dataset: String,
        dataset_slug: String,
    },
    LinkCloudAccount,
    RequestAccess {
        dataset: String,
        dataset_slug: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceEnd {
    /// The applicant named somebody else, or corrected the address.
    Replaced,
    /// The application went on, or ended, without this answer.
    NoLongerNeeded,
    /// 30 days passed.
    TimeRanOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloudAccountKind {
    Google,
}

/// Where the granted data is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum GrantLocation {
    /// BigQuery: the project that holds the datasets, and their names.
    Project {
        project: String,
        datasets: Vec<String>,
    },
    /// Cloud Storage: the bucket's name (`gs://` is added) and its page.
    Bucket { bucket: String, url: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantRemoval {
    AskedByPerson,
    CloudAccountUnlinked,
    CredentialEnded,
    TrainingEnded,
    AgreementSuperseded,
    AccountClosed,
    Other,
}

/// What the digest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DigestQueue {
    Identity,
    Reference,
    Response,
    /// References that did not simply confirm, or changed after the identity was confirmed.
    Flagged,
    Final,
    Training,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCount {
    pub queue: DigestQueue,
    pub waiting: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldestWaiting {
    pub application_id: String,
    pub number: String,
    pub queue: DigestQueue,
    pub days: u32,
}

impl Message {
    /// The link this message cannot go out without, if any.
    pub fn needs_link(&self) -> Option<LinkPurpose> {
        match self {
            Self::VerifyAddress { .. } => Some(LinkPurpose::VerifyAddress),
            Self::PassphraseReset => Some(LinkPurpose::ResetPassphrase),
            Self::ReferenceInvited { .. }
            | Self::ReferenceReminded { .. }
            | Self::ReferenceThanked { .. } => Some(LinkPurpose::Reference),
            Self::ReferenceList => Some(LinkPurpose::ReferenceList),
            Self::CloudAddressVerify { .. } => Some(LinkPurpose::VerifyCloudAddress),
            _ => None,
        }
    }

    /// Whether the sender must attach the signed receipt.
    pub fn needs_receipt(&self) -> bool {
        matches!(self, Self::AgreementReceipt { .. })
    }
}
