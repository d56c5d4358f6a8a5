//! A training report for the demonstration: a real PDF of one page in the order of a completion report, marked as one
//! that nobody earned.

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};

/// The report as a PDF; `record` is the provider's number of it.
pub(super) fn pdf(name: &str, completed_on: &str, record: u64) -> Vec<u8> {
    let lines = [
        "DEMONSTRATION - NOT A REAL REPORT".to_owned(),
        String::new(),
        "COMPLETION REPORT - PART 1 OF 2".to_owned(),
        "COURSEWORK REQUIREMENTS".to_owned(),
        String::new(),
        format!("Name: {name}"),
        "Institution Affiliation: Massachusetts Institute of Technology Affiliates".to_owned(),
        "Curriculum Group: Human Research".to_owned(),
        "Course Learner Group: Data or Specimens Only Research".to_owned(),
        "Stage: Stage 1 - Basic Course".to_owned(),
        format!("Record ID: {record}"),
        format!("Completion Date: {completed_on}"),
        "Minimum Passing: 90    Reported Score: 97".to_owned(),
        String::new(),
        "Belmont Report and Its Principles    5/5".to_owned(),
        "History and Ethics of Human Subjects Research    5/5".to_owned(),
        "Records-Based Research    3/3".to_owned(),
        "Research and HIPAA Privacy Protections    5/5".to_owned(),
    ];
    let mut operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 12.into()]),
        Operation::new("TL", vec![20.into()]),
        Operation::new("Td", vec![60.into(), 770.into()]),
    ];
    for line in lines {
        let latin: Vec<u8> = line.chars().map(letter).collect();
        operations.push(Operation::new("Tj", vec![Object::string_literal(latin)]));
        operations.push(Operation::new("T*", vec![]));
    }
    operations.push(Operation::new("ET", vec![]));

    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" },
    );
    let text = Content { operations }.encode().unwrap_or_default();
    let contents = document.add_object(Stream::new(dictionary! {}, text));
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => tree,
        "Contents" => contents,
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let pages = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(tree, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut out = Vec::new();
    // Writing into memory does not fail; an empty file would be refused with words.
    let _ = document.save_to(&mut out);
    out
}

/// The built-in fonts know the letters of western Europe only; others are left out of this picture of a report.
fn letter(c: char) -> u8 {
    match c {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        '’' => 0x92,
        _ => b'?',
    }
}
