//! The crowd of the demonstration: as many applications as somebody asks for, so that the staff's lists can be tried at the
//! size that they will have. People, organisations and what becomes of each application fall by chance, the same for the same
//! seed and moment. Rows go into the tables at once; nobody walks a million people through the routes.

mod dice;
mod life;
mod person;
mod plan;
mod pools;
mod rows;
mod story;
mod training;

use std::collections::HashMap;

use accede_content::{DocumentKind, TrainingType};
use accede_domain::account::Role;
use accede_domain::time::Timestamp;
use accede_store::application_queue::{self, Kept};
use accede_store::mailed_link::Purpose;
use accede_store::{account, counter, setting, training_queue};
use serde::{Deserialize, Serialize};

use super::{DemoError, PASSPHRASE, PEOPLE};
use crate::jobs::lists;
use crate::state::AppState;
use crate::{links, texts};
use dice::Dice;
use life::Life;
use person::World;
use rows::Rows;

/// Where it is kept which crowd a database has.
const SETTING: &str = "demonstration_crowd";
/// People whose rows are written together.
const AT_ONCE: usize = 2_000;
/// Places that a microsecond has in the queue.
const PLACES: u64 = 2_048;
/// How large the crowd is, and how chance falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Applications, drafts among them, beside those of the story.
    pub applications: u64,
    /// The same seed gives the same crowd.
    pub seed: u64,
}

/// A crowd that was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Begun {
    size: Size,
    /// Moved in to the last.
    is_there: bool,
}

/// What everybody in the crowd has in common.
struct Crowd<'s> {
    state: &'s AppState,
    seed: u64,
    now: Timestamp,
    world: World,
    passphrase_hash: String,
    privacy_version: String,
    terms_version: String,
    reviewers: Vec<String>,
    administrator: String,
    known: Known,
}

impl<'s> Crowd<'s> {
    async fn of(state: &'s AppState, size: Size) -> Result<Self, DemoError> {
        let now = state.now();
        let passphrase_hash = state
            .passphrases
            .hash(state.entropy.as_ref(), PASSPHRASE)
            .await?;
        let mut tx = state.store.read().await?;
        let (mut reviewers, mut administrator) = (Vec::new(), String::new());
        for person in PEOPLE {
            let there = account::by_user_name(&mut tx, person.user_name).await?;
            match (person.role, there) {
                (Role::Reviewer, Some(account)) => reviewers.push(account.id),
                (Role::Administrator, Some(account)) => administrator = account.id,
                _ => {}
            }
        }
        let text = |kind| {
            texts::in_force(state, kind, now)
                .version
                .as_str()
                .to_owned()
        };
        Ok(Self {
            state,
            seed: size.seed,
            now,
            world: World::of(size.applications),
            passphrase_hash,
            privacy_version: text(DocumentKind::Privacy),
            terms_version: text(DocumentKind::Terms),
            reviewers,
            administrator,
            known: Known::default(),
        })
    }

    /// Adds the rows of a person, and the lines that lists show of their applications.
    fn add_lines(&self, number: u64, life: Life, rows: &mut Rows) {
        let Life {
            rows: own, facts, ..
        } = life;
        rows.append(own);
        for (mut facts, asks_now) in facts {
            let reference = facts.signals.reference.as_ref().filter(|_| asks_now);
            facts.signals.reference_known =
                reference.is_some_and(|address| self.known.has_confirmed_another(address, number));
            // Two who applied in the same microsecond do not take the same place.
            let place = Kept::first_place(facts.first_submitted_at)
                + i64::try_from(number % PLACES).unwrap_or(0);
            let kept = Kept::of(&facts, place, &self.state.config.personal_mail_domains);
            rows.lines.push(kept.row());
            rows.words.push(kept.words());
        }
    }

    /// The training of which everybody sends reports.
    fn training(&self) -> Option<&'s TrainingType> {
        self.state.catalogue.trainings().first()
    }

    fn reviewer(&self, dice: &mut Dice) -> String {
        let index = usize::try_from(dice.below(self.reviewers.len() as u64)).unwrap_or(0);
        self.reviewers.get(index).cloned().unwrap_or_default()
    }

    /// Why an application is rejected, by the template's key.
    fn rejection(&self, dice: &mut Dice) -> Option<String> {
        let templates = self.state.catalogue.rejection_templates();
        let index = usize::try_from(dice.below(templates.len() as u64)).unwrap_or(0);
        templates.get(index).map(|template| template.key.clone())
    }

    fn link_hash(&self, request_id: &str, salt: &[u8]) -> [u8; 32] {
        links::hash(self.state, Purpose::Reference, request_id, salt)
    }
}

/// Who was confirmed by whom, so that a line can say that its reference has confirmed somebody else.
#[derive(Debug, Default)]
struct Known(HashMap<String, Confirmed>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Confirmed {
    /// The person with this number.
    One(u64),
    Several,
}

impl Known {
    fn note(&mut self, number: u64, life: &Life) {
        for address in &life.confirmed {
            self.0
                .entry(address.clone())
                .and_modify(|of| {
                    if *of != Confirmed::One(number) {
                        *of = Confirmed::Several;
                    }
                })
                .or_insert(Confirmed::One(number));
        }
    }

    /// Whether the address has confirmed anybody but this person.
    fn has_confirmed_another(&self, address: &str, number: u64) -> bool {
        self.0
            .get(address)
            .is_some_and(|of| *of != Confirmed::One(number))
    }
}

/// Which crowd this database has.
///
/// # Errors
/// When the database cannot be read, or an earlier crowd broke off.
pub async fn there(state: &AppState) -> Result<Option<Size>, DemoError> {
    let mut tx = state.store.read().await?;
    match setting::get::<Begun>(&mut tx, SETTING).await? {
        None => Ok(None),
        Some(begun) if begun.value.is_there => Ok(Some(begun.value.size)),
        Some(_) => Err(DemoError::HalfLoaded),
    }
}

/// Adds a crowd to a demonstration that is loaded and has none. `say` is told how far it has come.
///
/// # Errors
/// The first thing that fails; the database is then of no use.
pub async fn add(state: &AppState, size: Size, say: impl Fn(String)) -> Result<(), DemoError> {
    mark(state, size, false).await?;
    let mut crowd = Crowd::of(state, size).await?;
    say(format!("Inventing {} applications …", size.applications));
    let mut known = Known::default();
    for (number, life) in lives(&crowd, size.applications) {
        known.note(number, &life);
    }
    crowd.known = known;
    write(&crowd, size, &say).await?;
    mark(state, size, true).await
}

async fn mark(state: &AppState, size: Size, is_there: bool) -> Result<(), DemoError> {
    let mut tx = state.store.write().await?;
    let before = setting::get::<Begun>(&mut tx, SETTING).await?;
    let seen = before.map_or(0, |one| one.version);
    let begun = Begun { size, is_there };
    setting::put(&mut tx, SETTING, &begun, seen, state.now()).await?;
    Ok(tx.commit().await?)
}

/// Person after person, each with a number, until there are so many applications.
fn lives<'c>(crowd: &'c Crowd<'_>, applications: u64) -> impl Iterator<Item = (u64, Life)> + 'c {
    let mut left = applications;
    (0..).map_while(move |number| {
        let life = (left > 0).then(|| life::of(crowd, number, left))?;
        left = left.saturating_sub(life.applications());
        Some((number, life))
    })
}

/// Fills the tables, makes the indexes, counts.
async fn write(crowd: &Crowd<'_>, size: Size, say: &impl Fn(String)) -> Result<(), DemoError> {
    let store = &crowd.state.store;
    let mut fill = store.fill().await?;
    let mut lives = lives(crowd, size.applications).peekable();
    let (mut people, mut applications, mut files) = (0, 0, 0);
    while lives.peek().is_some() {
        let mut rows = Rows::default();
        for (number, mut life) in lives.by_ref().take(AT_ONCE) {
            people += 1;
            applications += life.applications();
            for report in std::mem::take(&mut life.reports) {
                let of = crowd.training().filter(|_| files < training::FILES);
                files += 1;
                rows.files.push(match of {
                    Some(of) => {
                        let trainings = &mut life.rows.trainings;
                        report.keep(crowd.state, of, trainings).await?
                    }
                    None => report.without(),
                });
            }
            crowd.add_lines(number, life, &mut rows);
        }
        fill.add(&rows.into_tables()).await?;
        say(format!(
            "{applications} of {} applications",
            size.applications
        ));
    }
    drop(lives);
    fill.finish(|step, of| say(format!("index {} of {of}", step + 1)))
        .await?;
    let mut tx = store.write().await?;
    application_queue::recount(&mut tx).await?;
    training_queue::recount(&mut tx).await?;
    counter::add(&mut tx, account::COUNTER, people).await?;
    lists::made(&mut tx, crowd.state).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use accede_domain::time::Duration;
    use accede_domain::training::reading::{Paper, Reading};
    use accede_store::{Dialect, params};
    use object_store::ObjectStoreExt as _;
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::testing::TestServer;

    const SIZE: Size = Size {
        applications: 400,
        seed: 7,
    };

    async fn with_crowd(dialect: Dialect) -> TestServer {
        let server = TestServer::on(dialect).await;
        for person in PEOPLE {
            server.account(person.user_name, person.role).await;
        }
        add(&server.state, SIZE, |_| ()).await.unwrap();
        server
    }

    /// Who applied, and what became of it.
    async fn lines(server: &TestServer) -> Vec<String> {
        let mut tx = server.state.store.read().await.unwrap();
        let sql = "SELECT user_name || ' ' || reference_number || ' ' || state || ' ' || tray || ' ' || signals AS line
                   FROM queue_entry ORDER BY user_name, reference_number";
        let rows = tx.fetch_all(sql, params![]).await.unwrap();
        rows.iter().map(|row| row.text("line").unwrap()).collect()
    }

    /// The kinds of mails that were queued, each once.
    async fn mails(server: &TestServer) -> Vec<String> {
        let mut tx = server.state.store.read().await.unwrap();
        let sql = "SELECT DISTINCT kind FROM outbox ORDER BY kind";
        let rows = tx.fetch_all(sql, params![]).await.unwrap();
        rows.iter().map(|row| row.text("kind").unwrap()).collect()
    }

    async fn lines_are_right(server: &TestServer) {
        let mut tx = server.state.store.write().await.unwrap();
        let ids = application_queue::submitted_after(&mut tx, "", 10_000)
            .await
            .unwrap();
        let domains = &server.state.config.personal_mail_domains;
        let found = application_queue::stale(&mut tx, &ids, domains)
            .await
            .unwrap();
        assert_eq!(found, Vec::<String>::new());
    }

    /// Each report has a file of its own, under the digest that its row says, which no other has; and of each it is kept
    /// what is read in one that is sent.
    async fn files_are_there(server: &TestServer) {
        let mut tx = server.state.store.read().await.unwrap();
        let sql = "SELECT f.object_key, f.sha256, t.facts FROM training t JOIN file f ON f.id = t.file_id ORDER BY f.id";
        let rows = tx.fetch_all(sql, params![]).await.unwrap();
        let rules = &server.state.catalogue.trainings()[0].report;
        let mut digests = std::collections::HashSet::new();
        for row in &rows {
            let key = object_store::path::Path::from(row.text("object_key").unwrap());
            let file = server.state.files.get(&key).await.unwrap();
            let bytes = file.bytes().await.unwrap();
            let digest = row.text("sha256").unwrap();
            assert_eq!(hex::encode(Sha256::digest(&bytes)), digest);
            assert!(digests.insert(digest), "{key} is the file of two");
            let judged = server.state.judge(bytes.to_vec(), rules).await.unwrap();
            assert_eq!(judged.reading.paper, Paper::Report);
            assert_eq!(row.json::<Reading>("facts").unwrap(), judged.reading);
        }
        assert!(rows.len() > 200, "{}", rows.len());
    }

    /// How often each of these words stands there.
    async fn times(server: &TestServer, sql: &'static str) -> Vec<(String, i64)> {
        let mut tx = server.state.store.read().await.unwrap();
        let rows = tx.fetch_all(sql, params![]).await.unwrap();
        let read = |row: &accede_store::Row| (row.text("word").unwrap(), row.int("n").unwrap());
        rows.iter().map(read).collect()
    }

    /// What staff did to a case, as its history tells it, they decided; and the work is everybody's.
    async fn decisions_are_there(server: &TestServer) {
        let told = "SELECT CASE kind WHEN 'identity_confirmed' THEN 'confirm_identity'
                 WHEN 'reference_invited' THEN 'invite_reference' WHEN 'reference_skipped' THEN 'skip_reference'
                 WHEN 'returned' THEN 'return_for_changes' WHEN 'accepted' THEN 'accept' WHEN 'rejected' THEN 'reject'
                 ELSE kind END || ' ' || actor_id AS word, count(*) AS n
             FROM application_event WHERE actor_role = 'reviewer' GROUP BY 1 ORDER BY 1";
        let decided = "SELECT command || ' ' || decided_by AS word, count(*) AS n FROM decision
             WHERE case_kind = 'application' AND actor_role = 'reviewer' GROUP BY 1 ORDER BY 1";
        assert_eq!(times(server, told).await, times(server, decided).await);
        let told = "SELECT reviewer_id AS word, count(*) AS n FROM training WHERE decided_at IS NOT NULL GROUP BY 1 ORDER BY 1";
        let decided = "SELECT decided_by AS word, count(*) AS n FROM decision WHERE case_kind = 'training' GROUP BY 1 ORDER BY 1";
        let trainings = times(server, told).await;
        assert_eq!(trainings, times(server, decided).await);
        let reviewers = PEOPLE.iter().filter(|one| one.role == Role::Reviewer);
        assert_eq!(trainings.len(), reviewers.count());
        let open = "SELECT count(*) AS n FROM decision WHERE is_open <> 0 OR state <> 'carried_out' OR ended_at <> decided_at";
        assert_eq!(server.number(open).await, 0);
    }

    /// Nobody applied before there was a report, unless there never was one; and no two came at once.
    async fn reports_come_one_by_one(server: &TestServer) {
        let late = "SELECT count(*) AS n FROM application a WHERE first_submitted_at < (
             SELECT min(t.submitted_at) FROM training t WHERE t.account_id = a.account_id)";
        assert_eq!(server.number(late).await, 0);
        let together = "SELECT count(*) - count(DISTINCT submitted_at) AS n FROM training";
        assert_eq!(server.number(together).await, 0);
    }

    #[tokio::test]
    async fn a_crowd_is_what_its_seed_says_and_its_lines_follow_from_its_rows() {
        let (mut both, mut decided) = (Vec::new(), Vec::new());
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let server = with_crowd(dialect).await;
            let applications = "SELECT count(*) AS n FROM application";
            assert_eq!(server.number(applications).await, 400);
            assert_eq!(there(&server.state).await.unwrap(), Some(SIZE));
            lines_are_right(&server).await;
            both.push(lines(&server).await);
            files_are_there(&server).await;
            decisions_are_there(&server).await;
            reports_come_one_by_one(&server).await;
            decided.push(
                times(
                    &server,
                    "SELECT id || ' ' || case_id || ' ' || command AS word, decided_at AS n FROM decision ORDER BY id",
                )
                .await,
            );
            // What is due goes its way, finds nothing that it cannot read, and nobody to write to but the staff.
            server.run_jobs().await;
            assert_eq!(mails(&server).await, ["daily_digest"]);
            server.clock.advance(Duration::days(3));
            server.run_jobs().await;
            lines_are_right(&server).await;
        }
        assert!(both[0].len() > 350, "{}", both[0].len());
        assert_eq!(both[0], both[1]);
        assert_eq!(decided[0], decided[1]);
    }

    #[tokio::test]
    async fn a_crowd_that_broke_off_is_noticed() {
        let server = TestServer::start().await;
        mark(&server.state, SIZE, false).await.unwrap();
        assert!(matches!(
            there(&server.state).await,
            Err(DemoError::HalfLoaded)
        ));
    }

    #[test]
    fn whoever_confirmed_one_is_known_to_all_others() {
        let mut known = Known::default();
        let life = Life {
            confirmed: vec!["a@uni.example".to_owned()],
            ..Life::default()
        };
        known.note(1, &life);
        known.note(1, &life);
        assert!(!known.has_confirmed_another("a@uni.example", 1));
        assert!(known.has_confirmed_another("a@uni.example", 2));
        assert!(!known.has_confirmed_another("b@uni.example", 2));
        known.note(2, &life);
        assert!(known.has_confirmed_another("a@uni.example", 1));
    }
}
