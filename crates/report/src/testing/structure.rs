//! The same paper in files that are put together in every way: packed, encrypted, changed later, damaged, cut off.

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};
use miniz_oxide::deflate::compress_to_vec_zlib;
use std::collections::BTreeMap;
use std::sync::Arc;
use weezl::BitOrder;

use accede_domain::training::reading::Unreadable;

use super::Sample;
use super::paper::{Cell, Words};
use super::pdf::{HELVETICA, Pdf, hexadecimal};
use super::styles::{cells, plain};

/// Encrypted by another program's code than the one that reads.
fn encrypted(of: &[Cell], version: u8, password: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&plain(of)).expect("our own file");
    let id = || Object::String(b"0123456789abcdef".to_vec(), StringFormat::Literal);
    document.trailer.set("ID", vec![id(), id()]);
    let (owner, permissions) = ("owner", Permissions::PRINTABLE);
    let filters = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), filter)]);
    let state = EncryptionState::try_from(match version {
        1 => EncryptionVersion::V1 {
            document: &document,
            owner_password: owner,
            user_password: password,
            permissions,
        },
        2 => EncryptionVersion::V2 {
            document: &document,
            owner_password: owner,
            user_password: password,
            key_length: 128,
            permissions,
        },
        4 => EncryptionVersion::V4 {
            document: &document,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes128CryptFilter)),
            stream_filter: b"StdCF".to_vec(),
            string_filter: b"StdCF".to_vec(),
            owner_password: owner,
            user_password: password,
            permissions,
        },
        _ => EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &[7; 32],
            stream_filter: b"StdCF".to_vec(),
            string_filter: b"StdCF".to_vec(),
            owner_password: owner,
            user_password: password,
            permissions,
        },
    })
    .expect("the encryption is possible");
    document.encrypt(&state).expect("the file can be encrypted");
    let mut out = Vec::new();
    document.save_to(&mut out).expect("memory can be written");
    out
}

/// Written by another program's code, with packed objects and tables.
fn by_another_writer(of: &[Cell]) -> Vec<u8> {
    let mut document = Document::load_mem(&plain(of)).expect("our own file");
    let mut out = Vec::new();
    document
        .save_modern(&mut out)
        .expect("memory can be written");
    out
}

/// A file that somebody changed: the page has other text, at the end of the file.
fn changed_later(before: &[Cell], after: &[Cell]) -> Vec<u8> {
    let pdf = Pdf::page(&cells(before), HELVETICA);
    let mut out = pdf.finish();
    let newer = Pdf::page(&cells(after), HELVETICA);
    let table = find_last(&out, b"xref\n0");
    // The text of the page is the one stream.
    let index = newer
        .objects
        .iter()
        .position(|of| of.ends_with(b"endstream"))
        .unwrap_or(0);
    let place = out.len();
    out.extend(format!("{} 0 obj\n", index + 1).bytes());
    out.extend(&newer.objects[index]);
    let end = out.len() + 8;
    out.extend(
        format!(
            "\nendobj\nxref\n{} 1\n{place:010} 00000 n \ntrailer\n<</Size {}/Root 1 0 R/Prev {table}>>\nstartxref\n{end}\n%%EOF\n",
            index + 1,
            newer.objects.len() + 1
        )
        .bytes(),
    );
    out
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> usize {
    let found = bytes
        .windows(wanted.len())
        .rposition(|window| window == wanted);
    found.unwrap_or(0)
}

/// The text of the page behind several filters.
fn filtered(of: &[Cell], name: &str) -> Vec<u8> {
    let content = cells(of);
    let packed = match name {
        "/LZWDecode" => weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8)
            .encode(&content)
            .unwrap_or_default(),
        "[/ASCIIHexDecode/FlateDecode]" => {
            let hex = hexadecimal(&compress_to_vec_zlib(&content, 6));
            hex.trim_start_matches('<').as_bytes().to_vec()
        }
        "[/A85/RL]" => ascii_85(&in_runs(&content)),
        _ => content,
    };
    let mut pdf = Pdf::default();
    let font = pdf.add(HELVETICA);
    let content = pdf.add_stream(&format!("/Filter{name}"), &packed);
    pdf.add_page_of(
        &format!("{content} 0 R"),
        &format!("/Font<</F1 {font} 0 R>>"),
        "",
    );
    pdf.finish()
}

fn in_runs(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in bytes.chunks(128) {
        out.push(part.len() as u8 - 1);
        out.extend(part);
    }
    out.push(128);
    out
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in bytes.chunks(4) {
        let mut four = [0; 4];
        four[..part.len()].copy_from_slice(part);
        let mut value = u32::from_be_bytes(four);
        let mut digits = [0; 5];
        for digit in digits.iter_mut().rev() {
            *digit = (value % 85) as u8 + b'!';
            value /= 85;
        }
        out.extend(&digits[..=part.len()]);
    }
    out.extend(b"~>");
    out
}

/// Where the text says that a table is, there is none.
fn wrong_place(of: &[Cell]) -> Vec<u8> {
    let whole = plain(of);
    let at = find_last(&whole, b"startxref");
    [&whole[..at], b"startxref\n12\n%%EOF\n"].concat()
}

/// Every place in the table is off by some bytes, as when an editor changed the line ends.
fn shifted(of: &[Cell]) -> Vec<u8> {
    let whole = plain(of);
    [&whole[..9], b"%%%%%%%%%%%\n", &whole[9..]].concat()
}

/// The length of each stream is wrong.
fn wrong_lengths(of: &[Cell]) -> Vec<u8> {
    let mut pdf = Pdf::page(&cells(of), HELVETICA);
    for object in &mut pdf.objects {
        if object.ends_with(b"endstream") {
            let at = find_last(object, b"/Length ") + 8;
            object[at] = b'9';
        }
    }
    pdf.finish()
}

/// For old readers a plain table without the page, for new ones a packed one with it.
fn for_old_and_new_readers(of: &[Cell]) -> Vec<u8> {
    let pdf = Pdf::page(&cells(of), HELVETICA);
    let (mut out, places) = pdf.body();
    let packed = out.len();
    let rows: Vec<u8> = places
        .iter()
        .flat_map(|place| [&[1][..], &(*place as u32).to_be_bytes(), &[0]].concat())
        .collect();
    let number = places.len() + 1;
    let dict = format!(
        "/Type/XRef/Size {number}/Index[1 {}]/W[1 4 1]/Root 1 0 R",
        places.len()
    );
    out.extend(format!("{number} 0 obj\n").bytes());
    out.extend(super::pdf::stream(&dict, &rows));
    let table = out.len() + 8;
    out.extend(
        format!(
            "\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size {number}/Root 1 0 R/XRefStm {packed}>>\nstartxref\n{table}\n%%EOF\n"
        )
        .bytes(),
    );
    out
}

/// Whatever the page takes over stands in the tree above it.
fn inherited(of: &[Cell]) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let font = pdf.add(HELVETICA);
    let content = pdf.add_packed("", &cells(of));
    let inner = pdf.objects.len() + 2;
    let page = pdf.add(format!(
        "<</Type/Page/Parent {inner} 0 R/Contents[{content} 0 R]>>"
    ));
    pdf.add(format!(
        "<</Type/Pages/Parent 2 0 R/Kids[{page} 0 R]/Count 1/MediaBox[612 792 0 0]>>"
    ));
    pdf.objects[1] =
        format!("<</Type/Pages/Kids[{inner} 0 R]/Count 1/Resources<</Font<</F1 {font} 0 R>>>>>>")
            .into_bytes();
    pdf.finish()
}

pub(super) fn samples() -> Vec<Sample> {
    let report = Words::default().report();
    let other = Words::of("Grace Hopper").report();
    let good = |name, bytes| Sample::report(name, bytes, Words::default());
    let whole = plain(&report);
    let packed = Pdf::page(&cells(&report), HELVETICA).finish_packed();
    let damaged = |name, bytes| Sample::unreadable(name, bytes, Unreadable::Damaged);
    let locked = |name, bytes| Sample::unreadable(name, bytes, Unreadable::Password);
    vec![
        good("packed-objects", packed.clone()),
        good("by-another-writer", by_another_writer(&report)),
        good("inherited", inherited(&report)),
        good("for-old-and-new-readers", for_old_and_new_readers(&report)),
        good("changed-later", changed_later(&other, &report)),
        good("rc4-40", encrypted(&report, 1, "")),
        good("rc4-128", encrypted(&report, 2, "")),
        good("aes-128", encrypted(&report, 4, "")),
        good("aes-256", encrypted(&report, 5, "")),
        locked("rc4-128-with-password", encrypted(&report, 2, "secret")),
        locked("aes-256-with-password", encrypted(&report, 5, "secret")),
        good("lzw", filtered(&report, "/LZWDecode")),
        good(
            "hex-and-flate",
            filtered(&report, "[/ASCIIHexDecode/FlateDecode]"),
        ),
        good("ascii-85-and-runs", filtered(&report, "[/A85/RL]")),
        good("no-table", whole[..find_last(&whole, b"xref\n0")].to_vec()),
        good(
            "no-packed-table",
            packed[..find_last(&packed, b"/Type/XRef") - 12].to_vec(),
        ),
        good("table-elsewhere", wrong_place(&report)),
        good("shifted", shifted(&report)),
        good("wrong-lengths", wrong_lengths(&report)),
        good(
            "something-behind",
            [&whole[..], b"PK\x03\x04archive"].concat(),
        ),
        good(
            "a-web-page-too",
            [b"%PDF-1.7\n<html><script>alert(1)</script>\n", &whole[9..]].concat(),
        ),
        damaged("cut-off-early", whole[..200].to_vec()),
        damaged("only-a-header", b"%PDF-1.7\n".to_vec()),
        Sample::unreadable("empty", Vec::new(), Unreadable::UnknownFormat),
        Sample::unreadable("a-program", b"MZ\x90\0".to_vec(), Unreadable::UnknownFormat),
        Sample::unreadable(
            "a-header-elsewhere",
            [b"<html>", &whole[..]].concat(),
            Unreadable::UnknownFormat,
        ),
    ]
}
