//! Files made to cost a reader more than they are worth: to unpack without end, to go deep, to go round in circles, to
//! claim more than there is.

use std::fmt::Write as _;

use accede_domain::training::reading::{Paper, Unreadable};
use miniz_oxide::deflate::compress_to_vec_zlib;

use super::Sample;
use super::paper::Words;
use super::pdf::{HELVETICA, Pdf, stream};
use super::styles::{cells, plain};

/// A megabyte.
const MIB: usize = 1 << 20;

/// A picture of one pixel.
pub(super) fn png() -> Vec<u8> {
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\xdac\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xee\x56\0\0\0\0IEND\xaeB`\x82"
        .to_vec()
}

fn page(content: &[u8]) -> Vec<u8> {
    Pdf::page(content, HELVETICA).finish()
}

/// A page whose text unpacks to this.
fn of_stream(dict: &str, bytes: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let content = pdf.add_stream(dict, bytes);
    pdf.add_page_of(&format!("{content} 0 R"), "", "");
    pdf.finish()
}

fn with_font(content: &[u8], font: impl FnOnce(&mut Pdf) -> String) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let font = font(&mut pdf);
    let font = pdf.add(font);
    pdf.add_page(content, &format!("/Font<</F1 {font} 0 R>>"), "");
    pdf.finish()
}

fn bomb() -> Vec<u8> {
    of_stream(
        "/Filter/FlateDecode",
        &compress_to_vec_zlib(&vec![b' '; 100 * MIB], 9),
    )
}

/// Packed twice: some hundred bytes that unpack to hundreds of megabytes.
fn nested_bomb() -> Vec<u8> {
    let once = compress_to_vec_zlib(&vec![0; 200 * MIB], 9);
    of_stream(
        "/Filter[/FlateDecode/FlateDecode]",
        &compress_to_vec_zlib(&once, 9),
    )
}

/// A good first page, and then the bomb.
fn bomb_behind_a_report() -> Vec<u8> {
    let mut pdf = Pdf::page(&cells(&Words::default().report()), HELVETICA);
    let bomb = pdf.add_packed("", &vec![b' '; 100 * MIB]);
    pdf.add_page_of(&format!("{bomb} 0 R"), "", "");
    pdf.finish()
}

/// One small stream, asked for again and again.
fn the_same_stream_often() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let content = pdf.add_packed("", &vec![b' '; MIB]);
    pdf.add_page_of(
        &format!("[{}]", format!("{content} 0 R ").repeat(5000)),
        "",
        "",
    );
    pdf.finish()
}

fn deep(open: &str) -> Vec<u8> {
    let mut pdf = Pdf::page(b"", HELVETICA);
    let root = pdf.add(open.repeat(200_000));
    pdf.objects[0] = format!("<</Type/Catalog/Pages 2 0 R/X {root} 0 R>>").into_bytes();
    // The page itself is the deep one.
    pdf.objects[1] = format!("<</Type/Pages/Count 1/Kids {root} 0 R>>").into_bytes();
    pdf.finish()
}

/// A tree of pages whose branch is the whole tree.
fn circle_of_pages() -> Vec<u8> {
    let mut pdf = Pdf::page(&cells(&Words::default().report()), HELVETICA);
    let page = pdf.objects.len();
    pdf.objects[1] = format!(
        "<</Type/Pages/Count 9/MediaBox[0 0 612 792]/Kids[2 0 R {page} 0 R {page} 0 R 2 0 R]>>"
    )
    .into_bytes();
    pdf.finish()
}

/// Two objects that are each other, and streams whose length is their own.
fn circle_of_objects() -> Vec<u8> {
    let mut pdf = Pdf::default();
    pdf.objects[1] = b"3 0 R".to_vec();
    pdf.add("4 0 R");
    pdf.add("2 0 R");
    pdf.add(b"<</Length 5 0 R>>\nstream\nx\nendstream".to_vec());
    pdf.finish()
}

/// Streams whose length is the next stream, whose length is the next: as deep as there are objects.
fn chain_of_lengths() -> Vec<u8> {
    let mut pdf = Pdf::default();
    for _ in 0..60_000 {
        let next = pdf.objects.len() + 2;
        pdf.add(format!("<</Length {next} 0 R>>\nstream\n\nendstream"));
    }
    pdf.objects[1] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    pdf.finish()
}

/// Arrays of nothing, each of which takes more than the two bytes it is written with.
fn empty_arrays() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let inner = pdf.add(format!("[{}]", "[]//".repeat(2 * MIB)));
    pdf.objects[1] = format!("<</Type/Pages/Kids {inner} 0 R/Count 1>>").into_bytes();
    pdf.finish()
}

/// A drawing that draws itself, twice each time.
fn circle_of_drawings() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let number = pdf.objects.len() + 1;
    pdf.add_packed(
        &format!("/Type/XObject/Subtype/Form/Resources<</XObject<</A {number} 0 R>>>>"),
        b"/A Do /A Do",
    );
    pdf.add_page(b"/A Do", &format!("/XObject<</A {number} 0 R>>"), "");
    pdf.finish()
}

/// Each drawing draws the next one ten times: ten million in all.
fn cascade_of_drawings() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let mut inner = pdf.add_packed("/Type/XObject/Subtype/Form", b"BT ET ");
    for _ in 0..7 {
        inner = pdf.add_packed(
            &format!("/Type/XObject/Subtype/Form/Resources<</XObject<</A {inner} 0 R>>>>"),
            &b"/A Do ".repeat(10),
        );
    }
    pdf.add_page(b"/A Do", &format!("/XObject<</A {inner} 0 R>>"), "");
    pdf.finish()
}

/// A file of the good report whose trailer says this.
fn with_trailer(table: &str, trailer: &str) -> Vec<u8> {
    let (mut out, _) = Pdf::page(&cells(&Words::default().report()), HELVETICA).body();
    let at = out.len();
    out.extend(
        format!(
            "xref\n{table}trailer\n<</Root 1 0 R{}>>\nstartxref\n{at}\n%%EOF\n",
            trailer.replace("HERE", &at.to_string())
        )
        .bytes(),
    );
    out
}

fn many_objects() -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for number in 1..150_000 {
        out.extend(format!("{number} 0 obj 1 endobj\n").bytes());
    }
    out
}

/// Many streams that nobody ends.
fn streams_without_end() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let mut kids = String::new();
    for _ in 0..20_000 {
        let number = pdf.add(b"<</Type/Page/Length 99999999>>\nstream\nx".to_vec());
        let _ = write!(kids, "{number} 0 R ");
    }
    pdf.objects[1] = format!("<</Type/Pages/Count 1/Kids[{kids}]>>").into_bytes();
    pdf.finish()
}

/// Pictures in the drawing whose end might be anywhere.
fn pictures_without_end() -> Vec<u8> {
    page(&b"BI /W 1 ID xEI (EI ) ".repeat(30_000))
}

/// A packed table that says it has four thousand million rows.
fn endless_table() -> Vec<u8> {
    let (mut out, _) = Pdf::page(b"", HELVETICA).body();
    let at = out.len();
    let rows = compress_to_vec_zlib(&vec![1; 40 * MIB], 9);
    let dict = "/Type/XRef/Size 4294967295/W[1 1 0]/Root 1 0 R/Filter/FlateDecode";
    out.extend(b"9 0 obj\n");
    out.extend(stream(dict, &rows));
    out.extend(format!("\nendobj\nstartxref\n{at}\n%%EOF\n").bytes());
    out
}

/// Streams of objects that hold the same millions of values again and again.
fn packed_values() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let body = b"[[[[1 1 1 1 1 1 1 1 1 1 1 1]]]] ".repeat(60_000);
    let head = "900 0 ";
    let packed = compress_to_vec_zlib(&[head.as_bytes(), b"[", &body].concat(), 9);
    let mut kids = String::new();
    for _ in 0..60 {
        let number = pdf.add_stream(
            &format!("/Type/ObjStm/N 1/First {}/Filter/FlateDecode", head.len()),
            &packed,
        );
        let _ = write!(kids, "{number} 0 R ");
    }
    pdf.objects[1] = format!("<</Type/Pages/Kids[900 0 R {kids}]>>").into_bytes();
    let (out, _) = pdf.body();
    out
}

/// Rows of a megabyte for a byte each.
fn wide_rows() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let mut parts = String::new();
    for _ in 0..2000 {
        let packed = compress_to_vec_zlib(b"\x04 ", 9);
        let number = pdf.add_stream(
            "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 99999>>",
            &packed,
        );
        let _ = write!(parts, "{number} 0 R ");
    }
    pdf.add_page_of(&format!("[{parts}]"), "", "");
    pdf.finish()
}

/// A font that has to be read anew for each of many letters.
fn font_again_and_again() -> Vec<u8> {
    let mut pdf = Pdf::default();
    let map = pdf.add_packed("", &b"1 beginbfchar <01> <0041> endbfchar ".repeat(20_000));
    let fonts = format!("/Font<</F1<</Type/Font/Subtype/Type1/ToUnicode {map} 0 R>>>>");
    pdf.add_page(&b"/F1 9 Tf ".repeat(2000), &fonts, "");
    pdf.finish()
}

fn map_without_end() -> Vec<u8> {
    with_font(b"BT /F1 9 Tf (abc) Tj ET", |pdf| {
        let rows = "<0000> <FFFFFFFF> <0041> ".repeat(200_000);
        let map = pdf.add_packed("", format!("9 beginbfrange {rows} endbfrange").as_bytes());
        format!(
            "<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode {map} 0 R/DescendantFonts[<</W[0 99999999 9]>>]>>"
        )
    })
}

fn letters_without_end() -> Vec<u8> {
    let mut content = b"BT /F1 9 Tf 60 700 Td ".to_vec();
    content.extend(
        b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj 0 0 Td ".repeat(8000),
    );
    page(&content)
}

/// Letters that no sheet shows, which count for nothing and take time all the same.
fn letters_beside_the_sheet() -> Vec<u8> {
    let mut content = b"BT /F1 9 Tf 90000 700 Td (".to_vec();
    content.extend(vec![b'a'; 12 * MIB]);
    content.extend(b") Tj ET");
    page(&content)
}

/// The same label as often as a page may have letters.
fn labels_without_end() -> Vec<u8> {
    let mut content = b"BT /F1 .1 Tf 0 700 Td (".to_vec();
    content.extend(b"Name: ".repeat(30_000));
    content.extend(b") Tj ET");
    page(&content)
}

pub(super) fn samples() -> Vec<Sample> {
    let good = |name, bytes| Sample::report(name, bytes, Words::default());
    let costly = |name, bytes| Sample::unreadable(name, bytes, Unreadable::TooCostly);
    let damaged = |name, bytes| Sample::unreadable(name, bytes, Unreadable::Damaged);
    let report = plain(&Words::default().report());
    vec![
        costly("bomb", bomb()),
        costly("nested-bomb", nested_bomb()),
        Sample {
            cut_short: true,
            ..good("bomb-behind-a-report", bomb_behind_a_report())
        },
        costly("the-same-stream-often", the_same_stream_often()),
        costly("deep-arrays", deep("[")),
        costly("deep-dictionaries", deep("<</A")),
        costly("deep-drawing", page(&b"[".repeat(200_000))),
        good("circle-of-pages", circle_of_pages()),
        damaged("circle-of-objects", circle_of_objects()),
        costly("chain-of-lengths", chain_of_lengths()),
        costly("empty-arrays", empty_arrays()),
        costly("circle-of-drawings", circle_of_drawings()),
        costly("cascade-of-drawings", cascade_of_drawings()),
        good(
            "circle-of-tables",
            with_trailer("0 1\n0000000000 65535 f \n", "/Prev HERE"),
        ),
        good(
            "table-of-a-thousand-million",
            with_trailer("0 999999999\n0000000000 65535 f \n", ""),
        ),
        costly("many-objects", many_objects()),
        costly("streams-without-end", streams_without_end()),
        Sample::new("pictures-without-end", pictures_without_end(), Paper::Scan),
        costly("endless-table", endless_table()),
        costly("packed-values", packed_values()),
        costly("wide-rows", wide_rows()),
        costly("font-again-and-again", font_again_and_again()),
        costly("map-without-end", map_without_end()),
        Sample {
            cut_short: true,
            ..Sample::new("letters-without-end", letters_without_end(), Paper::Unknown)
        },
        costly("letters-beside-the-sheet", letters_beside_the_sheet()),
        Sample::new("labels-without-end", labels_without_end(), Paper::Unknown),
        costly("too-large", [&report[..], &vec![b' '; 10 * MIB]].concat()),
    ]
}
