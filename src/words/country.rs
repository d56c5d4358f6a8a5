//! What countries are called. English names are the domain's; those of other languages the browser has.

use crate::language::{self, Language};
use accede_domain::country::{COUNTRIES, Country};
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// Codes with names, in the order in which a list shows them.
type Countries = &'static [(&'static str, &'static str)];

thread_local! {
    /// The names in the language that was asked for last. Kept for good: they are made once for each language.
    static NAMED: RefCell<Option<(Language, Countries)>> = const { RefCell::new(None) };
}

/// What a country is called.
pub fn name(country: Country) -> &'static str {
    let named = all().iter().find(|(code, _)| *code == country.as_str());
    named.map_or_else(|| country.name(), |(_, name)| name)
}

/// All of them.
pub fn all() -> Countries {
    let language = language::now();
    if language == Language::English {
        return COUNTRIES;
    }
    NAMED.with_borrow_mut(|named| match named {
        Some((of, countries)) if *of == language => countries,
        _ => {
            let countries = in_language(language);
            *named = Some((language, countries));
            countries
        }
    })
}

/// By the browser's names, and in the order of its alphabet; in English where it has none.
fn in_language(language: Language) -> Countries {
    let Some(named) = names(language) else {
        return COUNTRIES;
    };
    Box::leak(named.into_boxed_slice())
}

fn names(language: Language) -> Option<Vec<(&'static str, &'static str)>> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let display: Function = made(&intl, "DisplayNames")?;
    let how = js_sys::Object::new();
    Reflect::set(&how, &"type".into(), &"region".into()).ok()?;
    let display =
        Reflect::construct(&display, &Array::of2(&language.as_str().into(), &how)).ok()?;
    let of: Function = made(&display, "of")?;
    let tag = Array::of1(&language.as_str().into());
    // In order as it grows: sorting afterwards would be one more kind of sort in the page.
    let mut named: Vec<(&'static str, &'static str)> = Vec::new();
    for (code, english) in COUNTRIES {
        let name = of.call1(&display, &(*code).into()).ok();
        let name = name.and_then(|name| name.as_string());
        let name: &'static str = name.map_or(english, |name| Box::leak(name.into_boxed_str()));
        let this = js_sys::JsString::from(name);
        let place = named.partition_point(|(_, known)| this.locale_compare(known, &tag, &how) > 0);
        named.insert(place, (*code, name));
    }
    Some(named)
}

fn made(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
