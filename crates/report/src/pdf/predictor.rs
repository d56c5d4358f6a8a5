//! Undoing what makes rows of numbers pack better: PNG's row filters and TIFF's differences.

use super::document::Document;
use super::object::Dict;
use crate::limits::Result;

/// How rows were changed before packing.
pub(super) struct Predictor {
    is_png: bool,
    /// Bytes of a row, and of one pixel in it.
    pub row: usize,
    pixel: usize,
    /// Differences are undone byte by byte; narrower or wider numbers hold pictures only.
    is_bytes: bool,
}

/// The widest row that is undone; a table of objects has some ten bytes.
const WIDEST: usize = 1 << 16;

impl Predictor {
    /// From the parameters of a filter; nothing where rows were left as they are.
    pub fn of(document: &Document<'_>, parameters: &Dict) -> Result<Option<Self>> {
        let get = |name: &[u8], default: usize| -> Result<usize> {
            Ok(document.entry(parameters, name)?.whole().unwrap_or(default))
        };
        let kind = get(b"Predictor", 1)?;
        if kind < 2 {
            return Ok(None);
        }
        let (colors, bits) = (get(b"Colors", 1)?, get(b"BitsPerComponent", 8)?);
        let bits_of_pixel = colors.saturating_mul(bits);
        let row = bits_of_pixel
            .saturating_mul(get(b"Columns", 1)?)
            .div_ceil(8)
            .clamp(1, WIDEST);
        Ok(Some(Self {
            is_png: kind >= 10,
            row,
            pixel: bits_of_pixel.div_ceil(8).clamp(1, row),
            is_bytes: bits == 8,
        }))
    }
}

/// The rows as they were; a last one that is not whole is kept as far as it goes.
pub(super) fn undo(bytes: &[u8], predictor: &Predictor) -> Vec<u8> {
    if predictor.is_png {
        png(bytes, predictor)
    } else {
        differences(bytes, predictor)
    }
}

fn differences(bytes: &[u8], of: &Predictor) -> Vec<u8> {
    let mut out = bytes.to_vec();
    if of.is_bytes {
        for row in out.chunks_mut(of.row) {
            for at in of.pixel..row.len() {
                row[at] = row[at].wrapping_add(row[at - of.pixel]);
            }
        }
    }
    out
}

fn png(bytes: &[u8], of: &Predictor) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; of.row];
    for row in bytes.chunks(of.row + 1) {
        let (kind, row) = (row[0], &row[1..]);
        let mut now = vec![0_u8; of.row];
        for (at, byte) in row.iter().enumerate() {
            let before = |row: &[u8]| at.checked_sub(of.pixel).map_or(0, |at| row[at]);
            let (left, up, corner) = (before(&now), above[at], before(&above));
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => paeth(left, up, corner),
                _ => 0,
            };
            now[at] = byte.wrapping_add(guess);
        }
        out.extend(&now[..row.len()]);
        above = now;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |of: u8| (guess - i16::from(of)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_filter_of_png_is_undone() {
        let of = Predictor {
            is_png: true,
            row: 4,
            pixel: 1,
            is_bytes: true,
        };
        let rows: [([u8; 5], [u8; 4]); 6] = [
            ([0, 1, 2, 3, 4], [1, 2, 3, 4]),
            ([1, 1, 1, 1, 1], [1, 2, 3, 4]),
            ([2, 1, 1, 1, 1], [2, 3, 4, 5]),
            ([3, 1, 1, 1, 1], [2, 3, 4, 5]),
            ([4, 1, 1, 1, 1], [3, 4, 5, 6]),
            ([9, 7, 7, 7, 7], [7, 7, 7, 7]),
        ];
        let (packed, plain): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        assert_eq!(undo(&packed.concat(), &of), plain.concat());
        // Cut off within a row.
        assert_eq!(undo(&packed.concat()[..8], &of), [1, 2, 3, 4, 1, 2]);
    }

    #[test]
    fn differences_of_tiff_are_undone() {
        let of = Predictor {
            is_png: false,
            row: 4,
            pixel: 2,
            is_bytes: true,
        };
        assert_eq!(
            undo(&[1, 2, 1, 1, 5, 6, 1, 1], &of),
            [1, 2, 2, 3, 5, 6, 6, 7]
        );
    }
}
