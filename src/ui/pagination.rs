//! Previous and next page of a list that pages by keyset.

use crate::dom::{El, el, nothing};
use crate::words::shared as s;

/// The addresses of the neighbouring pages, where there are any; nothing where there are none.
pub fn pagination(prev: Option<&str>, next: Option<&str>) -> El {
    if prev.is_none() && next.is_none() {
        return nothing();
    }
    let step = |address: Option<&str>, rel: &str, words: &str| {
        address.map_or_else(nothing, |address| {
            el("a")
                .class("button button--quiet")
                .attr("rel", rel)
                .attr("href", address)
                .text(words)
        })
    };
    el("nav")
        .class("pagination")
        .attr("aria-label", &s::PAGES)
        .kids(&[
            step(prev, "prev", &s::PREVIOUS_PAGE),
            step(next, "next", &s::NEXT_PAGE),
        ])
}
