//! The real `wget` against the server on a port of its own. The command is the one that the page shows.

use std::path::Path;
use std::process::Output;

use accede_store::Dialect;
use tokio::net::TcpListener;
use tokio::process::Command;

use crate::testing::TestServer;

const SLUG: &str = "mimic-cxr";

/// A server that listens, with its address.
async fn listening() -> (TestServer, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let server = TestServer::with(Dialect::Sqlite, &[("public_origin", &origin)]).await;
    let router = crate::http::router(server.state.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (server, origin)
}

async fn wget(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("wget");
    // Nothing of the machine's own settings; a proxy would not know the server.
    command
        .current_dir(folder)
        .env("LC_ALL", "C")
        .args(["--no-config", "--no-proxy"]);
    command
        .args(["-r", "-N", "-c", "-np", "--tries=1"])
        .args(arguments)
        .output()
        .await
        .expect("wget is installed")
}

#[tokio::test(flavor = "multi_thread")]
async fn wget_fetches_everything_once() {
    let (server, origin) = listening().await;
    server.import_synthetic(SLUG).await;
    let (id, _) = server.member("ada", SLUG).await;
    let token = server.files_token(&id).await;
    let folder = tempfile::tempdir().unwrap();
    let url = format!("{origin}/files/{SLUG}/2.1.0/");
    let (user, password) = ("--user=ada", format!("--password={token}"));

    let first = wget(folder.path(), &[user, &password, &url]).await;
    assert!(
        first.status.success(),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let host = origin.trim_start_matches("http://");
    let arrived = folder
        .path()
        .join(host)
        .join("files")
        .join(SLUG)
        .join("2.1.0");
    let check = Command::new("sha256sum")
        .args(["--quiet", "-c", "SHA256SUMS.txt"])
        .current_dir(&arrived)
        .output();
    let check = check.await.unwrap();
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stdout)
    );

    let noted = "SELECT count(*) AS n FROM audit_event WHERE action = 'file.download'";
    let downloads = server.number(noted).await;
    let files = crate::datasets::manifest(&server.state, SLUG, "2.1.0")
        .await
        .unwrap()
        .unwrap()
        .files
        .len();
    assert_eq!(downloads, files as i64);

    let second = wget(folder.path(), &[user, &password, &url]).await;
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(second.status.success(), "{said}");
    assert_eq!(
        server.number(noted).await,
        downloads,
        "nothing was fetched again: {said}"
    );
    assert!(!said.contains("saved ["), "{said}");

    // A file that broke off is taken up where it stopped.
    let list = arrived.join("SHA256SUMS.txt");
    let whole = std::fs::read(&list).unwrap();
    std::fs::write(&list, &whole[..10]).unwrap();
    let third = wget(folder.path(), &[user, &password, &url]).await;
    assert!(
        third.status.success(),
        "{}",
        String::from_utf8_lossy(&third.stderr)
    );
    assert!(
        std::fs::read(&list).unwrap() == whole,
        "{}",
        String::from_utf8_lossy(&third.stderr)
    );
    assert_eq!(server.number(noted).await, downloads + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn wget_without_the_right_token_ends_with_a_failure() {
    let (server, origin) = listening().await;
    server.import_synthetic(SLUG).await;
    let (id, _) = server.member("ada", SLUG).await;
    server.files_token(&id).await;
    let folder = tempfile::tempdir().unwrap();
    let url = format!("{origin}/files/{SLUG}/2.1.0/");
    let refused = wget(folder.path(), &["--user=ada", "--password=wrong", &url]).await;
    assert_eq!(
        refused.status.code(),
        Some(6),
        "{}",
        String::from_utf8_lossy(&refused.stderr)
    );
}
