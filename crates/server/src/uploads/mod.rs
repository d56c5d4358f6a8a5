//! Files that people upload, judged by what they are and not by what they are called.
//!
//! Judging parses the whole file. A file can be made to cost a parser any amount of memory and time, so the server has
//! it done by a child process with limits ([`child`]); the rules themselves ([`judge`]) know nothing of that.

pub mod child;
mod image;
mod pdf;
pub mod render;

use accede_domain::training::reading::{Reading, ReportRules};
use serde::{Deserialize, Serialize};

/// Where uploads lie in the file store.
pub const FOLDER: &str = "uploads";
/// Files that are judged or drawn at once: each may take a gigabyte of memory and a core.
pub const AT_ONCE: usize = 2;
/// Most bytes of an uploaded file: 10 MiB.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// A file as it is stored: a PDF as it came, an image drawn anew without its metadata; and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub kind: Kind,
    pub bytes: Vec<u8>,
    /// Pages of a PDF; 1 for an image.
    pub pages: u32,
    /// What was read in the file as it came.
    pub reading: Reading,
}

/// What is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Pdf,
    Png,
    Jpeg,
}

impl Kind {
    /// The media type that goes with it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The ending of its file names.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// By the first bytes; nothing else is looked at.
    fn of(bytes: &[u8]) -> Option<Self> {
        const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
        match bytes {
            _ if bytes.starts_with(b"%PDF-") => Some(Self::Pdf),
            _ if bytes.starts_with(PNG) => Some(Self::Png),
            _ if bytes.starts_with(b"\xff\xd8\xff") => Some(Self::Jpeg),
            _ => None,
        }
    }
}

/// Why a file is not accepted; the sentence says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    #[error("The file is empty. Choose the completion report that you saved.")]
    Empty,
    #[error(
        "This is not a PDF, PNG or JPEG file. Save the completion report as a PDF, or take a picture of it."
    )]
    UnknownKind,
    #[error("The PDF asks for a password. Open it, print it to a new PDF, and upload that one.")]
    Password,
    #[error("The PDF holds a script. Open it, print it to a new PDF, and upload that one.")]
    Script,
    #[error("The PDF starts other programs. Open it, print it to a new PDF, and upload that one.")]
    Launch,
    #[error("The PDF has other files inside. Open it, print it to a new PDF, and upload that one.")]
    Embedded,
    #[error(
        "Something else follows the end of the file. Save the completion report again and upload the new file."
    )]
    Appended,
    #[error(
        "The file is damaged or incomplete. Save the completion report again and upload the new file."
    )]
    Damaged,
    #[error("The PDF has no pages, or more than 100. Upload the completion report alone.")]
    Pages,
    #[error(
        "The picture is too large: up to 40 million pixels are possible. Save it smaller, or as a PDF."
    )]
    Pixels,
    #[error(
        "The file takes too long to read. Open it, print it to a new PDF, and upload that one."
    )]
    TooCostly,
}

/// Judges a file by its content, and reads it as a paper that looks as the rules say.
///
/// # Errors
/// Why it is not accepted.
pub fn judge(bytes: &[u8], rules: &ReportRules) -> Result<Judged, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    let kind = Kind::of(bytes).ok_or(Refused::UnknownKind)?;
    let (kept, pages) = match kind {
        Kind::Pdf => (bytes.to_vec(), pdf::pages(bytes)?),
        Kind::Png | Kind::Jpeg => (image::redraw(bytes, kind)?, 1),
    };
    Ok(Judged {
        kind,
        bytes: kept,
        pages,
        reading: accede_report::read(bytes, rules, &accede_report::Limits::default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the portal's training has it.
    pub(super) fn judged(bytes: &[u8]) -> Result<Judged, Refused> {
        judge(bytes, &accede_report::testing::rules())
    }

    #[test]
    fn only_the_three_kinds_are_taken() {
        assert_eq!(judged(b""), Err(Refused::Empty));
        for other in [
            &b"GIF89a...."[..],
            b"PK\x03\x04",
            b"<html>%PDF-1.7",
            b" %PDF-1.7",
            b"MZ",
            b"\x00",
        ] {
            assert_eq!(judged(other), Err(Refused::UnknownKind));
        }
    }

    proptest::proptest! {
        /// Whatever comes is refused or accepted; nothing panics.
        #[test]
        fn no_input_panics(kind in 0..3_usize, rest in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let head: &[u8] = [&b"%PDF-1.7\n"[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"][kind];
            let _ = judged(&[head, &rest].concat());
        }
    }
}
