//! The table in which a TrueType font says which letter shows which character. Turned round, it tells what a page shows
//! that names letters by number only. OpenType, `cmap`.

use std::collections::HashMap;

use crate::limits::{Budget, Result};

/// Characters by the numbers of their letters; the first of several. Empty for whatever is no font, or has no such table.
pub(crate) fn characters(font: &[u8], budget: &Budget) -> Result<HashMap<u16, char>> {
    let mut found = HashMap::new();
    for table in tables(font) {
        let mut add = |code: u32, letter: u16| -> Result<()> {
            budget.step()?;
            if letter != 0
                && let Some(c) = char::from_u32(code).filter(|c| !c.is_control())
                && !found.contains_key(&letter)
            {
                budget.memory(16)?;
                found.insert(letter, c);
            }
            Ok(())
        };
        match u16_at(table, 0) {
            Some(4) => format_4(table, &mut add)?,
            Some(6) => format_6(table, &mut add)?,
            Some(12) => format_12(table, &mut add)?,
            _ => {}
        }
        if !found.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// The tables whose codes are Unicode, the fullest first.
fn tables(font: &[u8]) -> Vec<&[u8]> {
    let directory = |index: usize| {
        let at = 12 + 16 * index;
        (font.get(at..at + 4)? == b"cmap").then_some(())?;
        font.get(u32_at(font, at + 8)? as usize..)
    };
    let count = usize::from(u16_at(font, 4).unwrap_or(0)).min(64);
    let Some(cmap) = (0..count).find_map(directory) else {
        return Vec::new();
    };
    let mut tables: Vec<(u8, &[u8])> = (0..usize::from(u16_at(cmap, 2).unwrap_or(0)).min(32))
        .filter_map(|index| {
            let at = 4 + 8 * index;
            let rank = match (u16_at(cmap, at)?, u16_at(cmap, at + 2)?) {
                (3, 10) | (0, 4 | 6) => 0,
                (3, 1) | (0, _) => 1,
                _ => return None,
            };
            Some((rank, cmap.get(u32_at(cmap, at + 4)? as usize..)?))
        })
        .collect();
    tables.sort_by_key(|(rank, _)| *rank);
    tables.into_iter().map(|(_, table)| table).collect()
}

type Add<'a> = dyn FnMut(u32, u16) -> Result<()> + 'a;

fn format_4(table: &[u8], add: &mut Add<'_>) -> Result<()> {
    let double = usize::from(u16_at(table, 6).unwrap_or(0)) & !1;
    for at in (0..double).step_by(2) {
        let part = |part: usize| {
            u16_at(
                table,
                14 + part * double + at + if part > 0 { 2 } else { 0 },
            )
        };
        let (Some(last), Some(first), Some(delta), Some(offset)) =
            (part(0), part(1), part(2), part(3))
        else {
            return Ok(());
        };
        for code in first..=last {
            let letter = if offset == 0 {
                Some(code.wrapping_add(delta))
            } else {
                let place =
                    16 + 3 * double + at + usize::from(offset) + 2 * usize::from(code - first);
                u16_at(table, place).map(|letter| match letter {
                    0 => 0,
                    letter => letter.wrapping_add(delta),
                })
            };
            add(u32::from(code), letter.unwrap_or(0))?;
        }
    }
    Ok(())
}

fn format_6(table: &[u8], add: &mut Add<'_>) -> Result<()> {
    let first = u32::from(u16_at(table, 6).unwrap_or(0));
    for index in 0..u16_at(table, 8).unwrap_or(0) {
        let Some(letter) = u16_at(table, 10 + 2 * usize::from(index)) else {
            break;
        };
        add(first + u32::from(index), letter)?;
    }
    Ok(())
}

fn format_12(table: &[u8], add: &mut Add<'_>) -> Result<()> {
    for group in 0..u32_at(table, 12).unwrap_or(0) as usize {
        let at = 16_usize.saturating_add(group.saturating_mul(12));
        let (Some(first), Some(last), Some(letter)) = (
            u32_at(table, at),
            u32_at(table, at + 4),
            u32_at(table, at + 8),
        ) else {
            break;
        };
        // A font has no more letters than that.
        for code in first..=last.min(first.saturating_add(0xffff)) {
            let letter = letter.wrapping_add(code - first);
            add(code, u16::try_from(letter).unwrap_or(0))?;
        }
    }
    Ok(())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{Fault, Limits};

    /// A font of nothing but the table, for platform 3, encoding 1.
    fn font(table: &[u16]) -> Vec<u8> {
        let head: &[u16] = &[0, 1, 1, 16, 0, 0];
        let directory: &[u16] = &[0x636d, 0x6170, 0, 0, 0, 28, 0, 999];
        let cmap: &[u16] = &[0, 1, 3, 1, 0, 12];
        [head, directory, cmap, table]
            .concat()
            .iter()
            .flat_map(|word| word.to_be_bytes())
            .collect()
    }

    fn read(table: &[u16]) -> Vec<(u16, char)> {
        let found = characters(&font(table), &Budget::new(Limits::default())).unwrap();
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn each_format_is_turned_round() {
        // A to C by a difference, a by a list, and the end that every table of this format has.
        let format_4 = [
            4, 0, 0, 6, 0, 0, 0, 0x43, 0x61, 0xffff, 0, 0x41, 0x61, 0xffff, 0xffc9, 0, 1, 0, 4, 0,
            77,
        ];
        assert_eq!(
            read(&format_4),
            [(10, 'A'), (11, 'B'), (12, 'C'), (77, 'a')]
        );
        assert_eq!(read(&[6, 0, 0, 0x41, 2, 5, 6]), [(5, 'A'), (6, 'B')]);
        let format_12 = [12, 0, 0, 0, 0, 0, 0, 1, 0, 0x41, 0, 0x42, 0, 9];
        assert_eq!(read(&format_12), [(9, 'A'), (10, 'B')]);
    }

    #[test]
    fn whatever_is_no_font_has_no_letters_and_a_huge_one_stops_at_the_limit() {
        let budget = Budget::new(Limits::default());
        let whole = font(&[6, 0, 0, 0x41, 2, 5, 6]);
        for end in 0..whole.len() {
            assert!(characters(&whole[..end], &budget).is_ok());
        }
        let groups = [12, 0, 0, 0, 0, 0, 0xffff, 0xffff]
            .iter()
            .chain([0, 0, 0xf, 0xffff, 0, 1].iter().cycle().take(6000));
        let huge = font(&groups.copied().collect::<Vec<_>>());
        let little = Budget::new(Limits {
            steps: 100_000,
            ..Limits::default()
        });
        assert_eq!(characters(&huge, &little), Err(Fault::Costly));
    }
}
