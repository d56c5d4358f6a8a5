//! Account: addresses, passphrase, second factor, sign-in.

use accede_domain::time::Timestamp;

use super::moment;
use crate::clean;
use crate::letter::{Letter, Step};
use crate::message::{AddressChange, ClaimAttempt, SecondFactorChange, VerifyReason};
use crate::paths;

pub(super) fn verify_address(reason: VerifyReason, site: &str) -> Letter {
    let letter = Letter::to_unproved_address(format!("Confirm your e-mail address for {site}"));
    match reason {
        VerifyReason::Registration => letter
            .say(format!("Somebody, probably you, registered at {site} with this e-mail address."))
            .say("Please confirm that the address is yours. Then you can sign in."),
        VerifyReason::FurtherAddress => letter
            .say(format!("Somebody, probably you, added this e-mail address to an account at {site}."))
            .say("Please confirm that the address is yours. Until then it is not used for anything."),
    }
    .mailed_link("Confirm this address")
    .say("If this was not you, you need not do anything. Without your confirmation the address is not used.")
}

pub(super) fn address_already_in_use(attempt: ClaimAttempt, site: &str) -> Letter {
    let letter = Letter::to_person(format!("Your e-mail address is already in use at {site}"));
    match attempt {
        ClaimAttempt::Registration => letter
            .say(format!("Somebody tried to register at {site} with this e-mail address. You already have an account with it, so nothing was changed."))
            .say("If this was you, you can simply sign in. If you do not remember your passphrase, you can set a new one.")
            .page("Sign in", paths::SIGN_IN)
            .page("Set a new passphrase", paths::RESET),
        ClaimAttempt::FurtherAddress => letter
            .say(format!("Somebody tried to add this e-mail address to another account at {site}. It belongs to your account, so nothing was changed."))
            .say("If this was you, and you have two accounts: remove the address from this account first, or use only one of them.")
            .page("Your e-mail addresses", paths::ADDRESSES),
        ClaimAttempt::CloudAddress => letter
            .say(format!("Somebody tried to link this Google address to another account at {site}. It belongs to your account, so nothing was changed."))
            .say("If this was you, and you have two accounts: unlink the address here first, or use only one of them.")
            .page("Your cloud accounts", paths::CLOUD),
    }
    .say("If this was not you, you need not do anything. Your account is safe.")
}

pub(super) fn address_changed(address: &str, change: AddressChange, site: &str) -> Letter {
    let address = clean::line(address, 254);
    let what = match change {
        AddressChange::Added => {
            format!("The e-mail address {address} was added to your account at {site}.")
        }
        AddressChange::MadePrimary => {
            format!(
                "The e-mail address {address} is now the main address of your account at {site}. Our mails go there from now on."
            )
        }
        AddressChange::Removed => {
            format!("The e-mail address {address} was removed from your account at {site}.")
        }
    };
    Letter::to_person(format!("The e-mail addresses of your account at {site} changed"))
        .say(what)
        .say("If this was you, you need not do anything.")
        .say("If it was not you, please check your addresses and change your passphrase now, and tell us.")
        .page("Your e-mail addresses", paths::ADDRESSES)
}

pub(super) fn passphrase_reset(site: &str) -> Letter {
    Letter::to_person(format!("Set a new passphrase for {site}"))
        .say(format!(
            "Somebody, probably you, asked to set a new passphrase for your account at {site}."
        ))
        .mailed_link("Set a new passphrase")
        .say("If this was not you, you need not do anything. Your passphrase stays as it is.")
}

pub(super) fn no_account_here(site: &str) -> Letter {
    Letter::to_unproved_address(format!("No account with this address at {site}"))
        .say(format!("Somebody, probably you, asked {site} for a mail to this e-mail address: to confirm it, or to set a new passphrase. There is no account in use with this address."))
        .say("Perhaps you registered with another address: then ask again with that one. If you registered with this one and never confirmed it, or have no account yet, please register.")
        .page("Ask with another address", paths::RESET)
        .page("Register", paths::REGISTER)
        .say("If this was not you, you need not do anything.")
}

pub(super) fn passphrase_changed(at: Timestamp, site: &str) -> Letter {
    Letter::to_person(format!("Your passphrase for {site} was changed"))
        .say(format!(
            "The passphrase of your account at {site} was changed on {}.",
            moment(at)
        ))
        .say("If this was you, you need not do anything.")
        .say("If it was not you, please set a new passphrase now, and tell us.")
        .page("Set a new passphrase", paths::RESET)
}

pub(super) fn second_factor_guessed(at: Timestamp, site: &str) -> Letter {
    Letter::to_person(format!("Wrong codes were given at {site}"))
        .say(format!(
            "On {}, somebody gave your passphrase at {site} and then several wrong codes for the second step. They did not get in.",
            moment(at)
        ))
        .say("If it was you: wait a little, and check that the clock of your phone is right. A recovery code works, too.")
        .say("If it was not you, somebody knows your passphrase. Please choose a new one now.")
        .page("Choose a new passphrase", paths::RESET)
}

pub(super) fn second_factor_changed(
    change: SecondFactorChange,
    at: Timestamp,
    site: &str,
) -> Letter {
    let at = moment(at);
    let (subject, what) = match change {
        SecondFactorChange::SwitchedOn => (
            format!("Sign-in with a second step is on at {site}"),
            format!(
                "Since {at}, signing in to your account also asks for a code from your authenticator app. Please keep your recovery codes in a safe place."
            ),
        ),
        SecondFactorChange::SwitchedOff => (
            format!("Sign-in with a second step is off at {site}"),
            format!("Since {at}, signing in to your account asks only for your passphrase."),
        ),
        SecondFactorChange::ResetByAdministrator => (
            format!("Your second sign-in step was reset at {site}"),
            format!(
                "An administrator removed the second sign-in step from your account on {at}. You can set up a new one when you have signed in."
            ),
        ),
        SecondFactorChange::RecoveryCodeUsed => (
            format!("A recovery code was used at {site}"),
            format!(
                "Somebody signed in to your account with one of your recovery codes on {at}. Each code works once. If you have few left, you can make new ones."
            ),
        ),
        SecondFactorChange::RecoveryCodesReplaced => (
            format!("You have new recovery codes at {site}"),
            format!(
                "New recovery codes were made for your account on {at}. The old ones no longer work."
            ),
        ),
    };
    Letter::to_person(subject)
        .say(what)
        .say("If this was you, or if you asked for it, you need not do anything. If not, please change your passphrase now, and tell us.")
        .page("Your sign-in settings", paths::SECURITY)
}

pub(super) fn new_device_sign_in(
    at: Timestamp,
    device: &str,
    network_address: Option<&str>,
    site: &str,
) -> Letter {
    Letter::to_person(format!("New sign-in to your account at {site}"))
        .say("Somebody signed in to your account from a device that we have not seen before.")
        .facts([
            ("When", moment(at)),
            ("Device", clean::name(device)),
            (
                "Network address",
                network_address.unwrap_or_default().to_owned(),
            ),
        ])
        .say("If this was you, you need not do anything. If it was not you:")
        .steps(vec![
            Step::at(
                "End that session in the list of your sessions.",
                paths::SESSIONS,
            ),
            Step::at("Set a new passphrase.", paths::RESET),
            Step::new("Tell us."),
        ])
}

pub(super) fn closed(at: Timestamp, site: &str) -> Letter {
    Letter::to_person(format!("Your account at {site} is closed"))
        .say(format!("Your account at {site} was closed on {}. You can no longer sign in, and your access to all datasets has ended.", moment(at)))
        .say("Whatever was still open, such as an application or a training report, is withdrawn.")
        .say("The agreements that you signed still bind you: please delete the data that you no longer may use. We keep the signed agreements, as they say.")
        .say("If you did not close the account, please write to us at once.")
}

pub(super) fn deactivated(at: Timestamp, reason: Option<&str>, site: &str) -> Letter {
    Letter::to_person(format!("Your account at {site} is switched off"))
        .say(format!("An administrator switched off your account at {site} on {}. You cannot sign in at the moment, and your access to datasets is paused.", moment(at)))
        .quote("The administrator wrote:", reason.unwrap_or_default())
        .say("If you think that this is a mistake, please write to us. We will look at it with you.")
}
