//! What the person signed, with a receipt for each.

mod model;

use crate::api::endpoint;
use crate::dom::{El, el, run};
use crate::page::account;
use crate::route::Route;
use crate::session;
use crate::ui::{
    ButtonKind, Table, Tone, external_link, link, link_button, load, moment, p, parts, tag,
};
use crate::words::{dataset as w, shared as s, title};
use accede_api::dataset::Signature;
use accede_api::page::List;
use model::State;

pub fn draw() -> El {
    account::frame(
        &Route::Agreements,
        &title::AGREEMENTS,
        &[
            p(&w::AGREEMENTS_LEAD),
            load::<List<Signature>>(endpoint::signatures(), |list, _| table(&list.items)),
        ],
    )
}

fn table(signatures: &[Signature]) -> El {
    if signatures.is_empty() {
        return run(&[
            p(&w::AGREEMENTS_NONE),
            link_button(ButtonKind::Primary, &Route::Datasets, &title::DATASETS),
        ]);
    }
    let receipts = parts(&[
        w::RECEIPTS_TEXT.into(),
        link(&Route::Receipts, &title::RECEIPTS),
        ".".into(),
    ]);
    let today = session::get().now().date();
    let table = Table::new(
        &title::AGREEMENTS,
        false,
        &[
            title::DATASET.into(),
            w::AGREEMENT_VERSION.into(),
            w::SIGNED_AT.into(),
            w::STATE.into(),
            w::RECEIPT_COLUMN.into(),
        ],
    );
    for signature in signatures {
        let agreement = Route::DatasetAgreement(signature.dataset.clone());
        let state = match model::state(signature, signatures, today) {
            State::InForce => tag(Tone::Done, &w::STATE_CURRENT),
            State::Replaced => tag(Tone::Quiet, &w::STATE_REPLACED),
            State::Ended => tag(Tone::Attention, &w::STATE_OLD),
            State::SignBy(day) => tag(
                Tone::Attention,
                &[&*w::STATE_SIGN_BY, &s::date(day)].concat(),
            ),
        };
        table.row(&[
            link(&agreement, &signature.dataset_title),
            signature.agreement_version.as_str().into(),
            el("span").kid(moment(signature.signed_at)),
            state,
            external_link(&signature.receipt_url, &w::RECEIPT_SHORT).attr(
                "aria-label",
                &[&*w::RECEIPT, ": ", &signature.dataset_title].concat(),
            ),
        ]);
    }
    run(&[table.draw(), receipts])
}
