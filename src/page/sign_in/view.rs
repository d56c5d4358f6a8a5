use super::model;
use crate::api::{Failure, endpoint};
use crate::dom::{El, el, live, nothing, run, when};
use crate::form::{Field, Form};
use crate::route::Route;
use crate::session::{self, Session};
use crate::ui::{
    ButtonKind, NoticeKind, Table, actions_column, button, h1, link, link_button, link_to, load,
    muted, notice_titled, p, parts, quiet, section,
};
use crate::words::{register as rw, shared as s, sign_in as w, title};
use crate::{site, task, wanted};
use accede_api::demo::DemoSignIn;
use accede_api::page::List;
use accede_api::problem::ProblemCode;
use accede_api::session::{SecondFactor, SessionState, SignIn};
use accede_domain::problem::{FieldCode, FieldProblem};
use leptos::prelude::*;

/// Whether this build lists the demonstration's people: those to which somebody comes who does not know them yet.
const LISTS_PEOPLE: bool = cfg!(any(feature = "site", feature = "account"));
/// Whether it lists their codes, which staff alone are asked for. The mailbox does as well.
const LISTS_CODES: bool = LISTS_PEOPLE || cfg!(any(feature = "desk", feature = "office"));

/// The page `/sign-in`.
pub fn draw() -> El {
    wanted::keep_page();
    let session = session::get();
    // Not a form that goes again as soon as the server has said who this is, nor one that is drawn anew while it is used.
    let known = Memo::new(move |_| {
        let name = session.account().map(|account| account.display_name);
        session.is_known().then_some(name)
    });
    live(move || match known.get() {
        None => h1(&title::SIGN_IN),
        Some(Some(name)) => run(&[
            h1(&title::SIGN_IN),
            p(&[&*w::ALREADY, &name].concat()),
            button(ButtonKind::Primary, &s::CONTINUE, move || {
                go_on(session, SessionState::SignedIn);
            }),
        ]),
        Some(None) => page(session),
    })
}

/// In place of a page that needs somebody signed in: afterwards that page is there.
pub fn first(page: &Route) -> El {
    wanted::keep_this_page(page);
    run(&[
        h1(&title::SIGN_IN),
        p(&s::NEEDS_SIGN_IN_TEXT),
        form_and_links(session::get(), page),
    ])
}

/// The page `/sign-in/second-factor`.
pub fn draw_second_factor() -> El {
    let session = session::get();
    run(&[
        h1(&title::SECOND_FACTOR),
        when(
            move || session.is_known(),
            move || {
                // Not followed: giving the code changes the state, and leads away from here by itself.
                if untrack(|| session.state()) == SessionState::SecondFactorRequired {
                    return narrow(second_factor_form(session, move |state| {
                        go_on(session, state)
                    }));
                }
                run(&[
                    p(&rw::CODE_NOT_NOW),
                    link_button(ButtonKind::Primary, &Route::SignIn, &w::SUBMIT),
                ])
            },
        ),
    ])
}

/// Goes where signing in leads, once the session is asked about anew: a second factor that was set up ends it.
pub fn go_on_from_here() {
    task::spawn_to_the_end(async {
        let session = session::get();
        if session.refresh().await.is_ok() {
            go_on(session, untrack(|| session.state()));
        }
    });
}

fn page(session: Session) -> El {
    run(&[h1(&title::SIGN_IN), form_and_links(session, &Route::SignIn)])
}

fn form_and_links(session: Session, here: &Route) -> El {
    let fields = PassphraseFields::new(true);
    run(&[
        narrow(fields.draw(session, move |state| go_on(session, state))),
        parts(&[link(&Route::Reset, &w::FORGOT)]),
        parts(&[
            w::LEAD.into(),
            " ".into(),
            link_to(&wanted::way_from(here, &Route::Register), &w::REGISTER),
        ]),
        if LISTS_PEOPLE {
            in_demonstration(move || people(fields))
        } else {
            nothing()
        },
    ])
}

/// The demonstration's people, each with a button that fills in the form.
fn people(fields: PassphraseFields) -> El {
    section(
        &w::DEMO_TITLE,
        &[
            p(&w::DEMO_TEXT),
            load::<List<DemoSignIn>>(endpoint::demo_sign_ins(), move |list, _| {
                let table = Table::new(
                    &w::DEMO_TITLE,
                    false,
                    &[
                        w::DEMO_WHO.into(),
                        w::DEMO_ABOUT.into(),
                        w::CODE.into(),
                        actions_column(&w::DEMO_USE),
                    ],
                );
                for person in list.items {
                    let code = person.code.as_deref().map_or_else(nothing, El::from);
                    let who = person.user_name.as_str().into();
                    let about = person.about.as_str().into();
                    let fill = quiet(&w::DEMO_USE, move || {
                        fields.fill(&person.user_name, &person.passphrase)
                    });
                    table.row(&[who, about, code, fill]);
                }
                table.draw()
            }),
        ],
    )
}

fn narrow(form: El) -> El {
    el("div").class("narrow").kid(form)
}

/// Asks for address and passphrase; `done` is told how far signing in is then.
pub fn passphrase_form(session: Session, done: impl Fn(SessionState) + Clone + 'static) -> El {
    PassphraseFields::new(false).draw(session, done)
}

#[derive(Clone, Copy)]
struct PassphraseFields {
    form: Form,
    identifier: Field,
    passphrase: Field,
}

impl PassphraseFields {
    /// `resets`: a link to another page may stand here.
    fn new(resets: bool) -> Self {
        let form = Form::new(Form::blanks);
        let form = form.remedied(move |failure| {
            if !failure.is(ProblemCode::WrongCredentials) {
                return nothing();
            }
            let passphrase = form.value("/passphrase");
            run(&[
                // As it was typed: a blank may belong to it, and may have come along with what was pasted.
                if passphrase.trim() == passphrase {
                    nothing()
                } else {
                    p(&w::BLANK_AT_END)
                },
                if resets {
                    parts(&[link(&Route::Reset, &w::FORGOT)])
                } else {
                    nothing()
                },
            ])
        });
        let identifier = form.field("/identifier", &w::IDENTIFIER_NOUN, "");
        let passphrase = form.field("/passphrase", &w::PASSPHRASE_NOUN, "");
        Self {
            form,
            identifier,
            passphrase,
        }
    }

    fn fill(self, identifier: &str, passphrase: &str) {
        self.identifier.edit(identifier.to_owned());
        self.passphrase.edit(passphrase.to_owned());
        // The button that signs in is what is next.
        if let Ok(Some(submit)) = document().query_selector("main [type=submit]") {
            El::from_node(submit.into()).focus();
        }
    }

    fn draw(self, session: Session, done: impl Fn(SessionState) + Clone + 'static) -> El {
        let Self {
            form,
            identifier,
            passphrase,
        } = self;
        // Passphrase and all were right; the account itself does not let them in.
        let barred = RwSignal::new(None::<Barred>);
        let note = el("div")
            .attr("role", "status")
            .live(move || barred.get().map_or_else(nothing, Barred::draw));
        form.draw(
            &[
                note,
                identifier
                    .text_input(&w::IDENTIFIER)
                    .kind("text")
                    .autocomplete("username")
                    .draw(),
                passphrase
                    .text_input(&w::PASSPHRASE)
                    .passphrase("current-password")
                    .draw(),
                form.submit_button(&w::SUBMIT),
            ],
            move || {
                let body = SignIn {
                    identifier: identifier.get().trim().to_owned(),
                    passphrase: passphrase.get(),
                };
                let done = done.clone();
                barred.set(None);
                async move {
                    let outcome = session.sign_in(&body).await;
                    let why = outcome.as_ref().err().and_then(Barred::of);
                    barred.set(why);
                    if why.is_some() {
                        return Ok(());
                    }
                    tell(outcome, &done)
                }
            },
        )
    }
}

/// Why an account lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Barred {
    /// Its address is not verified yet.
    Unverified,
    /// It was deactivated or closed.
    SwitchedOff,
}

impl Barred {
    fn of(failure: &Failure) -> Option<Self> {
        if failure.is(ProblemCode::NotPossibleNow) {
            Some(Self::Unverified)
        } else if failure.is(ProblemCode::Forbidden) {
            Some(Self::SwitchedOff)
        } else {
            None
        }
    }

    fn draw(self) -> El {
        let (title, parts) = match self {
            Self::Unverified => (
                &w::UNVERIFIED,
                [
                    p(&w::UNVERIFIED_TEXT),
                    link_button(ButtonKind::Secondary, &Route::Verify, &w::UNVERIFIED_DO),
                ],
            ),
            Self::SwitchedOff => (&w::SWITCHED_OFF, [p(&w::SWITCHED_OFF_TEXT), nothing()]),
        };
        notice_titled(NoticeKind::Warning, title, &parts)
    }
}

/// Asks for the code of the app, or a recovery code.
pub fn second_factor_form(session: Session, done: impl Fn(SessionState) + Clone + 'static) -> El {
    let form = Form::new(Form::blanks);
    let code = form.field("/code", &w::CODE_NOUN, "");
    let drawn = form.draw(
        &[
            code.text_input(&w::CODE)
                .hint(&w::CODE_HINT)
                .digits()
                .width(20)
                .autocomplete("one-time-code")
                .draw(),
            form.submit_button(&w::CODE_SUBMIT),
        ],
        move || {
            let body = SecondFactor {
                code: code.get().trim().to_owned(),
            };
            let done = done.clone();
            async move {
                let outcome = session.second_factor(&body).await;
                tell(outcome.map_err(at_the_code), &done)
            }
        },
    );
    if !LISTS_CODES {
        return drawn;
    }
    run(&[drawn, in_demonstration(move || codes(code))])
}

/// The demonstration's staff, each with a button that fills in a code.
fn codes(code: Field) -> El {
    load::<List<DemoSignIn>>(endpoint::demo_sign_ins(), move |list, reload| {
        let buttons = el("div").class("button-row");
        for person in list.items {
            let Some(now) = person.code else { continue };
            let fill = button(
                ButtonKind::Secondary,
                &w::code_of(&person.user_name),
                move || {
                    code.edit(now.clone());
                    // It holds for half a minute: whoever presses again gets the next.
                    reload.now();
                },
            );
            let _ = buttons.clone().kid(fill);
        }
        run(&[muted(&w::DEMO_CODES), buttons])
    })
}

/// Draws it in the demonstration only.
fn in_demonstration(draw: impl Fn() -> El + 'static) -> El {
    live(move || {
        if site::get().is_some_and(|site| site.demonstration) {
            draw()
        } else {
            nothing()
        }
    })
}

/// Of what signing in takes, only the code stands on this page.
fn at_the_code(failure: Failure) -> Failure {
    match failure {
        Failure::Problem(mut problem) if problem.code == ProblemCode::WrongCredentials => {
            let wrong = FieldProblem::new("/code", FieldCode::Wrong);
            problem.errors.push((&wrong).into());
            Failure::Problem(problem)
        }
        other => other,
    }
}

fn tell(
    outcome: Result<SessionState, Failure>,
    done: &impl Fn(SessionState),
) -> Result<(), Failure> {
    done(outcome?);
    Ok(())
}

fn go_on(session: Session, state: SessionState) {
    let account = session.account_untracked();
    let next = model::next(state, account.as_ref(), wanted::page());
    if account.is_some_and(|account| !account.texts_to_accept) {
        wanted::forget_page();
    }
    if let Some(next) = next {
        wanted::go(&next);
    }
}
