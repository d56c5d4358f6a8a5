//! Character maps: how long a font's codes are, and which text a code shows.

use std::collections::BTreeMap;

use crate::limits::{Budget, Result};
use crate::pdf::{Item, Lexer, Object, VALUE_BYTES};

/// Text of one code: a ligature has a few letters. Longer ones are cut.
const UNITS: usize = 8;

/// A map, as far as it is used.
#[derive(Debug, Default)]
pub(crate) struct CMap {
    /// Length in bytes, and the least and the greatest value of each byte.
    spaces: Vec<(usize, u32, u32)>,
    /// From the first code of a range: the last one, and the text of the first in UTF-16. Along the range its last unit
    /// goes up.
    texts: BTreeMap<u32, (u32, Vec<u16>)>,
    /// From the first code of a range: the last one, and the number of the first one's letter.
    numbers: BTreeMap<u32, (u32, u32)>,
}

impl CMap {
    pub fn read(bytes: &[u8], budget: &Budget) -> Result<Self> {
        let mut map = Self::default();
        let mut lexer = Lexer::new(bytes, 0, budget);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            match lexer.item()? {
                Item::Object(object) => {
                    budget.memory(VALUE_BYTES)?;
                    operands.push(object);
                }
                Item::Word(word) => {
                    map.take(word, &operands, budget)?;
                    operands.clear();
                }
                Item::End => return Ok(map),
            }
        }
    }

    fn take(&mut self, word: &[u8], operands: &[Object], budget: &Budget) -> Result<()> {
        match word {
            b"endcodespacerange" => {
                for pair in operands.chunks_exact(2) {
                    if let (Some((length, first)), Some((_, last))) =
                        (code(&pair[0]), code(&pair[1]))
                    {
                        self.spaces.push((length, first, last));
                    }
                }
            }
            b"endbfchar" => {
                for pair in operands.chunks_exact(2) {
                    if let (Some((_, first)), Some(text)) = (code(&pair[0]), units(&pair[1])) {
                        self.add_text(first, first, text, budget)?;
                    }
                }
            }
            b"endbfrange" => {
                for row in operands.chunks_exact(3) {
                    let (Some((_, first)), Some((_, last))) = (code(&row[0]), code(&row[1])) else {
                        continue;
                    };
                    if let Some(text) = units(&row[2]) {
                        self.add_text(first, last, text, budget)?;
                    }
                    for (code, text) in (first..=last).zip(row[2].array().unwrap_or_default()) {
                        if let Some(text) = units(text) {
                            self.add_text(code, code, text, budget)?;
                        }
                    }
                }
            }
            b"endcidchar" => {
                for pair in operands.chunks_exact(2) {
                    if let (Some((_, first)), Some(number)) = (code(&pair[0]), pair[1].whole()) {
                        self.add_number(first, first, number, budget)?;
                    }
                }
            }
            b"endcidrange" => {
                for row in operands.chunks_exact(3) {
                    if let (Some((_, first)), Some((_, last)), Some(number)) =
                        (code(&row[0]), code(&row[1]), row[2].whole())
                    {
                        self.add_number(first, last, number, budget)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add_text(&mut self, first: u32, last: u32, text: Vec<u16>, budget: &Budget) -> Result<()> {
        budget.memory(64)?;
        self.texts.insert(first, (last, text));
        Ok(())
    }

    fn add_number(&mut self, first: u32, last: u32, number: usize, budget: &Budget) -> Result<()> {
        budget.memory(64)?;
        if let Ok(number) = u32::try_from(number) {
            self.numbers.insert(first, (last, number));
        }
        Ok(())
    }

    /// The next code of a text and its length in bytes, at least 1. `default` is the length where the map does not say.
    pub fn next_code(&self, bytes: &[u8], default: usize) -> (u32, usize) {
        for length in 1..=bytes.len().min(4) {
            let code = joined(&bytes[..length]);
            let fits = |space: &(usize, u32, u32)| {
                space.0 == length
                    && (0..length).all(|at| {
                        let byte = |of: u32| of >> (8 * at) & 0xff;
                        (byte(space.1)..=byte(space.2)).contains(&byte(code))
                    })
            };
            // The first few are enough for any font, and bound what a made-up map costs.
            if self.spaces.iter().take(16).any(fits) {
                return (code, length);
            }
        }
        let length = default.clamp(1, bytes.len().clamp(1, 4));
        (joined(bytes.get(..length).unwrap_or_default()), length)
    }

    /// What a code shows; nothing where the map does not say, or says nothing that could be shown.
    pub fn text(&self, code: u32) -> Option<String> {
        let (first, (last, units)) = self.texts.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let mut units = units.clone();
        let end = units.last_mut()?;
        *end = u16::try_from(u32::from(*end) + (code - first)).ok()?;
        let text: String = char::decode_utf16(units)
            .map(|unit| unit.unwrap_or('\u{fffd}'))
            .collect();
        let shows = !text.contains(['\0', '\u{fffd}']) && !text.chars().all(is_private);
        shows.then_some(text)
    }

    /// The number of a code's letter; the code itself where the map has no numbers.
    pub fn number(&self, code: u32) -> u32 {
        match self.numbers.range(..=code).next_back() {
            Some((first, (last, number))) if code <= *last => number.saturating_add(code - first),
            _ => code,
        }
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

fn joined(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |code, byte| code << 8 | u32::from(*byte))
}

/// A code and its length in bytes.
fn code(object: &Object) -> Option<(usize, u32)> {
    match object {
        Object::String(bytes) if (1..=4).contains(&bytes.len()) => {
            Some((bytes.len(), joined(bytes)))
        }
        _ => None,
    }
}

fn units(object: &Object) -> Option<Vec<u16>> {
    let Object::String(bytes) = object else {
        return None;
    };
    let units: Vec<u16> = match &**bytes {
        // Not as it should be, and seen all the same.
        [single] => vec![u16::from(*single)],
        bytes => bytes
            .chunks_exact(2)
            .take(UNITS)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect(),
    };
    (!units.is_empty()).then_some(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn map(text: &str) -> CMap {
        CMap::read(text.as_bytes(), &Budget::new(Limits::default())).unwrap()
    }

    #[test]
    fn codes_ranges_and_lists_are_read() {
        let map = map(
            "/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange
             2 beginbfchar <0003> <0020> <0010> <00660066> endbfchar
             3 beginbfrange <0020> <0029> <0041> <0030> <0031> [<0061> <007A>] <0040> <0041> <D83DDE00> endbfrange
             1 begincidrange <0000> <00FF> 7 endcidrange",
        );
        let texts: Vec<_> = [3, 0x10, 0x20, 0x29, 0x2a, 0x30, 0x31, 0x41, 0xffff]
            .map(|code| map.text(code).unwrap_or_default())
            .into();
        assert_eq!(texts, [" ", "ff", "A", "J", "", "a", "z", "😁", ""]);
        assert_eq!(map.number(0x10), 0x17);
        assert_eq!(map.next_code(b"\x00\x41\x00", 1), (0x41, 2));
        assert_eq!(map.next_code(b"\x41", 2), (0x41, 1));
    }

    #[test]
    fn what_shows_nothing_is_no_text() {
        let map =
            map("beginbfchar <01> <0000> <02> <FFFD> <03> <E001> <04> <D800> <05> <> endbfchar");
        assert!((1..6).all(|code| map.text(code).is_none()));
    }

    #[test]
    fn codes_of_mixed_length_are_taken_apart() {
        let map = map("begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange");
        assert_eq!(map.next_code(b"A\x81\x40", 2), (0x41, 1));
        assert_eq!(map.next_code(b"\x81\x40A", 1), (0x8140, 2));
        assert_eq!(map.next_code(b"\x81\x01", 1), (0x81, 1));
    }
}
