//! Where ORCID is, and as whom the portal asks there.

use super::PublicOrigin;

/// The portal as a client of ORCID.
#[derive(Clone)]
pub struct OrcidSettings {
    /// As ORCID gave it, `APP-…`.
    pub client_id: String,
    pub client_secret: String,
    /// `https://orcid.org`, or the sandbox.
    pub origin: PublicOrigin,
}

/// The secret is in no log.
impl std::fmt::Debug for OrcidSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrcidSettings")
            .field("client_id", &self.client_id)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// Visible ASCII, as client ids and secrets are.
pub(super) fn credential(text: &str) -> Option<String> {
    let fits = text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| text.to_owned())
}
