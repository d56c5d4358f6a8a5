//! Pages that a mailed link leads to: verifying an address, resetting a passphrase, answering as a reference.
//!
//! The token stands in the address's fragment. It is taken out of the address bar at once, kept in this tab (so that a
//! reload loses nothing), and sent in a request body only after a press: mail scanners open links and run scripts.
//! Where a gateway cut the fragment, the page asks for the code that the mail prints; it is the same token.

use crate::api::{Answer, Call, Failure};
use crate::browser;
use crate::carried;
use crate::dom::{El, el, listen, live, nothing, run};
use crate::form::{Form, failure_notice};
use crate::ui::{ButtonKind, action, button, p};
use crate::words::link as w;
use accede_api::problem::ProblemCode;
use accede_api::session::MailedToken;
use leptos::prelude::*;
use std::rc::Rc;

/// The token of a link, and the place where this tab keeps it. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Link {
    name: &'static str,
    token: RwSignal<Option<String>>,
}

/// Draws `page` once the token is known, and until then the question for the code of the mail. `name` is where the tab
/// keeps it: one for each kind of link.
pub fn with_link(name: &'static str, page: impl Fn(Link, String) -> El + 'static) -> El {
    with_link_inner(name, Box::new(page))
}

fn with_link_inner(name: &'static str, page: Box<dyn Fn(Link, String) -> El>) -> El {
    let link = Link {
        name,
        token: carried::signal(name, browser::take_link_token(name)),
    };
    // A second link that is pasted into the same tab changes the fragment only, and loads nothing.
    listen(
        &window(),
        "hashchange",
        Box::new(move |_| {
            let token = browser::take_link_token(name);
            if link.token.get_untracked() != token {
                link.token.set(token);
            }
        }),
    );
    live(move || match link.token.get() {
        Some(token) => page(link, token),
        None => ask(link),
    })
}

impl Link {
    /// The link did what it was for: the tab forgets it. What is shown stays.
    pub fn used(self) {
        browser::tab_remove(self.name);
    }

    /// Forgets it and asks for another code.
    pub fn ask_again(self) {
        self.used();
        self.token.set(None);
    }
}

/// Asks for the code.
fn ask(link: Link) -> El {
    let form = Form::new(Form::blanks);
    let code = form.field("/token", &w::CODE_NOUN, "");
    run(&[
        p(&w::ASK),
        el("div").class("narrow").kid(
            form.draw(
                &[
                    code.text_input(&w::CODE)
                        .hint(&w::CODE_HINT)
                        .kind("text")
                        .autocomplete("off")
                        .draw(),
                    form.submit_button(&w::CODE_SUBMIT),
                ],
                move || {
                    let typed = code.get().trim().to_owned();
                    browser::tab_put(link.name, &typed);
                    link.token.set(Some(typed));
                    async { Ok(()) }
                },
            ),
        ),
    ])
}

/// What the press does, and a button that sends the token and nothing else to `path`; then what came of it: `done` draws
/// the success, `ended` what helps when the link does not work any more.
pub fn confirm(
    link: Link,
    token: String,
    path: fn() -> String,
    (text, label): (&'static str, &'static str),
    done: impl Fn(&Answer) -> El + 'static,
    ended: impl Fn() -> El + 'static,
) -> El {
    let outcome = carried::local_signal("outcome", None::<Result<Rc<Answer>, Failure>>);
    live(move || {
        let failure = match outcome.get() {
            Some(Ok(answer)) => return done(&answer),
            Some(Err(failure)) if failure.is(ProblemCode::LinkEnded) => {
                return run(&[failure_notice(&failure), another_code(link), ended()]);
            }
            Some(Err(failure)) => failure_notice(&failure),
            None => nothing(),
        };
        let token = token.clone();
        let press = move || {
            let body = MailedToken {
                token: token.clone(),
            };
            async move {
                let answer = Call::post(path()).anonymous().body(&body).send().await;
                if answer.is_ok() {
                    link.used();
                }
                outcome.set(Some(answer.map(Rc::new)));
            }
        };
        run(&[p(text), failure, action(ButtonKind::Primary, label, press)])
    })
}

/// A way to type another code.
pub fn another_code(link: Link) -> El {
    button(ButtonKind::Secondary, &w::OTHER_CODE, move || {
        link.ask_again()
    })
}
