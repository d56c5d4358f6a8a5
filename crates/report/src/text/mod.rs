//! From the pages of a PDF to lines of text: what is drawn, in which letters, where.

mod builtin;
mod cmap;
mod content;
mod encoding;
mod font;
mod glyphs;
mod lines;
mod truetype;

#[cfg(any(test, feature = "testing"))]
pub(crate) use builtin::width;
pub(crate) use content::{Drawn, Fonts, draw};
pub(crate) use lines::{Line, Segment, lines};
