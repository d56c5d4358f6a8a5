//! The pages. Each is a folder: `view.rs` draws it; `model.rs`, where there is something to decide, is pure and tested
//! natively. A new page is a line of [`draw`].

#[cfg(feature = "gallery")]
pub mod gallery;
pub mod home;
pub mod not_found;
pub mod sign_in;

use crate::dom::El;
use crate::route::Route;

/// Draws the page of a route.
pub fn draw(route: &Route) -> El {
    match route {
        Route::Home => home::draw(),
        Route::SignIn => sign_in::draw(),
        Route::SecondFactor => sign_in::draw_second_factor(),
        #[cfg(feature = "gallery")]
        Route::Gallery => gallery::draw(),
        _ => not_found::draw(),
    }
}
