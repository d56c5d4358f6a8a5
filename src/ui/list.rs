//! The task list (what is to do, and how far it is) and the summary list (what was answered, with a way to change it).

use crate::dom::{El, el, nothing};
use crate::ui::{hidden, link_to, muted};
use crate::words::shared as s;
use std::cell::Cell;

/// A line of a task list.
pub struct Task<'a> {
    pub title: &'a str,
    /// A sentence below it, or empty.
    pub hint: &'a str,
    /// The address where it is done; without one it cannot begin yet.
    pub address: Option<String>,
    /// A [`crate::ui::tag`].
    pub state: El,
}

/// Tasks, in the order in which they make sense.
pub fn task_list(tasks: Vec<Task<'_>>) -> El {
    let list = el("ul").class("tasks");
    for task in tasks {
        let id = next_id();
        let title = match &task.address {
            Some(address) => link_to(address, task.title)
                .class("tasks__link")
                .attr("aria-describedby", &id),
            None => el("span").text(task.title),
        };
        let hint = if task.hint.is_empty() {
            nothing()
        } else {
            muted(task.hint)
        };
        let state = el("div").class("tasks__state").id(&id).kid(task.state);
        let _ = list
            .clone()
            .kid(el("li").kids(&[el("div").kids(&[title, hint]), state]));
    }
    list
}

/// An id for the state of a task: a page may hold several lists.
fn next_id() -> String {
    thread_local! {
        static COUNT: Cell<u32> = const { Cell::new(0) };
    }
    let count = COUNT.get().wrapping_add(1);
    COUNT.set(count);
    ["task-", &count.to_string()].concat()
}

/// A row of a summary list.
pub struct Row<'a> {
    pub label: &'a str,
    pub value: El,
    /// The address where it can be changed, if it can.
    pub change: Option<String>,
}

/// A row whose value is a text; an empty one says so.
pub fn summary_row<'a>(label: &'a str, value: &str, change: Option<String>) -> Row<'a> {
    let value = if value.trim().is_empty() {
        el("span").class("muted").text(&s::NOT_GIVEN)
    } else {
        el("span").class("pre-line").text(value)
    };
    Row {
        label,
        value,
        change,
    }
}

/// Answers, each with its question.
pub fn summary_list(rows: Vec<Row<'_>>) -> El {
    let list = el("dl").class("summary");
    for row in rows {
        let change = row.change.map_or_else(nothing, |address| {
            el("dd")
                .class("summary__change")
                .kid(link_to(&address, &s::CHANGE).kids(&[" ".into(), hidden(row.label)]))
        });
        let line = el("div").kids(&[el("dt").text(row.label), el("dd").kid(row.value), change]);
        let _ = list.clone().kid(line);
    }
    list
}
