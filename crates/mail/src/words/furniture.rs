//! What stands around every letter.

use accede_domain::time::Timestamp;

use super::moment;

/// For the `lang` attribute.
pub(crate) const LANGUAGE: &str = "en";

pub(crate) fn greeting(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("Hello {name},"),
        None => "Hello,".to_owned(),
    }
}

pub(crate) const LINK_OPENS_NOTHING: &str =
    "Opening the link changes nothing yet. The page asks you to press a button first.";

pub(crate) const IF_BUTTON_FAILS: &str =
    "If the button does not work, copy this address into your browser:";

pub(crate) const CODE: &str = "If the page asks for a code, type:";

pub(crate) fn link_ends(at: Timestamp) -> String {
    format!("The link works until {}.", moment(at))
}

/// Split around the address, so that HTML can make it a link.
pub(crate) const HELP: &str = "Questions, or is something wrong? Write to";

pub(crate) fn sent_by(site: &str, origin: &str) -> String {
    format!("Sent by {site}, {origin}")
}
