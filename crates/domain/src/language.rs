//! The languages that a person is spoken to in, on the page and in mails.

choice! {
    /// A language, by its tag.
    #[derive(Default)]
    pub enum Language {
        /// English: what every text is written in first.
        #[default]
        English = "en",
        /// Spanish.
        Spanish = "es",
    }
}
