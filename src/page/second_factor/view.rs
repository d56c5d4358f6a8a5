use super::model;
use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::carried;
use crate::dom::{El, el, live, nothing, run, svg, when};
use crate::form::{Form, failure_notice};
use crate::page::sign_in;
use crate::route::Route;
use crate::session;
use crate::ui::{
    ButtonKind, NoticeKind, action, button, copy_button, h1, h2, link_button, notice, p, parts,
    strong,
};
use crate::words::{register as w, sign_in as sw, title};
use accede_api::account::{RecoveryCodes, SecondFactorSetup};
use accede_api::session::{SecondFactor, SessionState};
use leptos::prelude::*;
use std::rc::Rc;

/// The page `/sign-in/second-factor/set-up`, for whose role needs one before anything else.
pub fn draw_setup() -> El {
    let session = session::get();
    run(&[
        h1(&title::SECOND_FACTOR_SETUP),
        // What follows changes the state, and leads away from here by itself.
        when(
            move || session.is_known(),
            move || match untrack(|| session.state()) {
                SessionState::SecondFactorSetupRequired => run(&[
                    parts(&[strong(&w::SETUP_MUST)]),
                    setup(sign_in::go_on_from_here),
                ]),
                SessionState::SignedIn => setup(|| {
                    crate::navigate(&Route::AccountSecurity.path());
                }),
                _ => run(&[
                    p(&w::SETUP_SIGN_IN),
                    link_button(ButtonKind::Primary, &Route::SignIn, &sw::SUBMIT),
                ]),
            },
        ),
    ])
}

/// The whole of setting it up; `done` is called when the recovery codes were kept.
pub fn setup(done: impl Fn() + 'static) -> El {
    setup_inner(Rc::new(done))
}

fn setup_inner(done: Rc<dyn Fn()>) -> El {
    let made = carried::signal("second-factor", None::<SecondFactorSetup>);
    let kept = carried::signal("codes", None::<Vec<String>>);
    let failed = RwSignal::new(None::<Failure>);
    live(move || {
        if let Some(list) = kept.get() {
            return codes(&list, done.clone());
        }
        if let Some(made) = made.get() {
            return confirm(&made, kept);
        }
        let begin = move || async move {
            failed.set(None);
            let answer = Call::post(endpoint::account_second_factor()).send().await;
            match answer.and_then(|answer| answer.read()) {
                Ok(setup) => made.set(Some(setup)),
                Err(failure) => failed.set(Some(failure)),
            }
        };
        run(&[
            p(&w::SETUP_TEXT),
            live(move || failed.get().map_or_else(nothing, |f| failure_notice(&f))),
            action(ButtonKind::Primary, &w::SETUP_BEGIN, begin),
        ])
    })
}

fn confirm(made: &SecondFactorSetup, kept: RwSignal<Option<Vec<String>>>) -> El {
    let form = Form::new(Form::blanks);
    let code = form.field("/code", &w::SETUP_CODE_NOUN, "");
    let form = form.draw(
        &[
            code.text_input(&w::SETUP_CODE)
                .hint(&w::SETUP_CODE_HINT)
                .digits()
                .width(10)
                .autocomplete("one-time-code")
                .draw(),
            form.submit_button(&w::SETUP_CONFIRM),
        ],
        move || {
            let body = SecondFactor {
                code: code.get().trim().to_owned(),
            };
            async move {
                let answer = Call::post(endpoint::account_second_factor_confirm())
                    .body(&body)
                    .send()
                    .await?;
                kept.set(Some(answer.read::<RecoveryCodes>()?.codes));
                Ok(())
            }
        },
    );
    let heading = h2(&w::SETUP_SCAN).attr("tabindex", "-1");
    let target = heading.clone();
    browser::after_paint(move || target.focus());
    run(&[
        heading,
        el("div").class("qr").kid(qr(&made.qr_rows)),
        p(&w::SETUP_TYPE),
        el("p").class("secret").kids(&[
            el("code").text(&model::grouped(&made.secret)),
            copy_button(&made.secret, &w::SETUP_SECRET_NOUN),
        ]),
        parts(&[el("a")
            .attr("href", &made.otpauth_uri)
            .attr("rel", "external")
            .text(&w::SETUP_OPEN)]),
        el("div").class("narrow").kid(form),
    ])
}

/// Dark on white whatever the page's colours: readers expect it.
fn qr(rows: &[String]) -> El {
    let side = model::qr_side(rows).to_string();
    svg("svg")
        .attr("viewBox", &["0 0 ", &side, " ", &side].concat())
        .attr("role", "img")
        .attr("aria-label", &w::SETUP_QR)
        .attr("shape-rendering", "crispEdges")
        .kids(&[
            svg("rect")
                .attr("width", &side)
                .attr("height", &side)
                .attr("fill", "#fff"),
            svg("path")
                .attr("d", &model::qr_path(rows))
                .attr("fill", "#000"),
        ])
}

/// The recovery codes, shown this once.
pub fn codes(codes: &[String], done: Rc<dyn Fn()>) -> El {
    let heading = h2(&w::CODES).attr("tabindex", "-1");
    let target = heading.clone();
    browser::after_paint(move || target.focus());
    let go_on = button(ButtonKind::Primary, &w::CODES_KEPT, move || done());
    if codes.is_empty() {
        return run(&[
            heading,
            notice(NoticeKind::Info, &[p(&w::CODES_GONE)]),
            go_on,
        ]);
    }
    let list = el("ul").class("codes");
    for code in codes {
        let _ = list.clone().kid(el("li").kid(el("code").text(code)));
    }
    let all = codes.join("\n");
    let file = js_sys::encode_uri_component(&all);
    let address = ["data:text/plain;charset=utf-8,", &String::from(file)].concat();
    run(&[
        heading,
        p(&w::CODES_TEXT),
        list,
        el("div").class("button-row").kids(&[
            copy_button(&all, &w::CODES_NOUN),
            el("a")
                .attr("href", &address)
                .attr("download", &w::CODES_FILE)
                .text(&w::CODES_DOWNLOAD),
        ]),
        go_on,
    ])
}
