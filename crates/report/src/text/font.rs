//! Fonts, as far as reading needs them: what each code shows, and how far it moves on.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::cmap::CMap;
use super::encoding::Encoding;
use super::{builtin, glyphs, truetype};
use crate::limits::{Result, lenient};
use crate::pdf::{Dict, Document, Item, Lexer, Object};

/// How far a letter moves on where nothing says so, in parts of the font's size.
const USUAL_WIDTH: f64 = 0.5;
/// In the flags of a font: its letters are none of the usual ones.
const SYMBOLIC: usize = 4;

/// A font that a page uses.
pub(crate) struct Font {
    codes: Codes,
    /// What the file says a code means; it counts above all else.
    meanings: Option<CMap>,
}

enum Codes {
    /// One byte a code.
    Simple {
        letters: Vec<Letter>,
        widths: Vec<f64>,
    },
    /// Codes of the length that a map says; two bytes without one.
    Composite {
        map: CMap,
        widths: Widths,
        /// The codes are UTF-16 themselves.
        is_unicode: bool,
        /// Characters by the numbers of letters, from the font's own table.
        characters: HashMap<u16, char>,
    },
}

/// What a code shows, as far as its font says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letter {
    Known(char),
    /// As most fonts have it, though this one may have its own.
    Guessed(char),
    Unknown,
}

/// One code as it is shown.
pub(crate) struct Shown {
    /// Empty where nobody knows.
    pub text: String,
    pub is_guessed: bool,
    /// How far it moves on, in parts of the font's size.
    pub width: f64,
    /// The one-byte code 32, which a page may widen.
    pub is_blank: bool,
}

impl Font {
    /// Reads a font. Whatever of it is broken is as if it were not there.
    pub fn read(document: &Document<'_>, dict: &Dict) -> Result<Self> {
        let meanings = match document.entry(dict, b"ToUnicode")? {
            Object::Stream(stream) => match lenient(document.decoded(&stream))?.flatten() {
                Some(bytes) => Some(CMap::read(&bytes, document.budget)?),
                None => None,
            },
            _ => None,
        };
        let codes = if dict.is(b"Subtype", b"Type0") {
            composite(document, dict, meanings.is_some())?
        } else {
            simple(document, dict)?
        };
        Ok(Self { codes, meanings })
    }

    /// Goes through a text, code by code.
    pub fn show(&self, bytes: &[u8], mut each: impl FnMut(Shown) -> Result<()>) -> Result<()> {
        match &self.codes {
            Codes::Simple { letters, widths } => {
                for &byte in bytes {
                    let at = usize::from(byte);
                    let letter = letters.get(at).copied().unwrap_or(Letter::Unknown);
                    let (text, is_guessed) = self.text(u32::from(byte), letter);
                    each(Shown {
                        text,
                        is_guessed,
                        width: widths.get(at).copied().unwrap_or(USUAL_WIDTH),
                        is_blank: byte == b' ',
                    })?;
                }
            }
            Codes::Composite {
                map,
                widths,
                is_unicode,
                characters,
            } => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let (code, length) = map.next_code(rest, 2);
                    rest = &rest[length..];
                    let number = map.number(code);
                    let own = u16::try_from(number).ok().and_then(|n| characters.get(&n));
                    let letter = match own {
                        Some(c) => Letter::Known(*c),
                        None if *is_unicode => {
                            char::from_u32(code).map_or(Letter::Unknown, Letter::Known)
                        }
                        None => Letter::Unknown,
                    };
                    let (text, is_guessed) = self.text(code, letter);
                    each(Shown {
                        text,
                        is_guessed,
                        width: widths.get(number),
                        is_blank: length == 1 && code == 32,
                    })?;
                }
            }
        }
        Ok(())
    }

    fn text(&self, code: u32, letter: Letter) -> (String, bool) {
        if let Some(text) = self.meanings.as_ref().and_then(|map| map.text(code)) {
            return (text, false);
        }
        match letter {
            Letter::Known(c) => (c.to_string(), false),
            Letter::Guessed(c) => (c.to_string(), true),
            Letter::Unknown => (String::new(), false),
        }
    }
}

fn simple(document: &Document<'_>, dict: &Dict) -> Result<Codes> {
    let name = document.entry(dict, b"BaseFont")?;
    let name = name.name().unwrap_or_default();
    let letters = letters(document, dict, name)?;
    let widths = simple_widths(document, dict, name, &letters)?;
    Ok(Codes::Simple { letters, widths })
}

/// What each of the 256 codes shows.
fn letters(document: &Document<'_>, dict: &Dict, name: &[u8]) -> Result<Vec<Letter>> {
    if is_of_signs(name) {
        // They stand before the lines of a list.
        return Ok(vec![Letter::Known('•'); 256]);
    }
    let encoding = document.entry(dict, b"Encoding")?;
    let by_name = |of: &Object| of.name().and_then(Encoding::of_name);
    let (base, differences) = match &encoding {
        Object::Name(_) => (by_name(&encoding), Object::Null),
        other => match other.dict() {
            Some(of) => (
                by_name(&document.entry(&of, b"BaseEncoding")?),
                document.entry(&of, b"Differences")?,
            ),
            None => (None, Object::Null),
        },
    };
    let mut letters = match base {
        Some(base) => table(base, Letter::Known),
        None => own_letters(document, dict)?,
    };
    let mut code = 0_usize;
    for item in differences.array().unwrap_or_default() {
        document.budget.step()?;
        match document.resolve(item)? {
            Object::Number(number) => code = number.clamp(0.0, 256.0) as usize,
            Object::Name(name) => {
                if let Some(letter) = letters.get_mut(code) {
                    *letter = glyphs::character(&name).map_or(Letter::Unknown, Letter::Known);
                }
                code += 1;
            }
            _ => {}
        }
    }
    Ok(letters)
}

fn table(encoding: Encoding, as_letter: impl Fn(char) -> Letter) -> Vec<Letter> {
    (0..=255)
        .map(|code| encoding.character(code).map_or(Letter::Unknown, &as_letter))
        .collect()
}

/// Of a font that names no encoding: what it says inside, else what fonts usually have, which holds for those that are
/// not inside the file and is a guess for others.
fn own_letters(document: &Document<'_>, dict: &Dict) -> Result<Vec<Letter>> {
    let descriptor = document
        .entry(dict, b"FontDescriptor")?
        .dict()
        .unwrap_or_default();
    let flags = document.entry(&descriptor, b"Flags")?.whole().unwrap_or(0);
    let is_inside = [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
        .iter()
        .any(|name| descriptor.has(name));
    if let Object::Stream(font) = document.entry(&descriptor, b"FontFile")?
        && let Some(program) = lenient(document.decoded(&font))?.flatten()
    {
        let letters = in_type_1(document, &program)?;
        if letters.iter().any(|letter| *letter != Letter::Unknown) {
            return Ok(letters);
        }
    }
    if dict.is(b"Subtype", b"Type3") || (is_inside && flags & SYMBOLIC != 0) {
        return Ok(table(Encoding::WinAnsi, Letter::Guessed));
    }
    Ok(table(Encoding::Standard, Letter::Known))
}

/// The encoding in the readable part of a Type 1 font: `dup 65 /A put`, or the word for the usual one.
fn in_type_1(document: &Document<'_>, program: &[u8]) -> Result<Vec<Letter>> {
    let mut letters = vec![Letter::Unknown; 256];
    let mut lexer = Lexer::new(program, 0, document.budget);
    let mut last: [Object; 2] = [Object::Null, Object::Null];
    loop {
        match lexer.item()? {
            Item::Object(object) => {
                let [_, before] = last;
                last = [before, object];
            }
            Item::Word(b"put") => {
                if let [code, Object::Name(name)] = &last
                    && let Some(letter) = code.whole().and_then(|code| letters.get_mut(code))
                {
                    *letter = glyphs::character(name).map_or(Letter::Unknown, Letter::Known);
                }
            }
            Item::Word(b"StandardEncoding") => return Ok(table(Encoding::Standard, Letter::Known)),
            // What follows is encrypted.
            Item::Word(b"eexec") | Item::End => return Ok(letters),
            Item::Word(_) => {}
        }
    }
}

/// Fonts of signs have no letters.
fn is_of_signs(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_lowercase();
    ["symbol", "dingbats", "wingdings", "webdings"]
        .iter()
        .any(|signs| name.contains(signs))
}

fn simple_widths(
    document: &Document<'_>,
    dict: &Dict,
    name: &[u8],
    letters: &[Letter],
) -> Result<Vec<f64>> {
    let given = document.entry(dict, b"Widths")?;
    let Some(given) = given.array() else {
        let width = |letter: &Letter| match letter {
            Letter::Known(c) | Letter::Guessed(c) => builtin::width(name, *c),
            Letter::Unknown => USUAL_WIDTH,
        };
        document.budget.steps(letters.len() * 16)?;
        return Ok(letters.iter().map(width).collect());
    };
    let first = document.entry(dict, b"FirstChar")?.whole().unwrap_or(0);
    let descriptor = document
        .entry(dict, b"FontDescriptor")?
        .dict()
        .unwrap_or_default();
    let missing = document.entry(&descriptor, b"MissingWidth")?.number();
    // A font that is drawn like a picture has a measure of its own.
    let unit = match document.entry(dict, b"FontMatrix")?.array() {
        Some([scale, ..]) if dict.is(b"Subtype", b"Type3") => scale.number().unwrap_or(0.001),
        _ => 0.001,
    };
    let mut widths = vec![missing.unwrap_or(0.0) * unit; 256];
    for (width, given) in widths.iter_mut().skip(first).zip(given) {
        if let Some(number) = document.resolve(given)?.number() {
            *width = (number * unit).clamp(-10.0, 10.0);
        }
    }
    Ok(widths)
}

fn composite(document: &Document<'_>, dict: &Dict, has_meanings: bool) -> Result<Codes> {
    let descendants = document.entry(dict, b"DescendantFonts")?;
    let descendant = match descendants.array() {
        Some([first, ..]) => document.resolve(first)?.dict(),
        _ => None,
    };
    let descendant = descendant.unwrap_or_default();
    let (map, is_unicode) = match document.entry(dict, b"Encoding")? {
        Object::Stream(stream) => {
            let bytes = lenient(document.decoded(&stream))?.flatten();
            let map = CMap::read(bytes.as_deref().unwrap_or_default(), document.budget)?;
            (map, false)
        }
        Object::Name(name) => {
            let name = String::from_utf8_lossy(&name);
            let is_unicode = name.contains("UCS2") || name.contains("UTF16");
            (CMap::default(), is_unicode)
        }
        _ => (CMap::default(), false),
    };
    let characters = if has_meanings {
        HashMap::new()
    } else {
        characters_inside(document, &descendant)?
    };
    Ok(Codes::Composite {
        map,
        widths: Widths::read(document, &descendant)?,
        is_unicode,
        characters,
    })
}

/// Where letters are numbered as in the font inside, that font may say which characters they are.
fn characters_inside(document: &Document<'_>, descendant: &Dict) -> Result<HashMap<u16, char>> {
    let descriptor = document
        .entry(descendant, b"FontDescriptor")?
        .dict()
        .unwrap_or_default();
    let is_as_inside = !matches!(
        document.entry(descendant, b"CIDToGIDMap")?,
        Object::Stream(_)
    );
    if let Object::Stream(font) = document.entry(&descriptor, b"FontFile2")?
        && is_as_inside
        && let Some(bytes) = lenient(document.decoded(&font))?.flatten()
    {
        return truetype::characters(&bytes, document.budget);
    }
    Ok(HashMap::new())
}

/// Widths by the numbers of letters.
#[derive(Default)]
struct Widths {
    usual: f64,
    /// From the first number of a run: the widths of the run, or the last number and the one width of all.
    runs: BTreeMap<u32, Run>,
}

enum Run {
    Each(Rc<Vec<Object>>),
    Same(u32, f64),
}

impl Widths {
    fn read(document: &Document<'_>, font: &Dict) -> Result<Self> {
        let usual = document.entry(font, b"DW")?.number().unwrap_or(1000.0);
        let mut runs = BTreeMap::new();
        let given = document.entry(font, b"W")?;
        let mut rest = given.array().unwrap_or_default();
        while let [first, second, after @ ..] = rest {
            document.budget.step()?;
            let first = document.resolve(first)?.whole();
            let (run, taken) = match (document.resolve(second)?, after) {
                (Object::Array(each), after) => (Some(Run::Each(each)), after),
                (second, [width, after @ ..]) => {
                    let width = document.resolve(width)?.number();
                    let last = second.whole().and_then(|last| u32::try_from(last).ok());
                    (
                        last.zip(width).map(|(last, width)| Run::Same(last, width)),
                        after,
                    )
                }
                _ => break,
            };
            rest = taken;
            if let (Some(Ok(first)), Some(run)) = (first.map(u32::try_from), run) {
                document.budget.memory(64)?;
                runs.insert(first, run);
            }
        }
        Ok(Self { usual, runs })
    }

    fn get(&self, number: u32) -> f64 {
        let found = self.runs.range(..=number).next_back();
        let width = found.and_then(|(first, run)| match run {
            Run::Each(each) => each.get((number - first) as usize)?.number(),
            Run::Same(last, width) => (number <= *last).then_some(*width),
        });
        (width.unwrap_or(self.usual) / 1000.0).clamp(-10.0, 10.0)
    }
}
