//! The file's own lists of its objects: tables, packed tables, and the chain from the newest part of the file to the first.

use std::collections::HashSet;

use super::document::{Document, Place, Places};
use super::lexer::Lexer;
use super::object::{Dict, Object, WHOLE_MAX};
use crate::limits::{Fault, Result};

/// `startxref` stands in the last bytes, unless something follows the end of the file.
const TAIL: usize = 2048;

/// Follows the chain. What a newer part says of an object counts before what an older one does.
pub(crate) fn read(document: &Document<'_>) -> Result<(Places, Dict)> {
    let mut list = List::default();
    let mut next = Some(start(document)?);
    let mut seen = HashSet::new();
    while let Some(at) = next.take() {
        if !seen.insert(at) {
            break;
        }
        let part = list.part(document, at)?;
        // A file for old and for new readers: its packed table adds to the plain one.
        if let Some(packed) = part.get(b"XRefStm").whole()
            && seen.insert(packed)
        {
            list.part(document, packed)?;
        }
        next = part.get(b"Prev").whole();
        for (name, value) in part.0 {
            list.trailer.0.entry(name).or_insert(value);
        }
    }
    Ok((list.places, list.trailer))
}

fn start(document: &Document<'_>) -> Result<usize> {
    const WORD: &[u8] = b"startxref";
    let from = document.bytes.len().saturating_sub(TAIL);
    let tail = &document.bytes[from..];
    document.budget.steps(tail.len())?;
    let place = tail
        .windows(WORD.len())
        .rposition(|window| window == WORD)
        .ok_or(Fault::Broken)?;
    let mut lexer = Lexer::new(tail, place + WORD.len(), document.budget);
    lexer.whole()?.ok_or(Fault::Broken)
}

#[derive(Default)]
struct List {
    places: Places,
    trailer: Dict,
}

impl List {
    /// Reads the table at a place of the file; gives what its trailer says.
    fn part(&mut self, document: &Document<'_>, at: usize) -> Result<Dict> {
        if at >= document.bytes.len() {
            return Err(Fault::Broken);
        }
        let mut lexer = Lexer::new(document.bytes, at, document.budget);
        if lexer.word(b"xref")? {
            self.table(document, lexer)
        } else {
            self.packed(document, at)
        }
    }

    fn table(&mut self, document: &Document<'_>, mut lexer: Lexer<'_>) -> Result<Dict> {
        while !lexer.word(b"trailer")? {
            let (Some(first), Some(count)) = (lexer.whole()?, lexer.whole()?) else {
                return Err(Fault::Broken);
            };
            for number in first..first.saturating_add(count) {
                let before = lexer.at;
                let (Some(at), Some(_)) = (lexer.whole()?, lexer.whole()?) else {
                    // Fewer than it says.
                    lexer.at = before;
                    break;
                };
                let place = if lexer.word(b"n")? {
                    Place::At(at)
                } else if lexer.word(b"f")? {
                    Place::Free
                } else {
                    lexer.at = before;
                    break;
                };
                self.add(document, number, place)?;
            }
        }
        let trailer = lexer.object()?.and_then(|object| object.dict());
        trailer.map(|dict| (*dict).clone()).ok_or(Fault::Broken)
    }

    fn packed(&mut self, document: &Document<'_>, at: usize) -> Result<Dict> {
        let Some((_, Object::Stream(stream))) = document.object_at(at)? else {
            return Err(Fault::Broken);
        };
        let dict = &stream.dict;
        if !dict.is(b"Type", b"XRef") {
            return Err(Fault::Broken);
        }
        let wholes = |name: &[u8]| -> Option<Vec<usize>> {
            dict.get(name)
                .array()
                .map(|items| items.iter().filter_map(Object::whole).collect())
        };
        let widths: [usize; 3] = wholes(b"W")
            .and_then(|widths| widths.try_into().ok())
            .filter(|widths: &[usize; 3]| widths.iter().all(|width| *width <= 8))
            .ok_or(Fault::Broken)?;
        let row = widths.iter().sum::<usize>();
        let size = dict.get(b"Size").whole().unwrap_or(0);
        let index = wholes(b"Index").unwrap_or_else(|| vec![0, size]);
        let bytes = document.decoded(&stream)?.ok_or(Fault::Broken)?;
        if row == 0 {
            return Err(Fault::Broken);
        }
        let mut rows = bytes.chunks_exact(row);
        for part in index.chunks_exact(2) {
            for number in part[0]..part[0].saturating_add(part[1]) {
                let Some(row) = rows.next() else { break };
                document.budget.steps(row.len())?;
                self.row(document, number, row, widths)?;
            }
        }
        Ok((**dict).clone())
    }

    fn row(
        &mut self,
        document: &Document<'_>,
        number: usize,
        row: &[u8],
        widths: [usize; 3],
    ) -> Result<()> {
        let (kind, rest) = row.split_at(widths[0]);
        let (second, third) = rest.split_at(widths[1]);
        let place = match (kind.is_empty(), value(kind)) {
            (true, _) | (_, 1) => Place::At(value(second)),
            (_, 0) => Place::Free,
            (_, 2) => match u32::try_from(value(second)) {
                Ok(stream) => Place::In(stream, value(third)),
                Err(_) => return Ok(()),
            },
            // Kinds of a later version are null.
            _ => return Ok(()),
        };
        self.add(document, number, place)
    }

    fn add(&mut self, document: &Document<'_>, number: usize, place: Place) -> Result<()> {
        document.budget.object()?;
        if let Ok(number) = u32::try_from(number) {
            self.places.entry(number).or_insert(place);
        }
        Ok(())
    }
}

/// A number of up to eight bytes, the high one first. What no file is as large as becomes the largest.
fn value(bytes: &[u8]) -> usize {
    let wide = bytes
        .iter()
        .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    wide.min(WHOLE_MAX as u64) as usize
}
