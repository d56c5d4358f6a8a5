//! A value on its way into or out of the database.

use accede_domain::time::{Date, Timestamp};
use serde::Serialize;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, Postgres};
use sqlx::sqlite::{Sqlite, SqliteArgumentsBuffer, SqliteTypeInfo};
use sqlx::{Decode, Type};

use crate::StoreError;

/// The four kinds of value that both databases share. Times are integer microseconds, booleans 0
/// or 1, JSON and ids text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A 64-bit integer.
    Int(i64),
    /// UTF-8 text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// The value as JSON text.
    ///
    /// # Errors
    /// [`StoreError::Json`] when it cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, StoreError> {
        serde_json::to_string(value)
            .map(Self::Text)
            .map_err(|_| StoreError::Json)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! value_from {
    ($($from:ty => |$value:ident| $to:expr),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        })*
    };
}

value_from! {
    i64 => |value| Self::Int(value),
    i32 => |value| Self::Int(value.into()),
    u32 => |value| Self::Int(value.into()),
    u16 => |value| Self::Int(value.into()),
    u8 => |value| Self::Int(value.into()),
    bool => |value| Self::Int(value.into()),
    &str => |value| Self::Text(value.to_owned()),
    &String => |value| Self::Text(value.clone()),
    String => |value| Self::Text(value),
    Vec<u8> => |value| Self::Blob(value),
    &[u8] => |value| Self::Blob(value.to_vec()),
    &Vec<u8> => |value| Self::Blob(value.clone()),
    Timestamp => |value| Self::Int(value.0),
    &Timestamp => |value| Self::Int(value.0),
    Date => |value| Self::Text(value.to_string()),
    &Date => |value| Self::Text(value.to_string()),
    &Value => |value| value.clone(),
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Blob(value.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Blob(value.to_vec())
    }
}

impl Type<Sqlite> for Value {
    fn type_info() -> SqliteTypeInfo {
        <str as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for Value {
    fn encode_by_ref(&self, buf: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => Encode::<Sqlite>::encode_by_ref(value, buf),
            Self::Text(value) => Encode::<Sqlite>::encode_by_ref(value, buf),
            Self::Blob(value) => Encode::<Sqlite>::encode_by_ref(value, buf),
        }
    }
}

/// PostgreSQL infers the type of a parameter that is declared with this object id. A null takes
/// the type of the column it is written to.
const INFERRED: Oid = Oid(0);

impl Type<Postgres> for Value {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(INFERRED)
    }
}

impl Encode<'_, Postgres> for Value {
    fn encode_by_ref(&self, buf: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => Encode::<Postgres>::encode_by_ref(value, buf),
            Self::Text(value) => Encode::<Postgres>::encode_by_ref(value, buf),
            Self::Blob(value) => Encode::<Postgres>::encode_by_ref(value, buf),
        }
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        match self {
            Self::Null => None,
            Self::Int(_) => Some(<i64 as Type<Postgres>>::type_info()),
            Self::Text(_) => Some(<String as Type<Postgres>>::type_info()),
            Self::Blob(_) => Some(<Vec<u8> as Type<Postgres>>::type_info()),
        }
    }
}

/// Reads a column of a SQLite row by the storage class of the value itself.
pub(super) fn from_sqlite(raw: sqlx::sqlite::SqliteValueRef<'_>) -> Result<Value, BoxDynError> {
    use sqlx::{TypeInfo, ValueRef};
    if raw.is_null() {
        return Ok(Value::Null);
    }
    match raw.type_info().name() {
        "INTEGER" | "BOOLEAN" => <i64 as Decode<Sqlite>>::decode(raw).map(Value::Int),
        "TEXT" => <String as Decode<Sqlite>>::decode(raw).map(Value::Text),
        "BLOB" => <Vec<u8> as Decode<Sqlite>>::decode(raw).map(Value::Blob),
        other => Err(format!("a value of type {other}").into()),
    }
}

/// Reads a column of a PostgreSQL row; its truth values and narrow integers become [`Value::Int`].
pub(super) fn from_postgres(raw: sqlx::postgres::PgValueRef<'_>) -> Result<Value, BoxDynError> {
    use sqlx::{TypeInfo, ValueRef};
    if raw.is_null() {
        return Ok(Value::Null);
    }
    match raw.type_info().name() {
        "INT8" => <i64 as Decode<Postgres>>::decode(raw).map(Value::Int),
        "INT4" => <i32 as Decode<Postgres>>::decode(raw).map(|v| Value::Int(v.into())),
        "BOOL" => <bool as Decode<Postgres>>::decode(raw).map(|v| Value::Int(v.into())),
        "TEXT" | "VARCHAR" | "NAME" => <String as Decode<Postgres>>::decode(raw).map(Value::Text),
        "BYTEA" => <Vec<u8> as Decode<Postgres>>::decode(raw).map(Value::Blob),
        other => Err(format!("a value of type {other}").into()),
    }
}

/// Adds a parameter to those of a statement; gives its name there, `$3`.
pub(crate) fn bind(values: &mut Vec<Value>, value: impl Into<Value>) -> String {
    values.push(value.into());
    format!("${}", values.len())
}
