//! A Maildir as the inbox for delivery reports: a mail server drops files into `new/`, we read them and move them to
//! `cur/` as seen. Nothing is deleted, and a stop between reading and moving only means reading again.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::bounce::MAX_REPORT_BYTES;

pub struct Maildir {
    root: PathBuf,
}

/// A mail that waits in `new/`.
#[derive(Debug)]
pub struct NewMail {
    file_name: String,
    /// At most [`MAX_REPORT_BYTES`].
    pub bytes: Vec<u8>,
}

impl Maildir {
    /// Fails where the folder is not a Maildir.
    pub fn open(root: &Path) -> io::Result<Self> {
        for name in ["new", "cur"] {
            if !root.join(name).is_dir() {
                return Err(io::Error::new(
                    io::ErrorKind::NotFound,
                    format!("not a Maildir: it has no folder {name:?}"),
                ));
            }
        }
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// Up to `limit` mails, oldest name first. Blocking.
    pub fn new_mails(&self, limit: usize) -> io::Result<Vec<NewMail>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.root.join("new"))? {
            let entry = entry?;
            // `file_type` does not follow links: a link out of the Maildir is left alone.
            if !entry.file_type()?.is_file() {
                continue;
            }
            match entry.file_name().into_string() {
                Ok(name) if !name.starts_with('.') => names.push(name),
                _ => {}
            }
        }
        names.sort_unstable();
        names.truncate(limit);
        let mut mails = Vec::with_capacity(names.len());
        for file_name in names {
            match read_capped(&self.root.join("new").join(&file_name)) {
                Ok(bytes) => mails.push(NewMail { file_name, bytes }),
                // Another reader took it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(mails)
    }

    /// Moves a mail to `cur/` with the flag "seen". Call it after the mail's effect is on disk.
    pub fn mark_seen(&self, mail: &NewMail) -> io::Result<()> {
        let from = self.root.join("new").join(&mail.file_name);
        let unique = mail
            .file_name
            .split(":2,")
            .next()
            .unwrap_or(&mail.file_name);
        let to = self.root.join("cur").join(format!("{unique}:2,S"));
        // A name is unique by the rules of Maildir; if it is not, keep both rather than overwrite.
        if to.exists() {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "cur/ already holds a mail of this name",
            ));
        }
        fs::rename(from, to)
    }
}

fn read_capped(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_REPORT_BYTES as u64)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
