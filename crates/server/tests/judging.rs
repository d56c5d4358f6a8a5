//! Uploads are judged by the real program in a child of its own, and one that is made to exhaust it ends alone.
#![allow(clippy::unwrap_used, reason = "a test that fails to unwrap has failed")]

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use accede_domain::training::reading::Unreadable;
use accede_report::testing::{self, rules};
use accede_server::uploads::child::Judge;
use accede_server::uploads::{Kind, MAX_BYTES, Refused};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object, Stream, dictionary};
use tokio::time::timeout;

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

const MIB: usize = 1024 * 1024;

/// A small PDF with this many object streams, each of which unpacks to so many bytes of white space.
fn bomb(streams: usize, unpacked: usize) -> Vec<u8> {
    let mut once = ZlibEncoder::new(Vec::new(), Compression::fast());
    once.write_all(b"1 0 ").unwrap();
    for _ in 0..unpacked / MIB {
        once.write_all(&[b' '; MIB]).unwrap();
    }
    // Packed twice: what comes out of the first packing repeats itself too.
    let mut twice = ZlibEncoder::new(Vec::new(), Compression::best());
    twice.write_all(&once.finish().unwrap()).unwrap();
    let packed = twice.finish().unwrap();
    let mut document = Document::load_mem(&report()).unwrap();
    for _ in 0..streams {
        let filters: Vec<Object> = vec!["FlateDecode".into(), "FlateDecode".into()];
        let head = dictionary! { "Type" => "ObjXtm", "N" => 1, "First" => 4, "Filter" => filters };
        document.add_object(Stream::new(head, packed.clone()));
    }
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    assert!(out.len() < MAX_BYTES);
    // The library leaves object streams out when it writes: they get their name afterwards.
    for at in 0..out.len() - 7 {
        if out[at..].starts_with(b"/ObjXtm") {
            out[at..at + 7].copy_from_slice(b"/ObjStm");
        }
    }
    out
}

#[tokio::test]
async fn a_report_is_taken_and_a_program_is_not() {
    let judged = judge().judge(report(), &rules()).await.unwrap();
    assert_eq!((judged.kind, judged.pages), (Kind::Pdf, 1));
    assert_eq!(judged.bytes, report());
    assert_eq!(judged.reading.because, Some(Unreadable::NoText));
    let judged = judge().judge(testing::report(), &rules()).await.unwrap();
    assert_eq!(judged.reading.name.as_deref(), Some("Ada Lovelace"));
    let refused = judge().judge(b"MZ".to_vec(), &rules()).await;
    assert_eq!(refused, Err(Refused::UnknownKind));
}

#[tokio::test]
async fn a_bomb_ends_its_own_child_and_the_next_file_is_judged() {
    let (judge, rules) = (judge(), rules());
    // One stream that is too much by itself; and many, each of which could pass, that take minutes together.
    for bomb in [bomb(1, 1024 * MIB), bomb(400, 250 * MIB)] {
        let both = async { tokio::join!(judge.judge(bomb, &rules), judge.judge(report(), &rules)) };
        let (bombed, report) = timeout(Duration::from_secs(60), both).await.unwrap();
        assert_eq!(bombed, Err(Refused::TooCostly));
        assert!(report.is_ok(), "beside it");
    }
    assert!(judge.judge(report(), &rules).await.is_ok(), "after it");
}
