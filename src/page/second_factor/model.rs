//! The QR code as one path, and the secret as people type it.

/// Modules of white around the code that readers need (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// The dark modules (`1`) as one SVG path; each run of a row is a rectangle. The quiet zone is left free.
pub fn qr_path(rows: &[String]) -> String {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for run in row.as_bytes().chunk_by(|a, b| a == b) {
            if run.first() == Some(&b'1') {
                let width = run.len().to_string();
                for part in [
                    "M",
                    &(x + QUIET_ZONE).to_string(),
                    " ",
                    &(y + QUIET_ZONE).to_string(),
                    "h",
                    &width,
                    "v1h-",
                    &width,
                    "z",
                ] {
                    path.push_str(part);
                }
            }
            x += run.len();
        }
    }
    path
}

/// The side of the picture in modules.
pub fn qr_side(rows: &[String]) -> usize {
    rows.len() + 2 * QUIET_ZONE
}

/// The secret in groups of four: `JBSW Y3DP …`.
pub fn grouped(secret: &str) -> String {
    let mut text = String::with_capacity(secret.len() + secret.len() / 4);
    for (place, letter) in secret.chars().enumerate() {
        if place > 0 && place.is_multiple_of(4) {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_dark_modules_become_rectangles() {
        let rows = ["1101".to_owned(), "0000".to_owned(), "0110".to_owned()];
        assert_eq!(qr_path(&rows), "M4 4h2v1h-2zM7 4h1v1h-1zM5 6h2v1h-2z");
        assert_eq!(qr_side(&rows), 11);
        assert_eq!(qr_path(&[]), "");
    }

    #[test]
    fn a_secret_is_typed_in_groups() {
        assert_eq!(grouped("JBSWY3DPEH"), "JBSW Y3DP EH");
    }
}
