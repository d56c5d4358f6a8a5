//! Names of letters, as fonts give them to their codes: those of the Adobe Glyph List for the Latin, Greek and Cyrillic
//! letters and for what is printed between them. Other names of the list stand for signs that no report needs.

/// The character of a name. One letter is its own name; `uni0041` and `u0041` say a code, and a suffix as in `a.alt` the form.
pub(crate) fn character(name: &[u8]) -> Option<char> {
    let name = name.split(|byte| *byte == b'.').next()?;
    if let [letter] = name
        && letter.is_ascii_alphabetic()
    {
        return Some(char::from(*letter));
    }
    let found = NAMES.binary_search_by(|(known, _)| known.as_bytes().cmp(name));
    if let Ok(at) = found {
        return NAMES.get(at).map(|(_, c)| *c);
    }
    let digits = match name {
        [b'u', b'n', b'i', digits @ ..] if digits.len() == 4 => digits,
        [b'u', digits @ ..] if (4..=6).contains(&digits.len()) => digits,
        _ => return None,
    };
    let digits = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, 16)
        .ok()
        .and_then(char::from_u32)
}

/// Sorted by name.
#[rustfmt::skip]
static NAMES: &[(&str, char)] = &[
    ("AE", 'Æ'), ("Aacute", 'Á'), ("Abreve", 'Ă'), ("Acircumflex", 'Â'), ("Adieresis", 'Ä'), ("Agrave", 'À'),
    ("Alpha", 'Α'), ("Alphatonos", 'Ά'), ("Amacron", 'Ā'), ("Aogonek", 'Ą'), ("Aring", 'Å'), ("Atilde", 'Ã'),
    ("Beta", 'Β'), ("Cacute", 'Ć'), ("Ccaron", 'Č'), ("Ccedilla", 'Ç'), ("Ccircumflex", 'Ĉ'), ("Cdot", 'Ċ'),
    ("Cdotaccent", 'Ċ'), ("Chi", 'Χ'), ("Dbar", 'Đ'), ("Dcaron", 'Ď'), ("Dcroat", 'Đ'), ("Delta", 'Δ'),
    ("Deltagreek", 'Δ'), ("Dslash", 'Đ'), ("Eacute", 'É'), ("Ebreve", 'Ĕ'), ("Ecaron", 'Ě'), ("Ecircumflex", 'Ê'),
    ("Edieresis", 'Ë'), ("Edot", 'Ė'), ("Edotaccent", 'Ė'), ("Egrave", 'È'), ("Emacron", 'Ē'), ("Eng", 'Ŋ'),
    ("Eogonek", 'Ę'), ("Epsilon", 'Ε'), ("Epsilontonos", 'Έ'), ("Eta", 'Η'), ("Etatonos", 'Ή'), ("Eth", 'Ð'),
    ("Euro", '€'), ("Gamma", 'Γ'), ("Gbreve", 'Ğ'), ("Gcedilla", 'Ģ'), ("Gcircumflex", 'Ĝ'), ("Gcommaaccent", 'Ģ'),
    ("Gdot", 'Ġ'), ("Gdotaccent", 'Ġ'), ("Hbar", 'Ħ'), ("Hcircumflex", 'Ĥ'), ("IJ", 'Ĳ'), ("Iacute", 'Í'),
    ("Ibreve", 'Ĭ'), ("Icircumflex", 'Î'), ("Idieresis", 'Ï'), ("Idot", 'İ'), ("Idotaccent", 'İ'), ("Igrave", 'Ì'),
    ("Imacron", 'Ī'), ("Iogonek", 'Į'), ("Iota", 'Ι'), ("Iotadieresis", 'Ϊ'), ("Iotatonos", 'Ί'), ("Itilde", 'Ĩ'),
    ("Jcircumflex", 'Ĵ'), ("Kappa", 'Κ'), ("Kcedilla", 'Ķ'), ("Kcommaaccent", 'Ķ'), ("Lacute", 'Ĺ'), ("Lambda", 'Λ'),
    ("Lcaron", 'Ľ'), ("Lcedilla", 'Ļ'), ("Lcommaaccent", 'Ļ'), ("Ldot", 'Ŀ'), ("Ldotaccent", 'Ŀ'), ("Lslash", 'Ł'),
    ("Mu", 'Μ'), ("Nacute", 'Ń'), ("Ncaron", 'Ň'), ("Ncedilla", 'Ņ'), ("Ncommaaccent", 'Ņ'), ("Ng", 'Ŋ'),
    ("Ntilde", 'Ñ'), ("Nu", 'Ν'), ("OE", 'Œ'), ("Oacute", 'Ó'), ("Obreve", 'Ŏ'), ("Ocircumflex", 'Ô'),
    ("Odblacute", 'Ő'), ("Odieresis", 'Ö'), ("Ograve", 'Ò'), ("Ohungarumlaut", 'Ő'), ("Omacron", 'Ō'), ("Omega", 'Ω'),
    ("Omegagreek", 'Ω'), ("Omegatonos", 'Ώ'), ("Omicron", 'Ο'), ("Omicrontonos", 'Ό'), ("Oslash", 'Ø'),
    ("Otilde", 'Õ'), ("Phi", 'Φ'), ("Pi", 'Π'), ("Psi", 'Ψ'), ("Racute", 'Ŕ'), ("Rcaron", 'Ř'), ("Rcedilla", 'Ŗ'),
    ("Rcommaaccent", 'Ŗ'), ("Rho", 'Ρ'), ("Sacute", 'Ś'), ("Scaron", 'Š'), ("Scedilla", 'Ş'), ("Scircumflex", 'Ŝ'),
    ("Scommaaccent", 'Ș'), ("Sigma", 'Σ'), ("Tau", 'Τ'), ("Tbar", 'Ŧ'), ("Tcaron", 'Ť'), ("Tcedilla", 'Ţ'),
    ("Tcommaaccent", 'Ţ'), ("Theta", 'Θ'), ("Thorn", 'Þ'), ("Uacute", 'Ú'), ("Ubreve", 'Ŭ'), ("Ucircumflex", 'Û'),
    ("Udblacute", 'Ű'), ("Udieresis", 'Ü'), ("Ugrave", 'Ù'), ("Uhungarumlaut", 'Ű'), ("Umacron", 'Ū'),
    ("Uogonek", 'Ų'), ("Upsilon", 'Υ'), ("Upsilondieresis", 'Ϋ'), ("Upsilontonos", 'Ύ'), ("Uring", 'Ů'),
    ("Utilde", 'Ũ'), ("Wacute", 'Ẃ'), ("Wcircumflex", 'Ŵ'), ("Wdieresis", 'Ẅ'), ("Wgrave", 'Ẁ'), ("Xi", 'Ξ'),
    ("Yacute", 'Ý'), ("Ycircumflex", 'Ŷ'), ("Ydieresis", 'Ÿ'), ("Ygrave", 'Ỳ'), ("Zacute", 'Ź'), ("Zcaron", 'Ž'),
    ("Zdot", 'Ż'), ("Zdotaccent", 'Ż'), ("Zeta", 'Ζ'), ("aacute", 'á'), ("abreve", 'ă'), ("acircumflex", 'â'),
    ("acute", '´'), ("adieresis", 'ä'), ("ae", 'æ'), ("afii10017", 'А'), ("afii10018", 'Б'), ("afii10019", 'В'),
    ("afii10020", 'Г'), ("afii10021", 'Д'), ("afii10022", 'Е'), ("afii10023", 'Ё'), ("afii10024", 'Ж'),
    ("afii10025", 'З'), ("afii10026", 'И'), ("afii10027", 'Й'), ("afii10028", 'К'), ("afii10029", 'Л'),
    ("afii10030", 'М'), ("afii10031", 'Н'), ("afii10032", 'О'), ("afii10033", 'П'), ("afii10034", 'Р'),
    ("afii10035", 'С'), ("afii10036", 'Т'), ("afii10037", 'У'), ("afii10038", 'Ф'), ("afii10039", 'Х'),
    ("afii10040", 'Ц'), ("afii10041", 'Ч'), ("afii10042", 'Ш'), ("afii10043", 'Щ'), ("afii10044", 'Ъ'),
    ("afii10045", 'Ы'), ("afii10046", 'Ь'), ("afii10047", 'Э'), ("afii10048", 'Ю'), ("afii10049", 'Я'),
    ("afii10050", 'Ґ'), ("afii10051", 'Ђ'), ("afii10052", 'Ѓ'), ("afii10053", 'Є'), ("afii10054", 'Ѕ'),
    ("afii10055", 'І'), ("afii10056", 'Ї'), ("afii10057", 'Ј'), ("afii10058", 'Љ'), ("afii10059", 'Њ'),
    ("afii10060", 'Ћ'), ("afii10061", 'Ќ'), ("afii10062", 'Ў'), ("afii10065", 'а'), ("afii10066", 'б'),
    ("afii10067", 'в'), ("afii10068", 'г'), ("afii10069", 'д'), ("afii10070", 'е'), ("afii10071", 'ё'),
    ("afii10072", 'ж'), ("afii10073", 'з'), ("afii10074", 'и'), ("afii10075", 'й'), ("afii10076", 'к'),
    ("afii10077", 'л'), ("afii10078", 'м'), ("afii10079", 'н'), ("afii10080", 'о'), ("afii10081", 'п'),
    ("afii10082", 'р'), ("afii10083", 'с'), ("afii10084", 'т'), ("afii10085", 'у'), ("afii10086", 'ф'),
    ("afii10087", 'х'), ("afii10088", 'ц'), ("afii10089", 'ч'), ("afii10090", 'ш'), ("afii10091", 'щ'),
    ("afii10092", 'ъ'), ("afii10093", 'ы'), ("afii10094", 'ь'), ("afii10095", 'э'), ("afii10096", 'ю'),
    ("afii10097", 'я'), ("afii10098", 'ґ'), ("afii10099", 'ђ'), ("afii10100", 'ѓ'), ("afii10101", 'є'),
    ("afii10102", 'ѕ'), ("afii10103", 'і'), ("afii10104", 'ї'), ("afii10105", 'ј'), ("afii10106", 'љ'),
    ("afii10107", 'њ'), ("afii10108", 'ћ'), ("afii10109", 'ќ'), ("afii10110", 'ў'), ("agrave", 'à'), ("alpha", 'α'),
    ("alphatonos", 'ά'), ("amacron", 'ā'), ("ampersand", '&'), ("anoteleia", '·'), ("aogonek", 'ą'), ("aring", 'å'),
    ("asciicircum", '^'), ("asciitilde", '~'), ("asterisk", '*'), ("asterism", '⁂'), ("at", '@'), ("atilde", 'ã'),
    ("backslash", '\\'), ("backslashBig", '\\'), ("backslashBigg", '\\'), ("backslashbig", '\\'),
    ("backslashbigg", '\\'), ("bar", '|'), ("bardblex", '‖'), ("barex", '|'), ("beta", 'β'), ("braceex", '|'),
    ("braceleft", '{'), ("braceleftBig", '{'), ("braceleftBigg", '{'), ("braceleftbig", '{'), ("braceleftbigg", '{'),
    ("braceleftmid", '|'), ("braceright", '}'), ("bracerightBig", '}'), ("bracerightBigg", '}'),
    ("bracerightbig", '}'), ("bracerightbigg", '}'), ("bracerightmid", '‖'), ("bracketleft", '['),
    ("bracketleftBig", '['), ("bracketleftBigg", '['), ("bracketleftbig", '['), ("bracketleftbigg", '['),
    ("bracketright", ']'), ("bracketrightBig", ']'), ("bracketrightBigg", ']'), ("bracketrightbig", ']'),
    ("bracketrightbigg", ']'), ("brokenbar", '¦'), ("bullet", '•'), ("cacute", 'ć'), ("ccaron", 'č'),
    ("ccedilla", 'ç'), ("ccircumflex", 'ĉ'), ("cdot", 'ċ'), ("cdotaccent", 'ċ'), ("cedilla", '¸'), ("cent", '¢'),
    ("chi", 'χ'), ("colon", ':'), ("comma", ','), ("controlDEL", '\u{7f}'), ("copyright", '©'), ("currency", '¤'),
    ("dagger", '†'), ("daggerdbl", '‡'), ("dbar", 'đ'), ("dbllowline", '‗'), ("dblverticalbar", '‖'), ("dcaron", 'ď'),
    ("dcroat", 'đ'), ("degree", '°'), ("delta", 'δ'), ("dialytikatonos", '΅'), ("dieresis", '¨'),
    ("dieresistonos", '΅'), ("divide", '÷'), ("dmacron", 'đ'), ("dollar", '$'), ("dotlessi", 'ı'), ("eacute", 'é'),
    ("ebreve", 'ĕ'), ("ecaron", 'ě'), ("ecircumflex", 'ê'), ("edieresis", 'ë'), ("edot", 'ė'), ("edotaccent", 'ė'),
    ("egrave", 'è'), ("eight", '8'), ("ellipsis", '…'), ("emacron", 'ē'), ("emdash", '—'), ("endash", '–'),
    ("eng", 'ŋ'), ("eogonek", 'ę'), ("epsilon", 'ε'), ("epsilontonos", 'έ'), ("equal", '='), ("eta", 'η'),
    ("etatonos", 'ή'), ("eth", 'ð'), ("euro", '€'), ("exclam", '!'), ("exclamdbl", '‼'), ("exclamdown", '¡'),
    ("f_f", 'ﬀ'), ("f_f_i", 'ﬃ'), ("f_f_l", 'ﬄ'), ("f_i", 'ﬁ'), ("f_l", 'ﬂ'), ("ff", 'ﬀ'), ("ffi", 'ﬃ'), ("ffl", 'ﬄ'),
    ("fi", 'ﬁ'), ("figuredash", '‒'), ("five", '5'), ("fl", 'ﬂ'), ("florin", 'ƒ'), ("four", '4'), ("fraction", '⁄'),
    ("gamma", 'γ'), ("gbreve", 'ğ'), ("gcedilla", 'ģ'), ("gcircumflex", 'ĝ'), ("gcommaaccent", 'ģ'), ("gdot", 'ġ'),
    ("gdotaccent", 'ġ'), ("germandbls", 'ß'), ("grave", '`'), ("greater", '>'), ("guillemotleft", '«'),
    ("guillemotright", '»'), ("guilsinglleft", '‹'), ("guilsinglright", '›'), ("hbar", 'ħ'), ("hcircumflex", 'ĥ'),
    ("horizontalbar", '―'), ("hyphen", '-'), ("hyphen_alt", '‐'), ("hyphenchar", '-'), ("hyphentwo", '‐'),
    ("iacute", 'í'), ("ibreve", 'ĭ'), ("icircumflex", 'î'), ("idieresis", 'ï'), ("igrave", 'ì'), ("ij", 'ĳ'),
    ("imacron", 'ī'), ("interrobang", '‽'), ("iogonek", 'į'), ("iota", 'ι'), ("iotadieresis", 'ϊ'),
    ("iotadieresistonos", 'ΐ'), ("iotatonos", 'ί'), ("itilde", 'ĩ'), ("jcircumflex", 'ĵ'), ("kappa", 'κ'),
    ("kcedilla", 'ķ'), ("kcommaaccent", 'ķ'), ("kgreenlandic", 'ĸ'), ("lacute", 'ĺ'), ("lambda", 'λ'),
    ("lcaron", 'ľ'), ("lcedilla", 'ļ'), ("lcommaaccent", 'ļ'), ("ldot", 'ŀ'), ("ldotaccent", 'ŀ'), ("less", '<'),
    ("logicalnot", '¬'), ("longs", 'ſ'), ("lslash", 'ł'), ("macron", '¯'), ("middot", '·'), ("minus", '−'),
    ("minute", '′'), ("mu", 'µ'), ("mu1", 'µ'), ("mugreek", 'μ'), ("multiply", '×'), ("nacute", 'ń'),
    ("napostrophe", 'ŉ'), ("nbspace", '\u{a0}'), ("ncaron", 'ň'), ("ncedilla", 'ņ'), ("ncommaaccent", 'ņ'),
    ("ng", 'ŋ'), ("nine", '9'), ("nonbreakingspace", '\u{a0}'), ("ntilde", 'ñ'), ("nu", 'ν'), ("numbersign", '#'),
    ("numero", '№'), ("oacute", 'ó'), ("obreve", 'ŏ'), ("ocircumflex", 'ô'), ("odblacute", 'ő'), ("odieresis", 'ö'),
    ("oe", 'œ'), ("ograve", 'ò'), ("ohungarumlaut", 'ő'), ("omacron", 'ō'), ("omega", 'ω'), ("omegatonos", 'ώ'),
    ("omicron", 'ο'), ("omicrontonos", 'ό'), ("one", '1'), ("onedotenleader", '․'), ("onehalf", '½'),
    ("onequarter", '¼'), ("onesuperior", '¹'), ("ordfeminine", 'ª'), ("ordmasculine", 'º'), ("oslash", 'ø'),
    ("otilde", 'õ'), ("overline", '‾'), ("overscore", '¯'), ("paragraph", '¶'), ("parenleft", '('),
    ("parenleftBig", '('), ("parenleftBigg", '('), ("parenleftbig", '('), ("parenleftbigg", '('),
    ("parenleftex", '|'), ("parenright", ')'), ("parenrightBig", ')'), ("parenrightBigg", ')'),
    ("parenrightbig", ')'), ("parenrightbigg", ')'), ("parenrightex", '|'), ("percent", '%'), ("period", '.'),
    ("periodcentered", '·'), ("pertenthousand", '‱'), ("perthousand", '‰'), ("phi", 'φ'), ("pi", 'π'), ("plus", '+'),
    ("plusminus", '±'), ("prime", '′'), ("primereversed", '‵'), ("psi", 'ψ'), ("punctdash", '—'), ("question", '?'),
    ("questiondown", '¿'), ("quotedbl", '"'), ("quotedblbase", '„'), ("quotedblleft", '“'), ("quotedblright", '”'),
    ("quoteleft", '‘'), ("quoteleftreversed", '‛'), ("quotereversed", '‛'), ("quoteright", '’'), ("quoterightn", 'ŉ'),
    ("quotesinglbase", '‚'), ("quotesingle", '\''), ("racute", 'ŕ'), ("rangedash", '–'), ("rcaron", 'ř'),
    ("rcedilla", 'ŗ'), ("rcommaaccent", 'ŗ'), ("referencemark", '※'), ("registered", '®'), ("rho", 'ρ'),
    ("sacute", 'ś'), ("scaron", 'š'), ("scedilla", 'ş'), ("scircumflex", 'ŝ'), ("scommaaccent", 'ș'), ("second", '″'),
    ("section", '§'), ("semicolon", ';'), ("seven", '7'), ("sfthyphen", '\u{ad}'), ("sigma", 'σ'),
    ("sigmafinal", 'ς'), ("six", '6'), ("slash", '/'), ("slong", 'ſ'), ("softhyphen", '\u{ad}'), ("space", ' '),
    ("spacehackarabic", ' '), ("sterling", '£'), ("tau", 'τ'), ("tbar", 'ŧ'), ("tcaron", 'ť'), ("tcedilla", 'ţ'),
    ("tcommaaccent", 'ţ'), ("theta", 'θ'), ("thorn", 'þ'), ("three", '3'), ("threequarters", '¾'),
    ("threesuperior", '³'), ("tie", '⁀'), ("tonos", '΄'), ("trademark", '™'), ("two", '2'), ("twodotenleader", '‥'),
    ("twodotleader", '‥'), ("twosuperior", '²'), ("uacute", 'ú'), ("ubreve", 'ŭ'), ("ucircumflex", 'û'),
    ("udblacute", 'ű'), ("udieresis", 'ü'), ("ugrave", 'ù'), ("uhungarumlaut", 'ű'), ("umacron", 'ū'),
    ("underscore", '_'), ("underscoredbl", '‗'), ("uogonek", 'ų'), ("upsilon", 'υ'), ("upsilondieresis", 'ϋ'),
    ("upsilondieresistonos", 'ΰ'), ("upsilontonos", 'ύ'), ("uring", 'ů'), ("utilde", 'ũ'), ("verticalbar", '|'),
    ("wacute", 'ẃ'), ("wcircumflex", 'ŵ'), ("wdieresis", 'ẅ'), ("wgrave", 'ẁ'), ("xi", 'ξ'), ("yacute", 'ý'),
    ("ycircumflex", 'ŷ'), ("ydieresis", 'ÿ'), ("yen", '¥'), ("ygrave", 'ỳ'), ("zacute", 'ź'), ("zcaron", 'ž'),
    ("zdot", 'ż'), ("zdotaccent", 'ż'), ("zero", '0'), ("zeta", 'ζ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_unknown_ones_are_not() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| name.as_bytes()));
        for (name, c) in [
            ("A", 'A'),
            ("Eacute", 'É'),
            ("five", '5'),
            ("fi", '\u{fb01}'),
            ("a.alt", 'a'),
            ("uni0142", 'ł'),
            ("u1F600", '😀'),
            ("afii10017", 'А'),
        ] {
            assert_eq!(character(name.as_bytes()), Some(c), "{name}");
        }
        for unknown in ["", "g23", "cid_7", "uniD800", "u12", "1", ".notdef"] {
            assert_eq!(character(unknown.as_bytes()), None, "{unknown}");
        }
    }
}
