//! Header, navigation and footer.

use super::{dialogs, heading};
use crate::api::Failure;
use crate::dom::{El, el, listen, live, nothing, run, when};
use crate::draft::DraftKeeper;
use crate::language::{self, Language};
use crate::page;
use crate::route::{Audience, Route};
use crate::session::{self, Session};
use crate::ui::{self, ButtonKind, NoticeKind, icon};
use crate::words::{shared as s, title};
use crate::{browser, carried, site, task, wanted};
use accede_api::session::SessionAccount;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const MAIN_ID: &str = "main";
/// Where this tab keeps that it goes from one build of the page to another.
const CROSSING: &str = "crossing";

/// Draws the whole application into `root`. `route` follows the address.
pub fn draw(root: web_sys::Element, route: Memo<Route>) {
    heading::watch_for_activity();
    crate::form::watch_presses();
    let session = session::start();
    site::start();
    let root = El::from_node(root.into());
    let language = language::changes();
    let _ = root.kid(live(move || {
        language.track();
        carried::end();
        run(&[
            skip_link(),
            header(session, route),
            new_build(session),
            page::apply::waiting::strip(session, route),
            main(session, route),
            footer(),
            dialogs::draw(session),
        ])
    }));
}

fn skip_link() -> El {
    el("a")
        .class("govuk-skip-link")
        .attr("href", &["#", MAIN_ID].concat())
        .text(&s::SKIP)
        .on("click", |event| {
            event.prevent_default();
            if let Some(main) = document().get_element_by_id(MAIN_ID) {
                El::from_node(main.into()).focus();
            }
        })
}

fn main(session: Session, route: Memo<Route>) -> El {
    let drawn = StoredValue::new(false);
    el("main")
        .id(MAIN_ID)
        .attr("tabindex", "-1")
        .attr_live("class", move || {
            Some(
                if route.get().is_wide() {
                    "page page--wide"
                } else {
                    "page"
                }
                .to_owned(),
            )
        })
        .live(move || {
            let now = route.get();
            let first =
                drawn.try_update_value(|drawn| !std::mem::replace(drawn, true)) == Some(true);
            if !first && page::is_elsewhere(&now) {
                return cross();
            }
            // The first page keeps the focus where the browser puts it; every later one takes it to its heading, and one
            // of another build is a later one.
            if !first {
                carried::forget();
            }
            if !first || browser::tab_take(CROSSING).is_some() {
                heading::wish_focus();
            }
            heading::set_title(now.title());
            guarded(session, now)
        })
}

/// Goes to the build that has the page whose address is in the bar: the server is asked for it, once it has what was typed
/// on the page that goes.
fn cross() -> El {
    browser::tab_put(CROSSING, "1");
    task::spawn_to_the_end(async {
        DraftKeeper::left().await;
        browser::after_paint(browser::reload);
    });
    nothing()
}

/// The page, or what stands in its place for whoever may not see it. The server decides; this only spares a request.
fn guarded(session: Session, route: Route) -> El {
    match route.audience() {
        Audience::Anyone => page::draw(&route),
        audience => {
            // Followed as facts of their own: a page, and with it what is typed there, is not drawn anew because the
            // session was extended, or taken up again.
            let known = Memo::new(move |_| session.is_known());
            let allowed = Memo::new(move |_| match audience {
                Audience::Staff => session.account().map(|account| account.role.is_staff()),
                _ => session.account().map(|_| true),
            });
            live(move || match (known.get(), allowed.get()) {
                (false, _) => unknown(session, &route),
                (true, Some(true)) if asks_first(session, &route) => {
                    wanted::keep_this_page(&route);
                    browser::after_paint(|| crate::navigate(&Route::AcceptTexts.path()));
                    nothing()
                }
                // Whoever comes as a stranger signs in on a page of this build first.
                (true, Some(true)) if page::is_elsewhere(&route) => cross(),
                (true, Some(true)) => page::draw(&route),
                (true, Some(false)) => {
                    run(&[ui::h1(&s::NEEDS_STAFF_TITLE), ui::p(&s::NEEDS_STAFF_TEXT)])
                }
                (true, None) => page::sign_in::first(&route),
            })
        }
    }
}

/// Whether new terms are to be accepted before this page. Not followed: a page that somebody is writing on stays.
fn asks_first(session: Session, route: &Route) -> bool {
    let account = session.account_untracked();
    route.waits_for_texts() && account.is_some_and(|account| account.texts_to_accept)
}

/// In place of a page while nobody knows who this is.
fn unknown(session: Session, route: &Route) -> El {
    let failed = live(move || match session.unknown.get() {
        Some(failure) => ui::notice(
            NoticeKind::Error,
            &[
                ui::failure_text(&failure),
                ui::action(ButtonKind::Secondary, &s::TRY_AGAIN, move || {
                    session.ask_who()
                }),
            ],
        ),
        None => nothing(),
    });
    run(&[el("h1").class("h-page").text(route.title()), failed])
}

fn header(session: Session, route: Memo<Route>) -> El {
    let home = el("a")
        .class("brand")
        .attr("href", &Route::Home.path())
        .kids(&[icon::mark(), el("span").text(&title::SITE)]);
    // Followed as a fact of its own: a menu that is open, or has the focus, is not drawn anew because the session was
    // extended.
    let who = Memo::new(move |_| session.is_known().then(|| session.account()));
    let whom = Memo::new(move |_| Whom::of(who.get(), route));
    let bar = el("div").class("header__bar").kids(&[
        home,
        live(move || navigation(whom.get(), route)),
        languages(session),
        live(move || account_menu(session, who.get(), route)),
    ]);
    el("header").class("header").kid(bar)
}

fn is_demonstration() -> bool {
    site::get().is_some_and(|site| site.demonstration)
}

/// Whom the navigation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whom {
    Stranger,
    Person,
    Staff,
}

impl Whom {
    /// Until the server has said `who` this is, whoever is most likely: so the navigation has its lines from the start, and
    /// the page below it stays where it is.
    fn of(who: Option<Option<SessionAccount>>, route: Memo<Route>) -> Self {
        match who {
            Some(None) => Self::Stranger,
            Some(Some(account)) if account.role.is_staff() => Self::Staff,
            Some(Some(_)) => Self::Person,
            None => match route.with(Route::audience) {
                Audience::Staff => Self::Staff,
                Audience::SignedIn => Self::Person,
                Audience::Anyone if Session::was_signed_in() => Self::Person,
                Audience::Anyone => Self::Stranger,
            },
        }
    }
}

fn navigation(whom: Whom, route: Memo<Route>) -> El {
    let mut items = vec![(Route::Datasets, &title::DATASETS)];
    if whom >= Whom::Person {
        items.insert(0, (Route::Dashboard, &s::NAV_DASHBOARD));
        items.push((Route::Apply, &s::NAV_APPLY));
        items.push((Route::Trainings, &title::TRAININGS));
    }
    if whom == Whom::Staff {
        items.push((Route::Review, &s::NAV_REVIEW));
    }
    if is_demonstration() {
        items.push((Route::Mailbox, &s::NAV_MAILBOX));
    }
    let list = el("ul");
    for (target, words) in items {
        let path = target.path();
        let link = ui::link(&target, words)
            .attr_live("aria-current", move || current(&route.get(), &path));
        let _ = list.clone().kid(el("li").kid(link));
    }
    el("nav")
        .class("nav")
        .attr("aria-label", &s::MAIN_NAVIGATION)
        .kid(list)
}

fn languages(session: Session) -> El {
    let all = el("div").class("languages");
    for &language in Language::ALL {
        if language != language::now() {
            let _ = all.clone().kid(other_language(session, language));
        }
    }
    all
}

/// Another language, by its own name. Choosing it draws everything anew, and the focus comes back here.
fn other_language(session: Session, language: Language) -> El {
    el("button")
        .attr("type", "button")
        .attr("lang", language.as_str())
        .class("languages__other")
        .text(language::own_name(language))
        .on_press(move || {
            task::spawn_to_the_end(async move {
                if !language::switch(language).await {
                    session.failed.set(Some(Failure::Offline));
                    return;
                }
                browser::after_paint(|| {
                    if let Ok(Some(back)) = document().query_selector(".languages__other") {
                        El::from_node(back.into()).focus();
                    }
                });
                session.speak(language).await;
            });
        })
}

/// `page` for the page itself, `true` for what lies below it.
fn current(route: &Route, path: &str) -> Option<String> {
    let here = route.path();
    if here == path {
        Some("page".to_owned())
    } else {
        here.strip_prefix(path)
            .filter(|rest| rest.starts_with('/'))
            .map(|_| "true".to_owned())
    }
}

/// `who` is `None` until the server has said who this is, and then who is signed in, if anybody.
fn account_menu(session: Session, who: Option<Option<SessionAccount>>, route: Memo<Route>) -> El {
    let Some(who) = who else {
        return el("div").class("account-menu");
    };
    let Some(account) = who else {
        // Afterwards the person is back on this page.
        let way = |to: Route, words| {
            el("a").text(words).attr_live("href", move || {
                Some(wanted::way(&to, &route.get(), &crate::app::query()))
            })
        };
        return el("div").class("account-menu").kids(&[
            way(Route::SignIn, &title::SIGN_IN),
            way(Route::Register, &title::REGISTER).class(ButtonKind::Secondary.class()),
        ]);
    };
    let list = el("ul");
    for (target, words) in page::account::PAGES {
        let path = target.path();
        let link = ui::link(&target, &words)
            .attr_live("aria-current", move || current(&route.get(), &path));
        let _ = list.clone().kid(el("li").kid(link));
    }
    let sign_out = ui::action(ButtonKind::Quiet, &s::SIGN_OUT, move || {
        dialogs::sign_out(session)
    });
    let name = account.display_name;
    let menu = el("details").class("account-menu menu").kids(&[
        el("summary").kids(&[ui::hidden(&s::YOUR_ACCOUNT_IS), name.as_str().into()]),
        el("div").class("menu__list").kids(&[list, sign_out]),
    ]);
    close_when_left(&menu);
    menu
}

/// The menu closes when something in it is chosen, when the focus or a press goes elsewhere, and on Escape.
fn close_when_left(menu: &El) {
    let close = |menu: &El| {
        let _ = menu.element().map(|menu| menu.remove_attribute("open"));
    };
    let target = menu.clone();
    listen(
        &document(),
        "click",
        Box::new(move |event| {
            let inside = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            let pressed = inside
                .as_ref()
                .and_then(|node| node.dyn_ref::<web_sys::Element>());
            let link = pressed.is_some_and(|e| e.tag_name() == "A");
            // A question that a choice in the menu led to gives the focus back to it. Its buttons go with it as they are
            // pressed.
            if pressed
                .is_some_and(|e| !e.is_connected() || matches!(e.closest("dialog"), Ok(Some(_))))
            {
                return;
            }
            if link || !target.node().contains(inside.as_ref()) {
                close(&target);
            }
        }),
    );
    let target = menu.clone();
    listen(
        menu.node(),
        "keydown",
        Box::new(move |event| {
            let key = event
                .dyn_ref::<web_sys::KeyboardEvent>()
                .map(web_sys::KeyboardEvent::key);
            if key.as_deref() == Some("Escape") {
                close(&target);
                if let Some(summary) = target
                    .element()
                    .and_then(web_sys::Element::first_element_child)
                {
                    El::from_node(summary.into()).focus();
                }
            }
        }),
    );
}

fn new_build(session: Session) -> El {
    when(
        move || session.new_build.get(),
        || {
            el("div")
                .class("strip")
                .attr("role", "status")
                .kids(&[ui::notice(
                    NoticeKind::Info,
                    &[
                        ui::p(&s::NEW_BUILD),
                        ui::button(ButtonKind::Secondary, &s::RELOAD, browser::reload),
                    ],
                )])
        },
    )
}

fn footer() -> El {
    let links = el("ul");
    for (route, words) in [
        (Route::Privacy, &title::PRIVACY),
        (Route::Terms, &title::TERMS),
        (Route::Accessibility, &title::ACCESSIBILITY),
    ] {
        let _ = links.clone().kid(el("li").kid(ui::link(&route, words)));
    }
    let support = live(|| match site::get() {
        Some(site) => {
            let address = ["mailto:", &site.support_address].concat();
            el("p").kids(&[
                s::SUPPORT_AT.into(),
                ui::external_link(&address, &site.support_address),
            ])
        }
        None => nothing(),
    });
    el("footer")
        .class("footer")
        .kid(el("div").class("footer__inside").kids(&[
            el("h2").class("govuk-visually-hidden").text(&s::FOOTER),
            links,
            support,
            el("p").class("demonstration").text_live(|| {
                if is_demonstration() {
                    &s::DEMONSTRATION
                } else {
                    ""
                }
                .to_owned()
            }),
        ]))
}
