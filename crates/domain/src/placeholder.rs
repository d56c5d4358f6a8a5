//! Placeholders in texts: names in braces that stand for what an installation or a reader knows.

/// Those that every text may use: what an installation calls itself, see [`Site`].
pub const OF_SITE: [&str; 3] = ["support", "site_name", "origin"];

/// What an installation calls itself; every text may speak of it.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The portal's name, `{site_name}`.
    pub name: &'a str,
    /// The support address, `{support}`.
    pub support: &'a str,
    /// Scheme, host and port without a slash at the end, `{origin}`.
    pub origin: &'a str,
}

impl Site<'_> {
    /// What stands for a placeholder of [`OF_SITE`]; nothing where it is none of these.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let value = match name {
            "support" => self.support,
            "site_name" => self.name,
            "origin" => self.origin,
            _ => return None,
        };
        Some(value.to_owned())
    }
}

/// Names written `{like_this}` anywhere in a text.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        is_name(name).then_some(name)
    })
}

/// Replaces each placeholder that has a value; braces around anything else stay as they are.
#[must_use]
pub fn filled(text: &str, fill: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let value = after
            .split_once('}')
            .filter(|(name, _)| is_name(name))
            .and_then(|(name, tail)| Some((fill(name)?, tail)));
        match value {
            Some((value, tail)) => {
                out.push_str(&value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_of_the_site_has_its_value() {
        let site = Site {
            name: "Heart data",
            support: "help@example.org",
            origin: "https://example.org",
        };
        let values = OF_SITE.map(|name| site.value(name));
        assert_eq!(
            values.map(Option::unwrap),
            ["help@example.org", "Heart data", "https://example.org"]
        );
        assert_eq!(site.value("user_name"), None);
    }

    #[test]
    fn a_value_is_not_filled_a_second_time() {
        let fill = |name: &str| match name {
            "a" => Some("{b}".to_owned()),
            "b" => Some("wrong".to_owned()),
            _ => None,
        };
        assert_eq!(filled("{a}", &fill), "{b}");
        assert_eq!(filled("{ {A} {", &fill), "{ {A} {");
    }

    #[test]
    fn only_names_are_placeholders() {
        let found: Vec<_> = names("{site_name} {x} ${HOME} { y }").collect();
        assert_eq!(found, ["site_name", "x"]);
    }
}
