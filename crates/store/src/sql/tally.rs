//! How many statements a piece of work has run, for the line that the log has of it.

use std::cell::Cell;

tokio::task_local! {
    static RUN: Cell<u64>;
}

/// Does a piece of work, and says how many statements it ran on any transaction; tasks that it began are not counted.
pub async fn tallied<T>(work: impl Future<Output = T>) -> (T, u64) {
    RUN.scope(Cell::new(0), async {
        let done = work.await;
        (done, RUN.with(Cell::get))
    })
    .await
}

/// One more, where somebody counts.
pub(super) fn add_one() {
    let _ = RUN.try_with(|run| run.set(run.get() + 1));
}
