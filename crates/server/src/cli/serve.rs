//! `accede serve`: until SIGTERM or Ctrl-C; then what has begun is finished.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::CliError;
use crate::config::Config;
use crate::state::{AppState, Seams};
use crate::{http, jobs};

/// So long after the signal the process ends, whatever is still being downloaded.
const DRAIN: Duration = Duration::from_secs(20);

pub(super) async fn run(config: Config) -> Result<(), CliError> {
    let listener = listen(config.listen).await?;
    let state = AppState::open(config, Seams::default()).await?;
    for name in state.migrate(state.now()).await? {
        tracing::info!(name, "migrated");
    }
    serve(state, listener).await
}

/// Takes the address. This comes before any work on the data: whoever gave one that is taken learns it at once, and
/// what arrives meanwhile waits for its answer.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| CliError::Listen { address, source })
}

/// Serves a state whose database is migrated.
pub(super) async fn serve(state: AppState, listener: TcpListener) -> Result<(), CliError> {
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    tracing::info!(build = state.build, origin = %state.config.public_origin, "serving");

    let runner = tokio::spawn(jobs::run_until(state.clone(), jobs::all(), stop.clone()));
    let service = http::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let server =
        axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
    let outcome = tokio::select! {
        outcome = server => outcome,
        () = give_up(&stop) => {
            tracing::warn!("some answers were still being sent; they were cut");
            Ok(())
        }
    };
    stop.cancel();
    if tokio::time::timeout(DRAIN, runner).await.is_err() {
        tracing::warn!("a job did not end in time; its lease ends by itself");
    }
    state.store.close().await;
    tracing::info!("stopped");
    outcome.map_err(CliError::Serve)
}

async fn give_up(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(DRAIN).await;
}

async fn stop_on_signal(stop: CancellationToken) {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => stream.recv().await,
            // Without the handler the signal ends the process at once, as it would any other.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping: requests that have begun are finished");
    stop.cancel();
}
