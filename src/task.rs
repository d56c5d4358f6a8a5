//! Work that waits for something, tied to the place that asked for it.

use std::future::Future;
use std::pin::Pin;

/// Runs a future that ends with the current owner: when the page is gone, it stops at its next `await`, and never
/// reaches for a signal that no longer exists (which would end the whole application).
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    spawn_inner(Box::pin(work));
}

/// Runs a future to its end whatever becomes of the page. It may use `try_get` and `try_set` only.
pub fn spawn_to_the_end(work: impl Future<Output = ()> + 'static) {
    leptos::task::spawn_local(work);
}

fn spawn_inner(work: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::reactive::spawn_local_scoped_with_cancellation(work);
}
