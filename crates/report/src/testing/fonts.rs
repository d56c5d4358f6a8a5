//! The same paper in fonts of all kinds: whole ones and subsets, with and without word of what their codes mean.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use accede_domain::training::reading::Unreadable;

use super::Sample;
use super::paper::{Cell, Words};
use super::pdf::{Pdf, hexadecimal, literal};
use crate::text::width;

/// A subset: characters in the order in which they are first used, each with a code of its own.
struct Subset {
    codes: BTreeMap<char, u16>,
}

impl Subset {
    fn of(cells: &[Cell], first: u16) -> Self {
        let mut codes = BTreeMap::new();
        for c in cells.iter().flat_map(|cell| cell.text.chars()) {
            let next = first + codes.len() as u16;
            codes.entry(c).or_insert(next);
        }
        Self { codes }
    }

    fn by_code(&self) -> Vec<(u16, char)> {
        let mut pairs: Vec<_> = self.codes.iter().map(|(c, code)| (*code, *c)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Text in codes of one or two bytes.
    fn encode(&self, text: &str, is_wide: bool) -> Vec<u8> {
        text.chars()
            .flat_map(|c| {
                let [high, low] = self.codes[&c].to_be_bytes();
                if is_wide { vec![high, low] } else { vec![low] }
            })
            .collect()
    }

    fn content(&self, cells: &[Cell], is_wide: bool) -> Vec<u8> {
        let mut out = String::from("BT\n");
        for cell in cells {
            let text = hexadecimal(&self.encode(&cell.text, is_wide));
            let _ = writeln!(
                out,
                "/F1 {} Tf 1 0 0 1 {} {} Tm {text} Tj",
                cell.size, cell.x, cell.y
            );
        }
        (out + "ET\n").into_bytes()
    }

    /// What the codes mean, one by one.
    fn to_unicode(&self, is_wide: bool) -> Vec<u8> {
        let mut out =
            String::from("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n");
        let (space, digits) = if is_wide {
            ("<0000> <FFFF>", 4)
        } else {
            ("<00> <FF>", 2)
        };
        let _ = writeln!(out, "1 begincodespacerange {space} endcodespacerange");
        for part in self.by_code().chunks(100) {
            let _ = writeln!(out, "{} beginbfchar", part.len());
            for (code, c) in part {
                let mut units = [0; 2];
                let text: Vec<u8> = c
                    .encode_utf16(&mut units)
                    .iter()
                    .flat_map(|unit| unit.to_be_bytes())
                    .collect();
                let _ = writeln!(out, "<{code:0digits$X}> {}", hexadecimal(&text));
            }
            out += "endbfchar\n";
        }
        (out + "endcmap end end").into_bytes()
    }

    /// The same as one range with a list.
    fn to_unicode_in_a_range(&self) -> Vec<u8> {
        let pairs = self.by_code();
        let (first, last) = (pairs[0].0, pairs[pairs.len() - 1].0);
        let mut list = String::new();
        for (_, c) in &pairs {
            let _ = write!(list, "<{:04X}> ", *c as u32);
        }
        format!("1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <{first:04X}> <{last:04X}> [{list}] endbfrange")
            .into_bytes()
    }

    fn widths(&self) -> String {
        let mut out = String::new();
        for (_, c) in self.by_code() {
            let _ = write!(out, "{} ", (width(b"Helvetica", c) * 1000.0) as u32);
        }
        out
    }
}

/// A font of two-byte codes. `more` says what they mean, `inside` is the font itself.
fn composite(pdf: &mut Pdf, subset: &Subset, more: &str, inside: &str) -> String {
    let first = subset.by_code()[0].0;
    let descriptor = pdf.add(format!(
        "<</Type/FontDescriptor/FontName/ABCDEF+Sub/Flags 4{inside}>>"
    ));
    let descendant = pdf.add(format!(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Sub/CIDToGIDMap/Identity/DW 1000/W[{first}[{}]]\
         /FontDescriptor {descriptor} 0 R/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        subset.widths()
    ));
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Sub/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]{more}>>"
    )
}

fn wide_subset(cells: &[Cell], meanings: impl Fn(&Subset) -> Vec<u8>) -> Vec<u8> {
    let subset = Subset::of(cells, 3);
    let mut pdf = Pdf::default();
    let map = pdf.add_packed("", &meanings(&subset));
    let font = composite(&mut pdf, &subset, &format!("/ToUnicode {map} 0 R"), "");
    let font = pdf.add(font);
    pdf.add_page(
        &subset.content(cells, true),
        &format!("/Font<</F1 {font} 0 R>>"),
        "",
    );
    pdf.finish_packed()
}

/// Nothing says what the codes mean, unless the font inside has a table of its own.
fn without_meanings(cells: &[Cell], font: Option<fn(&Subset) -> Vec<u8>>) -> Vec<u8> {
    let subset = Subset::of(cells, 3);
    let mut pdf = Pdf::default();
    let inside = font.map_or_else(String::new, |font| {
        let number = pdf.add_packed("", &font(&subset));
        format!("/FontFile2 {number} 0 R")
    });
    let font = composite(&mut pdf, &subset, "", &inside);
    let font = pdf.add(font);
    pdf.add_page(
        &subset.content(cells, true),
        &format!("/Font<</F1 {font} 0 R>>"),
        "",
    );
    pdf.finish()
}

/// A TrueType font of nothing but the table of its characters, in groups.
fn with_a_table(subset: &Subset) -> Vec<u8> {
    let mut groups: Vec<u32> = Vec::new();
    for (c, code) in &subset.codes {
        groups.extend([*c as u32, *c as u32, u32::from(*code)]);
    }
    let count = groups.len() as u32 / 3;
    let mut out: Vec<u8> = Vec::new();
    for word in [0_u16, 1, 1, 16, 0, 0] {
        out.extend(word.to_be_bytes());
    }
    out.extend(b"cmap");
    for word in [0, 28, 28 + 12 + 16 + 12 * count] {
        out.extend(u32::to_be_bytes(word));
    }
    for word in [0_u16, 1, 3, 10, 0, 12, 12, 0] {
        out.extend(word.to_be_bytes());
    }
    for word in [16 + 12 * count, 0, count].iter().chain(&groups) {
        out.extend(word.to_be_bytes());
    }
    out
}

/// A font of one-byte codes.
fn narrow(cells: &[Cell], font: impl Fn(&mut Pdf, &Subset) -> String) -> Vec<u8> {
    let subset = Subset::of(cells, 33);
    let mut pdf = Pdf::default();
    let font = font(&mut pdf, &subset);
    let font = pdf.add(font);
    pdf.add_page(
        &subset.content(cells, false),
        &format!("/Font<</F1 {font} 0 R>>"),
        "",
    );
    pdf.finish()
}

fn measured(subset: &Subset, kind: &str) -> String {
    let pairs = subset.by_code();
    format!(
        "/Type/Font/Subtype/{kind}/BaseFont/ABCDEF+Sub/FirstChar {}/LastChar {}/Widths[{}]",
        pairs[0].0,
        pairs[pairs.len() - 1].0,
        subset.widths()
    )
}

fn narrow_with_meanings(cells: &[Cell]) -> Vec<u8> {
    narrow(cells, |pdf, subset| {
        let map = pdf.add_packed("", &subset.to_unicode(false));
        let font = pdf.add_stream("", b"no font");
        let inside = format!("<</Type/FontDescriptor/Flags 4/FontFile2 {font} 0 R>>");
        format!(
            "<<{}/ToUnicode {map} 0 R/FontDescriptor{inside}>>",
            measured(subset, "TrueType")
        )
    })
}

/// Codes by the names of their letters: `Name` gives the name of a character.
fn by_names(cells: &[Cell], name: fn(char) -> String) -> Vec<u8> {
    narrow(cells, |_, subset| {
        let mut list = String::new();
        for (code, c) in subset.by_code() {
            let _ = write!(list, "{code}/{} ", name(c));
        }
        format!(
            "<<{}/Encoding<</Differences[{list}]>>>>",
            measured(subset, "Type1")
        )
    })
}

fn unicode_name(c: char) -> String {
    format!("uni{:04X}", c as u32)
}

fn nonsense_name(c: char) -> String {
    format!("g{}", c as u32)
}

/// Codes by the list in the font itself, as old fonts of TeX have it.
fn by_own_list(cells: &[Cell]) -> Vec<u8> {
    narrow(cells, |pdf, subset| {
        let mut program = String::from("%!PS-AdobeFont-1.0: Sub\n/Encoding 256 array\n");
        for (code, c) in subset.by_code() {
            let _ = writeln!(program, "dup {code} /{} put", unicode_name(c));
        }
        program += "readonly def\ncurrentfile eexec\n";
        let font = pdf.add_packed("", program.as_bytes());
        let inside = format!("<</Type/FontDescriptor/Flags 4/FontFile {font} 0 R>>");
        format!("<<{}/FontDescriptor{inside}>>", measured(subset, "Type1"))
    })
}

/// Letters that are drawings, in units of a sixteenth.
fn drawn_letters(cells: &[Cell]) -> Vec<u8> {
    narrow(cells, |pdf, subset| {
        let map = pdf.add_packed("", &subset.to_unicode(false));
        let pairs = subset.by_code();
        let mut widths = String::new();
        for (_, c) in &pairs {
            let _ = write!(widths, "{} ", width(b"Helvetica", *c) * 16.0);
        }
        format!(
            "<</Type/Font/Subtype/Type3/FontMatrix[.0625 0 0 .0625 0 0]/FontBBox[0 0 16 16]/CharProcs<<>>/FirstChar {}\
             /LastChar {}/Widths[{widths}]/Encoding<</Differences[]>>/ToUnicode {map} 0 R>>",
            pairs[0].0,
            pairs[pairs.len() - 1].0
        )
    })
}

/// The letters of the person's name are those of one of PDF's own encodings.
fn encoded(cells: &[Cell], encoding: &str, bytes: impl Fn(char) -> u8) -> Vec<u8> {
    let mut out = b"BT\n".to_vec();
    for cell in cells {
        let text: Vec<u8> = cell.text.chars().map(&bytes).collect();
        out.extend(format!("/F1 {} Tf 1 0 0 1 {} {} Tm ", cell.size, cell.x, cell.y).bytes());
        out.extend(literal(&text));
        out.extend(b" Tj\n");
    }
    out.extend(b"ET\n");
    let font = format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/{encoding}>>");
    Pdf::page(&out, &font).finish()
}

/// Two-byte codes that are UTF-16 themselves.
fn in_utf_16(cells: &[Cell]) -> Vec<u8> {
    let mut out = String::from("BT\n");
    for cell in cells {
        let text: Vec<u8> = cell
            .text
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let text = hexadecimal(&text);
        let _ = writeln!(
            out,
            "/F1 {} Tf 1 0 0 1 {} {} Tm {text} Tj",
            cell.size, cell.x, cell.y
        );
    }
    out += "ET\n";
    let mut widths = String::new();
    for c in ' '..='~' {
        let _ = write!(widths, "{} ", (width(b"Helvetica", c) * 1000.0) as u32);
    }
    let font = format!(
        "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0\
         /BaseFont/Song/W[32[{widths}]]>>]>>"
    );
    Pdf::page(out.as_bytes(), &font).finish()
}

/// Bullets from a font of signs before each line.
fn with_signs(cells: &[Cell]) -> Vec<u8> {
    let mut out = b"BT\n".to_vec();
    for cell in cells {
        if cell.x < 100.0 {
            out.extend(format!("/F2 9 Tf 1 0 0 1 {} {} Tm (l) Tj ", cell.x - 12.0, cell.y).bytes());
        }
        out.extend(format!("/F1 {} Tf 1 0 0 1 {} {} Tm ", cell.size, cell.x, cell.y).bytes());
        out.extend(super::styles::shown(&cell.text));
    }
    out.extend(b"ET\n");
    let mut pdf = Pdf::default();
    let font = pdf.add("<</Type/Font/Subtype/Type1/BaseFont/Times-Bold>>");
    let signs = pdf.add("<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>");
    pdf.add_page(&out, &format!("/Font<</F1 {font} 0 R/F2 {signs} 0 R>>"), "");
    pdf.finish()
}

pub(super) fn samples() -> Vec<Sample> {
    let report = Words::default().report();
    let good = |name, bytes| Sample::report(name, bytes, Words::default());
    let named = |name, person: &str, draw: &dyn Fn(&[Cell]) -> Vec<u8>| {
        let words = Words::of(person);
        let bytes = draw(&words.report());
        Sample::report(name, bytes, words)
    };
    let unreadable = |name, bytes| Sample::unreadable(name, bytes, Unreadable::Letters);
    let mac = |c| match c {
        'É' => 0x83,
        'ø' => 0xBF,
        c => c as u8,
    };
    let win = |c| match c {
        '’' => 0x92,
        c => c as u8,
    };
    vec![
        good(
            "wide-subset",
            wide_subset(&report, |of| of.to_unicode(true)),
        ),
        good(
            "wide-subset-in-a-range",
            wide_subset(&report, Subset::to_unicode_in_a_range),
        ),
        named("wide-subset-polish", "Łukasz Żółć", &|of| {
            wide_subset(of, |of| of.to_unicode(true))
        }),
        named("wide-subset-chinese", "王小明", &|of| {
            wide_subset(of, |of| of.to_unicode(true))
        }),
        good("narrow-subset", narrow_with_meanings(&report)),
        named("names-of-letters", "Zoë Ångström", &|of| {
            by_names(of, unicode_name)
        }),
        good("own-list", by_own_list(&report)),
        good("drawn-letters", drawn_letters(&report)),
        named("mac-roman", "Élise Sørensen", &|of| {
            encoded(of, "MacRomanEncoding", mac)
        }),
        named("win-ansi", "José Núñez-O’Brien", &|of| {
            encoded(of, "WinAnsiEncoding", win)
        }),
        named("utf-16", "李明", &in_utf_16),
        good("signs-before-lines", with_signs(&report)),
        good(
            "font-with-its-own-table",
            without_meanings(&report, Some(with_a_table)),
        ),
        unreadable(
            "wide-subset-without-meanings",
            without_meanings(&report, None),
        ),
        unreadable(
            "font-that-is-none",
            without_meanings(&report, Some(|_| b"\0\x01\0\0".to_vec())),
        ),
        unreadable("nonsense-names", by_names(&report, nonsense_name)),
    ]
}
