//! A row that no longer knows which database it came from.

use std::sync::Arc;

use accede_domain::time::{Date, Timestamp};
use serde::de::DeserializeOwned;
use sqlx::{Column, Row as _};

use super::value::{from_postgres, from_sqlite};
use crate::{StoreError, Value};

/// One row of an answer; columns are read by name.
#[derive(Debug, Clone)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    /// The text of a column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is missing, null or of another type; so do all readers.
    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        self.opt_text(column)?.ok_or_else(|| null(column))
    }

    /// The text of a column that may be null.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text.clone())),
            Value::Int(_) | Value::Blob(_) => Err(StoreError::corrupt(column, "is not text")),
        }
    }

    /// The integer in a column.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| null(column))
    }

    /// The integer in a column that may be null.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>, StoreError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(int) => Ok(Some(*int)),
            Value::Text(_) | Value::Blob(_) => {
                Err(StoreError::corrupt(column, "is not an integer"))
            }
        }
    }

    /// The bytes in a column.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn blob(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.opt_blob(column)?.ok_or_else(|| null(column))
    }

    /// The bytes in a column that may be null.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn opt_blob(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Blob(bytes) => Ok(Some(bytes.clone())),
            Value::Int(_) | Value::Text(_) => Err(StoreError::corrupt(column, "is not bytes")),
        }
    }

    /// The truth value in a column of 0 or 1.
    ///
    /// # Errors
    /// As [`Row::text`], and for any other integer.
    pub fn bool(&self, column: &str) -> Result<bool, StoreError> {
        self.opt_bool(column)?.ok_or_else(|| null(column))
    }

    /// The truth value in a column of 0, 1 or null.
    ///
    /// # Errors
    /// As [`Row::bool`].
    pub fn opt_bool(&self, column: &str) -> Result<Option<bool>, StoreError> {
        match self.opt_int(column)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(StoreError::corrupt(column, "is neither 0 nor 1")),
        }
    }

    /// The point in time in a column of microseconds.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn timestamp(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.int(column).map(Timestamp)
    }

    /// The point in time in a column of microseconds or null.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn opt_timestamp(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.opt_int(column)?.map(Timestamp))
    }

    /// The calendar day in a text column, or null.
    ///
    /// # Errors
    /// As [`Row::text`], and for text that is not `YYYY-MM-DD`.
    pub fn opt_date(&self, column: &str) -> Result<Option<Date>, StoreError> {
        self.opt_text(column)?
            .map(|text| {
                text.parse()
                    .map_err(|_| StoreError::corrupt(column, "is not a date"))
            })
            .transpose()
    }

    /// The JSON in a text column, read as a `T`.
    ///
    /// # Errors
    /// As [`Row::text`], and when the JSON is not a `T`.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        self.opt_json(column)?.ok_or_else(|| null(column))
    }

    /// The JSON in a text column that may be null, read as a `T`.
    ///
    /// # Errors
    /// As [`Row::json`].
    pub fn opt_json<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, StoreError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| StoreError::corrupt(column, "does not hold the JSON expected")),
            Value::Int(_) | Value::Blob(_) => Err(StoreError::corrupt(column, "is not text")),
        }
    }

    /// A text column read by a function that knows its words, as an enum's `parse` does.
    ///
    /// # Errors
    /// As [`Row::text`], and for a word that `read` does not know.
    pub fn word<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        self.opt_word(column, read)?.ok_or_else(|| null(column))
    }

    /// As [`Row::word`], for a column that may be null.
    ///
    /// # Errors
    /// As [`Row::word`].
    pub fn opt_word<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => match read(text) {
                Some(value) => Ok(Some(value)),
                None => Err(StoreError::corrupt(column, "holds an unknown word")),
            },
            Value::Int(_) | Value::Blob(_) => Err(StoreError::corrupt(column, "is not text")),
        }
    }

    /// The names of the columns, in the order of the statement.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The value of a column as it is.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when there is no such column.
    pub fn value(&self, column: &str) -> Result<&Value, StoreError> {
        let position = self.columns.iter().position(|name| name == column);
        position
            .and_then(|index| self.values.get(index))
            .ok_or_else(|| StoreError::corrupt(column, "is not part of the answer"))
    }
}

fn null(column: &str) -> StoreError {
    StoreError::corrupt(column, "is null")
}

pub(super) fn sqlite_rows(rows: &[sqlx::sqlite::SqliteRow]) -> Result<Vec<Row>, StoreError> {
    let Some(first) = rows.first() else {
        return Ok(Vec::new());
    };
    let columns = names(first.columns());
    rows.iter()
        .map(|row| {
            let values = (0..columns.len()).map(|index| {
                row.try_get_raw(index)
                    .map_err(Into::into)
                    .and_then(from_sqlite)
                    .map_err(|_| unreadable(&columns, index))
            });
            Ok(Row {
                values: values.collect::<Result<_, _>>()?,
                columns: Arc::clone(&columns),
            })
        })
        .collect()
}

pub(super) fn postgres_rows(rows: &[sqlx::postgres::PgRow]) -> Result<Vec<Row>, StoreError> {
    let Some(first) = rows.first() else {
        return Ok(Vec::new());
    };
    let columns = names(first.columns());
    rows.iter()
        .map(|row| {
            let values = (0..columns.len()).map(|index| {
                row.try_get_raw(index)
                    .map_err(Into::into)
                    .and_then(from_postgres)
                    .map_err(|_| unreadable(&columns, index))
            });
            Ok(Row {
                values: values.collect::<Result<_, _>>()?,
                columns: Arc::clone(&columns),
            })
        })
        .collect()
}

fn names<C: Column>(columns: &[C]) -> Arc<[String]> {
    columns
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

fn unreadable(columns: &[String], index: usize) -> StoreError {
    StoreError::corrupt(
        columns.get(index).map_or("?", String::as_str),
        "is of a type the store does not use",
    )
}
