//! Uploads are judged by the real program in a child of its own, and one that is made to exhaust it ends alone.
#![allow(clippy::unwrap_used, reason = "a test that fails to unwrap has failed")]

use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use accede_server::uploads::child::Judge;
use accede_server::uploads::{Kind, MAX_BYTES, Refused};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object, dictionary};

fn judge() -> Judge {
    Judge::Child(PathBuf::from(env!("CARGO_BIN_EXE_accede")))
}

fn report() -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => tree });
    let kids: Vec<Object> = vec![page.into()];
    let sheet = vec![0.into(), 0.into(), 595.into(), 842.into()];
    let pages =
        dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1, "MediaBox" => sheet };
    document.objects.insert(tree, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// A PDF of a few megabytes whose one object stream unpacks to gigabytes of spaces.
fn bomb() -> Vec<u8> {
    const UNPACKED: usize = 4 * 1024 * 1024 * 1024;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let chunk = vec![b' '; 1024 * 1024];
    packed.write_all(b"1 0 ").unwrap();
    for _ in 0..UNPACKED / chunk.len() {
        packed.write_all(&chunk).unwrap();
    }
    // Packed twice: gigabytes of one character pack well, and what comes out of that packs well again.
    let mut twice = ZlibEncoder::new(Vec::new(), Compression::best());
    twice.write_all(&packed.finish().unwrap()).unwrap();
    let packed = twice.finish().unwrap();
    assert!(packed.len() < MAX_BYTES);
    let mut pdf = b"%PDF-1.5\n".to_vec();
    let stream = pdf.len();
    let head = format!(
        "5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode] /Length {} >>\nstream\n",
        packed.len()
    );
    pdf.extend(head.bytes().chain(packed).chain(*b"\nendstream\nendobj\n"));
    let catalog = pdf.len();
    pdf.extend(b"2 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\n");
    let pages = pdf.len();
    pdf.extend(b"3 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n");
    let table = pdf.len();
    let entries = format!(
        "xref\n0 1\n0000000000 65535 f \n2 2\n{catalog:010} 00000 n \n{pages:010} 00000 n \n5 1\n{stream:010} 00000 n \n\
         trailer\n<< /Size 6 /Root 2 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    pdf.extend(entries.bytes());
    pdf
}

#[tokio::test]
async fn a_report_is_taken_and_a_program_is_not() {
    let judged = judge().judge(report()).await.unwrap();
    assert_eq!((judged.kind, judged.pages), (Kind::Pdf, 1));
    assert_eq!(judged.bytes, report());
    let refused = judge().judge(b"MZ".to_vec()).await;
    assert_eq!(refused, Err(Refused::UnknownKind));
}

#[tokio::test]
async fn a_bomb_ends_its_own_child_and_the_next_file_is_judged() {
    let began = Instant::now();
    let judge = judge();
    let (bombed, report) = tokio::join!(judge.judge(bomb()), judge.judge(report()));
    assert_eq!(bombed, Err(Refused::TooCostly));
    assert!(report.is_ok(), "beside it");
    assert!(began.elapsed() < Duration::from_secs(60));
    assert!(judge.judge(self::report()).await.is_ok(), "after it");
}
