//! Dense, quiet tables. On a narrow screen each row becomes a block whose cells carry their column's name.

use crate::browser;
use crate::dom::{El, el};
use crate::ui::hidden;
use crate::words::Text;

/// A column: its name, and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    pub name: &'a str,
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Numbers,
    /// Buttons and links, which say by themselves what they do: the name is for screen readers.
    Actions,
    /// Text that says by itself what it is: on a narrow screen it stands without the name.
    Plain,
}

impl From<Text> for Column<'static> {
    fn from(name: Text) -> Self {
        Self::from(name.get())
    }
}

impl<'a> From<&'a str> for Column<'a> {
    fn from(name: &'a str) -> Self {
        Self {
            name,
            kind: ColumnKind::Text,
        }
    }
}

/// A column of numbers.
pub fn num(name: &str) -> Column<'_> {
    Column {
        name,
        kind: ColumnKind::Numbers,
    }
}

/// A column of text that says by itself what it is.
pub fn plain(name: &str) -> Column<'_> {
    Column {
        name,
        kind: ColumnKind::Plain,
    }
}

/// A column of buttons or links.
pub fn actions_column(name: &str) -> Column<'_> {
    Column {
        name,
        kind: ColumnKind::Actions,
    }
}

/// A table in the making.
pub struct Table {
    table: El,
    head: El,
    body: El,
    columns: Vec<(String, ColumnKind)>,
    caption: String,
}

impl Table {
    /// `caption` says what it lists; it is shown to screen readers only where a heading above says the same.
    pub fn new(caption: &str, caption_shown: bool, columns: &[Column<'_>]) -> Self {
        let class = if caption_shown {
            "table__caption"
        } else {
            "govuk-visually-hidden"
        };
        let head = el("tr");
        for column in columns {
            let cell = el("th").attr("scope", "col");
            let _ = head.clone().kid(match column.kind {
                ColumnKind::Text | ColumnKind::Plain => cell.text(column.name),
                ColumnKind::Numbers => cell.class("num").text(column.name),
                ColumnKind::Actions => cell.kid(hidden(column.name)),
            });
        }
        let body = el("tbody");
        let table = el("table").class("table").kids(&[
            el("caption").class(class).text(caption),
            el("thead").kid(head.clone()),
            body.clone(),
        ]);
        Self {
            table,
            head,
            body,
            columns: columns
                .iter()
                .map(|column| (column.name.to_owned(), column.kind))
                .collect(),
            caption: caption.to_owned(),
        }
    }

    /// Puts something else where the name of a column stands: a link that sorts by it, a box that selects every row.
    /// `sorted` is how the list is sorted by it now (`ascending`, `descending`), or empty.
    pub fn head(&self, place: u32, content: El, sorted: &str) {
        if let Some(cell) = self.head.node().child_nodes().item(place) {
            cell.set_text_content(None);
            let cell = El::from_node(cell).kid(content);
            if !sorted.is_empty() {
                let _ = cell.attr("aria-sort", sorted);
            }
        }
    }

    /// Adds a row. The first cell names it. Gives the row's element, for a class or a listener.
    pub fn row(&self, cells: &[El]) -> El {
        let row = el("tr");
        for (place, content) in cells.iter().enumerate() {
            let cell = if place == 0 {
                el("th").attr("scope", "row")
            } else {
                el("td")
            };
            let cell = match self.columns.get(place) {
                Some((_, ColumnKind::Actions)) => cell.class("actions"),
                Some((name, ColumnKind::Numbers)) => cell.class("num").attr("data-label", name),
                Some((name, ColumnKind::Text)) => cell.attr("data-label", name),
                Some((_, ColumnKind::Plain)) | None => cell,
            };
            let _ = row.clone().kid(cell.kid(content.clone()));
        }
        let _ = self.body.clone().kid(row.clone());
        row
    }

    /// The whole. Where it is wider than the page it scrolls by itself, and can then be reached by key.
    pub fn draw(self) -> El {
        let frame = el("div").class("table-frame").kid(self.table);
        let (framed, name) = (frame.clone(), self.caption);
        browser::after_paint(move || {
            if framed
                .element()
                .is_some_and(|frame| frame.scroll_width() > frame.client_width())
            {
                let _ = framed
                    .attr("tabindex", "0")
                    .attr("role", "region")
                    .attr("aria-label", &name);
            }
        });
        frame
    }
}
