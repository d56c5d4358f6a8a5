//! The list of datasets.

use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::route::Route;
use crate::session;
use crate::ui::{Tone, h1, lead, link, load, p, tag};
use crate::words::{dataset as w, title};
use accede_api::dataset::DatasetSummary;
use accede_api::page::List;
use accede_domain::access::Policy;

pub fn draw() -> El {
    run(&[h1(&title::DATASETS), lead(&w::LEAD), list("h2")])
}

/// The datasets, each with the way to its page; home shows the same. `heading` is the level of their titles.
pub fn list(heading: &'static str) -> El {
    load::<List<DatasetSummary>>(endpoint::datasets(), move |list, _| {
        cards(&list.items, heading)
    })
}

fn cards(items: &[DatasetSummary], heading: &'static str) -> El {
    if items.is_empty() {
        return p(&w::NONE);
    }
    let list = el("ul").class("cards");
    for item in items {
        let _ = list.clone().kid(
            el("li").kids(&[
                el(heading)
                    .class("h-part")
                    .kid(link(&Route::Dataset(item.slug.clone()), &item.title)),
                p(&item.summary).attr("lang", "en"),
                el("p").class("cards__state").kids(&[
                    el("span")
                        .class("aside")
                        .text(&[&*w::VERSION, &item.version].concat()),
                    standing(item),
                ]),
            ]),
        );
    }
    list
}

/// Who is signed in learns whether they get in; everyone else, who does.
fn standing(item: &DatasetSummary) -> El {
    if item.allowed {
        tag(Tone::Done, &w::ALLOWED)
    } else if session::get().account_untracked().is_some() && item.policy != Policy::Open {
        tag(Tone::Quiet, &w::NOT_ALLOWED)
    } else if item.policy == Policy::Open {
        nothing()
    } else {
        el("span").class("aside").text(w::policy(item.policy))
    }
}
