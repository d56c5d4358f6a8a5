//! When the application has to stop: a static text in its place. What was typed is in the buffer.

use leptos::prelude::document;

/// Shows the text of `index.html` that says what to do, and the cause in the console for whoever mends it.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        let document = document();
        if let Some(app) = document.get_element_by_id("app") {
            let _ = app.set_attribute("hidden", "");
        }
        if let Some(stopped) = document.get_element_by_id("stopped") {
            let _ = stopped.remove_attribute("hidden");
        }
    }));
}
