use std::io::{Cursor, Read as _};

use accede_domain::account::Role;
use accede_domain::time::Timestamp;
use axum::http::{Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::datasets::{Content, NewFile, import};
use crate::testing::{Client, TestAnswer, TestServer};

const SLUG: &str = "mimiciii";
const FOLDER: &str = "/files/mimiciii/1.4/";

async fn with_files() -> TestServer {
    let server = TestServer::start().await;
    let file = |path: &str, text: &str| NewFile {
        path: path.to_owned(),
        modified: Timestamp::from_seconds(1_700_000_000),
        content: Content::Bytes(text.as_bytes().to_vec()),
    };
    let files = vec![
        file("A.csv", "0123456789"),
        file("notes/É <a>&b.txt", "note"),
        file("notes/p1/empty.dat", ""),
    ];
    import(&server.state, SLUG, "1.4", files).await.unwrap();
    server
}

/// What a tool sends: no cookie, name and token.
async fn with_token(
    server: &TestServer,
    method: Method,
    path: &str,
    name: &str,
    token: &str,
) -> TestAnswer {
    let basic = format!("Basic {}", STANDARD.encode(format!("{name}:{token}")));
    let client = server.client();
    client
        .send(
            client
                .request(method, path)
                .header(header::AUTHORIZATION, basic),
        )
        .await
}

async fn get_with(client: &Client, path: &str, name: &str, value: &str) -> TestAnswer {
    client
        .send(client.request(Method::GET, path).header(name, value))
        .await
}

#[tokio::test]
async fn a_tool_is_asked_for_name_and_token_and_a_person_is_led_to_sign_in() {
    let server = with_files().await;
    let client = server.client();
    for path in [
        FOLDER,
        "/files/mimiciii/1.4/A.csv",
        "/files/mimiciii/mimiciii-1.4.zip",
        "/files/mimiciii/1.4/none",
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.problem(), "sign_in_required", "{path}");
        assert!(
            answer
                .header("www-authenticate")
                .starts_with("Basic realm="),
            "{path}"
        );
        let answer = get_with(&client, path, "sec-fetch-mode", "navigate")
            .await
            .expect(303);
        assert!(
            answer
                .header("location")
                .starts_with("/sign-in?return=%2Ffiles%2Fmimiciii"),
            "{path}"
        );
    }
    let old_browser = client
        .request(Method::GET, FOLDER)
        .header("accept", "text/html")
        .header("user-agent", "Mozilla/5.0");
    assert_eq!(client.send(old_browser).await.status, 303);
}

#[tokio::test]
async fn who_lacks_something_is_refused_however_they_ask() {
    let server = with_files().await;
    let (id, client) = server.person("ada", Role::Researcher).await;
    let token = server.files_token(&id).await;
    let answer = with_token(&server, Method::GET, FOLDER, "ada", &token).await;
    assert_eq!(answer.problem(), "access_restricted");
    assert_eq!(
        client.get("/files/mimiciii/1.4/A.csv").await.problem(),
        "access_restricted"
    );
    let answer = get_with(&client, FOLDER, "sec-fetch-mode", "navigate")
        .await
        .expect(303);
    assert_eq!(answer.header("location"), "/datasets/mimiciii");
    for (name, token) in [("ada", "wrong"), ("eve", token.as_str()), ("", "")] {
        let answer = with_token(&server, Method::GET, FOLDER, name, token).await;
        assert_eq!(answer.problem(), "wrong_credentials");
        assert!(answer.header("www-authenticate").starts_with("Basic "));
    }
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM audit_event WHERE action = 'file.download'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_member_gets_files_by_session_and_by_token_and_both_are_noted() {
    let server = with_files().await;
    let (id, client) = server.member("ada", SLUG).await;
    let token = server.files_token(&id).await;
    let by_token = with_token(
        &server,
        Method::GET,
        "/files/mimiciii/1.4/A.csv",
        "ada",
        &token,
    )
    .await
    .expect(200);
    let by_session = client.get("/files/mimiciii/1.4/A.csv").await.expect(200);
    for answer in [by_token, by_session] {
        assert_eq!(answer.text(), "0123456789");
        assert_eq!(
            answer.header("last-modified"),
            "Tue, 14 Nov 2023 22:13:20 GMT"
        );
        assert_eq!(answer.header("content-length"), "10");
        assert_eq!(answer.header("accept-ranges"), "bytes");
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
    }
    let noted = "SELECT count(*) AS n FROM audit_event WHERE action = 'file.download' AND concerns_account_id IS NOT NULL";
    assert_eq!(server.number(noted).await, 2);
    let head = with_token(
        &server,
        Method::HEAD,
        "/files/mimiciii/1.4/A.csv",
        "ada",
        &token,
    )
    .await
    .expect(200);
    assert_eq!((head.body.len(), head.header("content-length")), (0, "10"));
    assert_eq!(server.number(noted).await, 2, "a head is no download");
    // The token opens nothing else.
    assert_eq!(
        with_token(&server, Method::GET, "/api/v1/signatures", "ada", &token)
            .await
            .problem(),
        "forbidden"
    );
}

#[tokio::test]
async fn a_download_goes_on_where_it_stopped() {
    let server = with_files().await;
    let (_, client) = server.member("ada", SLUG).await;
    let path = "/files/mimiciii/1.4/A.csv";
    let part = get_with(&client, path, "range", "bytes=4-6")
        .await
        .expect(206);
    assert_eq!(
        (part.text(), part.header("content-range")),
        ("456", "bytes 4-6/10")
    );
    let part = get_with(&client, path, "range", "bytes=-3")
        .await
        .expect(206);
    assert_eq!(part.text(), "789");
    let behind = get_with(&client, path, "range", "bytes=10-")
        .await
        .expect(416);
    assert_eq!(
        (behind.problem().as_str(), behind.header("content-range")),
        ("range_not_satisfiable", "bytes */10")
    );
    let etag = part.header("etag").to_owned();
    let known = get_with(&client, path, "if-none-match", &etag)
        .await
        .expect(304);
    assert_eq!((known.body.len(), known.header("etag")), (0, etag.as_str()));
    let since = "Tue, 14 Nov 2023 22:13:20 GMT";
    assert_eq!(
        get_with(&client, path, "if-modified-since", since)
            .await
            .status,
        304
    );
    let other = client
        .request(Method::GET, path)
        .header("range", "bytes=5-")
        .header("if-range", "\"other\"");
    assert_eq!(client.send(other).await.expect(200).text(), "0123456789");
    let same = client
        .request(Method::GET, path)
        .header("range", "bytes=5-")
        .header("if-range", &etag);
    assert_eq!(client.send(same).await.expect(206).text(), "56789");
    assert_eq!(
        client
            .get("/files/mimiciii/1.4/notes/p1/empty.dat")
            .await
            .expect(200)
            .body
            .len(),
        0
    );
}

#[tokio::test]
async fn folders_are_lists_of_plain_links() {
    let server = with_files().await;
    let (_, client) = server.member("ada", SLUG).await;
    let top = client.get(FOLDER).await.expect(200);
    for link in [
        "href=\"./A.csv\"",
        "href=\"./notes/\"",
        "href=\"./SHA256SUMS.txt\"",
    ] {
        assert!(top.text().contains(link), "{}", top.text());
    }
    assert!(
        !top.text().contains("style") && !top.text().contains("<script"),
        "fits the policy"
    );
    let notes = client.get("/files/mimiciii/1.4/notes/").await.expect(200);
    assert!(
        notes
            .text()
            .contains("href=\"./%C3%89%20%3Ca%3E%26b.txt\">É &lt;a&gt;&amp;b.txt</a>"),
        "{}",
        notes.text()
    );
    assert_eq!(
        client
            .get("/files/mimiciii/1.4/notes/%C3%89%20%3Ca%3E%26b.txt")
            .await
            .expect(200)
            .text(),
        "note"
    );
    let rest = format!("bytes={}-", top.body.len());
    let nothing_more = get_with(&client, FOLDER, "range", &rest).await.expect(416);
    assert!(
        nothing_more.header("content-type").starts_with("text/html"),
        "else wget -r ends here"
    );
    assert_eq!(
        get_with(&client, FOLDER, "range", "bytes=5-")
            .await
            .expect(200)
            .body,
        top.body
    );
    assert_eq!(
        get_with(
            &client,
            FOLDER,
            "if-modified-since",
            top.header("last-modified")
        )
        .await
        .status,
        200
    );
    let etag = top.header("etag").to_owned();
    assert_eq!(
        get_with(&client, FOLDER, "if-none-match", &etag)
            .await
            .status,
        304
    );
    for (path, to) in [
        ("/files/mimiciii/1.4", FOLDER),
        ("/files/mimiciii/1.4/notes", "/files/mimiciii/1.4/notes/"),
        (
            "/files/mimiciii/1.4/notes/p1",
            "/files/mimiciii/1.4/notes/p1/",
        ),
    ] {
        assert_eq!(client.get(path).await.expect(308).header("location"), to);
    }
}

#[tokio::test]
async fn no_path_leads_out() {
    let server = with_files().await;
    let (_, client) = server.member("ada", SLUG).await;
    for path in [
        "/files/mimiciii/1.4/../1.4/A.csv",
        "/files/mimiciii/1.4/%2e%2e/1.4/A.csv",
        "/files/mimiciii/1.4/notes/..%2FA.csv",
        "/files/mimiciii/1.4//A.csv",
        "/files/mimiciii/1.4/%2Fetc%2Fpasswd",
        "/files/mimiciii/1.4/A.csv%00",
        "/files/mimiciii/1.4/..%5C..%5Ckeys",
        "/files/mimiciii/1.3/A.csv",
        "/files/mimiciii/1.3/",
        "/files/mimiciii/blobs/",
        "/files/mimiciii/mimiciii-1.3.zip",
        "/files/mimiciii/mimiciv-3.1.zip",
        "/files/other/1.4/",
        "/files/%2e%2e/keys/",
        "/files/mimiciii/",
        "/files/",
    ] {
        let answer = client.get(path).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (404, "not_found"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_zip_file_holds_every_file_and_comes_in_ranges() {
    let server = with_files().await;
    let (_, client) = server.member("ada", SLUG).await;
    let path = "/files/mimiciii/mimiciii-1.4.zip";
    let whole = client.get(path).await.expect(200);
    assert_eq!(whole.header("content-length"), whole.body.len().to_string());
    assert_eq!(whole.header("content-type"), "application/zip");
    let mut zip = zip::ZipArchive::new(Cursor::new(whole.body.clone())).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(
        names,
        [
            "A.csv",
            "SHA256SUMS.txt",
            "notes/p1/empty.dat",
            "notes/É <a>&b.txt"
        ]
    );
    let mut sums = String::new();
    zip.by_name("SHA256SUMS.txt")
        .unwrap()
        .read_to_string(&mut sums)
        .unwrap();
    for line in sums.lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        let mut bytes = Vec::new();
        // Reading to the end checks the CRC.
        zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(hex::encode(Sha256::digest(&bytes)), digest, "{name}");
    }
    let mut pieces = Vec::new();
    for start in (0..whole.body.len()).step_by(7) {
        let range = format!("bytes={start}-{}", start + 6);
        pieces.extend(
            get_with(&client, path, "range", &range)
                .await
                .expect(206)
                .body,
        );
    }
    assert_eq!(pieces, whole.body);
}

#[tokio::test]
async fn what_was_not_imported_is_not_there() {
    let server = TestServer::start().await;
    let (_, client) = server.member("ada", SLUG).await;
    for path in [
        FOLDER,
        "/files/mimiciii/mimiciii-1.4.zip",
        "/api/v1/datasets/mimiciii/files",
    ] {
        assert_eq!(client.get(path).await.problem(), "not_found", "{path}");
    }
}
