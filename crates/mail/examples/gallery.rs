//! Writes every message, in every language, as `.html` and `.txt` into a folder, for looking at them:
//! `cargo run -p accede-mail --example gallery -- DIR` (default `target/mail-gallery`).

use std::path::PathBuf;

use accede_domain::language::Language;
use accede_mail::testing::samples;
use accede_mail::{MailContext, render};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::args_os()
        .nth(1)
        .map_or_else(|| "target/mail-gallery".into(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let mut written = 0;
    for (name, message) in samples::all() {
        for &language in Language::ALL {
            let context = MailContext {
                language,
                ..samples::context(&message)
            };
            let mail = render(&message, &context)?;
            let file = folder.join(format!("{name}.{language}"));
            std::fs::write(file.with_added_extension("html"), &mail.html)?;
            std::fs::write(
                file.with_added_extension("txt"),
                format!("Subject: {}\n\n{}", mail.subject, mail.text),
            )?;
            written += 1;
        }
    }
    println!("{written} mails in {}", folder.display());
    Ok(())
}
