//! What the contract tests share.

use accede_domain::time::Timestamp;
use accede_store::ids::IdSource;
use accede_store::{Store, Tx, params};

/// Some moment; tests count from it.
pub const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

/// Makes two tests, `sqlite::name` and `postgres::name`, of each async function named here. Each
/// gets a migrated database of its own.
macro_rules! contract_tests {
    ($($name:ident),+ $(,)?) => {
        contract_tests!(@on sqlite, Sqlite, $($name),+);
        contract_tests!(@on postgres, Postgres, $($name),+);
    };
    (@on $module:ident, $dialect:ident, $($name:ident),+) => {
        mod $module {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let database = accede_store::testing::TestDatabase::new(accede_store::Dialect::$dialect).await;
                super::$name(&database.store).await;
                database.remove().await;
            })+
        }
    };
}

/// Ids that repeat from run to run.
pub fn ids() -> IdSource {
    let count = std::sync::atomic::AtomicU8::new(1);
    IdSource::new(move |bytes| bytes.fill(count.fetch_add(1, std::sync::atomic::Ordering::Relaxed)))
}

/// A write that must succeed, in a transaction of its own.
pub async fn write(store: &Store) -> Tx {
    store.write().await.unwrap()
}

/// An active researcher with this id; the user name is the same.
pub async fn add_account(tx: &mut Tx, id: &str) {
    tx.execute(
        "INSERT INTO account (id, version, user_name, role, state, given_names, family_name, one_name, affiliation,
             country, privacy_version, terms_version, accepted_at, created_at, updated_at)
         VALUES ($1, 1, $1, 'researcher', 'active', 'Ada', 'Lovelace', 0, 'Somewhere', 'GB', '1', '1', $2, $2, $2)",
        params![id, NOW],
    )
    .await
    .unwrap();
}
