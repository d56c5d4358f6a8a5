//! How many lines each choice of a list would leave.

use super::query;
use crate::api::{Call, endpoint};
use crate::dom::watch;
use crate::task;
use crate::words::review as w;
use accede_api::review::{FacetCount, Facets};
use leptos::prelude::*;

/// The counts of the open list. Copies are handles to the same ones.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    now: RwSignal<Vec<FacetCount>>,
    /// The filter of the list that is drawn, once one is.
    filter: RwSignal<Option<String>>,
}

impl Counts {
    /// Of a list, by its name at the API.
    pub(super) fn of(list: &'static str) -> Self {
        let counts = Self {
            now: RwSignal::new(Vec::new()),
            filter: RwSignal::new(None),
        };
        watch(move || {
            let Some(filter) = counts.filter.get() else {
                return;
            };
            task::spawn(async move {
                let call = Call::get(endpoint::review_facets(list, &filter));
                let answer = call.send().await.ok();
                let read = answer.and_then(|answer| answer.read::<Facets>().ok());
                // A later filter has an answer of its own.
                if counts.filter.try_get_untracked() == Some(Some(filter)) {
                    // Those of another filter would be wrong: without an answer there are none.
                    counts
                        .now
                        .set(read.map(|read| read.counts).unwrap_or_default());
                }
            });
        });
        counts
    }

    /// A page of the list is drawn: once its first page is, or another filter's, its choices are counted. So the lines come
    /// before the counts, and turning a page counts nothing.
    pub(super) fn drawn(self, query: &str) {
        let filter = query::filter(query);
        let is_known = self
            .filter
            .with_untracked(|known| known.as_ref() == Some(&filter));
        if !is_known || filter == query {
            self.filter.set(Some(filter));
        }
    }

    /// One of them in words; nothing where nobody counted it. Follows.
    pub(super) fn figure(self, parameter: &str, value: &str) -> String {
        self.now.with(|counts| {
            let mut counts = counts.iter();
            let found = counts.find(|one| one.parameter == parameter && one.value == value);
            found.map_or_else(String::new, |one| w::figure(one.count, one.exact))
        })
    }

    /// The values of a parameter that some lines have, those of most lines first. Follows.
    pub(super) fn most(self, parameter: &str) -> Vec<String> {
        self.now.with(|counts| {
            let some = counts
                .iter()
                .filter(|one| one.parameter == parameter && one.count > 0);
            let mut some: Vec<_> = some.map(|one| (one.count, &one.value)).collect();
            some.sort_by(|one, other| other.cmp(one));
            some.into_iter().map(|(_, value)| value.clone()).collect()
        })
    }
}
