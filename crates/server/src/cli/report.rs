//! `accede report read FILE`: what the server reads in a file, as JSON. Needs no settings and no database.

use std::io::Write as _;
use std::path::PathBuf;

use accede_content::{Catalogue, ContentError};
use accede_domain::training::reading::Reading;
use accede_report::Limits;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
    /// Print what the server reads in a training report, as JSON
    Read(Read),
}

#[derive(Debug, Args)]
pub(super) struct Read {
    /// A PDF, PNG or JPEG
    file: PathBuf,
    /// Key of the training whose report it should be; the first one without it
    #[arg(long, value_name = "KEY")]
    training_type: Option<String>,
    /// Folder with your own trainings, as the setting of this name has it
    #[arg(long, value_name = "DIR")]
    content_dir: Option<PathBuf>,
}

/// Why nothing was printed. A file that holds no report is no reason: the reading says so.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("{}: {source}", path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Content(#[from] ContentError),
    #[error("there is no training {0:?}; there are: {1}")]
    UnknownType(String, String),
    #[error("the reading cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the reading cannot be written: {0}")]
    Written(std::io::Error),
}

pub(super) fn run(ReportCommand::Read(asked): &ReportCommand) -> Result<(), ReportError> {
    let text = serde_json::to_string_pretty(&read(asked)?)?;
    match writeln!(std::io::stdout(), "{text}") {
        // Whoever reads it has seen enough: `| head`.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written.map_err(ReportError::Written)?),
    }
}

fn read(asked: &Read) -> Result<Reading, ReportError> {
    let catalogue = match &asked.content_dir {
        Some(folder) => Catalogue::load_from(folder)?,
        None => Catalogue::load()?,
    };
    let types = catalogue.trainings();
    let of = match &asked.training_type {
        Some(key) => catalogue.training(key),
        None => types.first(),
    };
    let of = of.ok_or_else(|| {
        let known: Vec<_> = types.iter().map(|of| of.key.as_str()).collect();
        ReportError::UnknownType(
            asked.training_type.clone().unwrap_or_default(),
            known.join(", "),
        )
    })?;
    let bytes = std::fs::read(&asked.file).map_err(|source| ReportError::File {
        path: asked.file.clone(),
        source,
    })?;
    Ok(accede_report::read(&bytes, &of.report, &Limits::default()))
}

#[cfg(test)]
mod tests {
    use accede_domain::training::reading::{Paper, Unreadable};
    use accede_report::testing;

    use super::*;

    fn asked(bytes: &[u8], training_type: Option<&str>) -> Result<Reading, ReportError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::write(&file, bytes).unwrap();
        read(&Read {
            file,
            training_type: training_type.map(str::to_owned),
            content_dir: None,
        })
    }

    #[test]
    fn whatever_the_file_is_there_is_a_reading() {
        let report = asked(&testing::report(), Some("citi-data-or-specimens-only")).unwrap();
        assert_eq!(
            (report.paper, report.name.as_deref()),
            (Paper::Report, Some("Ada Lovelace"))
        );
        assert_eq!(
            asked(&testing::certificate(), None).unwrap().paper,
            Paper::Certificate
        );
        let program = asked(b"MZ", None).unwrap();
        assert_eq!(program.because, Some(Unreadable::UnknownFormat));
    }

    #[test]
    fn a_training_that_is_not_there_and_a_file_that_is_not_there_are_said() {
        let unknown = asked(b"", Some("other")).unwrap_err();
        assert!(unknown.to_string().contains("citi-data-or-specimens-only"));
        let missing = Read {
            file: PathBuf::from("/nowhere/report.pdf"),
            training_type: None,
            content_dir: None,
        };
        assert!(matches!(read(&missing), Err(ReportError::File { .. })));
    }
}
