//! One or more examples of every message, for tests and for looking at them.

use accede_domain::application::state::Flag;
use accede_domain::grant::Service;
use accede_domain::language::Language;
use accede_domain::time::{Date, Timestamp};

use crate::message::*;
use crate::render::{MailContext, MailedLink};

/// 12 September 2026, 14:05 UTC.
const NOW: Timestamp = Timestamp(1_789_221_900_000_000);

/// As it is written to somebody who reads English.
pub fn context(message: &Message) -> MailContext<'static> {
    MailContext {
        site_name: "Accede",
        support_address: "support@portal.example",
        origin: "https://portal.example",
        link: message.needs_link().map(link),
        recipient_name: Some("Émile Zola"),
        language: Language::English,
    }
}

fn link(purpose: LinkPurpose) -> MailedLink {
    MailedLink {
        url: format!(
            "https://portal.example{}#01ARZ3NDEKTSV4RRFFQ69G5FAV.q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
            purpose.path()
        ),
        code: "7KQM-2XVD-94TH".to_owned(),
        valid_until: Some(in_days(1)),
    }
}

fn in_days(days: i64) -> Timestamp {
    Timestamp(NOW.0 + days * 86_400_000_000)
}

fn date(days: i64) -> Date {
    in_days(days).date()
}

/// A name for the file and the message; several examples of one kind have different names.
pub fn all() -> Vec<(String, Message)> {
    let mut samples = Vec::new();
    for (area, messages) in [
        ("1-account", account()),
        ("2-application", application()),
        ("3-reference", reference()),
        ("4-training", training()),
        ("5-dataset", dataset()),
        ("6-staff", staff()),
    ] {
        for (index, message) in messages.into_iter().enumerate() {
            samples.push((
                format!("{area}-{:02}-{}", index + 1, message.kind()),
                message,
            ));
        }
    }
    samples
}

fn account() -> Vec<Message> {
    let mut messages = vec![
        Message::VerifyAddress {
            reason: VerifyReason::Registration,
        },
        Message::VerifyAddress {
            reason: VerifyReason::FurtherAddress,
        },
        Message::AddressAlreadyInUse {
            attempt: ClaimAttempt::Registration,
        },
        Message::AddressAlreadyInUse {
            attempt: ClaimAttempt::FurtherAddress,
        },
        Message::AddressAlreadyInUse {
            attempt: ClaimAttempt::CloudAddress,
        },
        Message::PassphraseReset,
        Message::NoAccountHere,
        Message::PassphraseChanged { at: NOW },
        Message::NewDeviceSignIn {
            at: NOW,
            device: "Firefox on Linux".into(),
            network_address: Some("203.0.113.7".into()),
        },
        Message::AccountClosed { at: NOW },
        Message::AccountDeactivated {
            at: NOW,
            reason: Some("We could not reach you about the audit.".into()),
        },
    ];
    for change in [
        AddressChange::Added,
        AddressChange::MadePrimary,
        AddressChange::Removed,
    ] {
        let address = "zola@medan.example".into();
        messages.push(Message::AddressChanged { address, change });
    }
    for change in [
        SecondFactorChange::SwitchedOn,
        SecondFactorChange::SwitchedOff,
        SecondFactorChange::ResetByAdministrator,
        SecondFactorChange::RecoveryCodeUsed,
        SecondFactorChange::RecoveryCodesReplaced,
    ] {
        messages.push(Message::SecondFactorChanged { change, at: NOW });
    }
    messages.push(Message::SecondFactorGuessed { at: NOW });
    messages
}

fn number() -> String {
    "A-2026-0042".into()
}

fn application() -> Vec<Message> {
    let dataset = || "MIMIC-IV".to_owned();
    let dataset_slug = || "mimic-iv".to_owned();
    vec![
        Message::ApplicationReceived {
            number: number(),
            reference_name: Some("Gustave Flaubert".into()),
            usual_wait: Some(UsualWait {
                median_days: 4,
                ninetieth_percentile_days: 11,
            }),
        },
        Message::ApplicationReceived {
            number: number(),
            reference_name: None,
            usual_wait: None,
        },
        Message::ApplicationReturned {
            number: number(),
            comments: vec![
                FieldComment {
                    field_label: "Webpage".into(),
                    comment: "The page does not open.\nIs there another one that names you?".into(),
                },
                FieldComment {
                    field_label: "Research summary".into(),
                    comment: "Please say how you will keep the data safe.".into(),
                },
            ],
            remark: Some("Everything else is fine.".into()),
            lapses_on: date(90),
        },
        Message::ReturnedExpiring {
            number: number(),
            lapses_on: date(7),
            days_left: 7,
        },
        Message::ApplicationAccepted {
            number: number(),
            next_steps: vec![
                StepAfterAcceptance::CompleteTraining {
                    training: "CITI Data or Specimens Only Research".into(),
                },
                StepAfterAcceptance::WaitForTrainingReview {
                    training: "HIPAA".into(),
                },
                StepAfterAcceptance::SignAgreement {
                    dataset: dataset(),
                    dataset_slug: dataset_slug(),
                },
                StepAfterAcceptance::LinkCloudAccount,
                StepAfterAcceptance::RequestAccess {
                    dataset: dataset(),
                    dataset_slug: dataset_slug(),
                },
            ],
            expires_on: Some(date(1095)),
        },
        Message::ApplicationAccepted {
            number: number(),
            next_steps: Vec::new(),
            expires_on: None,
        },
        Message::ApplicationRejected {
            number: number(),
            reason: "We could not find out who you are.".into(),
            comment: "We searched the directory of your university and found nobody of this name."
                .into(),
        },
        Message::ApplicationWithdrawn { number: number() },
        Message::ApplicationLapsed { number: number() },
        Message::CredentialRevoked {
            number: number(),
            reason: "Data were shared.".into(),
        },
        Message::CredentialExpiring {
            number: number(),
            expires_on: date(30),
            days_left: 30,
        },
        Message::CredentialExpired {
            number: number(),
            expired_on: date(0),
        },
    ]
}

fn reference() -> Vec<Message> {
    let applicant_name = || "Émile Zola".to_owned();
    let reference_name = || "Gustave Flaubert".to_owned();
    let mut messages = vec![
        Message::ReferenceInvited {
            applicant_name: applicant_name(),
            applicant_organisation: "École normale supérieure".into(),
            message: Some("Dear Professor Flaubert,\n\nwe would be glad of a few lines.".into()),
            answer_by: date(30),
        },
        Message::ReferenceInvited {
            applicant_name: "李".into(),
            applicant_organisation: "Johnson & Johnson".into(),
            message: None,
            answer_by: date(30),
        },
        Message::ReferenceReminded {
            applicant_name: applicant_name(),
            applicant_organisation: "École normale supérieure".into(),
            answer_by: date(25),
        },
        Message::ReferenceThanked {
            applicant_name: applicant_name(),
            change_until: in_days(1),
        },
        Message::ReferenceList,
        Message::ReferenceListEmpty,
        Message::ReferenceMailBounced {
            reference_name: reference_name(),
            reference_address: "flaubert@croisset.example".into(),
        },
        Message::ReferenceNudge {
            reference_name: reference_name(),
            days_waiting: 10,
            answer_by: date(20),
        },
        Message::ReferenceTimedOut {
            number: number(),
            reference_name: reference_name(),
            lapses_on: date(90),
        },
        Message::ReferenceChanged {
            number: number(),
            reference_name: reference_name(),
            at: NOW,
        },
    ];
    for because in [
        ReferenceEnd::Replaced,
        ReferenceEnd::NoLongerNeeded,
        ReferenceEnd::TimeRanOut,
    ] {
        messages.push(Message::ReferenceEnded {
            applicant_name: applicant_name(),
            because,
        });
    }
    messages
}

fn training() -> Vec<Message> {
    let training = || "CITI Data or Specimens Only Research".to_owned();
    let comment = || "This is the certificate. Please send the completion report.".to_owned();
    vec![
        Message::TrainingReceived {
            training: training(),
        },
        Message::TrainingAccepted {
            training: training(),
            expires_on: Some(date(1000)),
        },
        Message::TrainingReturned {
            training: training(),
            comment: comment(),
        },
        Message::TrainingRejected {
            training: training(),
            comment: comment(),
        },
        Message::TrainingExpiring {
            training: training(),
            expires_on: date(30),
            days_left: 30,
        },
        Message::TrainingExpired {
            training: training(),
            expired_on: date(0),
        },
    ]
}

fn dataset() -> Vec<Message> {
    let dataset = || "MIMIC-IV".to_owned();
    let dataset_slug = || "mimic-iv".to_owned();
    let agreement_version = || "2".to_owned();
    let mut messages = vec![
        Message::AgreementReceipt {
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            agreement_version: agreement_version(),
            signed_at: NOW,
            signature_id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        },
        Message::AgreementNewVersion {
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            agreement_version: agreement_version(),
            changes: Some(
                "It now names online services that must not be used with the data.".into(),
            ),
            sign_by: Some(date(30)),
            again: false,
        },
        Message::AgreementNewVersion {
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            agreement_version: agreement_version(),
            changes: None,
            sign_by: Some(date(7)),
            again: true,
        },
        Message::AgreementNewVersion {
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            agreement_version: agreement_version(),
            changes: None,
            sign_by: None,
            again: false,
        },
        Message::CloudAddressVerify {
            service_account: CloudAccountKind::Google,
        },
        Message::GrantMade {
            service: Service::BigQuery,
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            cloud_address: "zola@gmail.example".into(),
            location: GrantLocation::Project {
                project: "research-data".into(),
                datasets: vec!["mimiciv_3_1_hosp".into(), "mimiciv_3_1_icu".into()],
            },
            local_ledger: true,
        },
        Message::GrantMade {
            service: Service::CloudStorage,
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            cloud_address: "zola@gmail.example".into(),
            location: GrantLocation::Bucket {
                bucket: "mimiciv-3.1".into(),
                url: "https://console.cloud.google.com/storage/browser/mimiciv-3.1".into(),
            },
            local_ledger: false,
        },
    ];
    for will_retry in [true, false] {
        messages.push(Message::GrantFailed {
            service: Service::BigQuery,
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            will_retry,
        });
    }
    for because in [
        GrantRemoval::AskedByPerson,
        GrantRemoval::CloudAccountUnlinked,
        GrantRemoval::CredentialEnded,
        GrantRemoval::TrainingEnded,
        GrantRemoval::AgreementSuperseded,
        GrantRemoval::AccountClosed,
        GrantRemoval::Other,
    ] {
        messages.push(Message::GrantRemoved {
            service: Service::CloudStorage,
            dataset: dataset(),
            dataset_slug: dataset_slug(),
            because,
        });
    }
    messages
}

fn flagged(flag: Flag) -> Message {
    Message::CredentialFlagged {
        application_id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
        number: number(),
        holder_name: "Émile Zola".into(),
        flag,
        at: NOW,
    }
}

fn staff() -> Vec<Message> {
    let count = |queue, waiting| StageCount { queue, waiting };
    vec![
        Message::ReferenceChangedForReview {
            application_id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
            number: number(),
            applicant_name: "Émile Zola".into(),
            at: NOW,
        },
        flagged(Flag::ReferenceWithdrew),
        flagged(Flag::ReferenceCorrected),
        flagged(Flag::NameChanged),
        Message::DailyDigest {
            day: date(0),
            counts: vec![
                count(DigestQueue::Identity, 12),
                count(DigestQueue::Reference, 3),
                count(DigestQueue::Response, 0),
                count(DigestQueue::Flagged, 1),
                count(DigestQueue::Final, 4),
                count(DigestQueue::Training, 7),
            ],
            oldest: Some(OldestWaiting {
                application_id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
                number: number(),
                queue: DigestQueue::Identity,
                days: 9,
            }),
        },
        Message::DailyDigest {
            day: date(0),
            counts: Vec::new(),
            oldest: None,
        },
    ]
}
