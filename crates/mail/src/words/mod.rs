//! Every word Accede mails, in English, one file an area. Another language is a file of translations, `lang/*.po`
//! (see [`crate::phrase`]).
//!
//! How they are written: for busy people, often not native speakers, and afraid of having done something wrong. Short
//! sentences. First what happened, then what to do next. No blame.

mod account;
mod application;
mod credential;
mod dataset;
pub(crate) mod dates;
pub(crate) mod furniture;
mod reference;
mod staff;
mod training;

use crate::letter::Letter;
use crate::message::Message;
use crate::phrase::Phrase;

pub(crate) use dates::moment;

/// Puts a message into words. `site` is the portal's name.
pub(crate) fn letter(message: &Message, site: &str) -> Letter {
    let site = &Phrase::from(site.to_owned());
    match message {
        Message::VerifyAddress { reason } => account::verify_address(*reason, site),
        Message::AddressAlreadyInUse { attempt } => account::address_already_in_use(*attempt, site),
        Message::AddressChanged { address, change } => {
            account::address_changed(address, *change, site)
        }
        Message::PassphraseReset => account::passphrase_reset(site),
        Message::NoAccountHere => account::no_account_here(site),
        Message::PassphraseChanged { at } => account::passphrase_changed(*at, site),
        Message::SecondFactorChanged { change, at } => {
            account::second_factor_changed(*change, *at, site)
        }
        Message::SecondFactorGuessed { at } => account::second_factor_guessed(*at, site),
        Message::NewDeviceSignIn {
            at,
            device,
            network_address,
        } => account::new_device_sign_in(*at, device, network_address.as_deref(), site),
        Message::AccountClosed { at } => account::closed(*at, site),
        Message::AccountDeactivated { at, reason } => {
            account::deactivated(*at, reason.as_deref(), site)
        }

        Message::ApplicationReceived {
            number,
            reference_name,
            usual_wait,
        } => application::received(number, reference_name.as_deref(), *usual_wait),
        Message::ApplicationReturned {
            number,
            comments,
            remark,
            lapses_on,
        } => application::returned(number, comments, remark.as_deref(), *lapses_on),
        Message::ReturnedExpiring {
            number,
            lapses_on,
            days_left,
        } => application::returned_expiring(number, *lapses_on, *days_left),
        Message::ApplicationAccepted {
            number,
            next_steps,
            expires_on,
        } => application::accepted(number, next_steps, *expires_on),
        Message::ApplicationRejected {
            number,
            reason,
            comment,
        } => application::rejected(number, reason, comment),
        Message::ApplicationWithdrawn { number } => application::withdrawn(number),
        Message::ApplicationLapsed { number } => application::lapsed(number),
        Message::CredentialRevoked { number, reason } => credential::revoked(number, reason),
        Message::CredentialExpiring {
            number,
            expires_on,
            days_left,
        } => credential::expiring(number, *expires_on, *days_left),
        Message::CredentialExpired { number, expired_on } => {
            credential::expired(number, *expired_on)
        }

        Message::ReferenceInvited {
            applicant_name,
            applicant_organisation,
            message,
            answer_by,
        } => reference::invited(
            applicant_name,
            applicant_organisation,
            message.as_deref(),
            *answer_by,
            site,
        ),
        Message::ReferenceReminded {
            applicant_name,
            applicant_organisation,
            answer_by,
        } => reference::reminded(applicant_name, applicant_organisation, *answer_by, site),
        Message::ReferenceThanked {
            applicant_name,
            change_until,
        } => reference::thanked(applicant_name, *change_until),
        Message::ReferenceList => reference::list(),
        Message::ReferenceListEmpty => reference::list_empty(),
        Message::ReferenceEnded {
            applicant_name,
            because,
        } => reference::ended(applicant_name, *because),
        Message::ReferenceMailBounced {
            reference_name,
            reference_address,
        } => reference::mail_bounced(reference_name, reference_address),
        Message::ReferenceNudge {
            reference_name,
            days_waiting,
            answer_by,
        } => reference::nudge(reference_name, *days_waiting, *answer_by),
        Message::ReferenceTimedOut {
            number,
            reference_name,
            lapses_on,
        } => reference::timed_out(number, reference_name, *lapses_on),
        Message::ReferenceChanged {
            number,
            reference_name,
            at,
        } => reference::changed(number, reference_name, *at),
        Message::ReferenceChangedForReview {
            application_id,
            number,
            applicant_name,
            at,
        } => staff::reference_changed(application_id, number, applicant_name, *at),
        Message::CredentialFlagged {
            application_id,
            number,
            holder_name,
            flag,
            at,
        } => staff::credential_flagged(application_id, number, holder_name, *flag, *at),

        Message::TrainingReceived { training } => training::received(training),
        Message::TrainingAccepted {
            training,
            expires_on,
        } => training::accepted(training, *expires_on),
        Message::TrainingReturned { training, comment } => training::returned(training, comment),
        Message::TrainingRejected { training, comment } => training::rejected(training, comment),
        Message::TrainingExpiring {
            training,
            expires_on,
            days_left,
        } => training::expiring(training, *expires_on, *days_left),
        Message::TrainingExpired {
            training,
            expired_on,
        } => training::expired(training, *expired_on),

        Message::AgreementReceipt {
            dataset,
            dataset_slug,
            agreement_version,
            signed_at,
            signature_id,
        } => dataset::agreement_receipt(
            dataset,
            dataset_slug,
            agreement_version,
            *signed_at,
            signature_id,
        ),
        Message::AgreementNewVersion {
            dataset,
            dataset_slug,
            agreement_version,
            changes,
            sign_by,
            again,
        } => dataset::agreement_new_version(
            dataset,
            dataset_slug,
            agreement_version,
            changes.as_deref(),
            *sign_by,
            *again,
        ),
        Message::CloudAddressVerify { service_account } => {
            dataset::cloud_address_verify(*service_account, site)
        }
        Message::GrantMade {
            service,
            dataset,
            dataset_slug,
            cloud_address,
            location,
            local_ledger,
        } => dataset::grant_made(
            *service,
            dataset,
            dataset_slug,
            cloud_address,
            location,
            *local_ledger,
        ),
        Message::GrantFailed {
            service,
            dataset,
            dataset_slug,
            will_retry,
        } => dataset::grant_failed(*service, dataset, dataset_slug, *will_retry),
        Message::GrantRemoved {
            service,
            dataset,
            dataset_slug,
            because,
        } => dataset::grant_removed(*service, dataset, dataset_slug, *because),

        Message::DailyDigest {
            day,
            counts,
            oldest,
        } => staff::daily_digest(*day, counts, oldest.as_ref(), site),
    }
}
