//! Ways of drawing the same paper: in lines, in pieces, letter by letter, turned, kerned, inside other drawings.

use std::fmt::Write as _;

use accede_domain::training::reading::{Paper, Unreadable};

use super::paper::{Cell, Words, invoice};
use super::pdf::{HELVETICA, Pdf, literal};
use super::{Sample, hostile::png};
use crate::text::width;

/// Letters in the order of ASCII only: what the built-in fonts show without saying so.
pub(super) fn shown(text: &str) -> Vec<u8> {
    let mut out = literal(text.as_bytes());
    out.extend(b" Tj\n");
    out
}

/// Width of a text in Helvetica.
pub(super) fn wide(text: &str, size: f64) -> f64 {
    text.chars().map(|c| width(b"Helvetica", c) * size).sum()
}

/// Each cell by itself, at its place.
pub(super) fn cells(cells: &[Cell]) -> Vec<u8> {
    let mut out = b"BT\n".to_vec();
    for cell in cells {
        out.extend(format!("/F1 {} Tf 1 0 0 1 {} {} Tm ", cell.size, cell.x, cell.y).bytes());
        out.extend(shown(&cell.text));
    }
    out.extend(b"ET\n");
    out
}

/// Cells of one height as one text with blanks between, one below the other by their distance: as ReportLab does.
fn rows(cells: &[Cell]) -> Vec<u8> {
    let mut out = b"BT /F1 9 Tf\n".to_vec();
    let (mut y, mut x, mut at) = (0.0, 0.0, 0);
    while let Some(first) = cells.get(at) {
        let row: Vec<_> = cells[at..]
            .iter()
            .take_while(|cell| cell.y == first.y)
            .collect();
        let text: Vec<_> = row.iter().map(|cell| cell.text.as_str()).collect();
        out.extend(format!("{} {} Td ", first.x - x, first.y - y).bytes());
        out.extend(shown(&text.join("  ")));
        (x, y, at) = (first.x, first.y, at + row.len());
    }
    out.extend(b"ET\n");
    out
}

/// Each word by itself, in an order that has nothing to do with reading.
fn words(cells: &[Cell]) -> Vec<u8> {
    let mut pieces = Vec::new();
    for cell in cells {
        let mut x = cell.x;
        for word in cell.text.split(' ') {
            let mut piece =
                format!("/F1 {} Tf 1 0 0 1 {x:.2} {} Tm ", cell.size, cell.y).into_bytes();
            piece.extend(shown(word));
            pieces.push(piece);
            x += wide(word, cell.size) + wide(" ", cell.size);
        }
    }
    let mut out = b"BT\n".to_vec();
    for piece in pieces
        .iter()
        .skip(1)
        .step_by(2)
        .rev()
        .chain(pieces.iter().step_by(2))
    {
        out.extend(piece);
    }
    out.extend(b"ET\n");
    out
}

/// Each letter by itself, the last one first. No blank is drawn.
fn letters(cells: &[Cell]) -> Vec<u8> {
    let mut pieces = Vec::new();
    for cell in cells {
        let mut x = cell.x;
        for c in cell.text.chars() {
            if c != ' ' {
                let mut piece =
                    format!("1 0 0 1 {x:.3} {} Tm /F1 {} Tf ", cell.y, cell.size).into_bytes();
                piece.extend(shown(&c.to_string()));
                pieces.push(piece);
            }
            x += wide(&c.to_string(), cell.size);
        }
    }
    pieces.reverse();
    [b"BT\n".to_vec(), pieces.concat(), b"ET\n".to_vec()].concat()
}

/// As TeX does: pieces of words in one list, with what moves them nearer or further, and gaps for blanks.
fn kerned(cells: &[Cell]) -> Vec<u8> {
    let mut out = b"BT\n".to_vec();
    for cell in cells {
        out.extend(format!("/F1 {} Tf 1 0 0 1 {} {} Tm [", cell.size, cell.x, cell.y).bytes());
        for (index, word) in cell.text.split(' ').enumerate() {
            if index > 0 {
                out.extend(b" -278 ");
            }
            let half = word
                .char_indices()
                .nth(word.chars().count() / 2)
                .map_or(0, |(at, _)| at);
            out.extend(literal(&word.as_bytes()[..half]));
            out.extend(b" 28 ");
            out.extend(literal(&word.as_bytes()[half..]));
            out.extend(b" -28 ");
        }
        out.extend(b"] TJ\n");
    }
    out.extend(b"ET\n");
    out
}

/// With the operators that set spacing, leading, stretch and rise, and those that go to the next line.
fn spaced(cells: &[Cell]) -> Vec<u8> {
    let mut out = b"BT\n".to_vec();
    for (index, cell) in cells.iter().enumerate() {
        out.extend(
            format!(
                "/F1 {} Tf 1 0 0 1 {} {} Tm ",
                cell.size,
                cell.x,
                cell.y + 20.0
            )
            .bytes(),
        );
        match index % 4 {
            0 => {
                out.extend(b"20 TL .5 Tc 2 Tw ");
                out.extend(literal(cell.text.as_bytes()));
                out.extend(b" '\n0 Tc 0 Tw ");
            }
            1 => {
                out.extend(b"20 TL 1 0.5 ");
                out.extend(literal(cell.text.as_bytes()));
                out.extend(b" \"\n0 Tc 0 Tw ");
            }
            2 => {
                out.extend(b"80 Tz 20 TL T* 2 Ts ");
                out.extend(shown(&cell.text));
                out.extend(b"100 Tz 0 Ts ");
            }
            _ => {
                out.extend(b"0 -20 TD ");
                out.extend(shown(&cell.text));
            }
        }
    }
    out.extend(b"ET\n");
    out
}

pub(super) fn plain(of: &[Cell]) -> Vec<u8> {
    Pdf::page(&cells(of), HELVETICA).finish()
}

fn drawn(content: &[u8]) -> Vec<u8> {
    Pdf::page(content, HELVETICA).finish()
}

fn around(before: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("q {before} cm\n").into_bytes();
    out.extend(content);
    out.extend(b"Q\n");
    out
}

/// The page lies on its side, and the text on it stands up.
fn turned(of: &[Cell]) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let font = pdf.add(HELVETICA);
    let content = around("0 1 -1 0 792 0", &cells(of));
    pdf.add_page(
        &content,
        &format!("/Font<</F1 {font} 0 R>>"),
        "/Rotate 90/MediaBox[0 0 792 612]",
    );
    pdf.finish()
}

/// The top is where others have the bottom, and letters are turned back one by one: as browsers print.
fn mirrored(of: &[Cell]) -> Vec<u8> {
    let mut out = b"1 0 0 -1 0 792 cm\n".to_vec();
    for cell in of {
        let (x, y) = (cell.x, 792.0 - cell.y);
        out.extend(format!("BT /F1 {} Tf 1 0 0 -1 {x} {y} Tm ", cell.size).bytes());
        out.extend(shown(&cell.text));
        out.extend(b"ET\n");
    }
    drawn(&out)
}

/// Small units: a tenth of a point, and a font as much larger.
fn small_units(of: &[Cell]) -> Vec<u8> {
    let larger: Vec<_> = of
        .iter()
        .map(|cell| Cell {
            x: cell.x * 10.0,
            y: cell.y * 10.0,
            size: cell.size * 10.0,
            text: cell.text.clone(),
        })
        .collect();
    drawn(&around(".1 0 0 .1 0 0", &cells(&larger)))
}

/// The drawing stands inside a drawing inside a drawing, each with a place of its own.
fn in_forms(of: &[Cell]) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let font = pdf.add(HELVETICA);
    let fonts = format!("/Resources<</Font<</F1 {font} 0 R>>>>");
    let inner = pdf.add_packed(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Matrix[1 0 0 1 -30 -40]{fonts}"),
        &cells(of),
    );
    let outer = pdf.add_packed(
        &format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</In {inner} 0 R>>>>"
        ),
        b"q 1 0 0 1 30 40 cm /In Do Q",
    );
    pdf.add_page(b"/Out Do", &format!("/XObject<</Out {outer} 0 R>>"), "");
    pdf.finish()
}

/// A picture on the page, and text over it that is not drawn: as programs write that recognise letters.
pub(super) fn scanned(of: &[Cell], mode: &str) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let font = pdf.add(HELVETICA);
    let picture = pdf.add_packed(
        "/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray",
        &[200; 64],
    );
    let mut content = b"q 612 0 0 792 0 0 cm /Im Do Q\n".to_vec();
    content.extend(mode.bytes());
    content.extend(cells(of));
    let resources = format!("/Font<</F1 {font} 0 R>>/XObject<</Im {picture} 0 R>>");
    pdf.add_page(&content, &resources, "");
    pdf.finish()
}

/// A watermark across the page, a picture in the middle of the drawing, and letters drawn twice to look bold.
fn decorated(of: &[Cell]) -> Vec<u8> {
    let mut out = b"BT /F1 60 Tf .7 .7 -.7 .7 150 200 Tm (COPY COPY COPY) Tj ET\n".to_vec();
    out.extend(b"q 50 0 0 50 500 730 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x00EI\xff EI Q\n");
    out.extend(cells(of));
    let again: Vec<_> = of
        .iter()
        .take(3)
        .map(|cell| Cell {
            x: cell.x + 0.3,
            ..cell.clone()
        })
        .collect();
    out.extend(cells(&again));
    drawn(&out)
}

/// The drawing is cut into parts, between words of it and not between texts.
fn in_parts(of: &[Cell]) -> Vec<u8> {
    let content = cells(of);
    let mut pdf = Pdf::default();
    let font = pdf.add(HELVETICA);
    let mut parts = String::new();
    for piece in content.split_inclusive(|byte| *byte == b'\n') {
        let number = pdf.add_stream("", piece);
        let _ = write!(parts, "{number} 0 R ");
    }
    pdf.add_page_of(
        &format!("[{parts}]"),
        &format!("/Font<</F1 {font} 0 R>>"),
        "",
    );
    pdf.finish()
}

fn two_pages(first: &[Cell], second: &[Cell]) -> Vec<u8> {
    let mut pdf = Pdf::default();
    let font = pdf.add(HELVETICA);
    let resources = format!("/Font<</F1 {font} 0 R>>");
    pdf.add_page(&cells(first), &resources, "");
    pdf.add_page(&cells(second), &resources, "");
    pdf.finish()
}

/// Letters as lines: what can be seen and not be read.
fn outlines() -> Vec<u8> {
    let mut out = Vec::new();
    for index in 0..40 {
        out.extend(
            format!(
                "{} 700 m {} 712 l {} 700 l s\n",
                60 + 9 * index,
                63 + 9 * index,
                66 + 9 * index
            )
            .bytes(),
        );
    }
    drawn(&out)
}

/// A name that is broken over two lines beside its date, and a value over two lines.
fn broken_lines(of: &[Cell]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for cell in of {
        let words: Vec<_> = cell.text.split(' ').collect();
        let is_long = cell.text.contains("Institute of Technology Affiliates")
            || cell.text.contains("Review Board");
        if !is_long {
            cells.push(cell.clone());
            continue;
        }
        let half = words.len() / 2;
        for (index, part) in [&words[..half], &words[half..]].iter().enumerate() {
            cells.push(Cell {
                y: cell.y - 7.5 * index as f64,
                size: 6.5,
                text: part.join(" "),
                ..cell.clone()
            });
        }
    }
    cells
}

/// Label and value as one text, with a bullet: `• Name: Ada Lovelace`.
fn bulleted(words: &Words) -> Vec<u8> {
    let mut report = words.report();
    let labels: Vec<_> = words.lines().iter().map(|(label, _)| *label).collect();
    let mut at = 0;
    while at < report.len() {
        if labels.contains(&report[at].text.as_str()) {
            let value = report.remove(at + 1).text;
            let cell = &mut report[at];
            cell.text = format!("\u{2022} {} {value}", cell.text);
        }
        at += 1;
    }
    let mut out = b"BT\n".to_vec();
    for cell in &report {
        let text: Vec<u8> = cell
            .text
            .chars()
            .map(|c| if c == '\u{2022}' { 0x95 } else { c as u8 })
            .collect();
        out.extend(format!("/F1 {} Tf 1 0 0 1 {} {} Tm ", cell.size, cell.x, cell.y).bytes());
        out.extend(literal(&text));
        out.extend(b" Tj\n");
    }
    out.extend(b"ET\n");
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>";
    Pdf::page(&out, font).finish()
}

pub(super) fn samples() -> Vec<Sample> {
    let words_ = Words::default;
    let report = words_().report();
    let certificate = words_().certificate();
    let good = |name, bytes| Sample::report(name, bytes, words_());
    let with = |change: fn(&mut Words)| {
        let mut words = words_();
        change(&mut words);
        words
    };
    let wrong_course =
        with(|of| of.course = "Biomedical Responsible Conduct of Research".to_owned());
    let independent = with(|of| of.affiliation = "Independent Learner".to_owned());
    let failed = with(|of| of.score = "82".to_owned());
    vec![
        good("plain", plain(&report)),
        good("rows", drawn(&rows(&report))),
        good("words-out-of-order", drawn(&words(&report))),
        good("letters-backwards", drawn(&letters(&report))),
        good("kerned", drawn(&kerned(&report))),
        good("spaced", drawn(&spaced(&report))),
        good("turned", turned(&report)),
        good(
            "upside-down",
            drawn(&around("-1 0 0 -1 612 792", &cells(&report))),
        ),
        good("mirrored", mirrored(&report)),
        good("small-units", small_units(&report)),
        good("in-forms", in_forms(&report)),
        good("decorated", decorated(&report)),
        good("in-parts", in_parts(&report)),
        good("bulleted", bulleted(&words_())),
        good("broken-lines", plain(&broken_lines(&report))),
        good("both-parts", two_pages(&report, &words_().transcript())),
        good(
            "report-behind-certificate",
            two_pages(&certificate, &report),
        ),
        Sample::report("wrong-course", plain(&wrong_course.report()), wrong_course),
        Sample::report(
            "independent-learner",
            plain(&independent.report()),
            independent,
        ),
        Sample::report("failed", plain(&failed.report()), failed),
        Sample::new("certificate", plain(&certificate), Paper::Certificate),
        Sample::new(
            "certificate-kerned",
            drawn(&kerned(&certificate)),
            Paper::Certificate,
        ),
        Sample::new(
            "certificate-letters",
            drawn(&letters(&certificate)),
            Paper::Certificate,
        ),
        Sample::new("other-paper", plain(&invoice()), Paper::Unknown),
        Sample::new("scan", scanned(&[], ""), Paper::Scan),
        Sample::new("scan-as-png", png(), Paper::Scan),
        Sample::new(
            "scan-as-jpeg",
            b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(),
            Paper::Scan,
        ),
        Sample {
            invisible: true,
            ..good("scan-with-recognised-text", scanned(&report, "3 Tr\n"))
        },
        Sample::unreadable("outlines", outlines(), Unreadable::NoText),
        Sample::unreadable("empty-page", drawn(b""), Unreadable::NoText),
    ]
}
