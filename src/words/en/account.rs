//! The person's own account.

pub const NAVIGATION: &str = "Your account";
pub const ADD: &str = "Add";

pub const PROFILE_LEAD: &str =
    "You enter this once. It fills in your application, and stands beside your signatures.";
pub const USER_NAME: &str = "User name";
pub const SINCE: &str = "Account since";
pub const ROLE: &str = "Role";
pub const SAVED: &str = "Saved";

/// What a role is called.
pub fn role(role: accede_domain::account::Role) -> &'static str {
    use accede_domain::account::Role;
    match role {
        Role::Researcher => "Researcher",
        Role::Reviewer => "Reviewer",
        Role::Administrator => "Administrator",
    }
}

pub const EMAILS_LEAD: &str =
    "We write to the primary address. You can sign in with every verified one.";
pub const ADDRESS: &str = "Address";
pub const STATE: &str = "State";
pub const ACTIONS: &str = "Actions";
pub const PRIMARY: &str = "Primary";
pub const VERIFIED: &str = "Verified";
pub const NOT_VERIFIED: &str = "Not verified";
pub const MAKE_PRIMARY: &str = "Make primary";
pub const RESEND: &str = "Send the link again";
pub const RESENT: &str = "We have sent a mail with a link to ";
pub const REMOVE_EMAIL: &str = "Remove this address?";
pub const REMOVE_EMAIL_TEXT: &str =
    "We no longer write to it, and you can no longer sign in with it: ";
pub const ADD_EMAIL: &str = "Add an address";
pub const NEW_EMAIL: &str = "E-mail address";
pub const NEW_EMAIL_HINT: &str = "We send a link to it. Open the link to add the address.";

pub const PASSPHRASE: &str = "Passphrase";
pub const CURRENT: &str = "Current passphrase";
pub const CURRENT_NOUN: &str = "your current passphrase";
pub const CHANGE_TEXT: &str = "Every other session ends when you change it.";
pub const CHANGE: &str = "Change the passphrase";
pub const CHANGED: &str = "Your passphrase is changed. Every other session has ended.";
pub const SECOND_FACTOR: &str = "Second factor";
pub const ON: &str = "On";
pub const OFF: &str = "Off";
pub const SECOND_FACTOR_OFF: &str =
    "With a second factor nobody gets into your account with the passphrase alone.";
pub const SET_UP: &str = "Set up a second factor";
pub const TURN_OFF: &str = "Turn it off";
pub const TURN_OFF_TEXT: &str =
    "Your account is then protected by the passphrase alone. Your recovery codes end with it.";
pub const STAFF_KEEP: &str = "Your role needs a second factor; it cannot be turned off.";
pub const RECOVERY_CODES: &str = "Recovery codes";
pub const NEW_CODES: &str = "Make new recovery codes";
pub const NEW_CODES_TEXT: &str = "The old ones end. The new ones are shown once.";

/// `8 codes left`
pub fn codes_left(count: u32) -> String {
    [
        &super::shared::counted(count as usize, "code", "codes"),
        " left",
    ]
    .concat()
}

pub const SESSIONS_LEAD: &str = "Where you are signed in. End every session that you do not know.";
pub const DEVICE: &str = "Device";
pub const FROM: &str = "From";
pub const SIGNED_IN_AT: &str = "Signed in";
pub const LAST_SEEN: &str = "Last seen";
pub const THIS_ONE: &str = "This one";
pub const END: &str = "End";
pub const END_OTHERS: &str = "End all other sessions";
pub const UNKNOWN_DEVICE: &str = "Unknown program";
/// Between a browser and a system: `Firefox on Linux`.
pub const ON_SYSTEM: &str = " on ";

pub const ACTIVITY: &str = "Activity";
pub const ACTIVITY_TEXT: &str =
    "What happened to your account. People who work for the portal appear by their role.";
pub const ACTIVITY_NONE: &str = "Nothing is recorded yet.";
pub const WHEN: &str = "When";
pub const WHO: &str = "Who";
pub const WHAT: &str = "What";

/// What happened to an account. What has no words of its own is shown as it is recorded.
pub fn event(action: &str) -> Option<&'static str> {
    Some(match action {
        "session.begin" => "Signed in",
        "session.end" => "A session ended",
        "session.end_others" => "All other sessions ended",
        "account.register" | "account.create" => "Account created",
        "account.verify_address" => "E-mail address verified",
        "account.add_address" => "E-mail address added",
        "account.remove_address" => "E-mail address removed",
        "account.make_primary" => "Primary e-mail address changed",
        "account.change_profile" => "Profile changed",
        "account.accept_texts" => "New privacy notice or terms accepted",
        "account.change_passphrase" => "Passphrase changed",
        "account.reset_passphrase" => "Passphrase reset",
        "account.set_up_second_factor" => "Second factor set up",
        "account.remove_second_factor" => "Second factor turned off",
        "account.replace_recovery_codes" => "New recovery codes made",
        "account.change_role" => "Role changed",
        "account.deactivate" => "Account deactivated",
        "account.export" => "Your data downloaded",
        "token.make" => "Access token made",
        "token.end" => "Access token revoked",
        "cloud_identity.link" => "Cloud address added",
        "cloud_identity.verify" => "Cloud address confirmed",
        "cloud_identity.unlink" => "Cloud address unlinked",
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
    })
}

/// Who did something.
pub fn actor(actor: &str) -> &str {
    match actor {
        "you" => "You",
        "reviewer" => "A reviewer",
        "administrator" => "An administrator",
        "reference" => "Your reference",
        "system" => "The portal",
        other => other,
    }
}

pub const TOKENS_LEAD: &str = "A token lets wget and other programs fetch files in your name. Use it in place of a passphrase; your user name is ";
pub const TOKENS_NONE: &str = "You have no tokens.";
pub const TOKEN_NAME: &str = "Name";
pub const TOKEN_NAME_HINT: &str = "Where you will use it, for example: lab workstation.";
pub const TOKEN_NAME_NOUN: &str = "a name for the token";
pub const TOKEN_DAYS: &str = "It ends after";
pub const TOKEN_DAYS_NOUN: &str = "when it ends";
/// Days, as value and in words; all within what the server takes.
pub const TOKEN_SPANS: [(&str, &str); 4] = [
    ("7", "7 days"),
    ("30", "30 days"),
    ("90", "90 days"),
    ("365", "One year"),
];
pub const TOKEN_OPENS: &str =
    "It opens the files of the datasets that you may use, and nothing else of your account.";
pub const MAKE_TOKEN: &str = "Make a token";
pub const MADE: &str = "Your new token";
pub const MADE_TEXT: &str = "It is shown this once only. Copy it now.";
pub const MADE_NOUN: &str = "the token";
pub const MADE_GONE: &str = "The token was made, and its secret can be shown once only. If you do not have it, revoke the token and make another.";
pub const CREATED: &str = "Made";
pub const ENDS: &str = "Ends";
pub const LAST_USED: &str = "Last used";
pub const NEVER: &str = "Never";
pub const LIVE: &str = "In use";
pub const ENDED: &str = "Ended";
pub const REVOKE: &str = "Revoke";
pub const REVOKE_ASK: &str = "Revoke this token?";
pub const REVOKE_TEXT: &str = "Programs that use it stop working at once: ";

pub const EXPORT: &str = "Take your data with you";
pub const EXPORT_TEXT: &str = "One file (JSON) with everything that the portal keeps about you, except what references wrote in confidence.";
pub const EXPORT_BUTTON: &str = "Download your data";
pub const CLOSE: &str = "Close your account";
pub const CLOSE_TEXT: &str = "Your sessions and your access to every dataset end at once. Signed agreements and their receipts are kept, because they bind you further. This cannot be undone.";
pub const CLOSE_SURE: &str = "I want to close my account for good";
pub const CLOSE_SURE_NOUN: &str = "the box";
pub const CLOSE_BUTTON: &str = "Close the account";

pub const CLOUD_LEAD: &str = "Google gives access to a Google address. Link the one you use in Google Cloud; it has to be a cloud account of your own.";
pub const CLOUD_NONE: &str = "No address is linked yet.";
pub const LINKED: &str = "Linked";
pub const RESTS: &str = "Grants";
pub const UNLINK: &str = "Unlink";
pub const UNLINK_ASK: &str = "Unlink this address?";
pub const LINK_TITLE: &str = "Link a Google address";
pub const CLOUD_ADDRESS: &str = "Google address";
pub const CLOUD_ADDRESS_HINT: &str = "The address of your Google account. We send a link to it.";
pub const CLOUD_ADDRESS_NOUN: &str = "your Google address";
pub const MINE_ALONE: &str = "This cloud account is mine alone; I share it with nobody";
pub const MINE_ALONE_NOUN: &str = "the box";
pub const LINK: &str = "Link the address";
pub const CLOUD_VERIFY_TEXT: &str =
    "Press the button to confirm that this address is yours and that access may be given to it.";
pub const CLOUD_VERIFY: &str = "Confirm the address";
pub const CLOUD_VERIFIED: &str = "The address is linked";
pub const CLOUD_VERIFIED_TEXT: &str = " can be given access now.";
pub const CLOUD_VERIFIED_NEXT: &str = "Go on to the data";
pub const CLOUD_ASK_NEW: &str = "Ask for a new link";

/// `2 accesses rest on it and end: ada@example.org`
pub fn unlink_text(grants: u32, address: &str) -> String {
    if grants == 0 {
        return ["No access rests on it: ", address].concat();
    }
    [
        &super::shared::counted(grants as usize, "access", "accesses"),
        " given to it will be removed: ",
        address,
    ]
    .concat()
}
