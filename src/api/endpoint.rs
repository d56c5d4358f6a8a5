//! Every address of the API that the page uses, in the order of the API's areas.

const BASE: &str = "/api/v1/";

fn at(parts: &[&str]) -> String {
    let mut path = String::from(BASE);
    for part in parts {
        path.push_str(part);
    }
    path
}

/// Declares endpoints: each a function whose arguments fill the `{}` of its path in turn.
macro_rules! endpoints {
    ($($(#[$doc:meta])* $name:ident($($arg:ident),*) = $($part:expr),+;)*) => {
        $($(#[$doc])* pub fn $name($($arg: &str),*) -> String { at(&[$($part),+]) })*
    };
}

/// The public keys of the portal, which anybody may read.
pub fn published_keys() -> String {
    "/.well-known/accede-keys.json".to_owned()
}

endpoints! {
    site() = "site";
    document(kind, query) = "documents/", kind, query;

    session() = "session";
    session_second_factor() = "session/second-factor";
    registrations() = "registrations";
    registrations_resend() = "registrations/resend";
    email_verifications() = "email-verifications";
    passphrase_resets() = "passphrase-resets";
    passphrase_resets_complete() = "passphrase-resets/complete";

    account() = "account";
    account_profile() = "account/profile";
    account_emails() = "account/emails";
    account_email(id) = "account/emails/", id;
    account_email_command(id, command) = "account/emails/", id, "/", command;
    account_orcid() = "account/orcid";
    /// `begin`, `finish`.
    account_orcid_command(command) = "account/orcid/", command;
    account_passphrase() = "account/passphrase";
    account_second_factor() = "account/second-factor";
    account_second_factor_confirm() = "account/second-factor/confirm";
    account_second_factor_remove() = "account/second-factor/remove";
    account_recovery_codes() = "account/second-factor/recovery-codes";
    account_sessions() = "account/sessions";
    account_session(id) = "account/sessions/", id;
    account_sessions_end_others() = "account/sessions/end-others";
    account_tokens() = "account/tokens";
    account_token(id) = "account/tokens/", id;
    account_language() = "account/language";
    account_texts() = "account/texts";
    account_texts_accept() = "account/texts/accept";
    account_events() = "account/events";
    account_export() = "account/export";
    account_close() = "account/close";
    account_vouches() = "account/vouches";
    account_vouch_withdraw(id) = "account/vouches/", id, "/withdraw";

    dashboard() = "dashboard";

    applications() = "applications";
    application(id) = "applications/", id;
    application_draft(id) = "applications/", id, "/draft";
    /// `submit`, `withdraw`, `reference/resend`, `reference/replace`, and the decisions of staff.
    application_command(id, command) = "applications/", id, "/", command;

    training_types() = "training-types";
    training_rules(key) = "training-types/", key, "/rules";
    trainings() = "trainings";
    training_command(id, command) = "trainings/", id, "/", command;
    training_file(id) = "trainings/", id, "/file";

    datasets() = "datasets";
    dataset(slug) = "datasets/", slug;
    dataset_files(slug) = "datasets/", slug, "/files";
    dataset_agreement(slug) = "datasets/", slug, "/agreement";
    dataset_signatures(slug) = "datasets/", slug, "/signatures";
    dataset_grants(slug) = "datasets/", slug, "/grants";
    how_to(slug, service) = "datasets/", slug, "/how-to/", service;
    signatures() = "signatures";
    grants() = "grants";

    cloud_identities() = "cloud-identities";
    cloud_identity(id) = "cloud-identities/", id;
    cloud_identity_resend(id) = "cloud-identities/", id, "/resend";
    cloud_identities_verify() = "cloud-identities/verify";

    reference_open() = "reference-requests/open";
    reference_answer() = "reference-requests/answer";
    reference_withdraw() = "reference-requests/withdraw";
    reference_lists() = "reference-lists";
    reference_list_open() = "reference-lists/open";
    reference_list_withdraw() = "reference-lists/withdraw";

    review_applications(query) = "review/applications", query;
    /// How many lines the choices of a list would leave; `list` is the name of the list.
    review_facets(list, query) = "review/", list, "/facets", query;
    /// A whole list as a file; `list` is the name of the list.
    review_file(list, query) = "review/", list, ".csv", query;
    review_bulk_preview(query) = "review/applications/bulk/preview", query;
    review_bulk() = "review/applications/bulk";
    review_bulk_of(id) = "review/bulk/", id;
    review_bulk_undo(id) = "review/bulk/", id, "/undo";
    review_references(query) = "review/references", query;
    review_application(id) = "review/applications/", id;
    review_notes(id) = "review/applications/", id, "/notes";
    review_trainings(query) = "review/trainings", query;
    review_training(id) = "review/trainings/", id;
    review_training_page(id, page) = "review/trainings/", id, "/pages/", page;
    /// `claim`, `release`; of an `application` or a `training`.
    review_case_command(kind, id, command) = "review/", kind, "s/", id, "/", command;
    review_next(kind, query) = "review/", kind, "s/next", query;
    review_decisions() = "review/decisions";
    /// `undo`, `dismiss`.
    review_decision_command(id, command) = "review/decisions/", id, "/", command;
    review_credential_flags() = "review/credential-flags";
    review_credential_flag_settle(id) = "review/credential-flags/", id, "/settle";
    review_templates() = "review/templates";
    review_summary() = "review/summary";
    review_statistics() = "review/statistics";

    templates() = "templates";
    template(id) = "templates/", id;
    /// `retire`, `restore`.
    template_command(id, command) = "templates/", id, "/", command;

    demo_mailbox() = "demo/mailbox";
    demo_mail(id) = "demo/mailbox/", id;
    demo_sign_ins() = "demo/sign-ins";
}

/// A query string from names and values; those without a value are left out. Empty without any.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        escape(value, &mut query);
    }
    query
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
fn escape(value: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(HEX[usize::from(byte >> 4)]));
            into.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_filled_in_order() {
        assert_eq!(
            how_to("mimic-iv", "zip"),
            "/api/v1/datasets/mimic-iv/how-to/zip"
        );
        assert_eq!(
            application_command("01", "submit"),
            "/api/v1/applications/01/submit"
        );
    }

    #[test]
    fn a_query_leaves_out_what_is_empty_and_escapes_the_rest() {
        assert_eq!(
            query(&[("q", "Émile & co"), ("sort", "")]),
            "?q=%C3%89mile%20%26%20co"
        );
        assert_eq!(query(&[("q", "")]), "");
    }
}
