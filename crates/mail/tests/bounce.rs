//! Delivery reports as mail servers write them, and anything else that may lie in the mailbox.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::fs;
use std::path::Path;

use accede_mail::bounce::{Action, DeliveryReport, NotAReport, parse};
use accede_mail::maildir::Maildir;
use accede_mail::transport::{ReturnPath, SenderIdentity};
use proptest::prelude::*;

const ID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

fn identity() -> SenderIdentity {
    let return_path = ReturnPath::PerMessage {
        local: "bounces".into(),
        domain: "portal.example".into(),
    };
    SenderIdentity::new("Accede", "noreply@portal.example", None, return_path).unwrap()
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name),
    )
    .unwrap()
}

fn one(name: &str) -> DeliveryReport {
    let raw = fixture(name);
    let reports = parse(&raw, &identity()).unwrap();
    assert_eq!(reports.len(), 1, "{name}: {reports:?}");
    // Mail on the wire ends its lines in CR LF; a Maildir's files do not.
    let wire = String::from_utf8(raw).unwrap().replace('\n', "\r\n");
    assert_eq!(
        parse(wire.as_bytes(), &identity()).unwrap(),
        reports,
        "{name}"
    );
    reports.into_iter().next().unwrap()
}

fn our_message_id() -> Option<String> {
    Some(format!("<{ID}@portal.example>"))
}

#[test]
fn postfix_refused() {
    assert_eq!(
        one("postfix-failed.eml"),
        DeliveryReport {
            message_id: our_message_id(),
            outbox_id: Some(ID.into()),
            recipient: Some("flaubert@croisset.example".into()),
            action: Action::Failed,
            status: Some("5.1.1".into()),
            diagnostic: Some(
                "550 5.1.1 <flaubert@croisset.example>: Recipient address rejected: User unknown"
                    .into()
            ),
        }
    );
}

#[test]
fn postfix_still_trying_is_no_bounce() {
    let report = one("postfix-delayed.eml");
    assert_eq!(report.action, Action::Delayed);
    assert_eq!(report.status.as_deref(), Some("4.4.1"));
    assert_eq!(report.message_id, our_message_id());
}

#[test]
fn exim_is_matched_by_the_message_id_alone() {
    let report = one("exim-failed.eml");
    assert_eq!(report.outbox_id.as_deref(), Some(ID));
    assert_eq!(report.action, Action::Failed);
    assert_eq!(report.status.as_deref(), Some("5.0.0"));
    assert_eq!(report.diagnostic.as_deref(), Some("550 No such user"));
}

#[test]
fn old_exim_in_plain_text() {
    let report = one("exim-old-plain.eml");
    assert_eq!(report.outbox_id.as_deref(), Some(ID));
    assert_eq!(
        report.recipient.as_deref(),
        Some("flaubert@croisset.example")
    );
    assert_eq!(report.status.as_deref(), Some("5.1.1"));
}

#[test]
fn exchange_is_matched_by_the_return_path_alone() {
    let report = one("exchange-failed.eml");
    assert_eq!(report.message_id, None);
    assert_eq!(report.outbox_id.as_deref(), Some(ID));
    assert_eq!(report.status.as_deref(), Some("5.1.10"));
    assert_eq!(
        report.recipient.as_deref(),
        Some("flaubert@hospital.example")
    );
}

#[test]
fn gmail() {
    let report = one("gmail-failed.eml");
    assert_eq!(report.outbox_id.as_deref(), Some(ID));
    assert_eq!(report.recipient.as_deref(), Some("flaubert@gmail.example"));
    assert!(report.diagnostic.unwrap().contains("does not exist"));
}

#[test]
fn delivered_is_told_apart() {
    let report = one("delivered.eml");
    assert_eq!(
        (report.action, report.status.as_deref()),
        (Action::Delivered, Some("2.0.0"))
    );
}

#[test]
fn an_automatic_answer_is_no_report() {
    let raw = fixture("out-of-office.eml");
    assert_eq!(parse(&raw, &identity()), Err(NotAReport::OtherMail));
    assert_eq!(parse(b"", &identity()), Err(NotAReport::NotAMail));
}

#[test]
fn a_report_about_somebody_elses_mail_names_no_row_of_ours() {
    let foreign = String::from_utf8(fixture("postfix-failed.eml"))
        .unwrap()
        .replace("portal.example", "elsewhere.example");
    let reports = parse(foreign.as_bytes(), &identity()).unwrap();
    assert_eq!(reports[0].outbox_id, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = parse(&bytes, &identity());
    }

    /// Reports with pieces cut out, doubled or overwritten.
    #[test]
    fn any_damage_is_read_without_panic(
        name in prop::sample::select(vec![
            "postfix-failed.eml", "postfix-delayed.eml", "exim-failed.eml", "exim-old-plain.eml",
            "exchange-failed.eml", "gmail-failed.eml", "delivered.eml",
        ]),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..80, any::<u8>(), 0u8..3), 1..12),
    ) {
        let mut bytes = fixture(name);
        for (at, length, value, kind) in cuts {
            if bytes.is_empty() { break; }
            let start = at.index(bytes.len());
            let end = (start + length).min(bytes.len());
            match kind {
                0 => { bytes.drain(start..end); }
                1 => { let copy = bytes[start..end].to_vec(); bytes.splice(start..start, copy); }
                _ => bytes[start] = value,
            }
        }
        if let Ok(reports) = parse(&bytes, &identity()) {
            for report in reports {
                prop_assert!(report.diagnostic.is_none_or(|words| words.chars().count() <= 500));
                prop_assert!(report.outbox_id.is_none_or(|id| id.len() == 26));
            }
        }
    }

    #[test]
    fn any_lines_of_status_are_read_without_panic(lines in proptest::collection::vec("[A-Za-z-]{0,20}:? ?[ -~é\t]{0,60}", 0..30)) {
        let status = lines.join("\n");
        let mail = format!(
            "From: a@b.example\nContent-Type: multipart/report; boundary=\"x\"\n\n--x\nContent-Type: message/delivery-status\n\n{status}\n--x--\n"
        );
        let _ = parse(mail.as_bytes(), &identity());
    }
}

struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        for part in ["new", "cur", "tmp"] {
            fs::create_dir_all(path.join(part)).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_maildir_is_read_once_and_nothing_is_deleted() {
    let folder = Folder::new("maildir-once");
    let raw = fixture("postfix-failed.eml");
    fs::write(folder.0.join("new/1789221962.M1P2.mx"), &raw).unwrap();
    fs::write(folder.0.join("new/1789221961.M1P1.mx"), b"not a report").unwrap();
    fs::write(folder.0.join("new/.hidden"), b"").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", folder.0.join("new/link")).unwrap();

    let maildir = Maildir::open(&folder.0).unwrap();
    let mails = maildir.new_mails(10).unwrap();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].bytes, b"not a report");
    assert_eq!(
        parse(&mails[1].bytes, &identity()).unwrap()[0]
            .outbox_id
            .as_deref(),
        Some(ID)
    );
    // Not marked: a stop here only means reading again.
    assert_eq!(maildir.new_mails(1).unwrap().len(), 1);
    for mail in &mails {
        maildir.mark_seen(mail).unwrap();
    }
    assert!(maildir.new_mails(10).unwrap().is_empty());
    assert_eq!(
        fs::read(folder.0.join("cur/1789221962.M1P2.mx:2,S")).unwrap(),
        raw
    );
}

#[test]
fn a_mail_in_cur_is_never_overwritten() {
    let folder = Folder::new("maildir-twice");
    fs::write(folder.0.join("new/1.M1P1.mx"), b"second").unwrap();
    fs::write(folder.0.join("cur/1.M1P1.mx:2,S"), b"first").unwrap();
    let maildir = Maildir::open(&folder.0).unwrap();
    let mails = maildir.new_mails(10).unwrap();
    assert_eq!(
        maildir.mark_seen(&mails[0]).unwrap_err().kind(),
        std::io::ErrorKind::AlreadyExists
    );
    assert_eq!(
        fs::read(folder.0.join("cur/1.M1P1.mx:2,S")).unwrap(),
        b"first"
    );
}

#[test]
fn another_folder_is_not_taken_for_a_maildir() {
    let folder = Folder::new("maildir-none");
    assert!(Maildir::open(&folder.0.join("tmp")).is_err());
}
