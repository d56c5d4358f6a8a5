//! The person's own account.

use super::shared::counted;
use crate::words::{Text, filled, t};
pub const NAVIGATION: Text = Text("Your account");
pub const ADD: Text = Text("Add");

pub const PROFILE_LEAD: Text =
    Text("You enter this once. It fills in your application, and stands beside your signatures.");
pub const USER_NAME: Text = Text("User name");
pub const SINCE: Text = Text("Account since");
pub const ROLE: Text = Text("Role");
pub const SAVED: Text = Text("Saved");

/// What a role is called.
pub fn role(role: accede_domain::account::Role) -> &'static str {
    use accede_domain::account::Role;
    t(match role {
        Role::Researcher => "Researcher",
        Role::Reviewer => "Reviewer",
        Role::Administrator => "Administrator",
    })
}

pub const EMAILS_LEAD: Text =
    Text("We write to the primary address. You can sign in with every confirmed one.");
pub const ADDRESS: Text = Text("Address");
pub const STATE: Text = Text("State");
pub const ACTIONS: Text = Text("Actions");
pub const PRIMARY: Text = Text("Primary");
pub const VERIFIED: Text = Text("Confirmed address");
pub const NOT_VERIFIED: Text = Text("Not confirmed");
pub const MAKE_PRIMARY: Text = Text("Make primary");
pub const RESEND: Text = Text("Send the link again");
pub const RESENT: Text = Text("We have sent a mail with a link to ");
pub const REMOVE_EMAIL: Text = Text("Remove this address?");
pub const REMOVE_EMAIL_TEXT: Text =
    Text("We no longer write to it, and you can no longer sign in with it: ");
pub const ADD_EMAIL: Text = Text("Add an address");
pub const NEW_EMAIL: Text = Text("E-mail address");
pub const NEW_EMAIL_HINT: Text = Text("We send a link to it. Open the link to add the address.");

pub const PASSPHRASE: Text = Text("Passphrase");
pub const CURRENT: Text = Text("Current passphrase");
pub const CURRENT_NOUN: Text = Text("your current passphrase");
pub const CHANGE_TEXT: Text = Text("Every other session ends when you change it.");
pub const CHANGE: Text = Text("Change the passphrase");
pub const CHANGED: Text = Text("Your passphrase is changed. Every other session has ended.");
pub const SECOND_FACTOR: Text = Text("Sign-in codes");
pub const ON: Text = Text("On");
pub const OFF: Text = Text("Off");
pub const SECOND_FACTOR_OFF: Text =
    Text("With sign-in codes nobody gets into your account with the passphrase alone.");
pub const SET_UP: Text = Text("Set up sign-in codes");
pub const TURN_OFF: Text = Text("Turn them off");
pub const TURN_OFF_TEXT: Text = Text(
    "Your account is then protected by the passphrase alone. Your recovery codes end with it.",
);
pub const STAFF_KEEP: Text = Text("Your role needs sign-in codes; they cannot be turned off.");
pub const RECOVERY_CODES: Text = Text("Recovery codes");
pub const NEW_CODES: Text = Text("Make new recovery codes");
pub const NEW_CODES_TEXT: Text = Text("The old ones end. The new ones are shown once.");

/// `8 codes left`
pub fn codes_left(count: u32) -> String {
    let codes = counted(count as usize, "code", "codes");
    filled("{1} left", &[&codes])
}

pub const SESSIONS_LEAD: Text =
    Text("Where you are signed in. End every session that you do not know.");
pub const DEVICE: Text = Text("Device");
pub const FROM: Text = Text("From");
pub const SIGNED_IN_AT: Text = Text("Signed in");
pub const LAST_SEEN: Text = Text("Last seen");
pub const THIS_ONE: Text = Text("This one");
pub const END: Text = Text("End");
pub const END_OTHERS: Text = Text("End all other sessions");
pub const UNKNOWN_DEVICE: Text = Text("Unknown program");

/// `Firefox on Linux`
pub fn on_system(browser: &str, system: &str) -> String {
    filled("{1} on {2}", &[browser, system])
}

pub const ACTIVITY: Text = Text("Activity");
pub const ACTIVITY_TEXT: Text =
    Text("What happened to your account. People who work for the portal appear by their role.");
pub const ACTIVITY_NONE: Text = Text("Nothing is recorded yet.");
pub const WHEN: Text = Text("When");
pub const WHO: Text = Text("Who");
pub const WHAT: Text = Text("What");

/// What happened to an account. What has no words of its own is shown as it is recorded.
pub fn event(action: &str) -> Option<&'static str> {
    Some(t(match action {
        "session.begin" => "Signed in",
        "session.end" => "A session ended",
        "session.end_others" => "All other sessions ended",
        "account.register" | "account.create" => "Account created",
        "account.verify_address" => "E-mail address confirmed",
        "account.add_address" => "E-mail address added",
        "account.remove_address" => "E-mail address removed",
        "account.make_primary" => "Primary e-mail address changed",
        "account.change_profile" => "Profile changed",
        "account.choose_language" => "Language chosen",
        "account.accept_texts" => "New privacy notice or terms accepted",
        "account.change_passphrase" => "Passphrase changed",
        "account.reset_passphrase" => "Passphrase reset",
        "account.set_up_second_factor" => "Sign-in codes set up",
        "account.remove_second_factor" => "Sign-in codes turned off",
        "account.replace_recovery_codes" => "New recovery codes made",
        "account.change_role" => "Role changed",
        "account.deactivate" => "Account deactivated",
        "account.export" => "Your data downloaded",
        "token.make" => "Access token made",
        "token.end" => "Access token revoked",
        "cloud_identity.link" => "Cloud address added",
        "cloud_identity.verify" => "Cloud address confirmed",
        "cloud_identity.unlink" => "Cloud address unlinked",
        "orcid.link" => "ORCID iD linked",
        "orcid.unlink" => "ORCID iD unlinked",
        "grant.request" => "Cloud access requested",
        "grant.accepted" | "grant.verified" | "grant.restored" => "Cloud access given",
        "grant.remove" | "grant.removed" | "grant.lost" => "Cloud access removed",
        "agreement.sign" => "Agreement signed",
        "agreement.superseded" => "A new version replaced an agreement that you signed",
        "file.download" => "File downloaded",
        "training.submit" | "training.resubmit" => "Training report uploaded",
        "training.withdraw" => "Training report withdrawn",
        "training.download" | "training.view" | "training.view_page" => "Training report looked at",
        "training.accept" => "Training accepted",
        "training.return" => "Training report sent back",
        "training.reject" => "Training report rejected",
        "training.expire" => "Training ended",
        "application.begin" => "Application started",
        "application.submit" => "Application submitted",
        "application.withdraw" => "Application withdrawn",
        "application.discard" => "Draft discarded",
        "application.view" => "Application looked at",
        "list.export" => "List taken along as a file",
        "application.confirm_identity" => "Identity confirmed",
        "application.invite_reference" => "Reference asked",
        "application.resend_reference" => "Reference asked again",
        "application.replace_reference" => "Another reference named",
        "application.reference_answer" => "Reference answered",
        "application.return" => "Application sent back",
        "application.accept" => "Application accepted",
        "application.reject" => "Application rejected",
        "application.revoke" => "Credential revoked",
        _ => return None,
    }))
}

/// Who did something.
pub fn actor(actor: &str) -> &str {
    t(match actor {
        "you" => "You",
        "reviewer" => "A reviewer",
        "administrator" => "An administrator",
        "reference" => "Your reference",
        "system" => "The portal",
        other => return other,
    })
}

pub const TOKENS_LEAD: Text = Text(
    "A token lets wget and other programs fetch files in your name. Use it in place of a passphrase; your user name is ",
);
pub const TOKENS_NONE: Text = Text("You have no tokens.");
pub const TOKEN_NAME: Text = Text("Name");
pub const TOKEN_NAME_HINT: Text = Text("Where you will use it, for example: lab workstation.");
pub const TOKEN_NAME_NOUN: Text = Text("a name for the token");
pub const TOKEN_DAYS: Text = Text("It ends after");
pub const TOKEN_DAYS_NOUN: Text = Text("when it ends");
/// Days, as value and in words; all within what the server takes.
pub const TOKEN_SPANS: [(&str, Text); 4] = [
    ("7", Text("7 days")),
    ("30", Text("30 days")),
    ("90", Text("90 days")),
    ("365", Text("One year")),
];
pub const TOKEN_OPENS: Text =
    Text("It opens the files of the datasets that you may use, and nothing else of your account.");
pub const MAKE_TOKEN: Text = Text("Make a token");
pub const MADE: Text = Text("Your new token");
pub const MADE_TEXT: Text = Text("It is shown this once only. Copy it now.");
pub const MADE_NOUN: Text = Text("the token");
pub const MADE_GONE: Text = Text(
    "The token was made, and its secret can be shown once only. If you do not have it, revoke the token and make another.",
);
pub const CREATED: Text = Text("Made");
pub const ENDS: Text = Text("Ends");
pub const LAST_USED: Text = Text("Last used");
pub const NEVER: Text = Text("Never");
pub const LIVE: Text = Text("In use");
pub const ENDED: Text = Text("Ended");
pub const REVOKE: Text = Text("Revoke");
pub const REVOKE_ASK: Text = Text("Revoke this token?");
pub const REVOKE_TEXT: Text = Text("Programs that use it stop working at once: ");

pub const EXPORT: Text = Text("Take your data with you");
pub const EXPORT_TEXT: Text = Text(
    "One file (JSON) with everything that the portal keeps about you, except what references wrote in confidence.",
);
pub const EXPORT_BUTTON: Text = Text("Download your data");
pub const CLOSE: Text = Text("Close your account");
pub const CLOSE_TEXT: Text = Text(
    "Your sessions and your access to every dataset end at once. Signed agreements and their receipts are kept, because they bind you further. This cannot be undone.",
);
pub const CLOSE_SURE: Text = Text("I want to close my account for good");
pub const CLOSE_SURE_NOUN: Text = Text("the box");
pub const CLOSE_BUTTON: Text = Text("Close the account");

pub const CLOUD_LEAD: Text = Text(
    "Google gives access to a Google address. Link the one you use in Google Cloud; it has to be a cloud account of your own.",
);
pub const CLOUD_NONE: Text = Text("No address is linked yet.");
pub const LINKED: Text = Text("Linked");
pub const RESTS: Text = Text("Given access to");
pub const UNLINK: Text = Text("Unlink");
pub const UNLINK_ASK: Text = Text("Unlink this address?");
pub const LINK_TITLE: Text = Text("Link a Google address");
pub const CLOUD_ADDRESS: Text = Text("Google address");
pub const CLOUD_ADDRESS_HINT: Text =
    Text("The address of your Google account. We send a link to it.");
pub const CLOUD_ADDRESS_NOUN: Text = Text("your Google address");
pub const MINE_ALONE: Text = Text("This cloud account is mine alone; I share it with nobody");
pub const MINE_ALONE_NOUN: Text = Text("the box");
pub const LINK: Text = Text("Link the address");
pub const CLOUD_VERIFY_TEXT: Text = Text(
    "Press the button to confirm that this address is yours and that access may be given to it.",
);
pub const CLOUD_VERIFY: Text = Text("Confirm the address");
pub const CLOUD_VERIFIED: Text = Text("The address is linked");
pub const CLOUD_VERIFIED_TEXT: Text = Text(" is confirmed. Access can be given to it.");
pub const CLOUD_VERIFIED_NEXT: Text = Text("Go on to the data");
pub const CLOUD_VERIFIED_OVERVIEW: Text = Text("Go to your overview");
pub const CLOUD_ASK_NEW: Text = Text("Ask for a new link");

pub const ORCID_WHY: Text = Text(
    "An ORCID iD is a number that belongs to one researcher. Link yours, and reviewers can look at your work at ORCID and know that it is yours. You sign in at ORCID; we never see that password.",
);
pub const ORCID_LINK: Text = Text("Link your ORCID iD");
pub const ORCID_WAITS: Text = Text("We are asking ORCID…");
pub const ORCID_LINKED: Text = Text("Your ORCID iD is linked.");
pub const ORCID_SINCE: Text = Text("Confirmed at ORCID: ");
pub const ORCID_UNLINK: Text = Text("Unlink your ORCID iD?");
pub const ORCID_UNLINK_TEXT: Text =
    Text("Reviewers no longer see it. You can link it again at any time.");

/// A title, and what to do.
pub type Said = (&'static Text, &'static Text);
pub const ORCID_DENIED: Said = (
    &Text("You did not agree at ORCID"),
    &Text("Nothing was linked. You can try again at any time."),
);
pub const ORCID_ENDED: Said = (
    &Text("Please start again"),
    &Text(
        "The way back from ORCID works once, within ten minutes, and while you stay signed in here. Nothing was linked.",
    ),
);
pub const ORCID_TAKEN: Said = (
    &Text("This ORCID iD is linked to another account"),
    &Text(
        "If that account is yours too, sign in to it and unlink the iD there. If not, write to the support address.",
    ),
);
pub const ORCID_REFUSED: Said = (
    &Text("ORCID did not confirm your iD"),
    &Text("Nothing was linked. Try again; if it stays like this, write to the support address."),
);
pub const ORCID_UNREACHABLE: Said = (
    &Text("ORCID does not answer now"),
    &Text("Nothing was linked. Try again later."),
);

/// `2 accesses rest on it and end: ada@example.org`
pub fn unlink_text(grants: u32, address: &str) -> String {
    if grants == 0 {
        return filled("No access rests on it: {1}", &[address]);
    }
    let accesses = counted(grants as usize, "access", "accesses");
    filled(
        "{1} given to it will be removed: {2}",
        &[&accesses, address],
    )
}
