//! A letter: what a mail says, before it is text or HTML. Words are plain text throughout; only the two writers
//! (`text`, `html`) know a format, so nothing can reach HTML unescaped.

use crate::clean;

#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) subject: String,
    /// False for mails to an address nobody has proved: the name beside it could be a stranger's advertisement.
    pub(crate) greets_by_name: bool,
    pub(crate) blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub(crate) enum Block {
    Paragraph(String),
    /// Things to do, in order.
    Steps(Vec<Step>),
    Bullets(Vec<String>),
    /// Somebody's own words, under a line that says whose.
    Quote {
        label: String,
        text: String,
    },
    /// Label and value.
    Facts(Vec<(String, String)>),
    /// The mailed link, its code and its end.
    MailedLink {
        label: String,
    },
    /// A page of the portal; `path` begins with a slash.
    Page {
        label: String,
        path: String,
    },
    /// A page elsewhere.
    Elsewhere {
        label: String,
        url: String,
    },
    /// Something to copy exactly.
    Literal(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) path: Option<String>,
}

impl Step {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            path: None,
        }
    }

    pub(crate) fn at(text: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            path: Some(path.into()),
        }
    }
}

impl Letter {
    /// To a person we know.
    pub(crate) fn to_person(subject: impl AsRef<str>) -> Self {
        Self {
            subject: clean::subject(subject.as_ref()),
            greets_by_name: true,
            blocks: Vec::new(),
        }
    }

    /// To an address that nobody has proved yet.
    pub(crate) fn to_unproved_address(subject: impl AsRef<str>) -> Self {
        Self {
            greets_by_name: false,
            ..Self::to_person(subject)
        }
    }

    pub(crate) fn say(self, text: impl Into<String>) -> Self {
        self.block(Block::Paragraph(text.into()))
    }

    pub(crate) fn say_if(self, condition: bool, text: impl Into<String>) -> Self {
        if condition { self.say(text) } else { self }
    }

    pub(crate) fn steps(self, steps: Vec<Step>) -> Self {
        if steps.is_empty() {
            self
        } else {
            self.block(Block::Steps(steps))
        }
    }

    pub(crate) fn bullets(self, items: Vec<String>) -> Self {
        if items.is_empty() {
            self
        } else {
            self.block(Block::Bullets(items))
        }
    }

    /// An empty quotation is left out.
    pub(crate) fn quote(self, label: impl Into<String>, text: &str) -> Self {
        let text = clean::passage(text);
        if text.is_empty() {
            self
        } else {
            self.block(Block::Quote {
                label: label.into(),
                text,
            })
        }
    }

    pub(crate) fn facts<const N: usize>(self, facts: [(&str, String); N]) -> Self {
        let facts = facts
            .into_iter()
            .map(|(label, value)| (label.to_owned(), clean::line(&value, 300)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        self.block(Block::Facts(facts))
    }

    pub(crate) fn mailed_link(self, label: &str) -> Self {
        self.block(Block::MailedLink {
            label: label.to_owned(),
        })
    }

    pub(crate) fn page(self, label: &str, path: impl Into<String>) -> Self {
        self.block(Block::Page {
            label: label.to_owned(),
            path: path.into(),
        })
    }

    pub(crate) fn elsewhere(self, label: &str, url: &str) -> Self {
        self.block(Block::Elsewhere {
            label: label.to_owned(),
            url: clean::line(url, 1000),
        })
    }

    pub(crate) fn literal(self, text: &str) -> Self {
        self.block(Block::Literal(clean::line(text, 1000)))
    }

    fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}
