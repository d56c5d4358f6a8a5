//! In which language the page speaks: English, or another whose catalogue of texts is loaded when somebody chooses it.

use crate::draft::DraftKeeper;
use crate::words::catalogue::{self, Catalogue};
use crate::words::po;
use crate::{api, browser, carried, task};
pub use accede_domain::language::Language;
use leptos::prelude::*;
use std::cell::Cell;

/// Where the browser keeps what was chosen in it, which comes before that of the account.
const KEPT: &str = "accede.language";
/// Where it keeps the language of the account that was last signed in, so that the page begins in it.
const OF_ACCOUNT: &str = "accede.account-language";

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
    /// Raised when everything is to be drawn anew. Its owner is the root, which never ends.
    static CHANGES: Cell<Option<RwSignal<u32>>> = const { Cell::new(None) };
    /// The texts that were loaded last, for whoever comes back to them.
    static LOADED: Cell<Option<(Language, &'static Catalogue)>> = const { Cell::new(None) };
}

/// What a language calls itself.
pub const fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Spanish => "Español",
    }
}

/// The locale that writes its times: days before months.
pub const fn locale(language: Language) -> &'static str {
    match language {
        Language::English => "en-GB",
        Language::Spanish => "es",
    }
}

/// Where its texts are; none for English, which every build holds.
pub fn file(language: Language) -> Option<String> {
    (language != Language::English).then(|| ["/lang-", language.as_str(), ".po"].concat())
}

/// The language now. Not followed: what is drawn is drawn anew when it changes.
pub fn now() -> Language {
    CURRENT.get()
}

/// What the root of the page follows to be drawn anew. Made once and below the root: what is drawn anew ends.
pub fn changes() -> RwSignal<u32> {
    let changes = RwSignal::new(0);
    CHANGES.set(Some(changes));
    changes
}

/// The language to begin in: the one that is kept, or else the first of the browser's (`es-MX`), where we speak it.
fn first(kept: Option<&str>, browsers: Option<&str>) -> Option<Language> {
    let plain = |tag: &str| Language::parse(tag.split('-').next().unwrap_or_default());
    kept.map_or_else(|| browsers.and_then(plain), Language::parse)
}

/// Takes up the language that was chosen in this browser or is its own, and then goes on. Where its texts do not come, in
/// English.
pub fn begin(go_on: impl FnOnce() + 'static) {
    let kept = browser::shared_get(KEPT).or_else(|| browser::shared_get(OF_ACCOUNT));
    match first(kept.as_deref(), window().navigator().language().as_deref()) {
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

/// Speaks this language from now on, and remembers it in this browser; false where its texts do not come. What is typed,
/// chosen or unfolded stays ([`crate::carried`]).
pub async fn switch(language: Language) -> bool {
    speak(language, KEPT).await
}

/// Speaks the language of the account, unless another was chosen in this browser.
pub fn follow(account: Language) {
    if account != now() && browser::shared_get(KEPT).is_none() {
        task::spawn_to_the_end(async move {
            // Drawing anew would take an open one away, and what is written in it.
            browser::dialogs_closed().await;
            speak(account, OF_ACCOUNT).await;
        });
    }
}

async fn speak(language: Language, kept_as: &str) -> bool {
    let catalogue = match language {
        Language::English => None,
        other => match load(other).await {
            Some(catalogue) => Some(catalogue),
            None => return false,
        },
    };
    // Somebody chose while these were on their way.
    if kept_as == OF_ACCOUNT && browser::shared_get(KEPT).is_some() {
        return true;
    }
    browser::shared_put(kept_as, language.as_str());
    DraftKeeper::flush_open().await;
    show(language, catalogue);
    true
}

fn show(language: Language, catalogue: Option<&'static Catalogue>) {
    catalogue::choose(catalogue);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.as_str());
    }
    CURRENT.set(language);
    if let Some(changes) = CHANGES.get() {
        carried::begin();
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
    let text = api::file(&file(language)?).await?;
    let catalogue = po::read(&text);
    if catalogue.is_empty() {
        return None;
    }
    let catalogue: &'static Catalogue = Box::leak(Box::new(catalogue));
    LOADED.set(Some((language, catalogue)));
    Some(catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_spoken_to_in_its_own_language_until_another_is_chosen() {
        let spanish = Some(Language::Spanish);
        assert_eq!(first(None, Some("es")), spanish);
        assert_eq!(first(None, Some("es-MX")), spanish);
        assert_eq!(first(None, Some("pt-BR")), None);
        assert_eq!(first(None, None), None);
        assert_eq!(first(Some("en"), Some("es-MX")), Some(Language::English));
        assert_eq!(first(Some("es"), Some("en-GB")), spanish);
    }
}
