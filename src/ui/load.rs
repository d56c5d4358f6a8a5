//! What a page loads: `Loading`, `LoadingSlowly` (after half a second), `Loaded` or `Failed`, with a way to try again.

use crate::api::{Answer, Call, Failure};
use crate::dom::{El, el, live, nothing, run};
use crate::ui::button::reload_button;
use crate::ui::{ButtonKind, NoticeKind, button, failure_text, h1, link, notice, p};
use crate::words::{shared as s, title};
use crate::{browser, carried, task};
use accede_api::problem::ProblemCode;
use accede_api::wire::Wire;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// Answers within this time need no sign of work: it would only flicker.
const SLOW_AFTER: Duration = Duration::from_millis(500);

/// Loads again what a [`load`] shows; for after a command changed it. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Reload(RwSignal<u32>);

impl Reload {
    /// Loads again. What is shown stays until the new answer is there.
    pub fn now(self) {
        self.0.try_update(|times| *times += 1);
    }
}

#[derive(Clone)]
enum Phase {
    Loading,
    LoadingSlowly,
    Loaded(Rc<Answer>),
    Failed(Failure),
}

/// Loads `path` and draws what `view` makes of the answer; skeleton, failure and retry are drawn here. The answer's
/// type is that of the closure's argument.
///
/// For a part of a page whose heading stands already; see [`load_page`] for the whole of one.
pub fn load<T: Wire + 'static>(path: String, view: impl Fn(T, Reload) -> El + 'static) -> El {
    load_inner(
        "",
        Rc::new(move || path.clone()),
        Rc::new(move |answer, reload| Ok(view(answer.read()?, reload))),
    )
}

/// The same for a list whose filter stands in the address: it is asked for anew whenever a signal that `path` reads
/// changes. What is shown stays until the new answer is there.
pub fn load_following<T: Wire + 'static>(
    path: impl Fn() -> String + 'static,
    view: impl Fn(T, Reload) -> El + 'static,
) -> El {
    load_inner(
        "",
        Rc::new(path),
        Rc::new(move |answer, reload| Ok(view(answer.read()?, reload))),
    )
}

/// The same for a page about one thing, whose heading is known only from the answer: until then, and with a failure,
/// the heading is `title`. `view` draws its own `h1`.
pub fn load_page<T: Wire + 'static>(
    title: &'static str,
    path: String,
    view: impl Fn(T, Reload) -> El + 'static,
) -> El {
    load_inner(
        title,
        Rc::new(move || path.clone()),
        Rc::new(move |answer, reload| Ok(view(answer.read()?, reload))),
    )
}

/// The same for a page whose thing follows the address, as [`load_following`] does.
pub fn load_page_following<T: Wire + 'static>(
    title: &'static str,
    path: impl Fn() -> String + 'static,
    view: impl Fn(T, Reload) -> El + 'static,
) -> El {
    load_inner(
        title,
        Rc::new(path),
        Rc::new(move |answer, reload| Ok(view(answer.read()?, reload))),
    )
}

type Draw = Rc<dyn Fn(&Answer, Reload) -> Result<El, Failure>>;

fn load_inner(title: &'static str, path: Rc<dyn Fn() -> String>, view: Draw) -> El {
    let phase = RwSignal::new_local(Phase::Loading);
    let reload = Reload(RwSignal::new(0));
    let latest = StoredValue::new(0);
    crate::dom::watch(move || {
        reload.0.track();
        fetch(path(), phase, latest);
    });
    let failed = move |failure: &Failure| {
        if failure.is(ProblemCode::NotFound) && !title.is_empty() {
            return not_found();
        }
        run(&[heading(title), page_failure(failure, reload)])
    };
    live(move || match phase.get() {
        Phase::Loading => run(&[heading(title), skeleton(false)]),
        Phase::LoadingSlowly => run(&[heading(title), skeleton(true)]),
        Phase::Loaded(answer) => {
            keep_focus();
            carried::unfold();
            view(&answer, reload).unwrap_or_else(|failure| failed(&failure))
        }
        Phase::Failed(failure) => failed(&failure),
    })
}

/// Drawing again takes the focus from a button that asked for it. Afterwards it goes to the control of the same kind
/// with the same words, and where there is none any more, to the heading of the page.
fn keep_focus() {
    let Some(focused) = document()
        .active_element()
        .filter(|element| element.tag_name() != "BODY")
    else {
        return;
    };
    browser::after_paint(move || {
        if focused.is_connected() {
            return;
        }
        let words = focused.text_content();
        let same = document()
            .query_selector_all(&focused.tag_name())
            .ok()
            .and_then(|found| {
                (0..found.length())
                    .filter_map(|place| found.item(place))
                    .find(|node| node.text_content() == words)
            });
        let next = same.or_else(|| {
            document()
                .query_selector("main h1")
                .ok()
                .flatten()
                .map(Into::into)
        });
        if let Some(next) = next {
            El::from_node(next).focus();
        }
    });
}

fn heading(title: &str) -> El {
    if title.is_empty() {
        nothing()
    } else {
        h1(title)
    }
}

fn fetch(path: String, phase: RwSignal<Phase, LocalStorage>, latest: StoredValue<u32>) {
    let number = latest.try_update_value(|latest| {
        *latest += 1;
        *latest
    });
    let again = matches!(*phase.read_untracked(), Phase::Loaded(_));
    if !again {
        task::spawn(async move {
            browser::sleep(SLOW_AFTER).await;
            if matches!(*phase.read_untracked(), Phase::Loading) {
                phase.set(Phase::LoadingSlowly);
            }
        });
    }
    task::spawn(async move {
        let outcome = Call::get(path).send().await;
        // Drawing again would take an open dialog away, and what is written in it.
        if again {
            browser::dialogs_closed().await;
        }
        // An answer that a later question has overtaken is out of date.
        if latest.try_get_value() != number {
            return;
        }
        phase.set(match outcome {
            Ok(answer) => Phase::Loaded(Rc::new(answer)),
            Err(failure) => Phase::Failed(failure),
        });
    });
}

/// Lines of about the height of what comes, so that nothing jumps; the words only once it is slow.
pub fn skeleton(slow: bool) -> El {
    let lines = el("div").class("skeleton").attr("aria-hidden", "true");
    for _ in 0..4 {
        let _ = lines.clone().kid(el("div"));
    }
    let words =
        el("p")
            .class("muted")
            .attr("role", "status")
            .text(if slow { &s::LOADING } else { "" });
    run(&[lines, words])
}

/// A failure in place of what a page would show.
pub fn page_failure(failure: &Failure, reload: Reload) -> El {
    let retry = if *failure == Failure::NewBuild {
        reload_button()
    } else if !failure.fields().is_empty() {
        // What was asked for has to be another.
        nothing()
    } else {
        button(ButtonKind::Secondary, &s::TRY_AGAIN, move || reload.now())
    };
    notice(NoticeKind::Error, &[failure_text(failure), retry])
}

/// Nothing is at this address, or it is somebody else's.
pub fn not_found() -> El {
    run(&[
        h1(&title::NOT_FOUND),
        p(&s::NOT_FOUND_TEXT),
        el("p").kid(link(&crate::route::Route::Home, &s::TO_HOME)),
    ])
}
