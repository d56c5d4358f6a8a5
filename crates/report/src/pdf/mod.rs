//! The syntax of PDF, as far as reading text needs it: objects, cross-references, packed and encrypted streams, pages.
//! Nothing here knows what a report is.

mod crypt;
mod document;
mod filter;
mod lexer;
mod object;
mod pages;
mod predictor;
mod repair;
mod xref;

pub(crate) use document::Document;
pub(crate) use lexer::{Item, Lexer};
pub(crate) use object::{Dict, Object, Stream, VALUE_BYTES};
pub(crate) use pages::{Page, pages};
