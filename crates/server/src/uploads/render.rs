//! What a reviewer looks at: one page of an uploaded PDF as a picture, drawn by `pdftoppm` in a child with limits. The
//! file itself is never opened in the reviewer's browser.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;

use super::child::limited;

/// Dots per inch: a page of A4 is 1240 × 1754 and small print is legible.
const RESOLUTION: &str = "150";
/// The longer side, whatever the page claims to measure.
const LONGER_SIDE: &str = "2200";
const MEMORY: u64 = 1024 * 1024 * 1024;
const PROCESSOR_SECONDS: u64 = 15;
const PATIENCE: Duration = Duration::from_secs(30);

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("the renderer cannot be run: {0}")]
    Io(#[from] std::io::Error),
    #[error("the renderer could not draw the page")]
    NotDrawn,
    #[error("the renderer took too long")]
    TooLong,
}

/// One page, from 1, as a PNG.
///
/// # Errors
/// When the renderer fails or is ended by its limits.
pub async fn page(renderer: &Path, pdf: &[u8], page: u32) -> Result<Vec<u8>, RenderError> {
    let number = page.to_string();
    let run = async {
        let mut child = limited(renderer, MEMORY, PROCESSOR_SECONDS)
            .args([
                "-png",
                "-r",
                RESOLUTION,
                "-scale-to",
                LONGER_SIDE,
                "-f",
                &number,
                "-l",
                &number,
                "-singlefile",
                "-",
            ])
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take();
        let feed = async {
            if let Some(mut stdin) = stdin {
                stdin.write_all(pdf).await?;
            }
            Ok::<(), std::io::Error>(())
        };
        let (fed, output) = tokio::join!(feed, child.wait_with_output());
        fed?;
        output
    };
    let output = tokio::time::timeout(PATIENCE, run)
        .await
        .map_err(|_| RenderError::TooLong)??;
    if output.status.success() && output.stdout.starts_with(b"\x89PNG") {
        Ok(output.stdout)
    } else {
        Err(RenderError::NotDrawn)
    }
}
