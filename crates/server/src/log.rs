//! The log: one JSON object a line, on standard output. It holds request ids, routes and outcomes; never a path, a
//! query, an address or anything that a person typed.

use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;

/// Starts the log of the process. A panic is logged by its place alone: what it says may hold anything.
pub fn start(filter: &str) {
    if tracing::subscriber::set_global_default(lines(filter, std::io::stdout)).is_err() {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}

/// Writes the lines of the log.
pub fn lines<W>(filter: &str, to: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    // The configuration has parsed the filter before.
    let targets: Targets = filter
        .parse()
        .unwrap_or_else(|_| Targets::new().with_default(tracing::Level::INFO));
    let format = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false);
    tracing_subscriber::registry()
        .with(targets)
        .with(format.with_writer(to))
}
