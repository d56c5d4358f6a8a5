//! What text a field takes: visible text, counted in Unicode scalar values on both sides.
//!
//! The server brings text into NFC before it keeps a snapshot; here it is only judged.

use crate::problem::FieldCode;

/// Length as every limit counts it: Unicode scalar values of the text without its outer blanks.
#[must_use]
pub fn scalar_len(text: &str) -> usize {
    trimmed(text).chars().count()
}

/// The text without blanks at either end, as it is judged and kept.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() && c != '\u{2028}' && c != '\u{2029}')
}

/// True when nothing in the text can be seen.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || is_joiner(c) || is_direction_mark(c) || is_hidden(c) || is_filler(c)
    })
}

/// Letters that show nothing: the fillers of Hangul, and the empty cell of Braille. Beside others they have their use.
fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}'
    )
}

/// True for what visible text may not hold: controls, bidi overrides and isolates (they can show
/// a name as another), and other invisible characters. ZWJ and ZWNJ are letters' glue in many
/// scripts, and the plain direction marks are harmless; both are allowed.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}'                      // soft hyphen
            | '\u{180E}'                    // Mongolian vowel separator
            | '\u{200B}'                    // zero width space
            | '\u{2028}'..='\u{202E}'       // line and paragraph separator, bidi embeddings, overrides
            | '\u{2060}'..='\u{206F}'       // word joiner, invisible operators, bidi isolates
            | '\u{FEFF}'                    // byte order mark
            | '\u{FFF0}'..='\u{FFFB}'       // interlinear annotation
            | '\u{FFFE}' | '\u{FFFF}'       // not characters
            | '\u{E0000}'..='\u{E007F}'     // tags
        )
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Judges one line of visible text that may be empty.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_line(text: &str, max: usize) -> Result<(), FieldCode> {
    if trimmed(text).chars().any(is_hidden) {
        Err(FieldCode::ControlCharacters)
    } else if scalar_len(text) > max {
        Err(FieldCode::TooLong)
    } else {
        Ok(())
    }
}

/// Judges visible text of several lines that may be empty; line ends and tabs are allowed.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_lines(text: &str, max: usize) -> Result<(), FieldCode> {
    if text
        .chars()
        .any(|c| is_hidden(c) && !matches!(c, '\n' | '\r' | '\t'))
    {
        Err(FieldCode::ControlCharacters)
    } else if scalar_len(text) > max {
        Err(FieldCode::TooLong)
    } else {
        Ok(())
    }
}

/// As [`check_line`], for text that has to be there; gives it without outer blanks.
///
/// # Errors
/// [`FieldCode::Required`] when blank, else as [`check_line`].
pub fn required_line(text: &str, max: usize) -> Result<&str, FieldCode> {
    if is_blank(text) {
        return Err(FieldCode::Required);
    }
    check_line(text, max).map(|()| trimmed(text))
}

/// As [`check_lines`], for text that has to be there; gives it without outer blanks.
///
/// # Errors
/// [`FieldCode::Required`] when blank, else as [`check_lines`].
pub fn required_lines(text: &str, max: usize) -> Result<&str, FieldCode> {
    if is_blank(text) {
        return Err(FieldCode::Required);
    }
    check_lines(text, max).map(|()| trimmed(text))
}

/// True where more than half of the visible characters are Han, Kana, Hangul or Thai: scripts that
/// say in 40 characters what takes 100 in Latin (`domain.md`, research summary).
#[must_use]
pub fn mostly_cjk_or_thai(text: &str) -> bool {
    let (mut dense, mut visible) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        visible += 1;
        dense += usize::from(is_cjk_or_thai(c));
    }
    dense * 2 > visible
}

fn is_cjk_or_thai(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0E7F}'           // Thai
        | '\u{1100}'..='\u{11FF}'         // Hangul Jamo
        | '\u{2E80}'..='\u{2FDF}'         // Han radicals
        | '\u{3001}'..='\u{303F}' // their punctuation
        | '\u{3040}'..='\u{30FF}'         // Hiragana and Katakana
        | '\u{3130}'..='\u{318F}'         // Hangul compatibility Jamo
        | '\u{31F0}'..='\u{31FF}'         // Katakana extensions
        | '\u{3400}'..='\u{4DBF}'         // Han extension A
        | '\u{4E00}'..='\u{9FFF}'         // Han
        | '\u{A960}'..='\u{A97F}'         // Hangul Jamo extended A
        | '\u{AC00}'..='\u{D7FF}'         // Hangul syllables, Jamo extended B
        | '\u{F900}'..='\u{FAFF}'         // Han compatibility
        | '\u{FF01}'..='\u{FF9D}' // full-width forms, half-width Katakana
        | '\u{1AFF0}'..='\u{1B16F}'       // Kana extensions
        | '\u{20000}'..='\u{3FFFF}'       // Han extensions B and on
    )
}

/// For comparing what was printed with what is wanted: only letters and digits, in lower case, without accents. `Émile
/// Ó Brien` becomes `emileobrien`.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
    {
        match base_letters(c) {
            "" => plain.push(c),
            letters => plain.push_str(letters),
        }
    }
    plain
}

/// What a small Latin letter with an accent is written as where there are no accents; empty for any other character.
#[must_use]
pub const fn base_letters(c: char) -> &'static str {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | '\u{1EA0}'..='\u{1EB7}' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | '\u{1EB8}'..='\u{1EC7}' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | '\u{1EC8}'..='\u{1ECB}' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | '\u{1ECC}'..='\u{1EE3}' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | '\u{1EE4}'..='\u{1EF1}' => {
            "u"
        }
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | '\u{1EF2}'..='\u{1EF9}' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        _ => "",
    }
}
