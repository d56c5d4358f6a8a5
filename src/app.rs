//! The root component: routes to pages, nothing else.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=|| view! { <main><h1>"Page not found"</h1></main> }>
                <Route path=path!("/") view=Home />
            </FlatRoutes>
        </Router>
    }
}

#[component]
fn Home() -> impl IntoView {
    view! { <main><h1>"Access to credentialed research data"</h1></main> }
}
