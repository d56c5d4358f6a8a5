//! A writer of PDFs that does as it is told, also what no other writer would do.

use std::fmt::Write as _;

use miniz_oxide::deflate::compress_to_vec_zlib;

/// Objects in the order of their numbers, from 1: the catalogue, the tree of pages, then what was added.
#[derive(Clone)]
pub(super) struct Pdf {
    pub objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
}

impl Default for Pdf {
    fn default() -> Self {
        Self {
            objects: vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), Vec::new()],
            pages: Vec::new(),
        }
    }
}

/// Helvetica, as every reader has it.
pub(super) const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

impl Pdf {
    /// A file of one page with one font `F1`.
    pub fn page(content: &[u8], font: &str) -> Self {
        let mut pdf = Self::default();
        let font = pdf.add(font);
        pdf.add_page(content, &format!("/Font<</F1 {font} 0 R>>"), "");
        pdf
    }

    /// Adds an object; gives its number.
    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    pub fn add_stream(&mut self, dict: &str, bytes: &[u8]) -> usize {
        self.add(stream(dict, bytes))
    }

    /// Packed as most writers do.
    pub fn add_packed(&mut self, dict: &str, bytes: &[u8]) -> usize {
        let packed = compress_to_vec_zlib(bytes, 6);
        self.add_stream(&format!("/Filter/FlateDecode{dict}"), &packed)
    }

    pub fn add_page(&mut self, content: &[u8], resources: &str, more: &str) {
        let content = self.add_packed("", content);
        self.add_page_of(&format!("{content} 0 R"), resources, more);
    }

    pub fn add_page_of(&mut self, contents: &str, resources: &str, more: &str) {
        let page = self.add(format!(
            "<</Type/Page/Parent 2 0 R/Contents {contents}/Resources<<{resources}>>{more}>>"
        ));
        self.pages.push(page);
        self.write_tree();
    }

    fn write_tree(&mut self) {
        let mut kids = String::new();
        for page in &self.pages {
            let _ = write!(kids, "{page} 0 R ");
        }
        self.objects[1] = format!(
            "<</Type/Pages/MediaBox[0 0 612 792]/Kids[{kids}]/Count {}>>",
            self.pages.len()
        )
        .into_bytes();
    }

    /// The file with a plain table of objects.
    pub fn finish(&self) -> Vec<u8> {
        self.finish_with("")
    }

    pub fn finish_with(&self, trailer: &str) -> Vec<u8> {
        let (mut out, places) = self.body();
        let table = out.len();
        let mut text = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
        for place in &places {
            let _ = writeln!(text, "{place:010} 00000 n ");
        }
        let _ = write!(
            text,
            "trailer\n<</Size {}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n",
            places.len() + 1
        );
        out.extend(text.bytes());
        out
    }

    /// Header and objects, and where each begins.
    pub fn body(&self) -> (Vec<u8>, Vec<usize>) {
        let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut places = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n", index + 1).bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        (out, places)
    }

    /// The file as writers do since 2003: whatever is no stream is packed, and so is the table.
    pub fn finish_packed(&self) -> Vec<u8> {
        let is_stream = |object: &[u8]| object.ends_with(b"endstream");
        let (mut out, mut rows) = (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            vec![[0, 0, 65535]],
        );
        let inside = self.objects.len() + 1;
        let (mut head, mut packed, mut count) = (String::new(), Vec::new(), 0);
        for (index, object) in self.objects.iter().enumerate() {
            if is_stream(object) {
                rows.push([1, out.len(), 0]);
                out.extend(format!("{} 0 obj\n", index + 1).bytes());
                out.extend(object);
                out.extend(b"\nendobj\n");
            } else {
                rows.push([2, inside, count]);
                let _ = write!(head, "{} {} ", index + 1, packed.len());
                packed.extend(object);
                packed.push(b'\n');
                count += 1;
            }
        }
        rows.push([1, out.len(), 0]);
        let dict = format!(
            "/Type/ObjStm/N {count}/First {}/Filter/FlateDecode",
            head.len()
        );
        let packed = compress_to_vec_zlib(&[head.as_bytes(), &packed].concat(), 6);
        out.extend(format!("{inside} 0 obj\n").bytes());
        out.extend(stream(&dict, &packed));
        out.extend(b"\nendobj\n");
        let table = out.len();
        rows.push([1, table, 0]);
        let size = rows.len();
        let dict = format!(
            "/Type/XRef/Size {size}/W[1 3 2]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 6>>"
        );
        out.extend(format!("{} 0 obj\n", inside + 1).bytes());
        out.extend(stream(&dict, &compress_to_vec_zlib(&differences(&rows), 6)));
        out.extend(format!("\nendobj\nstartxref\n{table}\n%%EOF\n").bytes());
        out
    }
}

/// Rows of a packed table, each as what it adds to the one above.
fn differences(rows: &[[usize; 3]]) -> Vec<u8> {
    let mut above = [0_u8; 6];
    let mut out = Vec::new();
    for [kind, second, third] in rows {
        let wide = second.to_be_bytes();
        let [.., a, b, c] = wide;
        let [.., d, e] = third.to_be_bytes();
        let row = [*kind as u8, a, b, c, d, e];
        out.push(2);
        out.extend(
            row.iter()
                .zip(above)
                .map(|(byte, above)| byte.wrapping_sub(above)),
        );
        above = row;
    }
    out
}

/// A stream with its length.
pub(super) fn stream(dict: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>\nstream\n", bytes.len()).into_bytes();
    out.extend(bytes);
    out.extend(b"\nendstream");
    out
}

/// A text in brackets.
pub(super) fn literal(text: &[u8]) -> Vec<u8> {
    let mut out = vec![b'('];
    for &byte in text {
        if matches!(byte, b'(' | b')' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b')');
    out
}

/// A text in hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold("<".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    }) + ">"
}
