//! Who the person is: names, organisation, country.

use super::{frame, orcid};
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, run};
use crate::form::{Field, Form};
use crate::page::register;
use crate::route::Route;
use crate::session;
use crate::task;
use crate::ui::{Row, day, lead, load, summary_list, summary_row};
use crate::words::{account as w, country, register as r, shared as s, title};
use accede_api::account::{Account, Profile};
use accede_domain::account::Profile as Rules;
use leptos::prelude::*;

pub fn draw() -> El {
    frame(
        &Route::Account,
        &title::ACCOUNT,
        &[
            lead(&w::PROFILE_LEAD),
            load::<Account>(endpoint::account(), |account, _| {
                run(&[form(&account), facts(&account)])
            }),
            orcid::part(),
        ],
    )
}

fn form(account: &Account) -> El {
    let form = Form::new(|form| {
        let Profile {
            given_names,
            family_name,
            one_name,
            affiliation,
            country,
        } = typed(form);
        Rules {
            given_names,
            family_name,
            one_name,
            affiliation,
            country,
        }
        .validate()
    })
    .kept_as("profile");
    let profile = &account.profile;
    let given = form.field("/given_names", &r::GIVEN_NAMES_NOUN, &profile.given_names);
    let family = form.field("/family_name", &r::FAMILY_NAME_NOUN, &profile.family_name);
    let one_name = form.field("/one_name", &r::ONE_NAME_NOUN, ticked(profile.one_name));
    let affiliation = form.field("/affiliation", &r::AFFILIATION_NOUN, &profile.affiliation);
    let country = form.field("/country", &r::COUNTRY_NOUN, &profile.country);
    let version = StoredValue::new(account.version);
    let saved = RwSignal::new(false);
    // The word "Saved" is about what was saved, not about what is being typed now.
    let edited = move |field: Field| field.on_edit(move || saved.set(false));
    let parts = [
        register::names(edited(given), edited(family), one_name),
        edited(one_name).check_box(&r::ONE_NAME).draw(),
        edited(affiliation)
            .text_input(&r::AFFILIATION)
            .hint(&r::AFFILIATION_HINT)
            .autocomplete("organization")
            .optional()
            .draw(),
        edited(country)
            .select(&r::COUNTRY, country::all())
            .autocomplete("country")
            .optional()
            .draw(),
        form.submit_button(&s::SAVE),
        el("p")
            .class("muted")
            .attr("role", "status")
            .text_live(move || if saved.get() { &w::SAVED } else { "" }.to_owned()),
    ];
    let drawn = form.draw(&parts, move || {
        let body = typed(form);
        async move {
            let answer = Call::put(endpoint::account_profile())
                .if_match(version.get_value())
                .body(&body)
                .send()
                .await;
            match answer {
                Ok(answer) => {
                    version.set_value(answer.version().unwrap_or(version.get_value() + 1))
                }
                // Pressed again after this is said, it saves over what is there now.
                Err(Failure::Stale(stale)) => {
                    if let Some(current) = stale.current::<Account>() {
                        version.set_value(current.version);
                    }
                    return Err(Failure::Stale(stale));
                }
                Err(failure) => return Err(failure),
            }
            form.forget();
            saved.set(true);
            // The name in the header follows.
            task::spawn_to_the_end(async {
                let _ = session::get().refresh().await;
            });
            Ok(())
        }
    });
    el("div").class("narrow").kid(drawn)
}

fn ticked(on: bool) -> &'static str {
    if on { "true" } else { "" }
}

fn typed(form: Form) -> Profile {
    let one_name = !form.value("/one_name").is_empty();
    Profile {
        given_names: form.value("/given_names"),
        family_name: if one_name {
            String::new()
        } else {
            form.value("/family_name")
        },
        one_name,
        affiliation: form.value("/affiliation"),
        country: form.value("/country"),
    }
}

fn facts(account: &Account) -> El {
    summary_list(vec![
        summary_row(&w::USER_NAME, &account.user_name, None),
        summary_row(&w::ROLE, w::role(account.role), None),
        Row {
            label: &w::SINCE,
            value: day(account.created_at.date()),
            change: None,
        },
    ])
}
