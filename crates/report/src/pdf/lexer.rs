//! From bytes to values. Reads whatever comes and leaves out what makes no sense; only a limit stops it.

use std::rc::Rc;

use super::object::{Dict, Object, SHARED_BYTES, VALUE_BYTES, WHOLE_MAX};
use crate::limits::{Budget, Result};

/// Reads on from a place in some bytes: the file, an unpacked stream of objects, or what draws a page.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    budget: &'a Budget,
}

/// What comes next.
#[derive(Debug, Clone)]
pub(crate) enum Item<'a> {
    Object(Object),
    /// An operator, or any other word.
    Word(&'a [u8]),
    End,
}

/// Bytes that an entry of a dictionary takes, about, beside its name.
const ENTRY: usize = VALUE_BYTES + 48;

pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

const fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        Self {
            bytes,
            at: at.min(bytes.len()),
            budget,
        }
    }

    /// The next byte, without taking it.
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over white space and comments.
    pub fn skip_space(&mut self) -> Result<()> {
        let start = self.at;
        let mut in_comment = false;
        while let Some(byte) = self.peek() {
            in_comment = if in_comment {
                byte != b'\n' && byte != b'\r'
            } else {
                byte == b'%'
            };
            if !in_comment && !is_space(byte) {
                break;
            }
            self.at += 1;
        }
        self.budget.steps(self.at - start)
    }

    /// The value that comes next; nothing where a word or the end does.
    pub fn object(&mut self) -> Result<Option<Object>> {
        Ok(match self.item()? {
            Item::Object(object) => Some(object),
            Item::Word(_) | Item::End => None,
        })
    }

    /// Takes this word if it comes next.
    pub fn word(&mut self, word: &[u8]) -> Result<bool> {
        self.skip_space()?;
        let there = self.bytes[self.at..].starts_with(word);
        if there {
            self.at += word.len();
        }
        Ok(there)
    }

    /// A whole number without a sign, if one comes next.
    pub fn whole(&mut self) -> Result<Option<usize>> {
        self.skip_space()?;
        let digits = self.bytes[self.at..]
            .iter()
            .take(16)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let number = std::str::from_utf8(&self.bytes[self.at..self.at + digits])
            .ok()
            .and_then(|digits| digits.parse::<u64>().ok())
            .map(|number| number.min(WHOLE_MAX as u64) as usize);
        self.at += digits;
        self.budget.steps(digits)?;
        Ok(number)
    }

    /// A value or a word.
    pub fn item(&mut self) -> Result<Item<'a>> {
        self.item_inside(0)
    }

    fn item_inside(&mut self, depth: usize) -> Result<Item<'a>> {
        self.skip_space()?;
        self.budget.step()?;
        let Some(byte) = self.peek() else {
            return Ok(Item::End);
        };
        let object = match byte {
            b'/' => self.name()?,
            b'(' => self.string()?,
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                self.dict(depth)?
            }
            b'<' => self.hex_string()?,
            b'[' => {
                self.at += 1;
                self.array(depth)?
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number_or_reference()?,
            _ => return self.word_or_constant(),
        };
        Ok(Item::Object(object))
    }

    fn word_or_constant(&mut self) -> Result<Item<'a>> {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        // A bracket that closes nothing, or one of a brace.
        if self.at == start {
            self.at += 1;
        }
        let word = &self.bytes[start..self.at];
        self.budget.steps(word.len())?;
        Ok(match word {
            b"true" | b"false" => Item::Object(Object::Bool(word == b"true")),
            b"null" => Item::Object(Object::Null),
            word => Item::Word(word),
        })
    }

    fn number_or_reference(&mut self) -> Result<Object> {
        let number = self.number()?;
        let is_id = number >= 1.0 && number <= f64::from(u32::MAX) && number % 1.0 == 0.0;
        if is_id && self.peek().is_some_and(is_space) {
            let after = self.at;
            if self.whole()?.is_some() && self.peek().is_some_and(is_space) {
                self.skip_space()?;
                let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !is_regular(*byte));
                if self.peek() == Some(b'R') && ends(self.bytes.get(self.at + 1)) {
                    self.at += 1;
                    return Ok(Object::Reference(number as u32));
                }
            }
            self.at = after;
        }
        Ok(Object::Number(number))
    }

    /// Signs, digits and one point, in any order that somebody might write.
    fn number(&mut self) -> Result<f64> {
        let start = self.at;
        let (mut value, mut scale, mut negative, mut after_point) =
            (0.0_f64, 1.0_f64, false, false);
        while let Some(byte) = self.peek() {
            match byte {
                b'0'..=b'9' => {
                    value = value * 10.0 + f64::from(byte - b'0');
                    if after_point {
                        scale *= 10.0;
                    }
                }
                b'.' if !after_point => after_point = true,
                b'-' if self.at == start => negative = true,
                b'+' | b'-' => {}
                _ => break,
            }
            self.at += 1;
        }
        self.budget.steps(self.at - start)?;
        let value = value / scale;
        let value = if value.is_finite() { value } else { 0.0 };
        Ok(if negative { -value } else { value })
    }

    fn name(&mut self) -> Result<Object> {
        self.at += 1;
        let start = self.at;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.at += 1;
            let escaped = (byte == b'#')
                .then(|| {
                    let high = hex(*self.bytes.get(self.at)?)?;
                    Some(high << 4 | hex(*self.bytes.get(self.at + 1)?)?)
                })
                .flatten();
            if escaped.is_some() {
                self.at += 2;
            }
            name.push(escaped.unwrap_or(byte));
        }
        self.budget.steps(self.at - start)?;
        self.budget.memory(name.len() + SHARED_BYTES)?;
        Ok(Object::Name(name.into()))
    }

    fn string(&mut self) -> Result<Object> {
        self.at += 1;
        let start = self.at;
        let mut text = Vec::new();
        let mut open = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    text.extend(self.escaped());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        self.budget.steps(self.at - start)?;
        self.budget.memory(text.len() + SHARED_BYTES)?;
        Ok(Object::String(text.into()))
    }

    /// What follows a backslash; nothing for the end of a line.
    fn escaped(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\n' => return None,
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                return None;
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|d| (b'0'..=b'7').contains(d)) else {
                        break;
                    };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                code as u8
            }
            other => other,
        })
    }

    fn hex_string(&mut self) -> Result<Object> {
        self.at += 1;
        let start = self.at;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(hex(byte));
        }
        self.budget.steps(self.at - start)?;
        self.budget.memory(digits.len() + SHARED_BYTES)?;
        // An odd last digit counts as if a nought followed.
        let text: Vec<u8> = digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
            .collect();
        Ok(Object::String(text.into()))
    }

    fn array(&mut self, depth: usize) -> Result<Object> {
        self.budget.memory(SHARED_BYTES)?;
        let mut items = Vec::new();
        while self.is_open(b"]", depth)? {
            match self.item_inside(depth + 1)? {
                Item::Object(item) => {
                    self.budget.memory(VALUE_BYTES)?;
                    items.push(item);
                }
                Item::Word(_) => {}
                Item::End => break,
            }
        }
        Ok(Object::Array(Rc::new(items)))
    }

    fn dict(&mut self, depth: usize) -> Result<Object> {
        self.budget.memory(SHARED_BYTES)?;
        let mut dict = Dict::default();
        let mut key: Option<Rc<[u8]>> = None;
        while self.is_open(b">>", depth)? {
            let before = self.at;
            match self.item_inside(depth + 1)? {
                Item::Object(value) => match (key.take(), value) {
                    (None, Object::Name(name)) => key = Some(name),
                    (None, _) => {}
                    (Some(name), value) => {
                        self.budget.memory(ENTRY + name.len())?;
                        dict.0.insert(name.as_ref().into(), value);
                    }
                },
                // A dictionary that nobody closed: what follows is no part of it.
                Item::Word(b"endobj" | b"stream" | b"endstream") => {
                    self.at = before;
                    break;
                }
                Item::Word(_) => key = None,
                Item::End => break,
            }
        }
        Ok(Object::Dict(Rc::new(dict)))
    }

    /// False, and the bracket taken, where it closes. Too deep, what is inside is passed over.
    fn is_open(&mut self, close: &[u8], depth: usize) -> Result<bool> {
        self.skip_space()?;
        if self.bytes[self.at..].starts_with(close) {
            self.at += close.len();
            return Ok(false);
        }
        if depth >= self.budget.limits.depth {
            return Err(crate::limits::Fault::Costly);
        }
        Ok(true)
    }
}

pub(crate) const fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
