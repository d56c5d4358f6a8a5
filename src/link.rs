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
use crate::task;
use crate::ui::{ButtonKind, action, button, p, skeleton};
use crate::words::{link as w, shared as s};
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
    with_link_or(name, Box::new(page), ask)
}

/// The same for a page that is there without a token, too: `without` draws that.
pub fn with_link_or(
    name: &'static str,
    page: Box<dyn Fn(Link, String) -> El>,
    without: fn(Link) -> El,
) -> El {
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
        None => without(link),
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

type Shown = Box<dyn Fn(&Answer) -> Result<El, Failure>>;
type Outcome = Option<Result<Rc<Answer>, Failure>>;

/// What a token opens. It is asked for when the page is drawn, and again after a command; asking changes nothing: mail
/// scanners open links, too. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Opened {
    link: Link,
    token: StoredValue<String>,
    path: fn() -> String,
    outcome: RwSignal<Outcome, LocalStorage>,
}

impl Opened {
    pub fn new(link: Link, token: String, path: fn() -> String) -> Self {
        let opened = Self {
            link,
            token: StoredValue::new(token),
            path,
            outcome: RwSignal::new_local(None),
        };
        task::spawn(opened.ask());
        opened
    }

    pub fn token(self) -> String {
        self.token.get_value()
    }

    /// Asks, for the first time or again.
    pub async fn ask(self) {
        let body = MailedToken {
            token: self.token(),
        };
        let call = Call::post((self.path)()).anonymous().body(&body);
        let answer = call.send().await;
        self.outcome.set(Some(answer.map(Rc::new)));
    }

    /// Sends what is done by the link, and asks again what stands there now. Where it ended meanwhile, the page says what
    /// that means.
    pub async fn send(self, call: Call) -> Result<(), Failure> {
        match call.send().await {
            Ok(_) => {}
            Err(failure) if failure.is(ProblemCode::LinkEnded) => {}
            Err(failure) => return Err(failure),
        }
        self.ask().await;
        focus_heading();
        Ok(())
    }

    /// What `shown` makes of the answer, or what `dead` says in its place; failure and retry are drawn here.
    pub fn draw(self, shown: Shown, dead: fn(Link) -> El) -> El {
        live(move || match self.outcome.get() {
            None => skeleton(false),
            Some(Ok(answer)) => shown(&answer).unwrap_or_else(|failure| self.failed(&failure)),
            Some(Err(failure)) if failure.is(ProblemCode::LinkEnded) => dead(self.link),
            Some(Err(failure)) => self.failed(&failure),
        })
    }

    fn failed(self, failure: &Failure) -> El {
        run(&[
            failure_notice(failure),
            el("div").class("button-row").kids(&[
                action(ButtonKind::Secondary, &s::TRY_AGAIN, move || self.ask()),
                another_code(self.link),
            ]),
        ])
    }
}

/// What was pressed is gone: reading goes on at the top.
pub fn focus_heading() {
    browser::after_paint(|| {
        if let Some(heading) = document().query_selector("main h1").ok().flatten() {
            El::from_node(heading.into()).focus();
        }
    });
}

/// Asks for the code.
pub fn ask(link: Link) -> El {
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
    refused: impl Fn(&Failure) -> El + 'static,
) -> El {
    let outcome = carried::local_signal("outcome", None::<Result<Rc<Answer>, Failure>>);
    live(move || {
        let failure = match outcome.get() {
            Some(Ok(answer)) => return done(&answer),
            Some(Err(failure)) if failure.is(ProblemCode::LinkEnded) => {
                return run(&[
                    failure_notice(&failure),
                    another_code(link),
                    refused(&failure),
                ]);
            }
            Some(Err(failure)) => run(&[failure_notice(&failure), refused(&failure)]),
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
