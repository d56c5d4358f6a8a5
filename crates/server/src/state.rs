//! What every handler and job works with.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use accede_api::problem::ProblemCode;
use accede_content::{Catalogue, ContentError};
use accede_domain::time::Timestamp;
use accede_domain::training::reading::ReportRules;
use accede_mail::transport::{IdentityError, ReturnPath, SenderIdentity};
use accede_store::ids::IdSource;
use accede_store::{Store, StoreConfig, StoreError};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use tokio::sync::Semaphore;

use crate::account::passphrase::Passphrases;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::delivery::Delivery;
use crate::entropy::{Entropy, SystemEntropy};
use crate::error::ApiError;
use crate::http::page::Entries;
use crate::http::running::Running;
use crate::jobs::Wake;
use crate::keys::{KeyError, Keys};
use crate::orcid::OrcidClient;
use crate::review::templates;
use crate::uploads::child::Judge;
use crate::uploads::render::{Drawer, RenderError};
use crate::uploads::{AT_ONCE, Judged};
use accede_mail::transport::SetupError;

/// Connections that read. SQLite has one writer besides; PostgreSQL shares them.
const CONNECTIONS: u32 = 16;

/// Cheap to clone: a pointer to [`Parts`].
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The parts of the server.
pub struct Parts {
    pub config: Config,
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    /// Makes ids, from the same randomness.
    pub ids: IdSource,
    pub keys: Keys,
    /// Uploads and datasets, under generated names.
    pub files: Arc<dyn ObjectStore>,
    pub catalogue: Catalogue,
    /// Who lets people in at the cloud services.
    pub provider: Arc<dyn accede_grants::Provider>,
    /// What lies in the file store of each dataset, as far as it was read.
    pub shelf: crate::datasets::Shelf,
    /// Who our mails come from.
    pub mail_identity: SenderIdentity,
    pub delivery: Delivery,
    /// Names this build in every answer: the version and a digest of the page.
    pub build: String,
    /// The entries of the page, with this installation's support address.
    pub entries: Entries,
    /// The one place where Argon2 runs.
    pub passphrases: Passphrases,
    /// Present where people can link their ORCID iD.
    pub orcid: Option<OrcidClient>,
    /// Rouses the jobs when a transaction left them something to do.
    pub wake: Wake,
    /// Requests with an idempotency key that are being carried out in this process.
    pub running: Running,
    judge: Judge,
    /// Held while a file is judged or drawn, see [`AT_ONCE`].
    reading: Semaphore,
    drawer: Drawer,
}

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the folder {} cannot be used: {source}", path.display())]
    Folder {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    #[error("the file store: {0}")]
    Files(#[from] object_store::Error),
    #[error("the mail settings: {0}")]
    Mail(#[from] IdentityError),
    #[error("the mail server: {0}")]
    Delivery(#[from] SetupError),
    #[error("the content: {0}")]
    Content(#[from] ContentError),
    #[error("asking ORCID needs certificates of authorities on this machine: {0}")]
    Orcid(#[from] reqwest::Error),
    #[error("the page's entries: {0}")]
    Entries(std::io::Error),
}

/// What a test replaces.
pub struct Seams {
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub judge: Judge,
}

impl Default for Seams {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            judge: Judge::of_this_program(),
        }
    }
}

impl AppState {
    /// Opens folder, keys, files and database. Does not migrate.
    ///
    /// # Errors
    /// The first thing that cannot be used.
    pub async fn open(config: Config, seams: Seams) -> Result<Self, StartError> {
        Self::open_patiently(config, seams, StoreConfig::FOR_REQUESTS).await
    }

    /// As [`Self::open`], for a command of the operator, which may have to wait for a server beside it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_for_command(config: Config) -> Result<Self, StartError> {
        Self::open_patiently(config, Seams::default(), StoreConfig::FOR_COMMANDS).await
    }

    async fn open_patiently(
        config: Config,
        seams: Seams,
        patience: Duration,
    ) -> Result<Self, StartError> {
        make_folder(&config.data_dir)?;
        make_folder(&config.files_dir())?;
        let keys = Keys::open(
            &config.keys_dir(),
            seams.entropy.as_ref(),
            seams.clock.now(),
        )?;
        let files = LocalFileSystem::new_with_prefix(config.files_dir())?.with_fsync(true);
        let store = Store::open(StoreConfig {
            url: config.database_url.clone(),
            connections: CONNECTIONS,
            patience,
        })
        .await?;
        let return_path = ReturnPath::Fixed(config.mail_from.clone());
        let mail_identity = SenderIdentity::new(
            &config.site_name,
            &config.mail_from,
            Some(&config.support_address),
            return_path,
        )?;
        let delivery = Delivery::new(&config, &mail_identity)?;
        let orcid = config.orcid.clone();
        let orcid = orcid.map(|settings| OrcidClient::new(settings, &config.public_origin));
        let orcid = orcid.transpose()?;
        let entropy = Arc::clone(&seams.entropy);
        let catalogue = match &config.content_dir {
            Some(folder) => Catalogue::load_from(folder)?,
            None => Catalogue::load()?,
        };
        let build = crate::http::page::build_id();
        let site = crate::http::site::info::site(&config, &catalogue, &build, seams.clock.now());
        let entries = Entries::new(&site).map_err(StartError::Entries)?;
        Ok(Self(Arc::new(Parts {
            config,
            provider: Arc::new(accede_grants::Ledger::new(store.clone())),
            store,
            clock: seams.clock,
            entropy: seams.entropy,
            ids: IdSource::new(move |bytes| entropy.fill(bytes)),
            keys,
            mail_identity,
            delivery,
            files: Arc::new(files),
            catalogue,
            shelf: crate::datasets::Shelf::default(),
            build,
            entries,
            passphrases: Passphrases::default(),
            orcid,
            wake: Wake::default(),
            running: Running::default(),
            judge: seams.judge,
            reading: Semaphore::new(AT_ONCE),
            drawer: Drawer::default(),
        })))
    }
}

impl AppState {
    /// Brings the database to the schema of this build, with the program's decision templates in it. Gives the names of the
    /// migrations that were applied.
    ///
    /// # Errors
    /// When the database is of a newer program, and those of the store.
    pub async fn migrate(&self, now: Timestamp) -> Result<Vec<&'static str>, StoreError> {
        let applied = self.store.migrate(now).await?;
        templates::seed(self).await?;
        Ok(applied)
    }
}

impl Parts {
    /// The present moment, from the one clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Judges an upload and reads it, in its turn.
    ///
    /// # Errors
    /// `file_refused` with a sentence that says what to do.
    pub async fn judge(&self, bytes: Vec<u8>, rules: &ReportRules) -> Result<Judged, ApiError> {
        let _turn = self.reading.acquire().await.map_err(ApiError::internal)?;
        let judged = self.judge.judge(bytes, rules).await;
        judged.map_err(|why| ApiError::new(ProblemCode::FileRefused, why.to_string()))
    }

    /// Draws one page of a PDF, in its turn.
    ///
    /// # Errors
    /// When the renderer fails or is ended by its limits.
    pub async fn draw(&self, pdf: &[u8], page: u32) -> Result<Vec<u8>, RenderError> {
        let _turn = self.reading.acquire().await;
        self.drawer.page(&self.config.pdf_renderer, pdf, page).await
    }
}

/// Makes a folder that only the owner can look into.
pub(crate) fn make_folder(path: &Path) -> Result<(), StartError> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|source| StartError::Folder {
            path: path.to_path_buf(),
            source,
        })
}
