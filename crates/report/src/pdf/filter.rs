//! Unpacking streams. Whatever comes out counts against the memory that a file may take.

use std::rc::Rc;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use weezl::BitOrder;
use weezl::decode::Decoder;

use super::document::Document;
use super::lexer::{hex, is_space};
use super::object::{Dict, Object};
use super::predictor::{Predictor, undo};
use crate::limits::{Budget, Fault, Result};

/// Nobody packs a stream more often.
const FILTERS: usize = 6;
/// How much room is made at once while unpacking.
const CHUNK: usize = 32 * 1024;

/// Undoes the filters of a stream in their order; nothing where one is unknown, or holds a picture.
pub(super) fn decode(document: &Document<'_>, dict: &Dict, raw: &[u8]) -> Result<Option<Vec<u8>>> {
    let filters = list(document, dict, b"Filter")?;
    let parameters = list(document, dict, b"DecodeParms")?;
    if filters.len() > FILTERS {
        return Ok(None);
    }
    let budget = document.budget;
    budget.memory(raw.len())?;
    budget.steps(raw.len())?;
    let mut bytes = raw.to_vec();
    for (index, filter) in filters.iter().enumerate() {
        let parameters = match parameters.get(index) {
            Some(of) => document.resolve(of)?.dict(),
            None => None,
        };
        let predictor = match &parameters {
            Some(of) => Predictor::of(document, of)?,
            None => None,
        };
        let early = match &parameters {
            Some(of) => document.entry(of, b"EarlyChange")?.whole() != Some(0),
            None => true,
        };
        let Some(unpacked) = one(budget, document.resolve(filter)?.name(), &bytes, early)? else {
            return Ok(None);
        };
        bytes = match predictor {
            Some(predictor) => {
                budget.memory(unpacked.len())?;
                budget.steps(unpacked.len() + predictor.row)?;
                undo(&unpacked, &predictor)
            }
            None => unpacked,
        };
    }
    Ok(Some(bytes))
}

/// One value, or an array of them.
fn list(document: &Document<'_>, dict: &Dict, name: &[u8]) -> Result<Vec<Object>> {
    Ok(match document.entry(dict, name)? {
        Object::Null => Vec::new(),
        Object::Array(items) => Rc::unwrap_or_clone(items),
        single => vec![single],
    })
}

fn one(budget: &Budget, name: Option<&[u8]>, bytes: &[u8], early: bool) -> Result<Option<Vec<u8>>> {
    let unpacked = match name {
        Some(b"FlateDecode" | b"Fl") => inflate(budget, bytes)?,
        Some(b"LZWDecode" | b"LZW") => lzw(budget, bytes, early)?,
        Some(b"ASCIIHexDecode" | b"AHx") => ascii_hex(budget, bytes)?,
        Some(b"ASCII85Decode" | b"A85") => ascii_85(budget, bytes)?,
        Some(b"RunLengthDecode" | b"RL") => run_length(budget, bytes)?,
        // With the name of a crypt filter it was looked at before.
        Some(b"Crypt") => bytes.to_vec(),
        _ => return Ok(None),
    };
    Ok(Some(unpacked))
}

/// What could be unpacked, also of a stream that ends early or is damaged at its end.
fn inflate(budget: &Budget, bytes: &[u8]) -> Result<Vec<u8>> {
    let with_header = inflate_as(budget, bytes, TINFL_FLAG_PARSE_ZLIB_HEADER)?;
    if with_header.is_empty() && !bytes.is_empty() {
        return inflate_as(budget, bytes, 0);
    }
    Ok(with_header)
}

fn inflate_as(budget: &Budget, bytes: &[u8], flags: u32) -> Result<Vec<u8>> {
    let mut state = Box::<DecompressorOxide>::default();
    let (mut out, mut filled, mut taken) = (Vec::new(), 0, 0);
    loop {
        if out.len() == filled {
            grow(budget, &mut out)?;
        }
        let flags = flags | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let rest = bytes.get(taken..).unwrap_or_default();
        let (status, consumed, written) = decompress(&mut state, rest, &mut out, filled, flags);
        taken += consumed;
        filled += written;
        budget.steps(written)?;
        if status != TINFLStatus::HasMoreOutput {
            out.truncate(filled);
            return Ok(out);
        }
    }
}

fn lzw(budget: &Budget, bytes: &[u8], early: bool) -> Result<Vec<u8>> {
    let mut decoder = if early {
        Decoder::with_tiff_size_switch(BitOrder::Msb, 8)
    } else {
        Decoder::new(BitOrder::Msb, 8)
    };
    let (mut out, mut filled, mut taken) = (Vec::new(), 0, 0);
    loop {
        if out.len() == filled {
            grow(budget, &mut out)?;
        }
        let rest = bytes.get(taken..).unwrap_or_default();
        let step = decoder.decode_bytes(rest, &mut out[filled..]);
        taken += step.consumed_in;
        filled += step.consumed_out;
        budget.steps(step.consumed_out)?;
        let goes_on = matches!(step.status, Ok(weezl::LzwStatus::Ok))
            && (step.consumed_in > 0 || step.consumed_out > 0);
        if !goes_on {
            out.truncate(filled);
            return Ok(out);
        }
    }
}

/// Makes room, doubling up to a quarter of a megabyte at a time.
fn grow(budget: &Budget, out: &mut Vec<u8>) -> Result<()> {
    let more = out.len().clamp(CHUNK, 8 * CHUNK).min(budget.memory_left());
    if more == 0 {
        return Err(Fault::Costly);
    }
    budget.memory(more)?;
    out.resize(out.len() + more, 0);
    Ok(())
}

fn ascii_hex(budget: &Budget, bytes: &[u8]) -> Result<Vec<u8>> {
    budget.memory(bytes.len())?;
    let digits: Vec<u8> = bytes
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| hex(*byte))
        .collect();
    Ok(digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect())
}

fn ascii_85(budget: &Budget, bytes: &[u8]) -> Result<Vec<u8>> {
    // A `z` alone stands for four bytes.
    budget.memory(bytes.len().saturating_mul(4))?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for &byte in bytes {
        match byte {
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'~' => break,
            _ if is_space(byte) => {}
            _ => break,
        }
        if group.len() == 5 {
            out.extend(four_bytes(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(&four_bytes(&group)[..kept]);
    }
    Ok(out)
}

fn four_bytes(digits: &[u32]) -> [u8; 4] {
    digits
        .iter()
        .fold(0_u32, |value, digit| {
            value.wrapping_mul(85).wrapping_add(*digit)
        })
        .to_be_bytes()
}

fn run_length(budget: &Budget, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((&length, after)) = rest.split_first() {
        let (added, taken) = match length {
            0..=127 => {
                let count = after.len().min(usize::from(length) + 1);
                out.extend(&after[..count]);
                (count, count)
            }
            128 => break,
            _ => {
                let Some(byte) = after.first() else { break };
                let count = 257 - usize::from(length);
                out.resize(out.len() + count, *byte);
                (count, 1)
            }
        };
        budget.memory(added)?;
        budget.steps(added)?;
        rest = &after[taken..];
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn budget(memory: u64) -> Budget {
        Budget::new(Limits {
            memory,
            ..Limits::default()
        })
    }

    fn unpacked(name: &[u8], bytes: &[u8]) -> Vec<u8> {
        one(&budget(1 << 20), Some(name), bytes, true)
            .unwrap()
            .unwrap()
    }

    #[test]
    fn text_filters_are_undone() {
        assert_eq!(unpacked(b"ASCIIHexDecode", b"48 65 6C6C 6f7>"), b"Hellop");
        assert_eq!(
            unpacked(b"ASCII85Decode", b"87cUR\nD]i,\"Ebo7~>"),
            b"Hello World"
        );
        assert_eq!(unpacked(b"ASCII85Decode", b"z~>"), [0; 4]);
        assert_eq!(
            unpacked(b"RunLengthDecode", b"\x01ab\xfec\x80rest"),
            b"abccc"
        );
    }

    #[test]
    fn packed_bytes_are_unpacked_also_cut_off_and_without_a_header() {
        let text = b"completion report ".repeat(500);
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&text, 6);
        assert_eq!(unpacked(b"FlateDecode", &packed), text);
        assert_eq!(unpacked(b"FlateDecode", &packed[2..packed.len() - 4]), text);
        let half = unpacked(b"FlateDecode", &packed[..packed.len() / 2]);
        assert!(!half.is_empty() && text.starts_with(&half));
        let lzw = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8)
            .encode(&text)
            .unwrap();
        assert_eq!(unpacked(b"LZWDecode", &lzw), text);
        assert_eq!(one(&budget(9), Some(b"DCTDecode"), b"x", true), Ok(None));
    }

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_stopped_there() {
        let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 4 << 20], 9);
        let lzw = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8)
            .encode(&vec![0; 4 << 20])
            .unwrap();
        let runs = b"\x81\0".repeat(1 << 15);
        for (name, bytes) in [
            (&b"FlateDecode"[..], &bomb),
            (b"LZWDecode", &lzw),
            (b"RunLengthDecode", &runs),
        ] {
            let left = budget(1 << 20);
            assert_eq!(one(&left, Some(name), bytes, true), Err(Fault::Costly));
        }
    }
}
