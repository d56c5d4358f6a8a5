//! What the queue can be narrowed to, and what narrows it now.

use super::super::query;
use crate::app;
use crate::dom::{El, el, live, nothing};
use crate::route::Route;
use crate::ui::{h3, hidden, link};
use crate::words::{apply as aw, review as w, shared as s};
use accede_domain::application::{ResearcherCategory, Stage};

/// A parameter of the list, its name, and its values in words.
struct Facet {
    parameter: &'static str,
    title: &'static str,
    values: Vec<(&'static str, &'static str)>,
}

fn facets() -> [Facet; 2] {
    let categories = ResearcherCategory::ALL.iter();
    [
        Facet {
            parameter: "category",
            title: &w::CATEGORY,
            values: categories
                .map(|one| (one.as_str(), aw::category(*one)))
                .collect(),
        },
        Facet {
            parameter: "flag",
            title: &w::FLAG,
            values: vec![("true", &w::FLAGGED)],
        },
    ]
}

/// The stages, as ways along the top of the list.
pub(super) fn stages(figure: impl Fn(Option<Stage>) -> Option<u32> + Copy + 'static) -> El {
    let list = el("ul");
    let way = |value: &'static str, words: &str, count: Option<Option<Stage>>| {
        let way = el("a")
            .text(words)
            .kids(&[
                " ".into(),
                el("span").class("figure").text_live(move || {
                    let count = count.and_then(figure);
                    count
                        .map(|count| s::grouped(u64::from(count)))
                        .unwrap_or_default()
                }),
            ])
            .attr_live("href", move || {
                Some(address(&query::with(&app::query(), "stage", value)))
            })
            .attr_live("aria-current", move || {
                (query::value(&app::query(), "stage") == value).then(|| "true".to_owned())
            });
        let _ = list.clone().kid(el("li").kid(way));
    };
    way("", &w::ALL_WAITING, Some(None));
    for stage in Stage::ALL {
        way(stage.as_str(), w::stage(*stage), Some(Some(*stage)));
    }
    way("decided", &w::DECIDED, None);
    el("nav")
        .class("ways ways--stages")
        .attr("aria-label", &w::STAGE)
        .kid(list)
}

/// The choices, and the orders.
pub(super) fn panel() -> El {
    let whole = el("div").class("facets");
    for facet in facets() {
        let parameter = facet.parameter;
        let list = el("ul");
        for (value, words) in facet.values {
            // Pressed, it holds; pressed again, it does not.
            let way = choice(words, parameter, value, move |query| {
                query::toggled(query, parameter, value)
            });
            let _ = list.clone().kid(way);
        }
        let _ = whole
            .clone()
            .kid(el("section").kids(&[h3(facet.title), list]));
    }
    let orders = el("ul");
    for (value, words) in w::SORTS {
        let way = choice(&words, "sort", value, move |query| {
            query::with(query, "sort", value)
        });
        let _ = orders.clone().kid(way);
    }
    whole.kid(el("section").kids(&[h3(&w::SORT), orders]))
}

fn choice(
    words: &str,
    parameter: &'static str,
    value: &'static str,
    to: impl Fn(&str) -> String + 'static,
) -> El {
    let way = el("a")
        .text(words)
        .attr_live("href", move || Some(address(&to(&app::query()))))
        .attr_live("aria-current", move || {
            (query::value(&app::query(), parameter) == value).then(|| "true".to_owned())
        });
    el("li").kid(way)
}

/// What narrows the list now, each with a way to take it away.
pub(super) fn chips() -> El {
    live(|| {
        let query = app::query();
        let chips = el("ul").class("chips");
        let mut any = false;
        let mut chip = |title: &str, words: &str, without: String| {
            any = true;
            let way = el("a").attr("href", &address(&without)).kids(&[
                hidden(&w::TAKE_AWAY),
                title.into(),
                ": ".into(),
                words.into(),
            ]);
            let _ = chips.clone().kid(el("li").kid(way));
        };
        for facet in facets() {
            let now = query::value(&query, facet.parameter);
            for (_, words) in facet.values.iter().filter(|(value, _)| *value == now) {
                chip(facet.title, words, query::with(&query, facet.parameter, ""));
            }
        }
        let search = query::value(&query, "q");
        if !search.is_empty() {
            chip(&w::SEARCH, &search, query::with(&query, "q", ""));
        }
        if !any {
            return nothing();
        }
        chips.kid(el("li").kid(link(&Route::Review, &w::CLEAR)))
    })
}

pub(super) fn address(query: &str) -> String {
    [&Route::Review.path(), query].concat()
}
