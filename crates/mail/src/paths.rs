//! The pages of the portal that mails point to: the same paths as the page's `Route`.

use crate::message::LinkPurpose;

impl LinkPurpose {
    /// The page that a mailed link of this purpose opens; the token follows in the fragment.
    pub fn path(self) -> &'static str {
        match self {
            Self::VerifyAddress => "/verify",
            Self::ResetPassphrase => "/reset/complete",
            Self::Reference => "/reference",
            Self::ReferenceList => VOUCHING,
            Self::VerifyCloudAddress => "/cloud/verify",
        }
    }
}

pub(crate) const DASHBOARD: &str = "/dashboard";
pub(crate) const SIGN_IN: &str = "/sign-in";
pub(crate) const RESET: &str = "/reset";
pub(crate) const REGISTER: &str = "/register";
pub(crate) const SECURITY: &str = "/account/security";
pub(crate) const ADDRESSES: &str = "/account/emails";
pub(crate) const CLOUD: &str = "/cloud";
pub(crate) const SESSIONS: &str = "/account/sessions";
pub(crate) const AGREEMENTS: &str = "/agreements";
pub(crate) const APPLICATION: &str = "/apply";
pub(crate) const REFERENCE_TASK: &str = "/apply/reference";
pub(crate) const VOUCHING: &str = "/vouching";
pub(crate) const TRAINING: &str = "/training";
pub(crate) const QUEUE: &str = "/review";

pub(crate) fn dataset(slug: &str) -> String {
    format!("/datasets/{}", segment(slug))
}

/// The place on a dataset's page where one gets it.
pub(crate) fn files(slug: &str) -> String {
    format!("/datasets/{}?part=files", segment(slug))
}

pub(crate) fn agreement(slug: &str) -> String {
    format!("/datasets/{}/agreement", segment(slug))
}

pub(crate) fn how_to(dataset_slug: &str, service: &str) -> String {
    format!(
        "/datasets/{}/access/{}",
        segment(dataset_slug),
        segment(service)
    )
}

pub(crate) fn review_case(application_id: &str) -> String {
    format!("/review/applications/{}", segment(application_id))
}

/// Percent-encodes everything that is not unreserved (RFC 3986), so that data can never change the shape of a link.
fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_change_the_shape_of_a_link() {
        assert_eq!(dataset("mimic-iv"), "/datasets/mimic-iv");
        assert_eq!(dataset("a/../b?c#d"), "/datasets/a%2F..%2Fb%3Fc%23d");
    }
}
