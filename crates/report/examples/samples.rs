//! Writes every file that the tests read into a folder: `cargo run -p accede-report --features testing --example samples
//! -- FOLDER`. The browser tests read them in a browser; fuzzing begins with them.

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .ok_or_else(|| std::io::Error::other("which folder?"))?;
    std::fs::create_dir_all(&folder)?;
    for sample in accede_report::testing::samples() {
        let ending = match sample.bytes.get(..4) {
            Some(b"\x89PNG") => "png",
            Some([0xff, 0xd8, ..]) => "jpg",
            _ => "pdf",
        };
        let name = format!("{}.{ending}", sample.name);
        std::fs::write(std::path::Path::new(&folder).join(name), sample.bytes)?;
    }
    Ok(())
}
