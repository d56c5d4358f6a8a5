//! Says where the built page is, for embedding. A debug build without one gets a notice instead, so that work on the
//! server needs no page; a release build without one is refused, because it would serve nothing.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

const NOTICE: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Accede</title></head>\n\
                      <body><h1>The page is not built</h1><p>This server was built without it: run <code>make run</code>.\
                      </p></body>\n</html>\n";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("cargo did not set {name}"));
    let dist = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../../dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!(
        "cargo::rerun-if-changed={}",
        dist.join("index.html").display()
    );
    let folder = if dist.join("index.html").is_file() {
        dist.canonicalize().map_err(|e| e.to_string())?
    } else if variable("PROFILE")? == "release" {
        return Err(
            "dist/index.html is missing: build the page first, with scripts/page.sh or make run"
                .to_owned(),
        );
    } else {
        let folder = PathBuf::from(variable("OUT_DIR")?).join("dist");
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        fs::write(folder.join("index.html"), NOTICE).map_err(|e| e.to_string())?;
        folder
    };
    println!("cargo::rustc-env=ACCEDE_DIST={}", folder.display());
    Ok(())
}
