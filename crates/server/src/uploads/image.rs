//! Pictures: decoded whole and drawn anew, so that nothing but the picture is kept (no place, no camera, no thumbnail).

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::{Kind, Refused};

/// A page scanned at 600 dpi has 35 million.
const MAX_PIXELS: u64 = 40_000_000;
/// Of a decoded picture and what decoding needs besides.
const MAX_MEMORY: u64 = 400 * 1024 * 1024;
/// Writing is still legible, and a photographed page stays well below the limit of an upload.
const JPEG_QUALITY: u8 = 90;

/// Decodes and encodes again.
pub(super) fn redraw(bytes: &[u8], kind: Kind) -> Result<Vec<u8>, Refused> {
    let format = if kind == Kind::Png {
        ImageFormat::Png
    } else {
        ImageFormat::Jpeg
    };
    // The size stands in the header: it is looked at before a pixel is decoded.
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Refused::Damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refused::Pixels);
    }
    if !ends_where_the_picture_ends(bytes, kind) {
        return Err(Refused::Appended);
    }
    // Telephones turn the picture by a note in the metadata, which is dropped: turn it for good.
    let orientation = decoder.orientation().map_err(|_| Refused::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Refused::Damaged)?;
    picture.apply_orientation(orientation);
    let mut out = Cursor::new(Vec::new());
    let written = match kind {
        Kind::Jpeg => {
            let encoder =
                image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
            DynamicImage::ImageRgb8(picture.to_rgb8()).write_with_encoder(encoder)
        }
        _ => picture.write_to(&mut out, ImageFormat::Png),
    };
    written.map_err(|_| Refused::Damaged)?;
    Ok(out.into_inner())
}

/// Whether nothing but padding follows the picture: a second format behind it would be another file for another reader.
fn ends_where_the_picture_ends(bytes: &[u8], kind: Kind) -> bool {
    let end: &[u8] = if kind == Kind::Png {
        b"IEND\xae\x42\x60\x82"
    } else {
        b"\xff\xd9"
    };
    let padding = bytes
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_whitespace() || **b == 0)
        .count();
    bytes[..bytes.len() - padding].ends_with(end)
}

#[cfg(test)]
mod tests {
    use image::{ColorType, ImageEncoder as _, RgbImage};

    use super::*;
    use crate::uploads::tests::judged as judge;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::from_fn(40, 20, |x, y| image::Rgb([x as u8, y as u8, 7]))
            .write_to(&mut out, format)
            .unwrap();
        out.into_inner()
    }

    #[test]
    fn a_picture_is_drawn_anew_without_its_metadata() {
        let plain = picture(ImageFormat::Jpeg);
        // An application segment with a place in it, right behind the start of the image.
        let exif = b"Exif\0\0 taken at 52.5 N 13.4 E";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let tagged = [&plain[..2], b"\xff\xe1", &length, exif, &plain[2..]].concat();
        let judged = judge(&tagged).unwrap();
        assert_eq!((judged.kind, judged.pages), (Kind::Jpeg, 1));
        assert!(!judged.bytes.windows(8).any(|w| w == b"taken at"));
        assert_eq!(judge(&picture(ImageFormat::Png)).unwrap().kind, Kind::Png);
    }

    #[test]
    fn a_second_format_behind_the_picture_is_refused_and_padding_is_not() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let plain = picture(format);
            assert_eq!(
                judge(&[&plain[..], b"PK\x03\x04archive"].concat()),
                Err(Refused::Appended)
            );
            assert!(judge(&[&plain[..], b"\r\n\0"].concat()).is_ok());
        }
    }

    #[test]
    fn a_huge_picture_is_refused_by_its_header() {
        // 60,000 × 60,000 black pixels in a few hundred bytes of header: never decoded.
        let mut out = Vec::new();
        image::codecs::png::PngEncoder::new(&mut out)
            .write_image(&[0; 4], 2, 2, ColorType::L8.into())
            .unwrap();
        out[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        out[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let crc = crc32fast::hash(&out[12..29]);
        out[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(judge(&out), Err(Refused::Pixels));
    }

    #[test]
    fn half_a_picture_is_refused() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let plain = picture(format);
            assert!(matches!(
                judge(&plain[..plain.len() / 2]),
                Err(Refused::Damaged | Refused::Appended)
            ));
        }
    }
}
