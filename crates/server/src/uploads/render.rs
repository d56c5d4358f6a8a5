//! What a reviewer looks at: one page of an uploaded PDF as a picture, drawn by `pdftoppm` in a child with limits. The
//! file itself is never opened in the reviewer's browser.

use std::collections::HashSet;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Mutex;

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

/// Pages that could not be drawn and are remembered; after so many it begins anew.
const REMEMBERED: usize = 1_000;

/// Draws pages, and remembers which ones it could not: a file that is made to keep the renderer busy does so once, not at
/// every look at it.
#[derive(Default)]
pub struct Drawer {
    /// By the file's SHA-256 and the page.
    undrawn: Mutex<HashSet<([u8; 32], u32)>>,
}

impl Drawer {
    /// One page, from 1, as a PNG.
    ///
    /// # Errors
    /// When the renderer fails or is ended by its limits, now or before.
    pub async fn page(
        &self,
        renderer: &Path,
        pdf: &[u8],
        page: u32,
    ) -> Result<Vec<u8>, RenderError> {
        let of = (Sha256::digest(pdf).into(), page);
        if self.undrawn.lock().await.contains(&of) {
            return Err(RenderError::NotDrawn);
        }
        let drawn = draw(renderer, pdf, page).await;
        if let Err(RenderError::NotDrawn | RenderError::TooLong) = drawn {
            let mut undrawn = self.undrawn.lock().await;
            if undrawn.len() >= REMEMBERED {
                undrawn.clear();
            }
            undrawn.insert(of);
        }
        drawn
    }
}

async fn draw(renderer: &Path, pdf: &[u8], page: u32) -> Result<Vec<u8>, RenderError> {
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[tokio::test]
    async fn what_could_not_be_drawn_is_not_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let (program, runs) = (folder.path().join("renderer"), folder.path().join("runs"));
        let script = format!("#!/bin/sh\necho run >> {}\nexit 1\n", runs.display());
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let drawer = Drawer::default();
        for (pdf, page) in [(&b"a"[..], 1), (b"a", 1), (b"a", 2), (b"b", 1), (b"a", 1)] {
            let drawn = drawer.page(&program, pdf, page).await;
            assert!(matches!(drawn, Err(RenderError::NotDrawn)), "{drawn:?}");
        }
        assert_eq!(fs::read_to_string(runs).unwrap().lines().count(), 3);
    }
}
