//! In which language the page speaks: English, or another whose catalogue of texts is loaded when somebody chooses it.

use crate::draft::DraftKeeper;
use crate::words::catalogue::{self, Catalogue};
use crate::words::po;
use crate::{api, browser};
use leptos::prelude::*;
use std::cell::Cell;

/// Where the browser keeps the choice.
const KEPT: &str = "accede.language";

/// A language that the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
    /// Raised when everything is to be drawn anew. Its owner is the root, which never ends.
    static CHANGES: Cell<Option<RwSignal<u32>>> = const { Cell::new(None) };
    /// The texts that were loaded last, for whoever comes back to them.
    static LOADED: Cell<Option<(Language, &'static Catalogue)>> = const { Cell::new(None) };
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Its tag, as markup and `Intl` have it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }

    /// The locale that writes its times: days before months.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Spanish => "es",
        }
    }

    /// Where its texts are; none for English, which every build holds.
    pub fn file(self) -> Option<String> {
        (self != Self::English).then(|| ["/lang-", self.tag(), ".po"].concat())
    }
}

/// The language now. Not followed: what is drawn is drawn anew when it changes.
pub fn now() -> Language {
    CURRENT.get()
}

/// Follows the language from the root of the page.
pub fn track() {
    let changes = CHANGES.get().unwrap_or_else(|| {
        let changes = RwSignal::new(0);
        CHANGES.set(Some(changes));
        changes
    });
    changes.track();
}

/// Takes up the language that was chosen in this browser, and then goes on. Where its texts do not come, in English.
pub fn begin(go_on: impl FnOnce() + 'static) {
    let kept = browser::shared_get(KEPT);
    let chosen = Language::ALL
        .into_iter()
        .find(|language| Some(language.tag()) == kept.as_deref());
    match chosen {
        Some(language) if language != Language::English => {
            wasm_bindgen_futures::spawn_local(async move {
                if let Some(catalogue) = load(language).await {
                    show(language, Some(catalogue));
                }
                go_on();
            });
        }
        _ => go_on(),
    }
}

/// Speaks this language from now on; false where its texts do not come. What is typed stays.
pub async fn switch(language: Language) -> bool {
    let catalogue = match language {
        Language::English => None,
        other => match load(other).await {
            Some(catalogue) => Some(catalogue),
            None => return false,
        },
    };
    browser::shared_put(KEPT, language.tag());
    DraftKeeper::flush_open().await;
    show(language, catalogue);
    true
}

fn show(language: Language, catalogue: Option<&'static Catalogue>) {
    catalogue::choose(catalogue);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
    }
    CURRENT.set(language);
    if let Some(changes) = CHANGES.get() {
        changes.update(|times| *times += 1);
    }
}

/// The texts of a language, from its file. They stay in memory for good: texts on the page point into them.
async fn load(language: Language) -> Option<&'static Catalogue> {
    if let Some((of, catalogue)) = LOADED.get()
        && of == language
    {
        return Some(catalogue);
    }
    let file = api::file(&language.file()?).await?;
    let catalogue = po::read(&file);
    if catalogue.is_empty() {
        return None;
    }
    let catalogue: &'static Catalogue = Box::leak(Box::new(catalogue));
    LOADED.set(Some((language, catalogue)));
    Some(catalogue)
}
