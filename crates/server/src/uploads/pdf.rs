//! PDFs: parsed whole, and refused when opening them would do anything but show pages.

use lopdf::{Dictionary, Document, Object};

use super::Refused;

const MAX_PAGES: usize = 100;
/// A report of many pages has a few thousand.
const MAX_OBJECTS: usize = 200_000;
/// Nested arrays and dictionaries of a page; deeper ones are made to exhaust a reader.
const MAX_DEPTH: usize = 64;

/// How many pages it has, if it is a PDF that may be kept.
pub(super) fn pages(bytes: &[u8]) -> Result<u32, Refused> {
    end_is_the_end(bytes)?;
    let document = load(bytes)?;
    if document.objects.len() > MAX_OBJECTS {
        return Err(Refused::TooCostly);
    }
    for object in document.objects.values() {
        harmless(object, 0)?;
    }
    let pages = document.get_pages().len();
    if !(1..=MAX_PAGES).contains(&pages) {
        return Err(Refused::Pages);
    }
    u32::try_from(pages).map_err(|_| Refused::Pages)
}

/// `%%EOF`, and after it nothing but white space.
fn end_is_the_end(bytes: &[u8]) -> Result<(), Refused> {
    const MARK: &[u8] = b"%%EOF";
    let last = bytes
        .windows(MARK.len())
        .rposition(|w| w == MARK)
        .ok_or(Refused::Damaged)?;
    let rest = &bytes[last + MARK.len()..];
    if rest.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        Ok(())
    } else {
        Err(Refused::Appended)
    }
}

fn load(bytes: &[u8]) -> Result<Document, Refused> {
    let document = Document::load_mem(bytes).map_err(|error| match error {
        lopdf::Error::InvalidPassword
        | lopdf::Error::Decryption(_)
        | lopdf::Error::UnsupportedSecurityHandler(_) => Refused::Password,
        // A stream that unpacks to more than any page needs.
        lopdf::Error::Decompress(_) => Refused::TooCostly,
        _ => Refused::Damaged,
    })?;
    // A PDF that only restricts printing opens with an empty password; lopdf has tried that one.
    if document.is_encrypted() && document.encryption_state.is_none() {
        return Err(Refused::Password);
    }
    Ok(document)
}

/// Looks for what acts by itself: scripts, launched programs, files inside.
fn harmless(object: &Object, depth: usize) -> Result<(), Refused> {
    if depth > MAX_DEPTH {
        return Err(Refused::TooCostly);
    }
    match object {
        Object::Array(items) => items.iter().try_for_each(|item| harmless(item, depth + 1)),
        Object::Dictionary(dictionary) => harmless_dictionary(dictionary, depth),
        Object::Stream(stream) => harmless_dictionary(&stream.dict, depth),
        _ => Ok(()),
    }
}

fn harmless_dictionary(dictionary: &Dictionary, depth: usize) -> Result<(), Refused> {
    for (key, value) in dictionary {
        match (key.as_slice(), value.as_name().ok()) {
            (b"JS" | b"JavaScript", _) | (b"S", Some(b"JavaScript")) => {
                return Err(Refused::Script);
            }
            (b"S", Some(b"Launch")) => return Err(Refused::Launch),
            (b"EmbeddedFiles" | b"EmbeddedFile" | b"EF", _) | (b"Type", Some(b"EmbeddedFile")) => {
                return Err(Refused::Embedded);
            }
            (b"Subtype", Some(b"FileAttachment")) => return Err(Refused::Embedded),
            _ => harmless(value, depth + 1)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lopdf::{StringFormat, dictionary};

    use super::*;
    use crate::uploads::tests::judged as judge;

    fn document(pages: usize) -> Document {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let kids: Vec<Object> = (0..pages)
            .map(|_| {
                document
                    .add_object(dictionary! { "Type" => "Page", "Parent" => tree })
                    .into()
            })
            .collect();
        let count = i64::try_from(pages).unwrap();
        let box_ = vec![0.into(), 0.into(), 595.into(), 842.into()];
        document.objects.insert(
            tree,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count, "MediaBox" => box_ }),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        document
    }

    fn bytes(mut document: Document) -> Vec<u8> {
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        out
    }

    fn with(dictionary: Dictionary) -> Vec<u8> {
        let mut document = document(1);
        document.add_object(dictionary);
        bytes(document)
    }

    #[test]
    fn a_plain_pdf_is_taken_as_it_is() {
        let plain = bytes(document(3));
        let judged = judge(&plain).unwrap();
        assert_eq!((judged.pages, &judged.bytes), (3, &plain));
        // Mail programs add white space; an incremental update has a second `%%EOF`.
        assert!(judge(&[&plain[..], b"\r\n\r\n\0"].concat()).is_ok());
    }

    #[test]
    fn whatever_acts_by_itself_is_refused() {
        let script = Object::String(b"app.alert(1)".to_vec(), StringFormat::Literal);
        assert_eq!(
            judge(&with(dictionary! { "S" => "JavaScript", "JS" => script })),
            Err(Refused::Script)
        );
        assert_eq!(
            judge(&with(dictionary! { "S" => "Launch", "F" => "cmd.exe" })),
            Err(Refused::Launch)
        );
        let names =
            dictionary! { "EmbeddedFiles" => dictionary! { "Names" => Vec::<Object>::new() } };
        assert_eq!(
            judge(&with(dictionary! { "Names" => names })),
            Err(Refused::Embedded)
        );
        assert_eq!(
            judge(&with(dictionary! { "Subtype" => "FileAttachment" })),
            Err(Refused::Embedded)
        );
    }

    #[test]
    fn a_second_format_and_half_a_file_are_refused() {
        let plain = bytes(document(1));
        assert_eq!(
            judge(&[&plain[..], b"PK\x03\x04"].concat()),
            Err(Refused::Appended)
        );
        assert_eq!(judge(&plain[..plain.len() / 2]), Err(Refused::Damaged));
        assert_eq!(judge(b"%PDF-1.7\nnothing\n%%EOF"), Err(Refused::Damaged));
    }

    #[test]
    fn no_pages_and_a_book_are_refused() {
        assert_eq!(judge(&bytes(document(0))), Err(Refused::Pages));
        assert_eq!(judge(&bytes(document(101))), Err(Refused::Pages));
    }
}
