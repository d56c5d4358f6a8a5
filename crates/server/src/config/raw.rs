//! Settings as texts, with where each came from, before they are parsed.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::settings::{self, SETTINGS};

/// The variable that names the file; the only one of ours that is not a setting.
const FILE_VARIABLE: &str = "ACCEDE_CONFIG";

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    CommandLine,
    Environment,
    File(PathBuf),
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("the command line"),
            Self::Environment => f.write_str("the environment"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// One thing that is wrong. Values are not repeated: some are secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error(
        "`{name}` (from {source_}) is not a setting; `accede settings` lists them{}",
        did_you_mean(name)
    )]
    Unknown { name: String, source_: Source },
    #[error("`{name}` (from {source_}) cannot be used: {remedy}")]
    Wrong {
        name: String,
        source_: Source,
        remedy: String,
    },
    #[error(
        "`{name}` is required: {remedy}, in the configuration file or as {}",
        settings::variable(name)
    )]
    Missing { name: String, remedy: String },
    #[error("the configuration file {} cannot be read: {reason}", path.display())]
    File { path: PathBuf, reason: String },
}

/// All faults of one start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigError(pub Vec<Fault>);

pub(super) struct Raw {
    values: BTreeMap<&'static str, (String, Source)>,
    file: Option<PathBuf>,
    faults: Vec<Fault>,
}

impl Raw {
    pub(super) fn from_environment(environment: &[(String, String)]) -> Self {
        let mut raw = Self {
            values: BTreeMap::new(),
            file: None,
            faults: Vec::new(),
        };
        for (variable, value) in environment {
            let Some(rest) = variable.strip_prefix("ACCEDE_") else {
                continue;
            };
            if variable == FILE_VARIABLE {
                raw.file = Some(PathBuf::from(value));
                continue;
            }
            match SETTINGS
                .iter()
                .find(|s| settings::variable(s.name) == *variable)
            {
                Some(s) => raw.set(s.name, value.clone(), Source::Environment),
                None => raw.faults.push(Fault::Unknown {
                    name: rest.to_owned(),
                    source_: Source::Environment,
                }),
            }
        }
        raw
    }

    pub(super) fn set(&mut self, name: &'static str, value: String, source: Source) {
        self.values.insert(name, (value, source));
    }

    /// The file that the command line names, or else the environment.
    pub(super) fn config_file(&self, named: Option<&Path>) -> Option<PathBuf> {
        named.map(Path::to_path_buf).or_else(|| self.file.clone())
    }

    /// Takes what the file says and nothing said before. A file that nobody named may be absent.
    pub(super) fn read_file(&mut self, path: &Path, must_exist: bool) {
        let fault = |reason: String| Fault::File {
            path: path.to_path_buf(),
            reason,
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !must_exist => return,
            Err(e) => return self.faults.push(fault(e.to_string())),
        };
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(e) => return self.faults.push(fault(e.message().to_owned())),
        };
        for (name, value) in table {
            let source = Source::File(path.to_path_buf());
            let Some(setting) = settings::find(&name) else {
                self.faults.push(Fault::Unknown {
                    name,
                    source_: source,
                });
                continue;
            };
            match as_text(&value) {
                Some(_) if self.values.contains_key(setting.name) => {}
                Some(text) => self.set(setting.name, text, source),
                None => self.faults.push(Fault::Wrong {
                    name,
                    source_: source,
                    remedy: "give a text, a number or a list of texts".to_owned(),
                }),
            }
        }
    }

    /// What a command assumes where nobody said anything.
    pub(super) fn assume(&mut self, name: &'static str, value: &str) {
        self.values
            .entry(name)
            .or_insert_with(|| (value.to_owned(), Source::Default));
    }

    fn value(&self, name: &'static str) -> Option<(String, Source)> {
        self.values.get(name).cloned().or_else(|| {
            let default = settings::find(name).and_then(|s| s.default)?;
            Some((default.to_owned(), Source::Default))
        })
    }

    pub(super) fn text(&self, name: &'static str) -> Option<String> {
        self.value(name).map(|(text, _)| text)
    }

    pub(super) fn parse<T>(
        &mut self,
        name: &'static str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.parse_with(name, |text| parse(text).ok_or_else(|| remedy.to_owned()))
            .or_else(|| {
                if self.value(name).is_none() {
                    self.faults.push(Fault::Missing {
                        name: name.to_owned(),
                        remedy: remedy.to_owned(),
                    });
                }
                None
            })
    }

    /// As [`Self::parse`], where the parser itself says what to do.
    pub(super) fn parse_with<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (text, source_) = self.value(name)?;
        match parse(text.trim()) {
            Ok(value) => Some(value),
            Err(remedy) => {
                self.faults.push(Fault::Wrong {
                    name: name.to_owned(),
                    source_,
                    remedy,
                });
                None
            }
        }
    }

    /// Empty means "not set".
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        remedy: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        self.parse(name, remedy, |text| {
            if text.is_empty() {
                Some(None)
            } else {
                parse(text).map(Some)
            }
        })
    }

    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        remedy: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.parse(name, remedy, |text| {
            text.split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(parse)
                .collect()
        })
    }

    /// The configuration, if nothing at all was wrong.
    pub(super) fn finish<T>(self, config: Option<T>) -> Result<T, ConfigError> {
        match config {
            Some(config) if self.faults.is_empty() => Ok(config),
            _ => Err(ConfigError(self.faults)),
        }
    }
}

/// A TOML value as the text that the environment would hold.
fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Boolean(b) => Some(b.to_string()),
        toml::Value::Array(items) => items
            .iter()
            .map(|i| i.as_str())
            .collect::<Option<Vec<_>>>()
            .map(|texts| texts.join(",")),
        _ => None,
    }
}

/// Names the setting that shares the most of its beginning, if any shares at least half.
fn did_you_mean(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let shared = |other: &str| {
        name.bytes()
            .zip(other.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    SETTINGS
        .iter()
        .max_by_key(|s| shared(s.name))
        .filter(|s| shared(s.name) * 2 >= name.len())
        .map(|s| format!(" (did you mean `{}`?)", s.name))
        .unwrap_or_default()
}
