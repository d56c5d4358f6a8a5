//! The browser's entry: draws the page into the element that `index.html` keeps for it.

use accede_page::app::App;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

fn main() {
    accede_page::panic::install();
    let root = document()
        .get_element_by_id("app")
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(root) = root {
        // The static text was for the time before this moment; mounting appends.
        root.set_inner_html("");
        mount_to(root, App).forget();
    }
}
