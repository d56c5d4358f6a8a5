//! The text and how far it was read.

use super::Wire;

/// What is left to read. All positions are at the start of a character.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// Reads a text that holds one value and nothing else.
pub(super) fn whole(text: &str, place: &mut dyn Wire) -> bool {
    let mut reader = Reader { text, at: 0 };
    place.read(&mut reader) && reader.peek() == 0 && reader.at == text.len()
}

impl<'a> Reader<'a> {
    /// Reads an object into the places of its fields, which stand in the order of the names. Fields of other names are
    /// passed over; false where a required one is not there.
    pub fn object(
        &mut self,
        required: &[&str],
        optional: &[&str],
        places: &mut [&mut dyn Wire],
    ) -> bool {
        let mut seen = 0_u64;
        let read = self.entries(&mut |name, reader| {
            // A field whose name is a word of Rust is spelled `r#type` there.
            let is_it = |field: &&str| field.trim_start_matches("r#") == name;
            let place = required.iter().chain(optional).position(is_it);
            match place.and_then(|place| Some((place, places.get_mut(place)?))) {
                Some((index, place)) => {
                    if index < required.len() {
                        seen |= 1 << index;
                    }
                    place.read(reader)
                }
                None => reader.skip(),
            }
        });
        read && seen.count_ones() as usize == required.len()
    }

    /// Goes through an object, calling `entry` before the value of each name; false where it is none, or `entry` says so.
    pub fn entries(&mut self, entry: &mut dyn FnMut(String, &mut Self) -> bool) -> bool {
        if !self.take(b'{') {
            return false;
        }
        loop {
            match self.more(b'}') {
                Some(true) => {}
                Some(false) => return true,
                None => return false,
            }
            let Some(name) = self.string() else {
                return false;
            };
            if !self.take(b':') || !entry(name, self) {
                return false;
            }
        }
    }

    /// Goes through an array, calling `element` before each of its elements; false where it is none, or `element` says so.
    pub fn array(&mut self, element: &mut dyn FnMut(&mut Self) -> bool) -> bool {
        if !self.take(b'[') {
            return false;
        }
        loop {
            match self.more(b']') {
                Some(true) if element(self) => {}
                Some(false) => return true,
                _ => return false,
            }
        }
    }

    /// Takes a `null`, if one is next.
    pub fn null(&mut self) -> bool {
        self.word("null")
    }

    /// `true` or `false`.
    pub fn boolean(&mut self) -> Option<bool> {
        if self.word("true") {
            Some(true)
        } else {
            self.word("false").then_some(false)
        }
    }

    /// A whole number; one with a fraction or an exponent is none of ours.
    pub fn number(&mut self) -> Option<i64> {
        self.peek();
        let rest = self.rest();
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b'-')
            .count();
        self.at += length;
        if matches!(self.text.as_bytes().get(self.at), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        rest.get(..length)?.parse().ok()
    }

    /// A string, with its escapes undone.
    pub fn string(&mut self) -> Option<String> {
        if !self.take(b'"') {
            return None;
        }
        let mut read = String::new();
        loop {
            let rest = self.rest();
            let plain = rest
                .bytes()
                .position(|byte| byte == b'"' || byte == b'\\')?;
            read.push_str(rest.get(..plain)?);
            self.at += plain + 1;
            if rest.as_bytes().get(plain) == Some(&b'"') {
                return Some(read);
            }
            read.push(self.escaped()?);
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no white space, without taking it; 0 at the end.
    fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return *byte;
            }
            self.at += 1;
        }
        0
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        self.at += usize::from(there);
        there
    }

    fn word(&mut self, word: &str) -> bool {
        self.peek();
        let there = self.rest().starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Option<char> {
        let letter = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first);
                }
                // A character beyond the first plane is written as two halves.
                if !self.word("\\u") {
                    return None;
                }
                let second = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)?
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    /// Passes over any value.
    fn skip(&mut self) -> bool {
        match self.peek() {
            b'"' => self.string().is_some(),
            b'[' => self.array(&mut Self::skip),
            b'{' => self.object(&[], &[], &mut []),
            b't' | b'f' => self.boolean().is_some(),
            b'n' => self.null(),
            _ => {
                // Of a later release, a number may have a fraction: passed over, it does no harm.
                let number = self
                    .rest()
                    .bytes()
                    .take_while(|b| b.is_ascii_digit() || b"+-.eE".contains(b));
                let length = number.count();
                self.at += length;
                length > 0
            }
        }
    }

    /// Whether another element follows before the closing bracket, which is taken, as is a comma between two. A comma
    /// that is missing or too many is not told apart, and does no harm. `None` where the text ends.
    fn more(&mut self, close: u8) -> Option<bool> {
        match self.peek() {
            0 => None,
            byte if byte == close => {
                self.at += 1;
                Some(false)
            }
            b',' => {
                self.at += 1;
                Some(true)
            }
            _ => Some(true),
        }
    }
}
