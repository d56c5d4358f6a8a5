//! Mail: what Accede says ([`Message`], [`render`]), how it is handed to a mail server ([`transport`]), and what mail
//! servers report back ([`bounce`], [`maildir`]).

pub mod bounce;
mod clean;
mod html;
mod kind;
mod letter;
pub mod maildir;
mod message;
mod paths;
mod phrase;
mod render;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
pub mod transport;
mod words;

pub use html::STYLE as HTML_STYLE;
pub use message::*;
pub use render::{MailContext, MailedLink, RenderError, Rendered, render, subject};
