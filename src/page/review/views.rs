//! Saved views: filters that somebody comes back to, each under a name. Kept in this browser, for one account.

/// A name and the query that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    pub name: String,
    pub query: String,
}

/// The longest name; a longer one is cut.
const NAME_MAX: usize = 60;

/// Reads what the browser kept: a line for each, its name and its query with a tab between.
pub(super) fn parse(text: &str) -> Vec<View> {
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, query)| View {
            name: name.to_owned(),
            query: query.to_owned(),
        })
        .collect()
}

/// As the browser keeps it.
pub(super) fn written(views: &[View]) -> String {
    let lines = views
        .iter()
        .map(|view| [&view.name, "\t", &view.query].concat());
    lines.collect::<Vec<_>>().join("\n")
}

/// Adds a view; one of the same name gives way, at its place. False where the name says nothing.
pub(super) fn save(views: &mut Vec<View>, name: &str, query: &str) -> bool {
    let name: String = name
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME_MAX)
        .collect();
    if name.is_empty() {
        return false;
    }
    let view = View {
        name,
        query: query.to_owned(),
    };
    match views.iter_mut().find(|known| known.name == view.name) {
        Some(known) => *known = view,
        None => views.push(view),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_kept_as_they_were_saved() {
        let mut views = Vec::new();
        assert!(save(
            &mut views,
            "  Late\tpostdocs \n",
            "?age=late&category=postdoc"
        ));
        assert!(save(&mut views, "Everything", ""));
        assert_eq!(views[0].name, "Late postdocs");
        assert_eq!(parse(&written(&views)), views);
    }

    #[test]
    fn a_name_stands_for_one_view() {
        let mut views = parse("A\t?q=1\nB\t?q=2");
        assert!(save(&mut views, "A", "?q=3"));
        assert_eq!(written(&views), "A\t?q=3\nB\t?q=2");
    }

    #[test]
    fn nothing_is_no_name_and_nonsense_is_no_view() {
        let mut views = Vec::new();
        assert!(!save(&mut views, " \u{7} ", "?q=1"));
        assert_eq!(views, []);
        assert_eq!(parse("no tab\n\t?q=1\n"), []);
    }
}
