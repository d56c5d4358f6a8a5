//! Files that people uploaded: what is known of them. The bytes lie in the object store.

use accede_domain::time::Timestamp;

use crate::{AssertSqlSafe, Row, StoreError, Tx, Value, params};

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub owner_account_id: String,
    /// Its generated name in the object store.
    pub object_key: String,
    /// SHA-256 of the stored bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Judged by content: `application/pdf`, `image/png`, `image/jpeg`.
    pub media_type: String,
    /// What the person calls it; never a path.
    pub file_name: String,
    /// Pages of a PDF; 1 for an image.
    pub pages: i64,
    /// When it was uploaded.
    pub created_at: Timestamp,
}

/// Notes a file whose bytes are stored.
///
/// # Errors
/// Any [`StoreError`].
pub async fn create(tx: &mut Tx, file: &File) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO file (id, owner_account_id, object_key, sha256, size, media_type, file_name, pages, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            &file.id,
            &file.owner_account_id,
            &file.object_key,
            &file.sha256,
            file.size,
            &file.media_type,
            &file.file_name,
            file.pages,
            file.created_at
        ],
    )
    .await?;
    Ok(())
}

/// One file.
///
/// # Errors
/// Any [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<File>, StoreError> {
    let sql = "SELECT id, owner_account_id, object_key, sha256, size, media_type, file_name, pages, created_at
               FROM file WHERE id = $1";
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Which of these names in the object store belong to a file.
///
/// # Errors
/// Any [`StoreError`].
pub async fn known_keys(tx: &mut Tx, keys: &[String]) -> Result<Vec<String>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<String> = (1..=keys.len()).map(|n| format!("${n}")).collect();
    // Numbers of parameters only.
    let sql = format!(
        "SELECT object_key FROM file WHERE object_key IN ({})",
        numbers.join(", ")
    );
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), keys.iter().map(Value::from).collect())
        .await?;
    rows.iter().map(|row| row.text("object_key")).collect()
}

fn read(row: &Row) -> Result<File, StoreError> {
    Ok(File {
        id: row.text("id")?,
        owner_account_id: row.text("owner_account_id")?,
        object_key: row.text("object_key")?,
        sha256: row.text("sha256")?,
        size: row.int("size")?,
        media_type: row.text("media_type")?,
        file_name: row.text("file_name")?,
        pages: row.opt_int("pages")?.unwrap_or(1),
        created_at: row.timestamp("created_at")?,
    })
}
