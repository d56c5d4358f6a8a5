//! Reading answers with little code.
//!
//! Clients may read the wire types with serde. The page does not: serde gives each type code of its own for each of its
//! fields, and with some sixty types that was a quarter of all that the page loads. Here a type only lists its fields
//! ([`crate::wire!`]); the code that reads them exists once. A test holds both ways of reading against each other.

mod reader;
mod types;

pub use reader::Reader;

/// Something that can be read from JSON into a place that is there already.
pub trait Wire {
    /// What stands in the place before. Nobody sees it unless reading succeeds.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads one value; false where the text holds none of this shape.
    fn read(&mut self, reader: &mut Reader<'_>) -> bool;
}

/// Reads the whole text as one value.
#[must_use]
pub fn read<T: Wire>(text: &str) -> Option<T> {
    let mut value = T::blank();
    reader::whole(text, &mut value).then_some(value)
}

/// Lists the fields of structs: first those that have to be there, then those that may be left out.
#[macro_export]
macro_rules! wire {
    ($($name:ident { $($required:ident)* } { $($optional:ident)* })*) => { $(
        impl $crate::wire::Wire for $name {
            fn blank() -> Self {
                Self {
                    $($required: $crate::wire::Wire::blank(),)*
                    $($optional: $crate::wire::Wire::blank(),)*
                }
            }

            fn read(&mut self, reader: &mut $crate::wire::Reader<'_>) -> bool {
                const REQUIRED: &[&str] = &[$(stringify!($required)),*];
                const OPTIONAL: &[&str] = &[$(stringify!($optional)),*];
                reader.object(
                    REQUIRED,
                    OPTIONAL,
                    &mut [$(&mut self.$required,)* $(&mut self.$optional,)*],
                )
            }
        }
    )* };
}

#[cfg(test)]
mod tests;
