//! Tables as compressed comma-separated values.

use std::fmt::{Display, Write as _};
use std::io::Write as _;

use flate2::{Compression, GzBuilder};

use super::{MARK, MODIFIED, SyntheticFile};

/// A table under construction; the number of columns holds for every row.
pub(super) struct Table<const COLUMNS: usize> {
    text: String,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table with this header.
    pub(super) fn new(header: [&str; COLUMNS]) -> Self {
        Self {
            text: header.join(",") + "\n",
        }
    }

    /// A table whose header is in quotes, as MIMIC-III writes it.
    pub(super) fn quoted(header: [&str; COLUMNS]) -> Self {
        Self {
            text: format!("\"{}\"\n", header.join("\",\"")),
        }
    }

    /// Adds a row; an empty cell is a missing value.
    pub(super) fn row(&mut self, cells: [&dyn Display; COLUMNS]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            let start = self.text.len();
            // Writing to a string cannot fail.
            let _ = write!(self.text, "{cell}");
            if self.text[start..].contains([',', '"', '\n']) {
                let quoted = format!("\"{}\"", self.text[start..].replace('"', "\"\""));
                self.text.replace_range(start.., &quoted);
            }
        }
        self.text.push('\n');
    }

    /// As the file at `path`, which ends in `.csv.gz`.
    pub(super) fn file(self, path: &str) -> SyntheticFile {
        gzip(path, &self.text, Compression::default())
    }

    /// The same without compressing: a valid gzip file of about the table's own size.
    pub(super) fn stored_file(self, path: &str) -> SyntheticFile {
        gzip(path, &self.text, Compression::none())
    }
}

#[allow(clippy::expect_used, reason = "writing to a vector does not fail")]
fn gzip(path: &str, text: &str, level: Compression) -> SyntheticFile {
    let inner = path
        .rsplit('/')
        .next()
        .unwrap_or(path)
        .trim_end_matches(".gz");
    let mut encoder = GzBuilder::new()
        .filename(inner)
        .comment(MARK)
        .mtime(u32::try_from(MODIFIED.seconds()).unwrap_or(0))
        .write(Vec::with_capacity(text.len() / 4), level);
    encoder
        .write_all(text.as_bytes())
        .expect("a vector takes any bytes");
    SyntheticFile::new(path, encoder.finish().expect("a vector takes any bytes"))
}
