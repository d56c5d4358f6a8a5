//! The command `accede`.

use std::process::ExitCode;

fn main() -> ExitCode {
    accede_server::cli::main()
}
