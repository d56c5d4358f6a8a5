//! What a user agent says, in words: the browser and the system, as people know them.

/// Browser names and the mark by which each is told, the more special before what it is built on.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("Wget/", "Wget"),
    ("curl/", "curl"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Browser and system of a user agent; `None` for what is not known.
pub fn device(user_agent: &str) -> (Option<&'static str>, Option<&'static str>) {
    (find(&BROWSERS, user_agent), find(&SYSTEMS, user_agent))
}

fn find(names: &[(&str, &'static str)], user_agent: &str) -> Option<&'static str> {
    let known = names.iter().find(|(mark, _)| user_agent.contains(mark));
    known.map(|(_, name)| *name)
}

/// An action as it is recorded (`email.make_primary`), readable.
pub fn action(recorded: &str) -> String {
    let mut words = recorded.replace(['.', '_', '-'], " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_from_what_it_is_built_on() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
                    Safari/537.36 Edg/140.0.0.0";
        assert_eq!(device(edge), (Some("Edge"), Some("Windows")));
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 \
                      Safari/604.1";
        assert_eq!(device(safari), (Some("Safari"), Some("iPhone")));
        assert_eq!(
            device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            (Some("Firefox"), Some("Linux"))
        );
        assert_eq!(device("Wget/1.21"), (Some("Wget"), None));
        assert_eq!(device(""), (None, None));
    }

    #[test]
    fn an_action_reads_as_words() {
        assert_eq!(action("email.make_primary"), "Email make primary");
        assert_eq!(action(""), "");
    }
}
