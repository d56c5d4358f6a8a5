//! A letter: what a mail says, before it is text or HTML. Words are plain text throughout; only the two writers
//! (`text`, `html`) know a format, so nothing can reach HTML unescaped. It is put together of phrases, and then read in
//! one language.

use accede_domain::language::Language;

use crate::clean;
use crate::phrase::Phrase;

#[derive(Debug, Clone)]
pub(crate) struct Letter<T = Phrase> {
    pub(crate) subject: T,
    /// False for mails to an address nobody has proved: the name beside it could be a stranger's advertisement.
    pub(crate) greets_by_name: bool,
    pub(crate) blocks: Vec<Block<T>>,
}

#[derive(Debug, Clone)]
pub(crate) enum Block<T = Phrase> {
    Paragraph(T),
    /// Things to do, in order.
    Steps(Vec<Step<T>>),
    Bullets(Vec<T>),
    /// Somebody's own words, under a line that says whose.
    Quote {
        label: T,
        text: String,
    },
    /// Label and value.
    Facts(Vec<(T, T)>),
    /// The mailed link, its code and its end.
    MailedLink {
        label: T,
    },
    /// A page of the portal; `path` begins with a slash.
    Page {
        label: T,
        path: String,
    },
    /// A page elsewhere.
    Elsewhere {
        label: T,
        url: String,
    },
    /// Something to copy exactly.
    Literal(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Step<T = Phrase> {
    pub(crate) text: T,
    pub(crate) path: Option<String>,
}

impl Step {
    pub(crate) fn new(text: impl Into<Phrase>) -> Self {
        Self {
            text: text.into(),
            path: None,
        }
    }

    pub(crate) fn at(text: impl Into<Phrase>, path: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            path: Some(path.into()),
        }
    }
}

impl Letter {
    /// To a person we know.
    pub(crate) fn to_person(subject: impl Into<Phrase>) -> Self {
        Self {
            subject: subject.into(),
            greets_by_name: true,
            blocks: Vec::new(),
        }
    }

    /// To an address that nobody has proved yet.
    pub(crate) fn to_unproved_address(subject: impl Into<Phrase>) -> Self {
        Self {
            greets_by_name: false,
            ..Self::to_person(subject)
        }
    }

    pub(crate) fn say(self, text: impl Into<Phrase>) -> Self {
        self.block(Block::Paragraph(text.into()))
    }

    pub(crate) fn say_if(self, condition: bool, text: impl Into<Phrase>) -> Self {
        if condition { self.say(text) } else { self }
    }

    pub(crate) fn steps(self, steps: Vec<Step>) -> Self {
        if steps.is_empty() {
            self
        } else {
            self.block(Block::Steps(steps))
        }
    }

    pub(crate) fn bullets(self, items: Vec<Phrase>) -> Self {
        if items.is_empty() {
            self
        } else {
            self.block(Block::Bullets(items))
        }
    }

    /// An empty quotation is left out.
    pub(crate) fn quote(self, label: impl Into<Phrase>, text: &str) -> Self {
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

    /// A fact without a value is left out.
    pub(crate) fn facts<const N: usize>(self, facts: [(&'static str, Phrase); N]) -> Self {
        let facts = facts
            .into_iter()
            .map(|(label, value)| (label.into(), value));
        self.block(Block::Facts(facts.collect()))
    }

    pub(crate) fn mailed_link(self, label: impl Into<Phrase>) -> Self {
        self.block(Block::MailedLink {
            label: label.into(),
        })
    }

    pub(crate) fn page(self, label: impl Into<Phrase>, path: impl Into<String>) -> Self {
        self.block(Block::Page {
            label: label.into(),
            path: path.into(),
        })
    }

    pub(crate) fn elsewhere(self, label: impl Into<Phrase>, url: &str) -> Self {
        self.block(Block::Elsewhere {
            label: label.into(),
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

    /// The letter in a language.
    pub(crate) fn read(&self, language: Language) -> Letter<String> {
        Letter {
            subject: clean::subject(&self.subject.read(language)),
            greets_by_name: self.greets_by_name,
            blocks: self
                .blocks
                .iter()
                .map(|block| block.read(language))
                .collect(),
        }
    }
}

impl Block {
    fn read(&self, language: Language) -> Block<String> {
        let read = |phrase: &Phrase| phrase.read(language);
        match self {
            Self::Paragraph(text) => Block::Paragraph(read(text)),
            Self::Steps(steps) => Block::Steps(
                steps
                    .iter()
                    .map(|step| Step {
                        text: read(&step.text),
                        path: step.path.clone(),
                    })
                    .collect(),
            ),
            Self::Bullets(items) => Block::Bullets(items.iter().map(read).collect()),
            Self::Quote { label, text } => Block::Quote {
                label: read(label),
                text: text.clone(),
            },
            Self::Facts(facts) => Block::Facts(
                facts
                    .iter()
                    .map(|(label, value)| (read(label), clean::line(&read(value), 300)))
                    .filter(|(_, value)| !value.is_empty())
                    .collect(),
            ),
            Self::MailedLink { label } => Block::MailedLink { label: read(label) },
            Self::Page { label, path } => Block::Page {
                label: read(label),
                path: path.clone(),
            },
            Self::Elsewhere { label, url } => Block::Elsewhere {
                label: read(label),
                url: url.clone(),
            },
            Self::Literal(text) => Block::Literal(text.clone()),
        }
    }
}
