//! The menu of saved views.

use super::list;
use super::query;
use super::views::{self, View};
use crate::dom::{El, el, live, nothing, run};
use crate::form::Form;
use crate::route::Route;
use crate::session;
use crate::ui::{hidden, li, muted, quiet};
use crate::words::{review as w, shared as s};
use crate::{app, browser};
use leptos::prelude::*;

/// The saved views of a list, and a way to save the present one.
pub(super) fn menu(route: Route) -> El {
    let place = place(&route);
    let views = RwSignal::new(views::parse(
        &browser::shared_get(&place).unwrap_or_default(),
    ));
    let place = StoredValue::new(place);
    let change = move |change: &dyn Fn(&mut Vec<View>)| {
        views.update(|views| change(views));
        let written = views.with_untracked(|views| views::written(views));
        place.with_value(|place| browser::shared_put(place, &written));
    };
    let list = live(move || {
        let list = el("ul");
        for view in views.get() {
            let way = el("a")
                .attr("href", &list::address(&route, &view.query))
                .text(&view.name);
            let name = view.name.clone();
            let remove = quiet(&s::REMOVE, move || {
                change(&|views| views.retain(|known| known.name != name));
            });
            let remove = remove.kids(&[" ".into(), hidden(&view.name)]);
            let _ = list.clone().kid(li("").class("saved").kids(&[way, remove]));
        }
        run(&[
            if views.with(Vec::is_empty) {
                muted(&w::NO_VIEWS)
            } else {
                nothing()
            },
            list,
        ])
    });
    let form = Form::new(Form::blanks);
    let name = form.field("/view", &w::VIEW_NOUN, "");
    let save = form.draw(
        &[
            name.text_input(&w::VIEW_NAME)
                .autocomplete("off")
                .width(20)
                .draw(),
            form.submit_button(&w::SAVE_VIEW),
        ],
        move || {
            let now = query::filter(&untrack(app::query));
            change(&|views| {
                views::save(views, &name.get(), &now);
            });
            name.edit(String::new());
            async { Ok(()) }
        },
    );
    el("details").class("menu").kids(&[
        el("summary").text(&w::VIEWS),
        el("div").class("menu__list").kids(&[list, save]),
    ])
}

/// Where the browser keeps the views of a list, for whoever is signed in.
fn place(route: &Route) -> String {
    let account = session::get().account_untracked();
    let id = account.map(|account| account.id).unwrap_or_default();
    // Those of the queue were kept before other lists had any.
    match route {
        Route::Review => ["accede-views-", &id].concat(),
        list => ["accede-views-", &id, &*list.path()].concat(),
    }
}
