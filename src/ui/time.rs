//! Times in the person's zone, exact in the text; days without a zone.

use crate::dom::{El, el, run};
use crate::language::{self, Language};
use crate::session;
use crate::words::shared as s;
use accede_domain::time::{Date, Duration, Timestamp};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// A point in time: `21 November 2026 at 08:05 CET`.
pub fn moment(at: Timestamp) -> El {
    el("time")
        .attr("datetime", &at.to_string())
        .text(&exact(at))
}

/// How long ago, with the exact time beside it: `3 days ago (18 November 2026 at 08:05 CET)`.
pub fn ago(at: Timestamp) -> El {
    run(&[
        s::ago(session::get().now().since(at)).as_str().into(),
        " ".into(),
        aside(at),
    ])
}

/// How long until, with the exact time beside it.
pub fn ahead(at: Timestamp) -> El {
    run(&[
        s::ahead(at.since(session::get().now())).as_str().into(),
        " ".into(),
        aside(at),
    ])
}

/// A point in time from which on something is as it is, and how long that is: `today, 08:05 (5 minutes)`.
pub fn since(at: Timestamp) -> El {
    let now = session::get().now();
    let long = now.since(at);
    let for_long = if long < Duration::minutes(1) {
        String::new()
    } else {
        [" (", &s::span(long), ")"].concat()
    };
    run(&[
        el("time")
            .attr("datetime", &at.to_string())
            .text(&near(at, now)),
        for_long.as_str().into(),
    ])
}

/// A day: `21 November 2026`.
pub fn day(date: Date) -> El {
    el("time")
        .attr("datetime", &date.to_string())
        .text(&s::date(date))
}

fn aside(at: Timestamp) -> El {
    el("span")
        .class("aside")
        .kids(&["(".into(), moment(at), ")".into()])
}

/// Written by the browser, which knows the zone and its rules.
fn exact(at: Timestamp) -> String {
    let how = [("dateStyle", "medium"), ("timeStyle", "short")];
    in_words(language::now(), &date_of(at), &how)
}

/// The same, where today is called so.
fn near(at: Timestamp, now: Timestamp) -> String {
    let day = |at| in_words(language::now(), &date_of(at), &[("dateStyle", "short")]);
    if day(at) != day(now) {
        return exact(at);
    }
    let time = in_words(language::now(), &date_of(at), &[("timeStyle", "short")]);
    [&*s::TODAY, ", ", &time].concat()
}

fn date_of(at: Timestamp) -> js_sys::Date {
    // Milliseconds since 1970 fit an f64 exactly for all times that we can hold.
    js_sys::Date::new(&JsValue::from_f64((at.micros() / 1000) as f64))
}

/// A day as a language writes it: `21 de noviembre de 2026`.
pub fn day_in(language: Language, date: Date) -> String {
    // A day without a time is taken for one in UTC.
    let at = js_sys::Date::new(&date.to_string().into());
    in_words(language, &at, &[("dateStyle", "long"), ("timeZone", "UTC")])
}

fn in_words(language: Language, date: &js_sys::Date, how: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in how {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    date.to_locale_string(language::locale(language), &options)
        .into()
}
