//! Mail: what Accede says ([`Message`], [`render`]), how it is handed to a mail server ([`transport`]), and what mail
//! servers report back ([`bounce`], [`maildir`]).

mod clean;
mod html;
mod letter;
mod message;
mod paths;
mod render;
mod text;
pub mod transport;
mod words;

pub use html::STYLE as HTML_STYLE;
pub use message::*;
pub use render::{MailContext, MailedLink, RenderError, Rendered, render};
