//! A file whose lists of objects are missing or wrong, as of one that was cut off: every `1 0 obj` is looked for.

use super::document::{Document, Place, Places};
use super::lexer::{Lexer, is_space};
use super::object::{Dict, Object};
use crate::limits::Result;

/// Every object that begins somewhere, the last of each number, and what all trailers say together.
pub(crate) fn search(document: &Document<'_>) -> Result<(Places, Dict)> {
    let bytes = document.bytes;
    document.budget.steps(bytes.len())?;
    let (mut places, mut trailer) = (Places::new(), Dict::default());
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| matches!(byte, b'o' | b't')))
    {
        at += found;
        if bytes[at..].starts_with(b"obj")
            && let Some((number, start)) = heading(bytes, at)
        {
            document.budget.object()?;
            places.insert(number, Place::At(start));
        }
        if bytes[at..].starts_with(b"trailer") {
            let mut lexer = Lexer::new(bytes, at + b"trailer".len(), document.budget);
            if let Some(dict) = lexer.object()?.and_then(|object| object.dict()) {
                merge(&mut trailer, &dict);
            }
        }
        at += 1;
    }
    // A packed table's dictionary is a trailer, too.
    let mut starts: Vec<usize> = places
        .values()
        .filter_map(|place| match place {
            Place::At(at) => Some(*at),
            _ => None,
        })
        .collect();
    starts.sort_unstable();
    for start in starts {
        if let Some((_, Object::Stream(stream))) = document.object_at(start)?
            && stream.dict.is(b"Type", b"XRef")
        {
            merge(&mut trailer, &stream.dict);
        }
    }
    Ok((places, trailer))
}

/// Lists what is in streams of objects, and finds the root where no trailer names it.
pub(crate) fn list_packed(document: &Document<'_>) -> Result<()> {
    let mut root = None;
    for number in document.numbers() {
        let object = document.get(number)?;
        let Some(dict) = object.dict() else { continue };
        if dict.is(b"Type", b"Catalog") {
            root = Some(number);
        }
        if dict.is(b"Type", b"ObjStm") {
            let inside = document.numbers_in(number)?;
            let places = inside.iter().enumerate();
            document.add_places(places.map(|(index, of)| (*of, Place::In(number, index))));
            for of in inside {
                if let Some(dict) = document.get(of)?.dict()
                    && dict.is(b"Type", b"Catalog")
                {
                    root = Some(of);
                }
            }
        }
    }
    if let Some(root) = root {
        document.set_root(root);
    }
    Ok(())
}

fn merge(trailer: &mut Dict, newer: &Dict) {
    for name in [&b"Root"[..], b"Encrypt", b"ID"] {
        if newer.has(name) {
            trailer.0.insert(name.into(), newer.get(name).clone());
        }
    }
}

/// Number and beginning of the object whose word `obj` stands at `at`.
fn heading(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let (_, end) = digits_before(bytes, at)?;
    let (number, start) = digits_before(bytes, end)?;
    // A number that begins inside a word is none.
    let is_own = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
    is_own.then_some((number, start))
}

/// The digits that end before `at` with white space between, and where they begin.
fn digits_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let before = bytes.get(..at)?;
    let spaces = before
        .iter()
        .rev()
        .take(16)
        .take_while(|byte| is_space(**byte))
        .count();
    let end = at - spaces;
    let digits = before[..end]
        .iter()
        .rev()
        .take(10)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let start = end - digits;
    let number = std::str::from_utf8(&before[start..end])
        .ok()?
        .parse()
        .ok()?;
    Some((number, start))
}
