//! Reading a list by keyset: where a page begins is a row, never a count of rows.

use accede_domain::time::Timestamp;

use crate::{Row, StoreError};

/// The row a page begins behind: its time and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The row's time, in the list's own order.
    pub at: Timestamp,
    /// The row's id, for rows of the same time.
    pub id: String,
}

/// Which page of a list that runs from the newest to the oldest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// The newest.
    First,
    /// The next, older than this row.
    After(Cursor),
    /// The one before, newer than this row.
    Before(Cursor),
}

impl Page {
    /// The comparison with the cursor's row, the order that reads nearest to it first, and the
    /// cursor; for `WHERE … (at, id) {comparison} ($1, $2) ORDER BY at {order}, id {order}`.
    #[must_use]
    pub fn bounds(&self) -> (&'static str, &'static str, Cursor) {
        match self {
            Self::First => (
                "<",
                "DESC",
                Cursor {
                    at: Timestamp(i64::MAX),
                    id: String::new(),
                },
            ),
            Self::After(cursor) => ("<", "DESC", cursor.clone()),
            Self::Before(cursor) => (">", "ASC", cursor.clone()),
        }
    }

    /// Turns rows read nearest-first into rows of the list's order.
    ///
    /// # Errors
    /// Whatever `read` meets.
    pub fn rows<T>(
        &self,
        rows: &[Row],
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        if matches!(self, Self::Before(_)) {
            items.reverse();
        }
        Ok(items)
    }
}
