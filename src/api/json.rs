//! Reads our own JSON into the wire types.
//!
//! `serde_json` would do, and cost more: every type that it reads carries the code for being written as an array, for
//! messages about what was expected and where, and for numbers with a fraction. Our answers have none of these. What
//! cannot be read is one error without words, which the page has to word anyway.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

/// The text is not JSON of the expected shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotReadable;

/// The failure of a step of reading. There is none: a step that cannot go on ends the whole reading at once
/// ([`fail`]). So no step has a way out to handle, and the code of every wire type gets by without.
#[derive(Debug)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl de::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        fail()
    }

    // The default methods would write messages; nobody reads them.
    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        fail()
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        fail()
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        fail()
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        fail()
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        fail()
    }

    fn missing_field(_: &'static str) -> Self {
        fail()
    }

    fn duplicate_field(_: &'static str) -> Self {
        fail()
    }
}

/// Reads the whole text as one value.
pub fn read<T: de::DeserializeOwned + 'static>(text: &str) -> Result<T, NotReadable> {
    let found = Rc::new(Cell::new(None));
    let (place, text) = (found.clone(), text.to_owned());
    to_its_end(Box::new(move || {
        let mut reader = Reader { text: &text, at: 0 };
        let Ok(value) = T::deserialize(&mut reader);
        reader.end();
        place.set(Some(value));
    }));
    found.take().ok_or(NotReadable)
}

/// Ends the reading at once: an exception of the browser, caught in [`to_its_end`]. What was read until then is not
/// freed; that is some kilobytes, once in the life of a page whose server answers in another shape.
#[cfg(target_arch = "wasm32")]
#[cold]
fn fail() -> ! {
    wasm_bindgen::throw_str("not readable")
}

/// Runs `work` until it is done or has called [`fail`].
#[cfg(target_arch = "wasm32")]
fn to_its_end(work: Box<dyn FnOnce()>) {
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    let work = Closure::once_into_js(work);
    // A failure leaves nothing behind to be found, which says it all.
    let _ = work
        .unchecked_ref::<js_sys::Function>()
        .call0(&JsValue::NULL);
}

#[cfg(not(target_arch = "wasm32"))]
fn fail() -> ! {
    std::panic::resume_unwind(Box::new(NotReadable))
}

#[cfg(not(target_arch = "wasm32"))]
fn to_its_end(work: Box<dyn FnOnce()>) {
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
}

/// What is left to read. All positions are at the start of a character.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte that is no white space, without taking it; 0 at the end.
    #[inline(never)]
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

    #[inline(never)]
    fn expect(&mut self, byte: u8) -> Result<(), Never> {
        if self.peek() == byte {
            self.at += 1;
            Ok(())
        } else {
            fail()
        }
    }

    #[inline(never)]
    fn word(&mut self, word: &str) -> Result<(), Never> {
        self.peek();
        if self
            .text
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word))
        {
            self.at += word.len();
            Ok(())
        } else {
            fail()
        }
    }

    fn end(&mut self) {
        if self.peek() != 0 || self.at != self.text.len() {
            fail();
        }
    }

    #[inline(never)]
    fn boolean(&mut self) -> Result<bool, Never> {
        if self.peek() == b't' {
            self.word("true").map(|()| true)
        } else {
            self.word("false").map(|()| false)
        }
    }

    /// A whole number; one with a fraction or an exponent is none of ours.
    #[inline(never)]
    fn number(&mut self) -> Result<i64, Never> {
        self.peek();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b'-')
            .count();
        self.at += length;
        if matches!(self.text.as_bytes().get(self.at), Some(b'.' | b'e' | b'E')) {
            fail();
        }
        rest.get(..length)
            .and_then(|digits| digits.parse().ok())
            .map_or_else(|| fail(), Ok)
    }

    #[inline(never)]
    fn string(&mut self) -> Result<String, Never> {
        self.expect(b'"')?;
        let mut read = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_else(|| fail());
            let plain = rest
                .bytes()
                .position(|byte| byte == b'"' || byte == b'\\')
                .unwrap_or_else(|| fail());
            read.push_str(rest.get(..plain).unwrap_or_else(|| fail()));
            self.at += plain + 1;
            if rest.as_bytes().get(plain) == Some(&b'"') {
                return Ok(read);
            }
            read.push(self.escaped()?);
        }
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Result<char, Never> {
        let letter = *self.text.as_bytes().get(self.at).unwrap_or_else(|| fail());
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let code = if (0xd800..0xdc00).contains(&first) {
                    // A character beyond the first plane is written as two halves.
                    self.word("\\u")?;
                    let second = self
                        .hex()?
                        .checked_sub(0xdc00)
                        .filter(|low| *low < 0x400)
                        .unwrap_or_else(|| fail());
                    0x1_0000 + ((first - 0xd800) << 10) + second
                } else {
                    first
                };
                char::from_u32(code).unwrap_or_else(|| fail())
            }
            _ => fail(),
        })
    }

    fn hex(&mut self) -> Result<u32, Never> {
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .unwrap_or_else(|| fail());
        self.at += 4;
        u32::from_str_radix(digits, 16).map_or_else(|_| fail(), Ok)
    }

    /// Passes over any value.
    fn skip(&mut self) -> Result<(), Never> {
        match self.peek() {
            b'"' => self.string().map(drop),
            open @ (b'{' | b'[') => {
                self.at += 1;
                let close = open + 2;
                while self.more(close)? {
                    if open == b'{' {
                        self.string()?;
                        self.expect(b':')?;
                    }
                    self.skip()?;
                }
                Ok(())
            }
            b't' | b'f' => self.boolean().map(drop),
            b'n' => self.word("null"),
            _ => {
                // Of a later release, a number may have a fraction: passed over, it does no harm.
                let rest = self.text.get(self.at..).unwrap_or_default();
                let length = rest
                    .bytes()
                    .take_while(|b| b.is_ascii_digit() || b"+-.eE".contains(b))
                    .count();
                self.at += length;
                if length > 0 { Ok(()) } else { fail() }
            }
        }
    }

    /// Whether another element follows before the closing bracket, which is taken; a comma between two is taken too.
    #[inline(never)]
    fn more(&mut self, close: u8) -> Result<bool, Never> {
        match self.peek() {
            byte if byte == close => {
                self.at += 1;
                Ok(false)
            }
            b',' => {
                self.at += 1;
                Ok(true)
            }
            // The first one has no comma before it; a missing comma is not told apart, and does no harm.
            0 => fail(),
            _ => Ok(true),
        }
    }
}

/// Numbers of every width go the same way.
macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            visitor.visit_i64(self.number()?)
        })*
    };
}

/// Kinds of values that no wire type holds.
macro_rules! never {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
            fail()
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Never;

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }
    never! { deserialize_f32 deserialize_f64 deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_char }

    /// For enums that carry their kind in a field.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        match self.peek() {
            b'"' => self.deserialize_string(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => {
                self.word("null")?;
                visitor.visit_unit()
            }
            _ => visitor.visit_i64(self.number()?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_string(self.string()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.peek() == b'n' {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.expect(b'[')?;
        visitor.visit_seq(Elements(self))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.expect(b'{')?;
        visitor.visit_map(Elements(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_enum(Word(self.string()?))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: V,
    ) -> Result<V::Value, Never> {
        fail()
    }
}

/// The elements of an array or an object, whose opening bracket is taken.
struct Elements<'r, 'a>(&'r mut Reader<'a>);

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        if self.0.more(b']')? {
            seed.deserialize(&mut *self.0).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Never> {
        if self.0.more(b'}')? {
            seed.deserialize(&mut *self.0).map(Some)
        } else {
            Ok(None)
        }
    }

    // Not inlined: it stands once for each type of value instead of once for each field.
    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        self.0.expect(b':')?;
        seed.deserialize(&mut *self.0)
    }
}

/// A variant without content, by its word.
struct Word(String);

impl<'de> EnumAccess<'de> for Word {
    type Error = Never;
    type Variant = NoContent;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, NoContent), Never> {
        let word: StrDeserializer<'_, Never> = self.0.as_str().into_deserializer();
        Ok((seed.deserialize(word)?, NoContent))
    }
}

struct NoContent;

impl<'de> VariantAccess<'de> for NoContent {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Never> {
        fail()
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Never> {
        fail()
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Never> {
        fail()
    }
}

#[cfg(test)]
mod tests;
