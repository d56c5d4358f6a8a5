//! What the queue can be narrowed to, with how many lines each choice would leave, and what narrows it now.

use super::super::{query, words_of};
use crate::api::{Call, endpoint};
use crate::app;
use crate::dom::{El, el, live, nothing, watch};
use crate::route::Route;
use crate::task;
use crate::ui::{h3, hidden, link};
use crate::words::{apply as aw, country, review as w, shared as s};
use accede_api::review::{AgeBand, FacetCount, Facets, Signal};
use accede_domain::application::{ResearcherCategory, Stage};
use accede_domain::country::Country;
use leptos::prelude::*;

/// The parameter of which several values hold together.
const SEVERAL: &str = "signal";
/// Countries that are offered, those with the most applications first.
const COUNTRIES: usize = 12;

/// A parameter of the list, its name, and its values in words.
struct Facet {
    parameter: &'static str,
    title: &'static str,
    values: Vec<(&'static str, &'static str)>,
}

fn facets() -> [Facet; 5] {
    let categories = ResearcherCategory::ALL.iter();
    let ages = AgeBand::ALL.iter();
    let (of_training, others): (Vec<_>, Vec<_>) = Signal::ALL
        .iter()
        .filter(|one| words_of::is_offered(**one))
        .map(|one| (*one, (one.as_str(), w::signal(*one))))
        .partition(|(one, _)| Signal::OF_TRAINING.contains(one));
    let words = |of: Vec<(Signal, _)>| of.into_iter().map(|(_, words)| words).collect();
    [
        Facet {
            parameter: "age",
            title: &w::AT_STAGE,
            values: ages.map(|one| (one.as_str(), w::age(*one))).collect(),
        },
        Facet {
            parameter: "training",
            title: &w::TRAINING,
            values: words(of_training),
        },
        Facet {
            parameter: SEVERAL,
            title: &w::SIGNALS,
            values: words(others),
        },
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

/// Whether the list is narrowed to a value.
fn holds(query: &str, parameter: &str, value: &str) -> bool {
    let now = query::value(query, parameter);
    now.split(',').any(|one| one == value)
}

/// The query with a value taken in, or taken out where it held.
fn toggled(query: &str, parameter: &str, value: &str) -> String {
    if parameter != SEVERAL {
        return query::toggled(query, parameter, value);
    }
    let now = query::value(query, parameter);
    let mut all: Vec<&str> = now.split(',').filter(|one| !one.is_empty()).collect();
    match all.iter().position(|one| *one == value) {
        Some(place) => drop(all.remove(place)),
        None => all.push(value),
    }
    query::with(query, parameter, &all.join(","))
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
    way("open", &w::ALL_OPEN, None);
    for stage in Stage::ALL {
        way(stage.as_str(), w::stage(*stage), Some(Some(*stage)));
    }
    way("decided", &w::DECIDED, None);
    el("nav")
        .class("ways ways--stages")
        .attr("aria-label", &w::STAGE)
        .kid(list)
}

/// The choices with their counts, and the orders.
pub(super) fn panel() -> El {
    let counts = count();
    let whole = el("div").class("facets");
    for facet in facets() {
        let list = el("ul");
        for (value, words) in facet.values {
            let _ = list
                .clone()
                .kid(choice(words, facet.parameter, value, counts));
        }
        let _ = whole
            .clone()
            .kid(el("section").kids(&[h3(facet.title), list]));
    }
    let orders = el("ul");
    for (value, words) in w::SORTS {
        let way = way(&words, "sort", value, move |query| {
            query::with(query, "sort", value)
        });
        let _ = orders.clone().kid(el("li").kid(way));
    }
    whole.kids(&[
        el("section").kids(&[h3(&w::COUNTRY), countries(counts)]),
        el("section").kids(&[h3(&w::SORT), orders]),
    ])
}

/// How many lines each choice would leave, asked for whenever the filter changes. Without an answer the choices stand as they
/// are, without figures.
fn count() -> RwSignal<Vec<FacetCount>> {
    let counts = RwSignal::new(Vec::new());
    let filter = Memo::new(|_| query::filter(&app::query()));
    watch(move || {
        let asked = filter.get();
        task::spawn(async move {
            let answer = Call::get(endpoint::review_facets(&asked)).send().await;
            let read = answer.ok().and_then(|answer| answer.read::<Facets>().ok());
            // A later filter has an answer of its own.
            if filter.try_get_untracked() == Some(asked)
                && let Some(read) = read
            {
                counts.set(read.counts);
            }
        });
    });
    counts
}

fn figure(counts: RwSignal<Vec<FacetCount>>, parameter: &str, value: &str) -> String {
    counts.with(|counts| {
        let mut counts = counts.iter();
        let found = counts.find(|one| one.parameter == parameter && one.value == value);
        found.map_or_else(String::new, |one| w::figure(one.count, one.exact))
    })
}

/// The countries with the most lines, and the one that holds. Drawn anew only where those are others than before.
fn countries(counts: RwSignal<Vec<FacetCount>>) -> El {
    let shown = Memo::new(move |_| {
        let mut all: Vec<(u32, String)> = counts.with(|counts| {
            let countries = counts.iter().filter(|one| one.parameter == "country");
            let countries = countries.filter(|one| one.count > 0);
            countries
                .map(|one| (one.count, one.value.clone()))
                .collect()
        });
        all.sort_by(|one, other| other.cmp(one));
        let mut codes: Vec<String> = all.into_iter().map(|(_, code)| code).collect();
        codes.truncate(COUNTRIES);
        let now = query::value(&app::query(), "country");
        if !now.is_empty() && !codes.contains(&now) {
            codes.push(now);
        }
        codes
    });
    live(move || {
        let list = el("ul");
        for code in shown.get() {
            if let Some(country) = Country::parse(&code) {
                let way = choice(country::name(country), "country", country.as_str(), counts);
                let _ = list.clone().kid(way);
            }
        }
        list
    })
}

/// A value of a facet. Pressed, it holds; pressed again, it does not.
fn choice(
    words: &str,
    parameter: &'static str,
    value: &'static str,
    counts: RwSignal<Vec<FacetCount>>,
) -> El {
    let figure = el("span")
        .class("figure")
        .text_live(move || figure(counts, parameter, value));
    let way = way(words, parameter, value, move |query| {
        toggled(query, parameter, value)
    });
    el("li").kid(way.kids(&[" ".into(), figure]))
}

fn way(
    words: &str,
    parameter: &'static str,
    value: &'static str,
    to: impl Fn(&str) -> String + 'static,
) -> El {
    el("a")
        .text(words)
        .attr_live("href", move || Some(address(&to(&app::query()))))
        .attr_live("aria-current", move || {
            holds(&app::query(), parameter, value).then(|| "true".to_owned())
        })
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
            for (value, words) in facet.values {
                if holds(&query, facet.parameter, value) {
                    chip(facet.title, words, toggled(&query, facet.parameter, value));
                }
            }
        }
        if let Some(country) = Country::parse(&query::value(&query, "country")) {
            chip(
                &w::COUNTRY,
                country::name(country),
                query::with(&query, "country", ""),
            );
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
