use crate::dom::{El, el, live, run};
use crate::page::datasets;
use crate::route::Route;
use crate::session;
use crate::ui::{ButtonKind, each, h1, h2, h3, lead, link_button, muted, p};
use crate::words::{home as w, title};

pub fn draw() -> El {
    run(&[
        el("div")
            .class("hero")
            .kids(&[h1(&title::HOME), lead(&w::LEAD), live(first_steps)]),
        el("section")
            .class("section")
            .kids(&[h2(&w::STEPS_TITLE), p(&w::STEPS_TEXT), steps()]),
        el("section")
            .class("section")
            .kids(&[h2(&w::DATASETS_TITLE), datasets::list("h3")]),
        el("div").class("columns section").kids(&[
            el("section").kids(&[h2(&w::RULES_TITLE), each(&w::RULES)]),
            el("section").kids(&[h2(&w::REFERENCE_TITLE), p(&w::REFERENCE_TEXT)]),
        ]),
    ])
}

fn first_steps() -> El {
    let session = session::get();
    let first = if session.account().is_some() {
        link_button(ButtonKind::Primary, &Route::Dashboard, &w::GO_ON)
    } else {
        link_button(ButtonKind::Primary, &Route::Register, &w::START)
    };
    el("div").class("button-row").kids(&[
        first,
        link_button(ButtonKind::Quiet, &Route::Datasets, &w::BROWSE),
    ])
}

fn steps() -> El {
    let list = el("ol").class("steps");
    for (title, text, time) in w::STEPS {
        let _ = list
            .clone()
            .kid(el("li").kids(&[h3(&title), p(&text), muted(&time)]));
    }
    list
}
