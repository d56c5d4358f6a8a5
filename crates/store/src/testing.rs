//! Databases for tests: a fresh one for each test, on either kind, already migrated.
//!
//! PostgreSQL: one throw-away cluster serves every test process of a target folder (nextest runs
//! each test in a process of its own), see [`cluster`]. A test's database is copied from a template
//! that was migrated once.

mod cluster;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use accede_domain::time::Timestamp;

use crate::{Dialect, Store, StoreConfig};

/// Readers a test's store may use: enough for a test of concurrency, few enough for many tests at once.
const CONNECTIONS: u32 = 6;

/// A migrated database of one test. Call [`TestDatabase::remove`] at its end; what a failed test
/// leaves behind goes with the cluster, or with the temporary folder.
pub struct TestDatabase {
    /// The store on it.
    pub store: Store,
    /// Its URL, to open it a second time.
    pub url: String,
    place: Place,
}

enum Place {
    File(Folder),
    Cluster { admin_url: String, name: String },
}

impl TestDatabase {
    /// A database of that kind.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot run.
    pub async fn new(dialect: Dialect) -> Self {
        let empty = Self::empty(dialect, Contents::Migrated).await;
        if dialect == Dialect::Sqlite {
            empty
                .store
                .migrate(Timestamp(0))
                .await
                .expect("the schema applies");
        }
        empty
    }

    /// A database without a schema, for tests of migrating.
    ///
    /// # Panics
    /// As [`TestDatabase::new`].
    pub async fn unmigrated(dialect: Dialect) -> Self {
        Self::empty(dialect, Contents::Nothing).await
    }

    async fn empty(dialect: Dialect, contents: Contents) -> Self {
        let name = unique_name();
        let (url, place) = match dialect {
            Dialect::Sqlite => {
                let folder = std::env::temp_dir().join(name);
                std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
                (
                    format!("sqlite://{}", folder.join("test.db").display()),
                    Place::File(Folder(folder)),
                )
            }
            Dialect::Postgres => {
                let cluster = cluster::Cluster::shared().await;
                let template = match contents {
                    Contents::Migrated => cluster.template.as_str(),
                    Contents::Nothing => "template0",
                };
                let admin_url = cluster.url("postgres");
                cluster::run(
                    &admin_url,
                    &format!("CREATE DATABASE {name} TEMPLATE {template}"),
                )
                .await;
                (cluster.url(&name), Place::Cluster { admin_url, name })
            }
        };
        let store = open(&url).await;
        Self { store, url, place }
    }

    /// Opens the same database again, as another replica does.
    ///
    /// # Panics
    /// As [`TestDatabase::new`].
    pub async fn another_store(&self) -> Store {
        open(&self.url).await
    }

    /// Closes and deletes it.
    ///
    /// # Panics
    /// When it cannot be deleted.
    pub async fn remove(self) {
        self.store.close().await;
        match self.place {
            Place::File(folder) => drop(folder),
            Place::Cluster { admin_url, name } => {
                cluster::run(&admin_url, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

/// A folder that goes when the test does, however it ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // Only a test's own files: what cannot be deleted is left to the temporary folder.
        let _left_behind = std::fs::remove_dir_all(&self.0);
    }
}

enum Contents {
    Migrated,
    Nothing,
}

async fn open(url: &str) -> Store {
    let config = StoreConfig {
        url: url.to_owned(),
        connections: CONNECTIONS,
        patience: StoreConfig::FOR_REQUESTS,
    };
    Store::open(config)
        .await
        .expect("the test's database opens")
}

/// A name that no test at the same time has: the process, the moment it started, and a count.
fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // Process ids come round again; what a killed test left behind must not be found by its successor.
    let random: u64 = rand::random();
    format!("accede_test_{}_{count}_{random:016x}", std::process::id())
}
