//! The single-page application. `README.md` beside this file says how to add a page, a form, a word.

pub mod api;
pub mod app;
pub mod browser;
pub mod carried;
pub mod dom;
pub mod draft;
pub mod form;
pub mod language;
pub mod link;
pub mod next;
pub mod page;
pub mod panic;
pub mod query;
pub mod reader;
pub mod route;
pub mod session;
pub mod shell;
pub mod site;
pub mod task;
pub mod ui;
pub mod wanted;
pub mod words;

pub use app::navigate;
