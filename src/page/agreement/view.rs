use super::model;
use crate::api::{Call, endpoint};
use crate::browser;
use crate::dom::{El, el, nothing, run};
use crate::form::Form;
use crate::next;
use crate::page::document;
use crate::route::Route;
use crate::session;
use crate::ui::{
    ButtonKind, NoticeKind, Reload, breadcrumbs, button, day, details, external_link, h1, h2, jump,
    link, link_to, load_page, moment, muted, notice, notice_titled, p, parts, prose, prose_in,
    section, text_news, why_english,
};
use crate::wanted;
use crate::words::{dataset as w, document as dw, known, next as next_words, title};
use accede_api::dataset::{Agreement, Sign, Signature};
use accede_api::text::TextNews;
use accede_domain::next::NextStep;
use leptos::prelude::*;
use std::rc::Rc;

pub fn draw(slug: &str) -> El {
    // Signing draws the page anew: the news takes the focus then.
    let just = Just {
        signed: StoredValue::new(false),
        changed: StoredValue::new(false),
    };
    load_page::<Agreement>(
        &title::AGREEMENT,
        endpoint::dataset_agreement(slug),
        move |agreement, reload| page(agreement, reload, just),
    )
}

/// What has just happened here, told when the page is drawn anew.
#[derive(Clone, Copy)]
struct Just {
    signed: StoredValue<bool>,
    /// Another version came into force between reading and signing.
    changed: StoredValue<bool>,
}

fn page(agreement: Agreement, reload: Reload, just: Just) -> El {
    let agreement = Rc::new(agreement);
    let title = [&*w::AGREEMENT_OF, &agreement.dataset_title].concat();
    let (precautions, to_form, sign) = if counts(&agreement) {
        (&w::PRECAUTIONS_KEPT, nothing(), nothing())
    } else {
        let heading = h2(&w::SIGN_TITLE);
        (
            &w::PRECAUTIONS_SIGN,
            p("").class("no-print").kid(jump(&heading, &w::TO_SIGN)),
            signing(&agreement, heading, reload, just),
        )
    };
    let dataset = Route::Dataset(agreement.dataset.clone());
    let signed = agreement.signed.as_ref();
    let news = signed.map_or_else(nothing, |signature| standing(&agreement, signature, just));
    run(&[
        breadcrumbs(
            &[
                (&Route::Datasets, &title::DATASETS),
                (&dataset, &agreement.dataset_title),
            ],
            &w::AGREEMENT,
        ),
        h1(&title),
        el("div").class("state-line").kids(&[
            el("span").class("muted").kids(&[
                [&*w::VERSION, &agreement.version].concat().as_str().into(),
                document::since(&agreement.effective),
            ]),
            button(ButtonKind::Quiet, &w::PRINT, || {
                let _ = window().print();
            }),
        ]),
        news,
        changed(just),
        to_form,
        agreement.news.as_ref().map_or_else(nothing, news_of),
        section(
            precautions,
            &[prose_in(
                agreement.precautions_language,
                &agreement.precautions_html,
            )],
        ),
        el("section").class("section").kids(&[
            h2(&w::TEXT),
            why_english(&dw::BINDS_IN_ENGLISH),
            prose(&agreement.html).class("prose paper"),
            details(
                &w::DIGEST,
                &[
                    p(&w::DIGEST_TEXT),
                    el("p").kid(el("code").class("digest").text(&agreement.sha256)),
                ],
            ),
        ]),
        sign,
    ])
}

/// Whether what was signed counts, and nothing asks to sign again.
fn counts(agreement: &Agreement) -> bool {
    agreement
        .signed
        .as_ref()
        .is_some_and(|signature| signature.current)
}

/// Says that the text is another one than a moment ago.
fn changed(just: Just) -> El {
    if !just.changed.get_value() {
        return nothing();
    }
    just.changed.set_value(false);
    notice(NoticeKind::Error, &[p(&w::CHANGED)])
}

/// What was signed, with its receipt.
fn standing(agreement: &Agreement, signature: &Signature, just: Just) -> El {
    let facts = parts(&[
        w::SIGNED_AS.into(),
        el("b").text(&signature.typed_name),
        w::SIGNED_ON.into(),
        moment(signature.signed_at),
        ". ".into(),
        w::VERSION.into(),
        signature.agreement_version.as_str().into(),
        ".".into(),
    ]);
    let receipt = external_link(&signature.receipt_url, &w::RECEIPT).class("button");
    if !signature.current {
        let ended = signature
            .counts_until
            .is_none_or(|day| day < session::get().now().date());
        let words = if ended { w::SIGN_ENDED } else { w::SIGN_BY };
        let until = signature.counts_until.map_or_else(nothing, |date| {
            parts(&[words.into(), day(date), ".".into()])
        });
        return notice_titled(
            NoticeKind::Warning,
            &w::SIGN_AGAIN,
            &[until, facts, receipt],
        );
    }
    if signature.agreement_version != agreement.version {
        return notice_titled(
            NoticeKind::Info,
            &w::SIGN_AGAIN,
            &[p(&w::SIGNED_STILL), facts, receipt],
        );
    }
    let to_data = [&*w::TO_DATA, &agreement.dataset_title].concat();
    let notice = notice_titled(
        NoticeKind::Success,
        &w::SIGNED,
        &[
            facts,
            parts(&[
                w::RECEIPT_TEXT.into(),
                link(&Route::Receipts, &w::RECEIPT_CHECK),
                ".".into(),
            ]),
            el("div").class("button-row").kids(&[
                link_to(&next::files(&agreement.dataset), &to_data)
                    .class(ButtonKind::Primary.class()),
                receipt,
            ]),
        ],
    );
    if just.signed.get_value() {
        just.signed.set_value(false);
        let target = notice.clone();
        browser::after_paint(move || target.focus());
    }
    notice
}

/// What is new since the version that was signed.
fn news_of(news: &TextNews) -> El {
    section(&[&*w::NEWS_SINCE, &news.since].concat(), &[text_news(news)])
}

fn signing(agreement: &Rc<Agreement>, heading: El, reload: Reload, just: Just) -> El {
    let inside = match &agreement.signer_name {
        None => run(&[
            p(&w::SIGN_IN_TO_SIGN),
            link_to(
                &wanted::way_from(
                    &Route::DatasetAgreement(agreement.dataset.clone()),
                    &Route::SignIn,
                ),
                next_words::link(NextStep::SignIn),
            )
            .class(ButtonKind::Primary.class()),
        ]),
        Some(name) => sign_form(agreement.clone(), name.clone(), reload, just),
    };
    el("section")
        .class("section no-print")
        .kids(&[heading, inside])
}

/// The box with the sentence that is signed, whose words stay as they are.
fn in_english(consent: El) -> El {
    if let Some(whole) = consent.element()
        && let Ok(Some(label)) = whole.query_selector("label")
    {
        let _ = label.set_attribute("lang", "en");
    }
    consent
}

/// The sentence of consent is kept with the signature as it stands, in English: what it says in the reader's language.
fn consent_help(english: &str) -> El {
    let words = known(english);
    if words == english {
        nothing()
    } else {
        muted(&[&*w::CONSENT_HELP, words].concat())
    }
}

/// Where the digest of the text that was read stands in the request.
const DIGEST: &str = "/sha256";

fn sign_form(agreement: Rc<Agreement>, signer: String, reload: Reload, just: Just) -> El {
    let hint = [&*w::SIGN_TEXT, &signer].concat();
    let form = Form::new(move |form| {
        let consents = !form.value(model::CONSENT).is_empty();
        model::problems(&form.value(model::NAME), consents, &signer)
    })
    .kept_as(&["agreement/", &agreement.dataset].concat());
    let name = form.field(model::NAME, &w::TYPED_NAME_NOUN, "");
    let consent = form
        .field(model::CONSENT, &w::CONSENT_NOUN, "")
        .never_kept();
    let label = agreement.consent.clone();
    form.draw(
        &[
            name.text_input(&w::TYPED_NAME)
                .hint(&hint)
                .autocomplete("name")
                .width(30)
                .draw(),
            in_english(consent.check_box(&label).draw()),
            consent_help(&label),
            form.submit_button(&w::SIGN),
        ],
        move || {
            let body = Sign {
                sha256: agreement.sha256.clone(),
                typed_name: name.get().trim().to_owned(),
                consent: consent.is_ticked(),
            };
            let path = endpoint::dataset_signatures(&agreement.dataset);
            async move {
                if let Err(failure) = Call::post(path).body(&body).send().await {
                    if !failure.fields().iter().any(|field| field.pointer == DIGEST) {
                        return Err(failure);
                    }
                    just.changed.set_value(true);
                } else {
                    form.forget();
                    just.signed.set_value(true);
                }
                reload.now();
                Ok(())
            }
        },
    )
}
