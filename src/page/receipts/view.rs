use super::check::{Genuine, check};
use super::model::{Published, Wrong};
use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::form::{FileInput, Form};
use crate::task;
use crate::ui::{
    NoticeKind, Row, details, external_link, h1, lead, load, moment, muted, notice_titled, p,
    parts, section, summary_list, summary_row,
};
use crate::words::{Text, receipt as w, title};
use accede_domain::time::Timestamp;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File};

pub fn draw() -> El {
    run(&[
        h1(&title::RECEIPTS),
        lead(&w::LEAD),
        p(&w::STAYS),
        load::<Published>(endpoint::published_keys(), |published, _| {
            checker(published)
        }),
        section(
            &w::BY_HAND,
            &[
                parts(&[
                    w::BY_HAND_TEXT.into(),
                    external_link(&endpoint::published_keys(), &w::KEYS),
                    w::BY_HAND_THEN.into(),
                ]),
                el("pre")
                    .attr("tabindex", "0")
                    .kid(el("code").text(&w::COMMAND)),
            ],
        ),
    ])
}

/// What came of the last file.
#[derive(Clone)]
enum Outcome {
    Nothing,
    Checked(String, Rc<Result<Genuine, Wrong>>),
}

fn checker(published: Published) -> El {
    let published = Rc::new(published);
    let outcome = RwSignal::new_local(Outcome::Nothing);
    let latest = StoredValue::new(0_u32);
    let examine = Rc::new(move |file: File| {
        let number = latest.try_update_value(|latest| {
            *latest += 1;
            *latest
        });
        let published = published.clone();
        task::spawn(async move {
            let checked = check(&file, &published).await;
            // Another file was chosen meanwhile.
            if latest.try_get_value() == number {
                outcome.set(Outcome::Checked(file.name(), Rc::new(checked)));
            }
        });
    });
    let form = Form::new(|_| Vec::new());
    let field = form.field("/receipt", &w::FILE_NOUN, "").never_kept();
    let chosen = StoredValue::new_local(None);
    let input =
        FileInput::new(field, &w::FILE, ".json,application/json", chosen).hint(&w::FILE_HINT);
    let act = StoredValue::new_local(examine.clone());
    let _ = field.on_edit(move || {
        if let Some(file) = chosen.get_value() {
            act.with_value(|act| act(file));
        }
    });
    let zone = el("div").class("drop").kid(input.draw());
    let over = zone.clone();
    let set_over = move |is_over: bool| {
        let _ = over
            .clone()
            .class(if is_over { "drop drop--over" } else { "drop" });
    };
    let (enter, leave) = (set_over.clone(), set_over.clone());
    zone.clone()
        .on("dragover", move |event| {
            // Without this the browser would open the file instead of giving it to the page.
            event.prevent_default();
            enter(true);
        })
        .on("dragleave", move |_| leave(false))
        .on("drop", move |event| {
            event.prevent_default();
            set_over(false);
            let dropped = event
                .dyn_ref::<DragEvent>()
                .and_then(DragEvent::data_transfer)
                .and_then(|transfer| transfer.files())
                .and_then(|files| files.get(0));
            if let Some(file) = dropped {
                examine(file);
            }
        });
    run(&[
        zone,
        el("div")
            .attr("role", "status")
            .live(move || match outcome.get() {
                Outcome::Nothing => nothing(),
                Outcome::Checked(name, checked) => match checked.as_ref() {
                    Ok(genuine) => holds(&name, genuine),
                    Err(wrong) => fails(&name, wrong),
                },
            }),
    ])
}

/// What the facts are called, in the order in which they are shown.
const FACTS: [(&str, Text); 12] = [
    ("typed_name", w::SIGNED_BY),
    ("account_name", w::ACCOUNT_NAME),
    ("user_name", w::USER_NAME),
    ("email", w::EMAIL),
    ("affiliation", w::AFFILIATION),
    ("dataset_title", w::DATASET),
    ("agreement_version", w::VERSION),
    ("agreement_sha256", w::DIGEST),
    ("consent_text", w::CONSENT),
    ("portal_name", w::PORTAL),
    ("portal", w::PORTAL_ADDRESS),
    ("signature_id", w::SIGNATURE),
];

fn holds(name: &str, genuine: &Genuine) -> El {
    let receipt = &genuine.receipt;
    let mut rows: Vec<Row<'_>> = FACTS
        .iter()
        .map(|(fact, label)| summary_row(label, receipt.fact(fact), None))
        .collect();
    rows.insert(1, at(&w::SIGNED_AT, receipt.fact("signed_at")));
    rows.push(summary_row(&w::KEY, &receipt.key_id, None));
    rows.push(summary_row(&w::FINGERPRINT, &genuine.fingerprint, None));
    rows.push(at(&w::KEY_SINCE, &genuine.key_since));
    let key = if genuine.key_is_current {
        nothing()
    } else {
        muted(&w::KEY_OLD)
    };
    // The digest of these very bytes was signed.
    let agreement = receipt.agreement().unwrap_or_default();
    let agreement = el("div")
        .class("verbatim")
        .text(&String::from_utf8_lossy(&agreement));
    run(&[
        notice_titled(
            NoticeKind::Success,
            &w::GENUINE,
            &[p(name), p(&w::GENUINE_TEXT)],
        ),
        summary_list(rows),
        key,
        details(&w::AGREEMENT, &[agreement]),
    ])
}

/// A time that a file says; as it stands there, where it is none.
fn at(label: &'static str, text: &str) -> Row<'static> {
    Row {
        label,
        value: Timestamp::parse(text).map_or_else(|| text.into(), moment),
        change: None,
    }
}

fn fails(name: &str, wrong: &Wrong) -> El {
    let (title, text, more) = match wrong {
        Wrong::NotAReceipt => (&w::NOT_A_RECEIPT, &w::NOT_A_RECEIPT_TEXT, nothing()),
        Wrong::UnknownFormat => (&w::UNKNOWN_FORMAT, &w::UNKNOWN_FORMAT_TEXT, nothing()),
        Wrong::UnknownKey { key_id, portal } => (
            &w::UNKNOWN_KEY,
            &w::UNKNOWN_KEY_TEXT,
            summary_list(vec![
                summary_row(&w::KEY, key_id, None),
                summary_row(&w::CLAIMED_PORTAL, portal, None),
            ]),
        ),
        Wrong::Changed => (&w::CHANGED, &w::CHANGED_TEXT, nothing()),
        Wrong::OtherAgreement => (&w::OTHER_AGREEMENT, &w::OTHER_AGREEMENT_TEXT, nothing()),
        Wrong::NoEd25519 => (&w::CANNOT, &w::CANNOT_TEXT, nothing()),
    };
    // That the browser cannot check says nothing against the receipt.
    let kind = if *wrong == Wrong::NoEd25519 {
        NoticeKind::Warning
    } else {
        NoticeKind::Error
    };
    notice_titled(kind, title, &[p(name), p(text), more])
}
