//! New terms or a new privacy notice, read and accepted before the person goes on.

use crate::api::{Call, endpoint};
use crate::dom::{El, el, nothing, run};
use crate::form::{Field, Form};
use crate::page::{document, sign_in};
use crate::route::Route;
use crate::ui::{
    ButtonKind, button, details, h1, h2, h3, lead, link, load_page, p, parts, prose, section,
    text_news, why_english,
};
use crate::words::{document as w, known, shared as s, title};
use accede_api::page::List;
use accede_api::text::{AcceptTexts, TextToAccept};
use accede_domain::problem::{FieldCode, FieldProblem};
use leptos::prelude::*;

const PRIVACY: &str = "/privacy_version";
const TERMS: &str = "/terms_version";

pub fn draw() -> El {
    load_page::<List<TextToAccept>>(
        &title::ACCEPT_TEXTS,
        endpoint::account_texts(),
        |list, _| page(list.items),
    )
}

fn page(texts: Vec<TextToAccept>) -> El {
    if texts.is_empty() {
        return run(&[
            h1(&title::ACCEPT_TEXTS),
            p(&w::ACCEPT_NONE),
            button(ButtonKind::Primary, &s::CONTINUE, sign_in::go_on_from_here),
        ]);
    }
    let leave = parts(&[
        w::ACCEPT_NOT_TEXT.into(),
        link(&Route::AccountData, &title::DATA),
        ".".into(),
    ]);
    run(&[
        h1(&title::ACCEPT_TEXTS),
        lead(&w::ACCEPT_LEAD),
        run(&texts.iter().map(text).collect::<Vec<_>>()),
        form(texts),
        section(&w::ACCEPT_NOT, &[leave]),
    ])
}

/// A text: what is new first, the whole to be opened; the whole at once where nothing was accepted before.
fn text(text: &TextToAccept) -> El {
    let version = el("p").class("muted").kids(&[
        w::VERSION.into(),
        text.version.as_str().into(),
        document::since(&text.effective),
    ]);
    let whole = || prose(&text.html).class("prose paper");
    let inside = match &text.news {
        Some(news) => run(&[
            h3(&[&*w::NEWS_SINCE, &news.since].concat()),
            text_news(news),
            details(&w::FULL_TEXT, &[whole()]),
        ]),
        None => whole(),
    };
    el("section").class("section").kids(&[
        h2(known(&text.title)),
        version,
        why_english(&w::BINDS_IN_ENGLISH),
        inside,
    ])
}

fn form(texts: Vec<TextToAccept>) -> El {
    let version = |kind: &str| {
        let text = texts.iter().find(|text| text.kind == kind);
        text.map(|text| text.version.clone())
    };
    let asked = AcceptTexts {
        privacy_version: version("privacy"),
        terms_version: version("terms"),
    };
    let form = Form::new({
        let asked = asked.clone();
        move |form| {
            let boxes = [
                (PRIVACY, asked.privacy_version.is_some()),
                (TERMS, asked.terms_version.is_some()),
            ];
            boxes
                .into_iter()
                .filter(|(pointer, is_asked)| *is_asked && form.value(pointer).is_empty())
                .map(|(pointer, _)| FieldProblem::new(pointer, FieldCode::ConsentRequired))
                .collect()
        }
    });
    let tick = |field: Field, words: &str, version: &Option<String>| match version {
        Some(version) => field.check_box(&[words, version].concat()).draw(),
        None => nothing(),
    };
    let privacy = form.field(PRIVACY, &w::ACCEPT_PRIVACY_NOUN, "");
    let terms = form.field(TERMS, &w::ACCEPT_TERMS_NOUN, "");
    let parts = [
        tick(privacy, &w::ACCEPT_PRIVACY, &asked.privacy_version),
        tick(terms, &w::ACCEPT_TERMS, &asked.terms_version),
        form.submit_button(&w::ACCEPT),
    ];
    form.draw(&parts, move || {
        let body = asked.clone();
        async move {
            Call::post(endpoint::account_texts_accept())
                .body(&body)
                .send()
                .await?;
            untrack(sign_in::go_on_from_here);
            Ok(())
        }
    })
}
