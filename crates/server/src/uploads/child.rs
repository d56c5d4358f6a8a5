//! Judging in a child process: `accede judge-upload` reads a line with the rules for reading reports and then a file from
//! its standard input, and answers with its verdict.
//! `prlimit` (util-linux) bounds memory and processor time, so that a file made to exhaust a parser ends its own child
//! and nothing else.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use accede_domain::training::reading::{Reading, ReportRules};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use super::{Judged, Kind, MAX_BYTES, Refused, judge};

/// The name of the hidden command.
pub const COMMAND: &str = "judge-upload";

/// Sets a child's limits; of util-linux.
pub const LIMITER: &str = "prlimit";

/// Address space of the child: a picture of 40 million pixels in two copies, and a parsed PDF.
const MEMORY: u64 = 1024 * 1024 * 1024;
const PROCESSOR_SECONDS: u64 = 10;
const PATIENCE: Duration = Duration::from_secs(30);

/// Where files are judged.
#[derive(Debug, Clone)]
pub enum Judge {
    /// In a child of this program.
    Child(PathBuf),
    /// In this process: for tests, whose program is not `accede`.
    Here,
}

/// The verdict's first line; the bytes to keep follow it.
#[derive(Serialize, Deserialize)]
enum Verdict {
    Taken {
        kind: Kind,
        pages: u32,
        reading: Box<Reading>,
    },
    Refused(Refused),
}

impl Judge {
    /// A child of the program that runs now.
    #[must_use]
    pub fn of_this_program() -> Self {
        std::env::current_exe().map_or(Self::Here, Self::Child)
    }

    /// Judges a file, and reads it as a paper that looks as the rules say.
    ///
    /// # Errors
    /// Why it is not accepted. A child that was ended by its limits gives [`Refused::TooCostly`].
    pub async fn judge(&self, bytes: Vec<u8>, rules: &ReportRules) -> Result<Judged, Refused> {
        match self {
            Self::Child(program) => in_child(program, &bytes, rules).await,
            Self::Here => {
                let rules = rules.clone();
                tokio::task::spawn_blocking(move || judge(&bytes, &rules))
                    .await
                    .unwrap_or(Err(Refused::TooCostly))
            }
        }
    }
}

/// A command under limits of memory and processor time; the address space is in bytes.
#[must_use]
pub fn limited(program: &Path, memory: u64, processor_seconds: u64) -> Command {
    let mut command = Command::new(LIMITER);
    command
        .arg(format!("--as={memory}"))
        .arg(format!("--cpu={processor_seconds}"))
        .arg("--core=0")
        .arg("--")
        .arg(program)
        .env_clear()
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

async fn in_child(program: &Path, bytes: &[u8], rules: &ReportRules) -> Result<Judged, Refused> {
    let run = async {
        let rules = serde_json::to_vec(rules)?;
        let mut child = limited(program, MEMORY, PROCESSOR_SECONDS)
            .arg(COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(&rules).await?;
            stdin.write_all(b"\n").await?;
            stdin.write_all(bytes).await?;
        }
        child.wait_with_output().await
    };
    match tokio::time::timeout(PATIENCE, run).await {
        Ok(Ok(output)) if output.status.success() => {
            read_verdict(&output.stdout).unwrap_or(Err(Refused::TooCostly))
        }
        Ok(Ok(output)) => {
            tracing::warn!(status = %output.status, "judging an upload was ended by its limits");
            Err(Refused::TooCostly)
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "judging an upload cannot be started");
            Err(Refused::TooCostly)
        }
        Err(_) => Err(Refused::TooCostly),
    }
}

fn read_verdict(output: &[u8]) -> Option<Result<Judged, Refused>> {
    let line = output.iter().position(|b| *b == b'\n')?;
    Some(match serde_json::from_slice(&output[..line]).ok()? {
        Verdict::Taken {
            kind,
            pages,
            reading,
        } => Ok(Judged {
            kind,
            bytes: output[line + 1..].to_vec(),
            pages,
            reading: *reading,
        }),
        Verdict::Refused(why) => Err(why),
    })
}

/// The child: standard input to standard output.
///
/// # Errors
/// When either ends early.
pub fn main() -> std::io::Result<()> {
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut rules = Vec::new();
    input.read_until(b'\n', &mut rules)?;
    let rules: ReportRules = serde_json::from_slice(&rules)?;
    let mut bytes = Vec::new();
    input.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let (verdict, kept) = match judge(&bytes, &rules) {
        Ok(judged) => (
            Verdict::Taken {
                kind: judged.kind,
                pages: judged.pages,
                reading: Box::new(judged.reading),
            },
            judged.bytes,
        ),
        Err(why) => (Verdict::Refused(why), Vec::new()),
    };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &verdict)?;
    out.write_all(b"\n")?;
    out.write_all(&kept)?;
    out.flush()
}
