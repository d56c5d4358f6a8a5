//! Writes every message as `.html` and `.txt` into a folder, for looking at them:
//! `cargo run -p accede-mail --example gallery -- DIR` (default `target/mail-gallery`).

use std::path::PathBuf;

use accede_mail::render;
use accede_mail::testing::samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::args_os()
        .nth(1)
        .map_or_else(|| "target/mail-gallery".into(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let mut written = 0;
    for (name, message) in samples::all() {
        let mail = render(&message, &samples::context(&message))?;
        std::fs::write(folder.join(format!("{name}.html")), &mail.html)?;
        std::fs::write(
            folder.join(format!("{name}.txt")),
            format!("Subject: {}\n\n{}", mail.subject, mail.text),
        )?;
        written += 1;
    }
    println!("{written} mails in {}", folder.display());
    Ok(())
}
