use super::model::{self, Typed};
use crate::api::{Call, endpoint};
use crate::browser;
use crate::dom::{El, el, live, nothing, run, when};
use crate::form::{Field, Form};
use crate::route::Route;
use crate::ui::{
    ButtonKind, NoticeKind, button, details, h1, lead, link, link_button, link_to, load, notice, p,
    parts,
};
use crate::words::{country, register as w, shared as s, sign_in as sw, title};
use crate::{language, session, shell, site, wanted};
use accede_api::session::{AddressOnly, Registration};
use accede_api::site::Site;
use accede_domain::problem::FieldProblem;
use leptos::prelude::*;

/// Where this tab keeps to which address the mail went: phones load a page anew that waited for it.
const SENT_TO: &str = "typed/registered";

pub fn draw() -> El {
    let sent = RwSignal::new(browser::tab_get(SENT_TO));
    let session = session::get();
    // Followed as a fact of its own: the form is not drawn anew while somebody types.
    let who = Memo::new(move |_| session.account().map(|account| account.display_name));
    live(move || match (sent.get(), who.get()) {
        (Some(address), None) => confirmation(&address, sent),
        (_, Some(name)) => run(&[
            h1(&title::REGISTER),
            p(&[&*sw::ALREADY, &name, "."].concat()),
            p(&w::ONE_IS_ENOUGH),
            link_button(ButtonKind::Primary, &Route::Dashboard, &s::NAV_DASHBOARD),
        ]),
        (None, None) => run(&[
            h1(&title::REGISTER),
            lead(&w::LEAD),
            parts(&[
                w::HAVE_ONE.into(),
                " ".into(),
                link_to(
                    &wanted::way_from(&Route::Register, &Route::SignIn),
                    &title::SIGN_IN,
                ),
            ]),
            // The versions that are accepted are those that are in force now.
            load::<Site>(endpoint::site(), move |site, _| form(site, sent)),
        ]),
    })
}

fn form(site: Site, sent: RwSignal<Option<String>>) -> El {
    let form = Form::new(|form| model::problems(&typed(form))).kept_for_newcomer("register");
    let given = form.field("/given_names", &w::GIVEN_NAMES_NOUN, "");
    let family = form.field("/family_name", &w::FAMILY_NAME_NOUN, "");
    let one_name = form.field("/one_name", &w::ONE_NAME_NOUN, "");
    let email = form.field("/email", &w::EMAIL_NOUN, "");
    let user_name = form
        .field("/user_name", &w::USER_NAME_NOUN, "")
        .worded_by(|code, field| w::user_name_refused(code, &field.get()));
    let affiliation = form.field("/affiliation", &w::AFFILIATION_NOUN, "");
    let country = form.field("/country", &w::COUNTRY_NOUN, "");
    let passphrase = form.field("/passphrase", &w::PASSPHRASE_NOUN, "").waiting();
    // Whoever comes back agrees to the texts of that day.
    let privacy = form
        .field("/privacy_version", &w::ACCEPT_PRIVACY_NOUN, "")
        .waiting();
    let terms = form
        .field("/terms_version", &w::ACCEPT_TERMS_NOUN, "")
        .waiting();
    let again = when(
        move || form.is_back() && passphrase.followed().is_empty(),
        || p(&w::BACK),
    );
    let accept_privacy = [&*w::ACCEPT_PRIVACY, &site.privacy_version].concat();
    let accept_terms = [&*w::ACCEPT_TERMS, &site.terms_version].concat();
    let texts = el("p").kids(&[
        w::READ.into(),
        new_tab(&Route::Privacy, &title::PRIVACY),
        ", ".into(),
        new_tab(&Route::Terms, &title::TERMS),
    ]);
    let parts = [
        again,
        names(given, family, one_name),
        one_name.check_box(&w::ONE_NAME).draw(),
        email
            .text_input(&w::EMAIL)
            .hint(&w::EMAIL_HINT)
            .kind("email")
            .autocomplete("email")
            .draw(),
        affiliation
            .text_input(&w::AFFILIATION)
            .hint(&w::AFFILIATION_HINT)
            .autocomplete("organization")
            .optional()
            .draw(),
        country
            .select(&w::COUNTRY, country::all())
            .autocomplete("country")
            .optional()
            .draw(),
        user_name
            .text_input(&w::USER_NAME)
            .hint(&w::USER_NAME_HINT)
            .kind("text")
            .autocomplete("username")
            .width(20)
            .draw(),
        live(move || other_user_name(form, user_name)),
        passphrase
            .text_input(&w::PASSPHRASE)
            .hint(&w::PASSPHRASE_HINT)
            .passphrase("new-password")
            .draw(),
        texts,
        privacy.check_box(&accept_privacy).draw(),
        terms.check_box(&accept_terms).draw(),
        form.submit_button(&w::SUBMIT),
    ];
    let drawn = form.draw(&parts, move || {
        let typed = typed(form);
        let body = Registration {
            user_name: typed.user_name.trim().to_owned(),
            email: typed.email.trim().to_owned(),
            passphrase: typed.passphrase,
            given_names: typed.given_names,
            family_name: typed.family_name,
            one_name: typed.one_name,
            affiliation: affiliation.get(),
            country: country.get(),
            privacy_version: site.privacy_version.clone(),
            terms_version: site.terms_version.clone(),
            language: language::now(),
        };
        async move {
            Call::post(endpoint::registrations())
                .anonymous()
                .body(&body)
                .send()
                .await?;
            form.forget();
            wanted::keep_for_newcomer();
            browser::tab_put(SENT_TO, &body.email);
            sent.set(Some(body.email));
            Ok(())
        }
    });
    el("div").class("narrow").kid(drawn)
}

/// Whoever has one name writes it where the given names stand, and is asked for no other.
pub fn names(given: Field, family: Field, one_name: Field) -> El {
    // Drawn anew only where the answer is another: whoever writes in these fields keeps the focus.
    let has_one = Memo::new(move |_| !one_name.followed().is_empty());
    live(move || {
        let has_one = has_one.get();
        let hint = if has_one {
            &w::ONE_NAME_HINT
        } else {
            &w::GIVEN_NAMES_HINT
        };
        let given = given.text_input(&w::GIVEN_NAMES).hint(hint);
        let family = family.text_input(&w::FAMILY_NAME);
        run(&[
            given.autocomplete("given-name").draw(),
            if has_one {
                nothing()
            } else {
                family.autocomplete("family-name").draw()
            },
        ])
    })
}

/// Below a user name that is not taken: one that may be.
fn other_user_name(form: Form, user_name: Field) -> El {
    if user_name.error.with(Option::is_none) {
        return nothing();
    }
    user_name.value.track();
    model::better_user_name(&typed(form)).map_or_else(nothing, |name| {
        let words = w::use_name(&name);
        let use_it = button(ButtonKind::Secondary, &words, move || {
            user_name.correct(name.clone());
        });
        el("div").class("proposal").kid(use_it)
    })
}

fn typed(form: Form) -> Typed {
    let ticked = |pointer| !form.value(pointer).is_empty();
    let one_name = ticked("/one_name");
    Typed {
        given_names: form.value("/given_names"),
        // Not asked for then, whatever was typed before.
        family_name: if one_name {
            String::new()
        } else {
            form.value("/family_name")
        },
        one_name,
        email: form.value("/email"),
        user_name: form.value("/user_name"),
        passphrase: form.value("/passphrase"),
        accepts_privacy: ticked("/privacy_version"),
        accepts_terms: ticked("/terms_version"),
    }
}

/// Reading a text must not cost what stands in the form.
fn new_tab(route: &Route, words: &str) -> El {
    link(route, words)
        .attr("target", "_blank")
        .kid(crate::ui::hidden(&crate::words::shared::WINDOW_NEW))
}

fn confirmation(address: &str, sent: RwSignal<Option<String>>) -> El {
    shell::wish_focus();
    run(&[
        h1(&w::SENT_TITLE),
        lead("").kids(&[
            w::SENT_TO.into(),
            el("b").text(address),
            ". ".into(),
            w::SENT_TEXT.into(),
        ]),
        el("div").class("button-row").kids(&[
            link_button(ButtonKind::Primary, &Route::Verify, &w::HAVE_CODE),
            // Nothing is sent there: the mail is here.
            live(|| match site::get() {
                Some(site) if site.demonstration => {
                    link_button(ButtonKind::Secondary, &Route::Mailbox, &s::NAV_MAILBOX)
                }
                _ => nothing(),
            }),
        ]),
        el("div")
            .class("section")
            .kid(details(&w::NOT_COME, &[resend_form(address)])),
        button(ButtonKind::Quiet, &w::OTHER_ADDRESS, move || {
            browser::tab_remove(SENT_TO);
            shell::wish_focus();
            sent.set(None);
        }),
    ])
}

/// Asks for another verification mail.
pub fn resend_form(address: &str) -> El {
    address_form(
        address,
        &w::SEND_LINK,
        endpoint::registrations_resend,
        &w::RESENT,
        Some(Route::Verify),
    )
}

/// One address and a button; afterwards a sentence that says the same whether or not the address is known, and the way
/// to the page that takes the code of the mail, unless it is this one.
pub fn address_form(
    address: &str,
    label: &str,
    path: fn() -> String,
    sent_words: &'static str,
    code_page: Option<Route>,
) -> El {
    let sent = RwSignal::new(false);
    let form = Form::new(|form| {
        let judged = model::check_email(&form.value("/email")).err();
        let problem = judged.map(|code| FieldProblem::new("/email", code));
        problem.into_iter().collect()
    });
    let email = form.field("/email", &w::EMAIL_NOUN, address);
    let drawn = form.draw(
        &[
            email
                .text_input(&w::EMAIL)
                .kind("email")
                .autocomplete("email")
                .draw(),
            form.submit_button(label),
        ],
        move || {
            sent.set(false);
            let body = AddressOnly {
                email: email.get().trim().to_owned(),
                language: language::now(),
            };
            async move {
                Call::post(path()).anonymous().body(&body).send().await?;
                sent.set(true);
                Ok(())
            }
        },
    );
    let status = el("div").attr("role", "status").live(move || {
        if sent.get() {
            let code = code_page
                .as_ref()
                .map_or_else(nothing, |page| parts(&[link(page, &w::HAVE_CODE)]));
            notice(NoticeKind::Info, &[p(sent_words), code])
        } else {
            nothing()
        }
    });
    el("div").class("narrow").kids(&[drawn, status])
}
