//! What the queue can be narrowed to, with how many lines each choice would leave, and what narrows it now.

use super::super::list::{self, List};
use super::super::{query, words_of};
use crate::app;
use crate::dom::{El, el, live, nothing};
use crate::route::Route;
use crate::ui::{hidden, link};
use crate::words::{apply as aw, country, review as w};
use accede_api::review::{AgeBand, Signal};
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

/// The stages, and what they come together to.
pub(super) fn stages() -> Vec<(&'static str, &'static str)> {
    let mut all = vec![("", w::ALL_WAITING.get()), ("open", w::ALL_OPEN.get())];
    all.extend(Stage::ALL.iter().map(|one| (one.as_str(), w::stage(*one))));
    all.push(("decided", w::DECIDED.get()));
    all
}

/// The choices with their counts, and the orders.
pub(super) fn panel(of: List) -> El {
    let whole = el("div").class("facets");
    for facet in facets() {
        let list = el("ul");
        for (value, words) in facet.values {
            let _ = list.clone().kid(choice(words, facet.parameter, value, of));
        }
        let _ = whole
            .clone()
            .kid(el("section").kids(&[heading(facet.title), list]));
    }
    let orders = el("ul");
    for (value, words) in w::SORTS {
        let way = way(&words, "sort", value, move |query| {
            query::with(query, "sort", value)
        });
        let _ = orders.clone().kid(el("li").kid(way));
    }
    whole.kids(&[
        el("section").kids(&[heading(&w::COUNTRY), countries(of)]),
        el("section").kids(&[heading(&w::SORT), orders]),
    ])
}

/// Small, and right below that of the page.
fn heading(words: &str) -> El {
    el("h2").class("h-part").text(words)
}

/// The countries with the most lines, and the one that holds. Drawn anew only where those are others than before.
fn countries(of: List) -> El {
    let shown = Memo::new(move |_| {
        let mut codes = of.counts.most("country");
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
                let way = choice(country::name(country), "country", country.as_str(), of);
                let _ = list.clone().kid(way);
            }
        }
        list
    })
}

/// A value of a facet. Pressed, it holds; pressed again, it does not.
fn choice(words: &str, parameter: &'static str, value: &'static str, of: List) -> El {
    let way = way(words, parameter, value, move |query| {
        toggled(query, parameter, value)
    });
    el("li").kid(way.kids(&[" ".into(), of.figure(parameter, value)]))
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

/// One thing that narrows a list: its name, its value in words, and the query without it.
struct Narrowing {
    title: &'static str,
    words: String,
    without: String,
}

/// What narrows the list beside its stage.
fn narrowings(query: &str) -> Vec<Narrowing> {
    let mut all = Vec::new();
    let mut add = |title, words: &str, without| {
        all.push(Narrowing {
            title,
            words: words.to_owned(),
            without,
        });
    };
    for facet in facets() {
        for (value, words) in facet.values {
            if holds(query, facet.parameter, value) {
                add(facet.title, words, toggled(query, facet.parameter, value));
            }
        }
    }
    if let Some(country) = Country::parse(&query::value(query, "country")) {
        let without = query::with(query, "country", "");
        add(w::COUNTRY.get(), country::name(country), without);
    }
    let search = query::value(query, "q");
    if !search.is_empty() {
        add(w::SEARCH.get(), &search, query::with(query, "q", ""));
    }
    all
}

/// What narrows the list now, each with a way to take it away.
pub(super) fn chips() -> El {
    live(|| {
        let all = narrowings(&app::query());
        if all.is_empty() {
            return nothing();
        }
        let chips = el("ul").class("chips");
        for one in all {
            let way = el("a").attr("href", &address(&one.without)).kids(&[
                hidden(&w::TAKE_AWAY),
                one.title.into(),
                ": ".into(),
                one.words.as_str().into(),
            ]);
            let _ = chips.clone().kid(el("li").kid(way));
        }
        chips.kid(el("li").kid(link(&Route::Review, &w::CLEAR)))
    })
}

/// The list of this query in words: `Stage: Waiting for us. Country: Germany.`
pub(in super::super) fn in_words(query: &str) -> String {
    let stage = query::value(query, "stage");
    let stages = stages().into_iter();
    let mut words = String::new();
    let mut say = |title: &str, value: &str| {
        let space = if words.is_empty() { "" } else { " " };
        words.extend([space, title, ": ", value, "."]);
    };
    for (_, value) in stages.filter(|(one, _)| *one == stage) {
        say(&w::STAGE, value);
    }
    for one in narrowings(query) {
        say(one.title, &one.words);
    }
    words
}

fn address(query: &str) -> String {
    list::address(&Route::Review, query)
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_list_is_said_in_words() {
        assert_eq!(in_words(""), "Stage: Waiting for us.");
        assert_eq!(
            in_words("?stage=decided&country=DE&signal=webpage,known_reference&q=a%20b&after=x"),
            "Stage: Decided. Signals: Webpage. Signals: Known reference. Country: Germany. Search: a b."
        );
    }
}
