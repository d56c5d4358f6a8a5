//! The browser's entry: draws the page into the element that `index.html` keeps for it.

use leptos::prelude::document;
use wasm_bindgen::JsCast;

fn main() {
    accede_page::panic::install();
    let root = document()
        .get_element_by_id("app")
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(root) = root {
        accede_page::language::begin(move || {
            // The static text was for the time before this moment.
            root.set_inner_html("");
            accede_page::app::start(root);
        });
    }
}
