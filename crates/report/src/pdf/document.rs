//! A file as a set of objects, each read when it is asked for.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::crypt::Crypt;
use super::lexer::{Lexer, is_space};
use super::object::{Dict, Object, Stream};
use super::{filter, repair, xref};
use crate::limits::{Budget, Fault, Result};

/// References that lead to references.
const HOPS: usize = 8;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At this byte of the file.
    At(usize),
    /// In a stream of objects, which has this number; the how many-eth there.
    In(u32, usize),
    /// Taken away by a later part of the file.
    Free,
}

pub(crate) type Places = HashMap<u32, Place>;

/// A PDF that is being read.
pub(crate) struct Document<'a> {
    pub bytes: &'a [u8],
    pub budget: &'a Budget,
    places: RefCell<Places>,
    trailer: RefCell<Dict>,
    crypt: RefCell<Option<Crypt>>,
    read: RefCell<HashMap<u32, Object>>,
    packed: RefCell<HashMap<u32, Rc<Packed>>>,
    is_repaired: Cell<bool>,
    /// Objects that are being read, each because the one before asks for it.
    nested: Cell<usize>,
}

/// An unpacked stream of objects: its bytes, and number and place of each object.
struct Packed {
    bytes: Vec<u8>,
    objects: Vec<(u32, usize)>,
}

impl<'a> Document<'a> {
    /// Opens a file, by its own lists of objects or, where those lead nowhere, by searching it through.
    pub fn open(bytes: &'a [u8], budget: &'a Budget) -> Result<Self> {
        let document = Self {
            bytes,
            budget,
            places: RefCell::default(),
            trailer: RefCell::default(),
            crypt: RefCell::new(None),
            read: RefCell::default(),
            packed: RefCell::default(),
            is_repaired: Cell::new(false),
            nested: Cell::new(0),
        };
        match xref::read(&document) {
            Ok((places, trailer)) => {
                document.places.replace(places);
                document.trailer.replace(trailer);
                document.unlock()?;
                if document.pages_root()?.is_none() {
                    document.repair()?;
                }
            }
            Err(Fault::Broken) => document.repair()?,
            Err(other) => return Err(other),
        }
        Ok(document)
    }

    /// The root of the tree of pages.
    pub fn pages_root(&self) -> Result<Option<Object>> {
        let root = self.trailer.borrow().get(b"Root").clone();
        let Some(root) = self.resolve(&root)?.dict() else {
            return Ok(None);
        };
        let pages = root.get(b"Pages").clone();
        Ok(self.resolve(&pages)?.dict().map(|_| pages))
    }

    /// Searches the file through for its objects. Once: what is not found then is not there.
    pub fn repair(&self) -> Result<()> {
        if self.is_repaired.replace(true) {
            return Ok(());
        }
        let (places, trailer) = repair::search(self)?;
        self.places.replace(places);
        self.trailer.replace(trailer);
        self.read.borrow_mut().clear();
        self.packed.borrow_mut().clear();
        self.unlock()?;
        repair::list_packed(self)
    }

    /// Finds the key of an encrypted file, which has to open without a password.
    fn unlock(&self) -> Result<()> {
        self.crypt.replace(None);
        let (encrypt, id) = {
            let trailer = self.trailer.borrow();
            (trailer.get(b"Encrypt").clone(), trailer.get(b"ID").clone())
        };
        let Some(encrypt) = self.resolve(&encrypt)?.dict() else {
            return Ok(());
        };
        let id = self.resolve(&id)?;
        let id = id.array().and_then(|parts| parts.first());
        let id = match id {
            Some(Object::String(id)) => Rc::clone(id),
            _ => Rc::from(&[][..]),
        };
        let crypt = Crypt::open(self, &encrypt, &id)?;
        self.crypt.replace(Some(crypt));
        Ok(())
    }

    /// The value behind a reference; any other value as it is. What is not there is null.
    pub fn resolve(&self, object: &Object) -> Result<Object> {
        let mut object = object.clone();
        for _ in 0..HOPS {
            let Object::Reference(number) = object else {
                return Ok(object);
            };
            object = self.get(number)?;
        }
        Ok(Object::Null)
    }

    /// The value of an entry of a dictionary.
    pub fn entry(&self, dict: &Dict, name: &[u8]) -> Result<Object> {
        self.resolve(dict.get(name))
    }

    /// An object by its number.
    pub fn get(&self, number: u32) -> Result<Object> {
        self.budget.step()?;
        if let Some(object) = self.read.borrow().get(&number) {
            return Ok(object.clone());
        }
        // A stream's length may stand in another object, which may be a stream: a file can make a chain of any length of it.
        let nested = self.nested.get();
        if nested >= self.budget.limits.depth {
            return Err(Fault::Costly);
        }
        self.nested.set(nested + 1);
        let object = self.get_anew(number);
        self.nested.set(nested);
        object
    }

    fn get_anew(&self, number: u32) -> Result<Object> {
        // An object that asks for itself while it is read finds nothing.
        self.read.borrow_mut().insert(number, Object::Null);
        let mut object = self.load(number)?;
        if object.is_none() && !self.is_repaired.get() && self.places.borrow().contains_key(&number)
        {
            // The lists of objects are wrong here, and so perhaps elsewhere.
            self.repair()?;
            object = self.load(number)?;
        }
        let object = object.unwrap_or(Object::Null);
        self.read.borrow_mut().insert(number, object.clone());
        Ok(object)
    }

    fn load(&self, number: u32) -> Result<Option<Object>> {
        let place = self.places.borrow().get(&number).copied();
        match place {
            None => Ok(None),
            Some(Place::Free) => Ok(Some(Object::Null)),
            Some(Place::At(at)) => Ok(self
                .object_at(at)?
                .filter(|(found, _)| *found == number)
                .map(|(_, object)| object)),
            Some(Place::In(stream, index)) => self.packed_object(number, stream, index),
        }
    }

    /// The object that is defined at a byte of the file, with its number.
    pub fn object_at(&self, at: usize) -> Result<Option<(u32, Object)>> {
        let mut lexer = Lexer::new(self.bytes, at, self.budget);
        let Some(number) = lexer.whole()?.and_then(|n| u32::try_from(n).ok()) else {
            return Ok(None);
        };
        let generation = lexer.whole()?.and_then(|n| u16::try_from(n).ok());
        let Some(generation) = generation else {
            return Ok(None);
        };
        if !lexer.word(b"obj")? {
            return Ok(None);
        }
        let Some(object) = lexer.object()? else {
            return Ok(Some((number, Object::Null)));
        };
        let Object::Dict(dict) = object else {
            return Ok(Some((number, object)));
        };
        if !lexer.word(b"stream")? {
            return Ok(Some((number, Object::Dict(dict))));
        }
        let start = after_line_end(self.bytes, lexer.at);
        let bytes = start..self.end_of_stream(&dict, start)?;
        let stream = Stream {
            dict,
            bytes,
            number,
            generation,
        };
        Ok(Some((number, Object::Stream(Rc::new(stream)))))
    }

    /// By its length, where `endstream` stands behind that; else by searching for that word.
    fn end_of_stream(&self, dict: &Dict, start: usize) -> Result<usize> {
        if let Some(length) = self.entry(dict, b"Length")?.whole()
            && let Some(end) = start.checked_add(length)
            && end <= self.bytes.len()
        {
            let mut behind = Lexer::new(self.bytes, end, self.budget);
            if behind.word(b"endstream")? {
                return Ok(end);
            }
        }
        let rest = &self.bytes[start..];
        let found = find(rest, b"endstream");
        let length = found.unwrap_or(rest.len());
        self.budget.steps(length)?;
        let trailing = rest[..length]
            .iter()
            .rev()
            .take(2)
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        Ok(start + length - trailing)
    }

    fn packed_object(&self, number: u32, stream: u32, index: usize) -> Result<Option<Object>> {
        let Some(packed) = self.packed(stream)? else {
            return Ok(None);
        };
        let by_index = packed.objects.get(index).filter(|of| of.0 == number);
        let place = by_index.or_else(|| packed.objects.iter().find(|of| of.0 == number));
        self.budget.steps(packed.objects.len())?;
        let Some((_, at)) = place else {
            return Ok(None);
        };
        Lexer::new(&packed.bytes, *at, self.budget).object()
    }

    fn packed(&self, number: u32) -> Result<Option<Rc<Packed>>> {
        if let Some(packed) = self.packed.borrow().get(&number) {
            return Ok(Some(Rc::clone(packed)));
        }
        // Streams of objects are not inside others.
        if !matches!(self.places.borrow().get(&number), Some(Place::At(_))) {
            return Ok(None);
        }
        let Object::Stream(stream) = self.get(number)? else {
            return Ok(None);
        };
        let Some(packed) = self.unpack(&stream)? else {
            return Ok(None);
        };
        let packed = Rc::new(packed);
        self.packed.borrow_mut().insert(number, Rc::clone(&packed));
        Ok(Some(packed))
    }

    fn unpack(&self, stream: &Stream) -> Result<Option<Packed>> {
        let count = self.entry(&stream.dict, b"N")?.whole();
        let first = self.entry(&stream.dict, b"First")?.whole();
        let (Some(count), Some(first)) = (count, first) else {
            return Ok(None);
        };
        let Some(bytes) = self.decoded(stream)? else {
            return Ok(None);
        };
        let mut objects = Vec::new();
        let mut lexer = Lexer::new(&bytes, 0, self.budget);
        for _ in 0..count {
            let (Some(number), Some(at)) = (lexer.whole()?, lexer.whole()?) else {
                break;
            };
            self.budget.object()?;
            let (Ok(number), Some(at)) = (u32::try_from(number), first.checked_add(at)) else {
                continue;
            };
            objects.push((number, at));
        }
        Ok(Some(Packed { bytes, objects }))
    }

    /// Numbers of the objects in a stream of objects.
    pub fn numbers_in(&self, stream: u32) -> Result<Vec<u32>> {
        let packed = self.packed(stream)?;
        Ok(packed.map_or_else(Vec::new, |packed| {
            packed.objects.iter().map(|(number, _)| *number).collect()
        }))
    }

    /// Adds places of objects that have none.
    pub fn add_places(&self, found: impl Iterator<Item = (u32, Place)>) {
        let mut places = self.places.borrow_mut();
        for (number, place) in found {
            places.entry(number).or_insert(place);
        }
    }

    /// The numbers of all objects that are in the file by themselves.
    pub fn numbers(&self) -> Vec<u32> {
        let places = self.places.borrow();
        let mut numbers: Vec<_> = places
            .iter()
            .filter(|(_, place)| **place != Place::Free)
            .map(|(number, _)| *number)
            .collect();
        numbers.sort_unstable();
        numbers
    }

    /// Makes an object the root of the file, if it has none.
    pub fn set_root(&self, number: u32) {
        let mut trailer = self.trailer.borrow_mut();
        if !trailer.has(b"Root") {
            trailer
                .0
                .insert(b"Root"[..].into(), Object::Reference(number));
        }
    }

    /// The bytes of a stream, decrypted and unpacked; nothing where they are a picture, or cannot be unpacked.
    pub fn decoded(&self, stream: &Stream) -> Result<Option<Vec<u8>>> {
        let raw = self.bytes.get(stream.bytes.clone()).unwrap_or_default();
        let clear = match self.crypt.borrow().as_ref() {
            Some(crypt) if !stream.dict.is(b"Type", b"XRef") => {
                self.budget.steps(raw.len())?;
                self.budget.memory(raw.len())?;
                crypt.decrypt(stream.number, stream.generation, raw)
            }
            _ => None,
        };
        filter::decode(self, &stream.dict, clear.as_deref().unwrap_or(raw))
    }
}

/// The bytes of a stream begin behind the line end that follows the word.
fn after_line_end(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([b'\r', b'\n', ..]) => at + 2,
        Some([b'\n' | b'\r', ..]) => at + 1,
        Some([space, b'\r', b'\n', ..]) if is_space(*space) => at + 3,
        Some([space, b'\n', ..]) if is_space(*space) => at + 2,
        _ => at,
    }
}

/// Where something stands first.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}
