//! The name of each message, as in JSON: for logs, counters and the outbox's columns. It says nothing about a person.

use crate::message::Message;

macro_rules! kinds {
    ($($variant:ident => $name:literal,)*) => {
        impl Message {
            /// Every kind there is.
            pub const KINDS: &[&str] = &[$($name),*];

            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)*
                }
            }
        }
    };
}

kinds! {
    VerifyAddress => "verify_address",
    AddressAlreadyInUse => "address_already_in_use",
    AddressChanged => "address_changed",
    PassphraseReset => "passphrase_reset",
    NoAccountHere => "no_account_here",
    PassphraseChanged => "passphrase_changed",
    SecondFactorChanged => "second_factor_changed",
    SecondFactorGuessed => "second_factor_guessed",
    NewDeviceSignIn => "new_device_sign_in",
    AccountClosed => "account_closed",
    AccountDeactivated => "account_deactivated",
    ApplicationReceived => "application_received",
    ApplicationReturned => "application_returned",
    ReturnedExpiring => "returned_expiring",
    ApplicationAccepted => "application_accepted",
    ApplicationRejected => "application_rejected",
    ApplicationWithdrawn => "application_withdrawn",
    ApplicationLapsed => "application_lapsed",
    CredentialRevoked => "credential_revoked",
    CredentialExpiring => "credential_expiring",
    CredentialExpired => "credential_expired",
    ReferenceInvited => "reference_invited",
    ReferenceReminded => "reference_reminded",
    ReferenceThanked => "reference_thanked",
    ReferenceList => "reference_list",
    ReferenceListEmpty => "reference_list_empty",
    ReferenceEnded => "reference_ended",
    ReferenceMailBounced => "reference_mail_bounced",
    ReferenceNudge => "reference_nudge",
    ReferenceTimedOut => "reference_timed_out",
    ReferenceChanged => "reference_changed",
    ReferenceChangedForReview => "reference_changed_for_review",
    CredentialFlagged => "credential_flagged",
    TrainingReceived => "training_received",
    TrainingAccepted => "training_accepted",
    TrainingReturned => "training_returned",
    TrainingRejected => "training_rejected",
    TrainingExpiring => "training_expiring",
    TrainingExpired => "training_expired",
    AgreementReceipt => "agreement_receipt",
    AgreementNewVersion => "agreement_new_version",
    CloudAddressVerify => "cloud_address_verify",
    GrantMade => "grant_made",
    GrantFailed => "grant_failed",
    GrantRemoved => "grant_removed",
    DailyDigest => "daily_digest",
}
