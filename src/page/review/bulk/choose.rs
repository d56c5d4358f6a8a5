//! What is decided, and then on whom.

use super::super::marks;
use super::super::query;
use super::super::queue;
use super::decision::Words;
use super::foreseen::{self, Foreseen};
use super::{Run, address};
use crate::api::{Call, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::ui::{load, p, strong};
use crate::words::bulk as w;
use crate::{app, browser, carried, navigate};
use accede_api::bulk::{BulkPreview, PreviewBulk};
use accede_api::page::List;
use accede_api::review::DecisionTemplate;
use leptos::prelude::*;

/// The words, and below them what would happen as soon as that was asked for. `begun` takes what is to be sent.
pub(super) fn draw(query: &str, begun: RwSignal<Option<Run>>) -> El {
    let marked = query::value(query, query::MARKED);
    let marked: Vec<String> = marked.split(',').map(str::to_owned).collect();
    let marked = Some(marked).filter(|ids| ids.iter().any(|id| !id.is_empty()));
    // What is named is in place of a list.
    let list = marked.is_none().then(|| queue::in_words(query));
    let query = if marked.is_some() { "" } else { query }.to_owned();
    load::<List<DecisionTemplate>>(endpoint::review_templates(), move |templates, _| {
        let seen = carried::signal("foreseen", None::<Foreseen>);
        // What was shown was shown for other words.
        let words = Words::new(move || seen.set(None));
        let form = words.form;
        let path = endpoint::review_bulk_preview(&query);
        let parts = [words.draw(templates.items), form.submit_button(&w::SHOW)];
        let (named, number) = (marked.clone(), marked.as_ref().map(Vec::len));
        let asked = form.draw(&parts, move || {
            let decision = words.read();
            let call = Call::post(path.clone()).body(&PreviewBulk {
                decision: decision.clone(),
                applications: named.clone(),
            });
            async move {
                let preview = call.send().await?.read::<BulkPreview>()?;
                seen.try_set(Some(Foreseen::new(decision, preview)));
                Ok(())
            }
        });
        let below = live(move || {
            let seen = seen.get();
            seen.map_or_else(nothing, |seen| {
                foreseen::draw(seen, move |run| begin(run, number.is_some(), begun))
            })
        });
        run(&[
            p(&number.map_or_else(|| w::INTRO.to_owned(), w::of_marked)),
            list.as_ref().map_or_else(nothing, |list| {
                el("p").kids(&[w::LIST.into(), strong(list)])
            }),
            el("div").class("bulk__words").kid(asked),
            below,
        ])
    })
}

/// Gives what is to be sent an id, which stands in the address from now on.
fn begin(run: Run, of_marked: bool, begun: RwSignal<Option<Run>>) {
    if of_marked {
        marks::keep(marks::keeper(), "");
    }
    let id = browser::uuid();
    begun.set(Some(Run {
        id: id.clone(),
        ..run
    }));
    navigate(&address(&untrack(app::query), &id));
}
