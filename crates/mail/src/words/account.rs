//! Account: addresses, passphrase, second factor, sign-in.

use accede_domain::time::Timestamp;

use super::moment;
use crate::clean;
use crate::letter::{Letter, Step};
use crate::message::{AddressChange, ClaimAttempt, SecondFactorChange, VerifyReason};
use crate::paths;
use crate::phrase::{Phrase, fill};

pub(super) fn verify_address(reason: VerifyReason, site: &Phrase) -> Letter {
    let letter = Letter::to_unproved_address(fill!("Confirm your e-mail address for {1}", site));
    match reason {
        VerifyReason::Registration => letter
            .say(fill!("Somebody, probably you, registered at {1} with this e-mail address.", site))
            .say("Please confirm that the address is yours. Then you can sign in."),
        VerifyReason::FurtherAddress => letter
            .say(fill!("Somebody, probably you, added this e-mail address to an account at {1}.", site))
            .say("Please confirm that the address is yours. Until then it is not used for anything."),
    }
    .mailed_link("Confirm this address")
    .say("If this was not you, you need not do anything. Without your confirmation the address is not used.")
}

pub(super) fn address_already_in_use(attempt: ClaimAttempt, site: &Phrase) -> Letter {
    let letter = Letter::to_person(fill!("Your e-mail address is already in use at {1}", site));
    match attempt {
        ClaimAttempt::Registration => letter
            .say(fill!("Somebody tried to register at {1} with this e-mail address. You already have an account with it, so nothing was changed.", site))
            .say("If this was you, you can simply sign in. If you do not remember your passphrase, you can set a new one.")
            .page("Sign in", paths::SIGN_IN)
            .page("Set a new passphrase", paths::RESET),
        ClaimAttempt::FurtherAddress => letter
            .say(fill!("Somebody tried to add this e-mail address to another account at {1}. It belongs to your account, so nothing was changed.", site))
            .say("If this was you, and you have two accounts: remove the address from this account first, or use only one of them.")
            .page("Your e-mail addresses", paths::ADDRESSES),
        ClaimAttempt::CloudAddress => letter
            .say(fill!("Somebody tried to link this Google address to another account at {1}. It belongs to your account, so nothing was changed.", site))
            .say("If this was you, and you have two accounts: unlink the address here first, or use only one of them.")
            .page("Your cloud accounts", paths::CLOUD),
    }
    .say("If this was not you, you need not do anything. Your account is safe.")
}

pub(super) fn address_changed(address: &str, change: AddressChange, site: &Phrase) -> Letter {
    let address = clean::line(address, 254);
    let what = match change {
        AddressChange::Added => {
            fill!(
                "The e-mail address {1} was added to your account at {2}.",
                &address,
                site
            )
        }
        AddressChange::MadePrimary => {
            fill!(
                "The e-mail address {1} is now the main address of your account at {2}. Our mails go there from now on.",
                &address,
                site
            )
        }
        AddressChange::Removed => {
            fill!(
                "The e-mail address {1} was removed from your account at {2}.",
                &address,
                site
            )
        }
    };
    Letter::to_person(fill!("The e-mail addresses of your account at {1} changed", site))
        .say(what)
        .say("If this was you, you need not do anything.")
        .say("If it was not you, please check your addresses and change your passphrase now, and tell us.")
        .page("Your e-mail addresses", paths::ADDRESSES)
}

pub(super) fn passphrase_reset(site: &Phrase) -> Letter {
    Letter::to_person(fill!("Set a new passphrase for {1}", site))
        .say(fill!(
            "Somebody, probably you, asked to set a new passphrase for your account at {1}.",
            site
        ))
        .mailed_link("Set a new passphrase")
        .say("If this was not you, you need not do anything. Your passphrase stays as it is.")
}

pub(super) fn no_account_here(site: &Phrase) -> Letter {
    Letter::to_unproved_address(fill!("No account with this address at {1}", site))
        .say(fill!("Somebody, probably you, asked {1} for a mail to this e-mail address: to confirm it, or to set a new passphrase. There is no account in use with this address.", site))
        .say("Perhaps you registered with another address: then ask again with that one. If you registered with this one and never confirmed it, or have no account yet, please register.")
        .page("Ask with another address", paths::RESET)
        .page("Register", paths::REGISTER)
        .say("If this was not you, you need not do anything.")
}

pub(super) fn passphrase_changed(at: Timestamp, site: &Phrase) -> Letter {
    Letter::to_person(fill!("Your passphrase for {1} was changed", site))
        .say(fill!(
            "The passphrase of your account at {1} was changed on {2}.",
            site,
            moment(at)
        ))
        .say("If this was you, you need not do anything.")
        .say("If it was not you, please set a new passphrase now, and tell us.")
        .page("Set a new passphrase", paths::RESET)
}

pub(super) fn second_factor_guessed(at: Timestamp, site: &Phrase) -> Letter {
    Letter::to_person(fill!("Wrong codes were given at {1}", site))
        .say(fill!("On {1}, somebody gave your passphrase at {2} and then several wrong codes for the second step. They did not get in.", moment(at), site))
        .say("If it was you: wait a little, and check that the clock of your phone is right. A recovery code works, too.")
        .say("If it was not you, somebody knows your passphrase. Please choose a new one now.")
        .page("Choose a new passphrase", paths::RESET)
}

pub(super) fn second_factor_changed(
    change: SecondFactorChange,
    at: Timestamp,
    site: &Phrase,
) -> Letter {
    let at = moment(at);
    let (subject, what) = match change {
        SecondFactorChange::SwitchedOn => (
            fill!("Sign-in with a second step is on at {1}", site),
            fill!(
                "Since {1}, signing in to your account also asks for a code from your authenticator app. Please keep your recovery codes in a safe place.",
                &at
            ),
        ),
        SecondFactorChange::SwitchedOff => (
            fill!("Sign-in with a second step is off at {1}", site),
            fill!(
                "Since {1}, signing in to your account asks only for your passphrase.",
                &at
            ),
        ),
        SecondFactorChange::ResetByAdministrator => (
            fill!("Your second sign-in step was reset at {1}", site),
            fill!(
                "An administrator removed the second sign-in step from your account on {1}. You can set up a new one when you have signed in.",
                &at
            ),
        ),
        SecondFactorChange::RecoveryCodeUsed => (
            fill!("A recovery code was used at {1}", site),
            fill!(
                "Somebody signed in to your account with one of your recovery codes on {1}. Each code works once. If you have few left, you can make new ones.",
                &at
            ),
        ),
        SecondFactorChange::RecoveryCodesReplaced => (
            fill!("You have new recovery codes at {1}", site),
            fill!(
                "New recovery codes were made for your account on {1}. The old ones no longer work.",
                &at
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
    site: &Phrase,
) -> Letter {
    Letter::to_person(fill!("New sign-in to your account at {1}", site))
        .say("Somebody signed in to your account from a device that we have not seen before.")
        .facts([
            ("When", moment(at)),
            ("Device", device_in_words(device)),
            (
                "Network address",
                network_address.unwrap_or_default().to_owned().into(),
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

/// The server says "Firefox on Linux".
fn device_in_words(device: &str) -> Phrase {
    match device.split_once(" on ") {
        Some((browser, system)) => fill!("{1} on {2}", clean::name(browser), clean::name(system)),
        None => clean::name(device).into(),
    }
}

pub(super) fn closed(at: Timestamp, site: &Phrase) -> Letter {
    Letter::to_person(fill!("Your account at {1} is closed", site))
        .say(fill!("Your account at {1} was closed on {2}. You can no longer sign in, and your access to all datasets has ended.", site, moment(at)))
        .say("Whatever was still open, such as an application or a training report, is withdrawn.")
        .say("The agreements that you signed still bind you: please delete the data that you no longer may use. We keep the signed agreements, as they say.")
        .say("If you did not close the account, please write to us at once.")
}

pub(super) fn deactivated(at: Timestamp, reason: Option<&str>, site: &Phrase) -> Letter {
    Letter::to_person(fill!("Your account at {1} is switched off", site))
        .say(fill!("An administrator switched off your account at {1} on {2}. You cannot sign in at the moment, and your access to datasets is paused.", site, moment(at)))
        .quote("The administrator wrote:", reason.unwrap_or_default())
        .say("If you think that this is a mistake, please write to us. We will look at it with you.")
}
