//! The ZIP file of a dataset: laid out from the manifest alone, stored and not compressed, so that its length is known
//! and any part of it can be sent without a temporary file. Format: APPNOTE.TXT 6.3, with ZIP64 where sizes ask for it.

use std::ops::Range;
use std::sync::Arc;

use accede_domain::time::Timestamp;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use object_store::{GetOptions, GetRange, ObjectStore};

use super::blob_path;
use super::manifest::FileEntry;

/// What a field of 32 or 16 bits says where the value stands in the ZIP64 field.
const SEE_ZIP64: u32 = u32::MAX;
const SEE_ZIP64_SHORT: u16 = u16::MAX;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
const STORED: u16 = 0;
const VERSION_PLAIN: u16 = 20;
const VERSION_ZIP64: u16 = 45;
/// Made on Unix, so that the permissions below count.
const MADE_BY: u16 = (3 << 8) | VERSION_ZIP64;
/// A plain file that everybody may read.
const PERMISSIONS: u32 = 0o100_644 << 16;
const ZIP64_FIELD: u16 = 1;

/// An archive, as a run of pieces.
#[derive(Debug, Clone)]
pub struct Archive {
    pieces: Vec<Piece>,
    length: u64,
}

#[derive(Debug, Clone)]
enum Piece {
    /// Headers.
    Bytes(Bytes),
    /// A file of the store.
    Blob { sha256: String, size: u64 },
}

impl Piece {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Blob { size, .. } => *size,
        }
    }
}

impl Archive {
    /// The archive of these files, in this order.
    #[must_use]
    pub fn of<'f>(files: impl Iterator<Item = &'f FileEntry>) -> Self {
        let mut archive = Self {
            pieces: Vec::new(),
            length: 0,
        };
        let (mut directory, mut count) = (Vec::new(), 0_u64);
        for file in files {
            directory_entry(&mut directory, file, archive.length);
            archive.push(Piece::Bytes(local_header(file).into()));
            archive.push(Piece::Blob {
                sha256: file.sha256.clone(),
                size: file.size,
            });
            count += 1;
        }
        let end = end_of_directory(count, directory.len() as u64, archive.length);
        archive.push(Piece::Bytes(directory.into()));
        archive.push(Piece::Bytes(end.into()));
        archive
    }

    /// Bytes of the whole.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The bytes of a range of it, read as they are asked for.
    pub fn stream(
        self,
        store: Arc<dyn ObjectStore>,
        range: Range<u64>,
    ) -> impl Stream<Item = object_store::Result<Bytes>> + Send {
        let parts = stream::iter(self.within(range));
        parts
            .then(move |(piece, part)| {
                let store = Arc::clone(&store);
                async move { read(store, piece, part).await }
            })
            .try_flatten()
    }

    fn push(&mut self, piece: Piece) {
        self.length += piece.len();
        self.pieces.push(piece);
    }

    /// The pieces that a range touches, each with what of it is asked for.
    fn within(self, range: Range<u64>) -> Vec<(Piece, Range<u64>)> {
        let mut start = 0;
        let mut touched = Vec::new();
        for piece in self.pieces {
            let end = start + piece.len();
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                touched.push((piece, from - start..to - start));
            }
            start = end;
        }
        touched
    }
}

type Chunks = stream::BoxStream<'static, object_store::Result<Bytes>>;

async fn read(
    store: Arc<dyn ObjectStore>,
    piece: Piece,
    part: Range<u64>,
) -> object_store::Result<Chunks> {
    match piece {
        Piece::Bytes(bytes) => {
            // Headers are in memory, so their positions fit.
            let (from, to) = (part.start as usize, part.end as usize);
            Ok(stream::iter([Ok(bytes.slice(from..to))]).boxed())
        }
        Piece::Blob { sha256, .. } => blob(store.as_ref(), &sha256, part).await,
    }
}

/// A range of a file of the store.
///
/// # Errors
/// Those of the file store.
pub async fn blob(
    store: &dyn ObjectStore,
    sha256: &str,
    part: Range<u64>,
) -> object_store::Result<Chunks> {
    let options = GetOptions {
        range: Some(GetRange::Bounded(part)),
        ..GetOptions::default()
    };
    Ok(store
        .get_opts(&blob_path(sha256), options)
        .await?
        .into_stream())
}

fn local_header(file: &FileEntry) -> Vec<u8> {
    let large = file.size >= u64::from(SEE_ZIP64);
    let mut out = Vec::with_capacity(30 + file.path.len() + 20);
    put32(&mut out, 0x0403_4b50);
    put16(&mut out, if large { VERSION_ZIP64 } else { VERSION_PLAIN });
    common_fields(&mut out, file);
    put16(&mut out, if large { 20 } else { 0 });
    out.extend(file.path.as_bytes());
    if large {
        zip64_field(&mut out, &[file.size, file.size]);
    }
    out
}

fn directory_entry(out: &mut Vec<u8>, file: &FileEntry, offset: u64) {
    let mut beyond = Vec::new();
    if file.size >= u64::from(SEE_ZIP64) {
        beyond.extend([file.size, file.size]);
    }
    if offset >= u64::from(SEE_ZIP64) {
        beyond.push(offset);
    }
    put32(out, 0x0201_4b50);
    put16(out, MADE_BY);
    put16(
        out,
        if beyond.is_empty() {
            VERSION_PLAIN
        } else {
            VERSION_ZIP64
        },
    );
    common_fields(out, file);
    put16(
        out,
        if beyond.is_empty() {
            0
        } else {
            4 + 8 * beyond.len() as u16
        },
    );
    put16(out, 0); // comment
    put16(out, 0); // disk
    put16(out, 0); // internal attributes
    put32(out, PERMISSIONS);
    put32(out, short(offset));
    out.extend(file.path.as_bytes());
    if !beyond.is_empty() {
        zip64_field(out, &beyond);
    }
}

/// From the flags to the length of the name: the same in both headers.
fn common_fields(out: &mut Vec<u8>, file: &FileEntry) {
    let (date, time) = dos_date_time(file.modified);
    put16(out, UTF8);
    put16(out, STORED);
    put16(out, time);
    put16(out, date);
    put32(out, file.crc32);
    put32(out, short(file.size));
    put32(out, short(file.size));
    // The import bounds a path to 1,000 characters of at most 4 bytes.
    put16(out, file.path.len() as u16);
}

fn zip64_field(out: &mut Vec<u8>, values: &[u64]) {
    put16(out, ZIP64_FIELD);
    put16(out, 8 * values.len() as u16);
    for value in values {
        out.extend(value.to_le_bytes());
    }
}

fn end_of_directory(count: u64, size: u64, offset: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let many = count >= u64::from(SEE_ZIP64_SHORT);
    if many || size >= u64::from(SEE_ZIP64) || offset >= u64::from(SEE_ZIP64) {
        put32(&mut out, 0x0606_4b50);
        out.extend(44_u64.to_le_bytes());
        put16(&mut out, MADE_BY);
        put16(&mut out, VERSION_ZIP64);
        put32(&mut out, 0); // this disk
        put32(&mut out, 0); // disk of the directory
        for value in [count, count, size, offset] {
            out.extend(value.to_le_bytes());
        }
        put32(&mut out, 0x0706_4b50);
        put32(&mut out, 0);
        out.extend((offset + size).to_le_bytes());
        put32(&mut out, 1); // disks
    }
    let short_count = if many { SEE_ZIP64_SHORT } else { count as u16 };
    put32(&mut out, 0x0605_4b50);
    put16(&mut out, 0);
    put16(&mut out, 0);
    put16(&mut out, short_count);
    put16(&mut out, short_count);
    put32(&mut out, short(size));
    put32(&mut out, short(offset));
    put16(&mut out, 0); // comment
    out
}

fn short(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(SEE_ZIP64)
}

/// Date and time as MS-DOS kept them: from 1980, in steps of two seconds.
fn dos_date_time(at: Timestamp) -> (u16, u16) {
    let date = at.date();
    let year = u16::try_from(date.year() - 1980).unwrap_or(0).min(127);
    let seconds = at.seconds().rem_euclid(86_400);
    let time = ((seconds / 3600) << 11) | (((seconds / 60) % 60) << 5) | ((seconds % 60) / 2);
    // At most 23:59:58, which fits.
    (
        (year << 9) | (u16::from(date.month()) << 5) | u16::from(date.day()),
        time as u16,
    )
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}
