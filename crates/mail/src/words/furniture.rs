//! What stands around every letter.

use accede_domain::time::Timestamp;

use super::moment;
use crate::phrase::{Phrase, fill};

pub(crate) fn greeting(name: Option<String>) -> Phrase {
    match name {
        Some(name) => fill!("Hello {1},", name),
        None => "Hello,".into(),
    }
}

pub(crate) const LINK_OPENS_NOTHING: &str =
    "Opening the link changes nothing yet. The page asks you to press a button first.";

pub(crate) const IF_BUTTON_FAILS: &str =
    "If the button does not work, copy this address into your browser:";

pub(crate) const CODE: &str = "If the page asks for a code, type:";

pub(crate) fn link_ends(at: Timestamp) -> Phrase {
    fill!("The link works until {1}.", moment(at))
}

/// The address follows, so that HTML can make it a link.
pub(crate) const HELP: &str = "Questions, or is something wrong? Write to";

pub(crate) fn sent_by(site: &str, origin: &str) -> Phrase {
    fill!("Sent by {1}, {2}", site.to_owned(), origin.to_owned())
}
