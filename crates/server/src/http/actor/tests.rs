use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_store::session::{self, EndReason, Level};
use accede_store::{Dialect, params};
use axum::Router;
use axum::http::{Method, Request, header};
use axum::routing::get;
use base64::Engine as _;

use super::*;
use crate::testing::{Client, TestServer};

fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/api/test/person",
            get(async |actor: Actor| actor.user_name),
        )
        .route(
            "/api/test/maybe",
            get(async |MaybeActor(actor): MaybeActor| {
                actor.map_or("nobody".to_owned(), |a| a.user_name)
            }),
        )
        .route(
            "/api/test/staff",
            get(async |StaffActor(actor): StaffActor| actor.user_name),
        )
        .route(
            "/api/test/reviewer",
            get(async |ReviewerActor(actor): ReviewerActor| actor.user_name),
        )
        .route(
            "/api/test/admin",
            get(async |AdminActor(actor): AdminActor| actor.user_name),
        )
        .route(
            "/api/test/files",
            get(async |FilesActor(actor): FilesActor| actor.user_name),
        )
        .route("/api/test/turn", get(turn))
}

/// Puts a new session in the place of the present one, as a second factor does.
async fn turn(
    axum::extract::State(state): axum::extract::State<AppState>,
    current: CurrentSession,
) -> crate::http::Answer<impl axum::response::IntoResponse> {
    let (signed_in, context) = current.full()?;
    let mut tx = state.store.write().await?;
    let cookie =
        replace_session(&mut tx, &state, &context, &signed_in.session, Level::Full).await?;
    tx.commit().await?;
    Ok(([(header::SET_COOKIE, cookie.0)], "turned"))
}

async fn server() -> TestServer {
    TestServer::start().await.with_routes(routes())
}

async fn ask(client: &Client, path: &str) -> (u16, String) {
    let answer = client.get(&format!("/api/test/{path}")).await;
    let said = if answer.status == 200 {
        answer.text().to_owned()
    } else {
        answer.problem()
    };
    (answer.status, said)
}

#[tokio::test]
async fn each_door_opens_for_its_role_only() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await.with_routes(routes());
        let visitor = server.client();
        assert_eq!(ask(&visitor, "maybe").await, (200, "nobody".to_owned()));
        for path in ["person", "staff", "reviewer", "admin", "files"] {
            assert_eq!(
                ask(&visitor, path).await,
                (401, "sign_in_required".to_owned()),
                "{path}"
            );
        }
        let cases = [
            (Role::Researcher, [true, false, false, false]),
            (Role::Reviewer, [true, true, true, false]),
            (Role::Administrator, [true, true, false, true]),
        ];
        for (role, doors) in cases {
            let (_, client) = server.person(role.as_str(), role).await;
            for (path, open) in ["person", "staff", "reviewer", "admin"].iter().zip(doors) {
                let expected = if open {
                    (200, role.as_str().to_owned())
                } else {
                    (403, "forbidden".to_owned())
                };
                assert_eq!(ask(&client, path).await, expected, "{role:?} at {path}");
            }
        }
    }
}

#[tokio::test]
async fn staff_without_a_second_factor_get_nowhere() {
    let server = server().await;
    let (id, client) = server.person("rev", Role::Reviewer).await;
    let mut tx = server.state.store.write().await.unwrap();
    tx.execute(
        "UPDATE account SET totp_confirmed_at = NULL WHERE id = $1",
        params![&id],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    for path in ["person", "reviewer", "files"] {
        assert_eq!(
            ask(&client, path).await,
            (403, "second_factor_setup_required".to_owned())
        );
    }
    assert_eq!(ask(&client, "maybe").await.1, "nobody");
}

#[tokio::test]
async fn half_a_sign_in_opens_nothing() {
    let server = server().await;
    let (id, client) = server.person("ada", Role::Researcher).await;
    let mut tx = server.state.store.write().await.unwrap();
    let sql = "UPDATE session SET level = 'first_factor' WHERE account_id = $1";
    tx.execute(sql, params![&id]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        ask(&client, "person").await,
        (401, "second_factor_required".to_owned())
    );
}

#[tokio::test]
async fn a_session_ends_by_idling_and_by_age() {
    let server = server().await;
    let account = server.account("ada", Role::Researcher).await;
    let idle = server.sign_in(&account).await;
    server.clock.advance(Duration::minutes(29));
    assert_eq!(ask(&idle, "person").await.0, 200);
    server.clock.advance(Duration::minutes(29));
    assert_eq!(
        ask(&idle, "person").await.0,
        200,
        "the request in between was noticed"
    );
    server.clock.advance(Duration::minutes(31));
    assert_eq!(ask(&idle, "person").await.0, 401);

    let busy = server.sign_in(&account).await;
    for _ in 0..23 {
        server
            .clock
            .advance(Duration::minutes(30).times(1).min(Duration::minutes(29)));
        assert_eq!(ask(&busy, "person").await.0, 200);
    }
    server.clock.advance(Duration::minutes(29));
    ask(&busy, "person").await;
    server.clock.advance(Duration::minutes(25));
    assert_eq!(ask(&busy, "person").await.0, 401, "twelve hours are over");
}

#[tokio::test]
async fn the_last_seen_time_is_written_at_most_once_a_minute() {
    let server = server().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let seen = async || server.number("SELECT last_seen_at AS n FROM session").await;
    let first = seen().await;
    server.clock.advance(Duration::seconds(59));
    ask(&client, "person").await;
    assert_eq!(seen().await, first);
    server.clock.advance(Duration::seconds(1));
    ask(&client, "person").await;
    assert_eq!(seen().await, server.state.now().micros());
}

#[tokio::test]
async fn a_replaced_cookie_is_worth_nothing() {
    let server = server().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let old = client.cookies();
    assert_eq!(ask(&client, "turn").await.1, "turned");
    assert_ne!(client.cookies(), old);
    assert_eq!(ask(&client, "person").await.0, 200);
    let caught = Request::builder()
        .uri("/api/test/person")
        .header(header::HOST, "localhost:8080");
    let caught = caught.header(header::COOKIE, format!("accede={}", old["accede"]));
    assert_eq!(client.send(caught).await.status, 401);
}

#[tokio::test]
async fn a_session_ends_with_its_account_or_its_end() {
    let server = server().await;
    let (id, client) = server.person("ada", Role::Researcher).await;
    let mut tx = server.state.store.write().await.unwrap();
    session::end_all(
        &mut tx,
        &id,
        None,
        EndReason::EndedByPerson,
        server.state.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ask(&client, "person").await.0, 401);
    let client = server.sign_in(&id).await;
    let mut tx = server.state.store.write().await.unwrap();
    tx.execute(
        "UPDATE account SET state = 'deactivated' WHERE id = $1",
        params![&id],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ask(&client, "person").await.0, 401);
}

#[tokio::test]
async fn the_cookie_is_as_strict_as_the_origin_allows() {
    let local = server().await;
    let cookie = session_cookie(&local.state, "T").unwrap().0;
    assert_eq!(
        cookie,
        "accede=T; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"
    );
    let public = TestServer::with(
        Dialect::Sqlite,
        &[("public_origin", "https://a.example.org")],
    )
    .await;
    let cookie = session_cookie(&public.state, "T").unwrap().0;
    assert_eq!(
        cookie,
        "__Host-accede=T; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
    );
    assert!(
        end_cookie(&public.state)
            .unwrap()
            .0
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    let kept = local.number("SELECT count(*) AS n FROM session").await;
    assert_eq!(kept, 0);
}

async fn token(server: &TestServer, account: &str, secret: &str) {
    let now = server.state.now();
    let mut tx = server.state.store.write().await.unwrap();
    tx.execute(
        "INSERT INTO personal_token (id, version, account_id, name, scope, token_hash, expires_at, created_at, updated_at)
         VALUES ($1, 1, $2, 'wget', 'files_read', $3, $4, $5, $5)",
        params![server.state.ids.id(now), account, hash(secret), now.plus(Duration::days(1)), now],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_token_opens_what_its_scope_says_and_nothing_else() {
    let server = server().await;
    let ada = server.account("ada", Role::Researcher).await;
    token(&server, &ada, "the-secret").await;
    let client = server.client();
    let show = async |path: &str, authorization: String| {
        let request = client.request(Method::GET, &format!("/api/test/{path}"));
        client
            .send(request.header(header::AUTHORIZATION, authorization))
            .await
    };
    let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    assert_eq!(
        show("files", "Bearer the-secret".to_owned())
            .await
            .expect(200)
            .text(),
        "ada"
    );
    assert_eq!(
        show("files", basic("ada:the-secret"))
            .await
            .expect(200)
            .text(),
        "ada"
    );
    assert_eq!(
        show("person", "Bearer the-secret".to_owned())
            .await
            .expect(403)
            .problem(),
        "forbidden"
    );
    for wrong in [
        "Bearer other".to_owned(),
        basic("eve:the-secret"),
        basic("ada:"),
        basic("ada"),
        "Digest x".to_owned(),
        "x".to_owned(),
    ] {
        let answer = show("files", wrong.clone()).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (401, "wrong_credentials"),
            "{wrong}"
        );
    }
    assert_eq!(
        server
            .number("SELECT last_used_at AS n FROM personal_token")
            .await,
        server.state.now().micros()
    );
    server.clock.advance(Duration::days(1));
    assert_eq!(
        show("files", "Bearer the-secret".to_owned()).await.status,
        401,
        "its time is over"
    );
}
