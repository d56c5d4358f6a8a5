//! The values of a PDF. Copies are cheap: whatever is large is shared.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// The largest whole number that is told apart: no file has as many bytes or objects. The same on every machine, as a
/// `usize` is not.
pub(crate) const WHOLE_MAX: usize = i32::MAX as usize;
/// What a value counts as, and what an array or a dictionary counts as before anything is in it: bytes of a 64-bit machine,
/// so that a browser, whose values are smaller, stops where the program does.
pub(crate) const VALUE_BYTES: usize = 24;
pub(crate) const SHARED_BYTES: usize = 40;
const _: () = assert!(size_of::<Object>() <= VALUE_BYTES);

/// A value.
#[derive(Debug, Clone)]
pub(crate) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Name(Rc<[u8]>),
    String(Rc<[u8]>),
    Array(Rc<Vec<Object>>),
    Dict(Rc<Dict>),
    Stream(Rc<Stream>),
    /// The number of another object; its generation says nothing that the number does not.
    Reference(u32),
}

/// A dictionary. A name that stands there twice has its last value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dict(pub BTreeMap<Box<[u8]>, Object>);

/// A stream: its dictionary, and where its bytes are in the file.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    pub dict: Rc<Dict>,
    pub bytes: Range<usize>,
    /// Of the object: its bytes may be encrypted with these.
    pub number: u32,
    pub generation: u16,
}

impl Dict {
    /// The value as it stands there, which may be a reference.
    pub fn get(&self, name: &[u8]) -> &Object {
        self.0.get(name).unwrap_or(&Object::Null)
    }

    pub fn has(&self, name: &[u8]) -> bool {
        self.0.contains_key(name)
    }

    pub fn is(&self, name: &[u8], wanted: &[u8]) -> bool {
        matches!(self.get(name), Object::Name(value) if **value == *wanted)
    }
}

impl Object {
    /// A whole number without a sign.
    pub fn whole(&self) -> Option<usize> {
        match self {
            // Beyond 2^53 a float has gaps.
            Self::Number(n) if *n >= 0.0 && *n < 9e15 => Some(n.min(WHOLE_MAX as f64) as usize),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    pub fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// A dictionary, also that of a stream.
    pub fn dict(&self) -> Option<Rc<Dict>> {
        match self {
            Self::Dict(dict) => Some(Rc::clone(dict)),
            Self::Stream(stream) => Some(Rc::clone(&stream.dict)),
            _ => None,
        }
    }
}
