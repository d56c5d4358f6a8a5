//! PostgreSQL's own programs, which know its formats and take a consistent copy of a database in use.

use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::BackupError;

/// Dumps the database into a file.
pub(super) async fn dump(url: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = command("pg_dump", url);
    command
        .args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
        .arg(file);
    run("pg_dump", command).await
}

/// Loads a dump into an empty database: all of it, or nothing.
pub(super) async fn load(url: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = command("pg_restore", url);
    command
        .args([
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
        ])
        .arg(file);
    run("pg_restore", command).await
}

fn command(program: &'static str, url: &str) -> Command {
    let (url, password) = without_password(url);
    let mut command = Command::new(program);
    command.args(["--no-password", "--dbname"]).arg(url);
    // Every user of the machine can read a process's arguments; its environment, only its own.
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
}

async fn run(program: &'static str, mut command: Command) -> Result<(), BackupError> {
    let output = command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| BackupError::NoProgram(program, error))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(BackupError::Program(program, said.trim().to_owned()))
}

/// The URL without its password, and the password.
fn without_password(url: &str) -> (String, Option<String>) {
    let split = || {
        let (scheme, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (credentials, host) = rest[..end].rsplit_once('@')?;
        let (user, password) = credentials.split_once(':')?;
        let without = format!("{scheme}://{user}@{host}{}", &rest[end..]);
        Some((without, decoded(password)))
    };
    match split() {
        Some((without, password)) => (without, Some(password)),
        None => (url.to_owned(), None),
    }
}

/// Without the escapes of a URL (RFC 3986).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| {
                let digits = std::str::from_utf8(behind.get(..2)?).ok()?;
                u8::from_str_radix(digits, 16).ok()
            })
            .flatten();
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() {
            &behind[2..]
        } else {
            behind
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_stands_in_no_argument() {
        let split = |url: &str| {
            let (url, password) = without_password(url);
            (url, password.unwrap_or_default())
        };
        assert_eq!(
            split("postgres://me:p%40ss%3A@db.example/accede?sslmode=require"),
            (
                "postgres://me@db.example/accede?sslmode=require".to_owned(),
                "p@ss:".to_owned()
            )
        );
        for plain in [
            "postgres://me@db/accede",
            "postgres://db/accede",
            "postgres://",
        ] {
            assert_eq!(split(plain), (plain.to_owned(), String::new()));
        }
    }
}
