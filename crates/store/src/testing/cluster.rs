//! One PostgreSQL cluster for all test processes of a target folder.
//!
//! The first test starts it under a file lock; each process that uses it holds a shared lock on
//! another file as long as it lives; a watchdog, apart from any test, stops the cluster once
//! nobody has held that lock for half a minute. So it needs no set-up and no tear-down by whoever
//! runs the tests, a killed test run leaves nothing behind, and the next run starts afresh.

use std::fs::File;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use accede_domain::time::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::{Store, StoreConfig};

/// PostgreSQL refuses to run as root; "nobody" has this number on every Linux.
const NOBODY: u32 = 65534;

/// Checks every 5 seconds whether anybody holds the lock of users; stops the cluster when nobody
/// did 6 times in a row, still holding the lock, so that no test can come in between. Ends by itself
/// when the cluster is gone.
const WATCHDOG: &str = r#"
idle=0
while sleep 5; do
    [ -f "$1/data/postmaster.pid" ] || exit 0
    if flock --nonblock --exclusive "$1/users.lock" true; then idle=$((idle + 1)); else idle=0; fi
    if [ "$idle" -ge 6 ]; then
        flock --nonblock --exclusive "$1/users.lock" "$2" -D "$1/data" -m immediate -w stop && exit 0
        idle=0
    fi
done
"#;

/// A running cluster.
pub(super) struct Cluster {
    port: u16,
    /// The database that new ones are copied from.
    pub(super) template: String,
}

/// Held as long as this process lives.
static IN_USE: OnceLock<File> = OnceLock::new();

impl Cluster {
    /// The cluster of this target folder, started if it is not running.
    pub(super) async fn shared() -> Self {
        let folder = folder();
        IN_USE.get_or_init(|| {
            let file = open_lock(&folder, "users.lock");
            file.lock_shared().expect("the cluster's lock can be taken");
            file
        });
        let starting = open_lock(&folder, "start.lock");
        starting.lock().expect("the cluster's lock can be taken");
        let port = match running_port(&folder).await {
            Some(port) => port,
            None => start(&folder),
        };
        let mut cluster = Self {
            port,
            template: String::new(),
        };
        cluster.template = cluster.ensure_template().await;
        cluster
    }

    pub(super) fn url(&self, database: &str) -> String {
        url(self.port, database)
    }

    /// Makes the template of this schema unless it is there. The name holds the schema's digest, so
    /// that work on a migration never meets an old template.
    async fn ensure_template(&self) -> String {
        let name = format!("template_{}", &crate::migrate::schema_digest()[..16]);
        let admin = self.url("postgres");
        let mut connection = PgConnection::connect(&admin)
            .await
            .expect("the cluster answers");
        let found: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(&name)
            .fetch_optional(&mut connection)
            .await
            .expect("the cluster answers");
        if found.is_none() {
            // Under another name until it is complete: a test run killed half-way leaves no half template.
            run(
                &admin,
                "DROP DATABASE IF EXISTS template_in_the_making WITH (FORCE)",
            )
            .await;
            run(&admin, "CREATE DATABASE template_in_the_making").await;
            let config = StoreConfig {
                url: self.url("template_in_the_making"),
                connections: 1,
                patience: StoreConfig::FOR_REQUESTS,
            };
            let store = Store::open(config).await.expect("the template opens");
            store
                .migrate(Timestamp(0))
                .await
                .expect("the schema applies");
            store.close().await;
            run(
                &admin,
                &format!("ALTER DATABASE template_in_the_making RENAME TO {name}"),
            )
            .await;
        }
        connection.close().await.expect("the cluster answers");
        name
    }
}

/// Runs one statement on a database of the cluster.
pub(super) async fn run(url: &str, sql: &str) {
    let mut connection = PgConnection::connect(url)
        .await
        .expect("the cluster answers");
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut connection)
        .await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().await.expect("the cluster answers");
}

fn url(port: u16, database: &str) -> String {
    format!("postgres://accede@127.0.0.1:{port}/{database}")
}

/// One folder for each target folder, so that two checkouts do not share a cluster.
fn folder() -> PathBuf {
    let program = std::env::current_exe().expect("a running program has a path");
    let target = program.parent().unwrap_or(Path::new("/"));
    let digest = hex::encode(Sha256::digest(target.as_os_str().as_encoded_bytes()));
    let folder = std::env::temp_dir().join(format!("accede-postgres-{}", &digest[..12]));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    give(&folder);
    folder
}

fn open_lock(folder: &Path, name: &str) -> File {
    let path = folder.join(name);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .expect("the folder is writable");
    give(&path);
    file
}

/// The port of the cluster, if it answers on it.
async fn running_port(folder: &Path) -> Option<u16> {
    let port: u16 = std::fs::read_to_string(folder.join("port"))
        .ok()?
        .trim()
        .parse()
        .ok()?;
    let connection = PgConnection::connect(&url(port, "postgres")).await.ok()?;
    connection.close().await.ok()?;
    Some(port)
}

fn start(folder: &Path) -> u16 {
    let data = folder.join("data");
    if data.exists() {
        // A cluster that does not answer: whatever is left of it is stopped and removed.
        let mut stop = as_owner(program("pg_ctl"));
        let _was_not_running = stop
            .arg("-D")
            .arg(&data)
            .args(["-m", "immediate", "-w", "stop"])
            .status();
        std::fs::remove_dir_all(&data).expect("the old cluster can be removed");
    }
    let mut init = as_owner(program("initdb"));
    init.arg("-D").arg(&data).args([
        "-U",
        "accede",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]);
    succeed(init);
    let port = std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|l| l.local_addr())
        .expect("a free port")
        .port();
    // Nothing here has to survive a crash, so nothing waits for the disk.
    let settings = format!(
        "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off \
         -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=32MB"
    );
    let mut start = as_owner(program("pg_ctl"));
    start
        .arg("-D")
        .arg(&data)
        .arg("-l")
        .arg(folder.join("log"))
        .args(["-w", "-o", &settings, "start"]);
    succeed(start);
    std::fs::write(folder.join("port"), port.to_string()).expect("the folder is writable");
    let mut watchdog = as_owner(PathBuf::from("setsid"));
    watchdog
        .args(["--fork", "sh", "-c", WATCHDOG, "watchdog"])
        .arg(folder)
        .arg(program("pg_ctl"));
    succeed(watchdog);
    port
}

/// A command that runs as somebody who may run PostgreSQL, silent: a test runner waits for every
/// process that still holds its output.
fn as_owner(program: PathBuf) -> Command {
    let mut command = Command::new(program);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .current_dir("/");
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn succeed(mut command: Command) {
    let status = command
        .status()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}

fn give(path: &Path) {
    if is_root() {
        chown(path, Some(NOBODY), Some(NOBODY)).expect("root may give a file away");
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// Debian keeps PostgreSQL's programs off `PATH`.
fn program(name: &str) -> PathBuf {
    let on_path = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    });
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let installed = || {
        versions
            .map(|version| version.path().join("bin").join(name))
            .filter(|file| file.is_file())
            .max()
    };
    on_path
        .or_else(installed)
        .unwrap_or_else(|| panic!("{name} of PostgreSQL is not installed"))
}
