//! Makes every line of the lists anew where they were made by another rule: after an update of the program, or when the
//! setting of personal-mail services changed.

use accede_domain::time::{Duration, Timestamp};
use accede_store::{StoreError, Tx, application_queue, setting};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::Job;
use crate::error::ApiError;
use crate::lists;
use crate::state::AppState;

/// Where it is kept how far that has come.
pub(crate) const SETTING: &str = "lists";
/// Applications that are looked at together.
const BATCH: u32 = 500;

/// By which rule lines were made, and up to which application where that is still going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(crate) rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) up_to: Option<String>,
}

/// Keeps that every line is made by the rule of now, as when a database was filled.
///
/// # Errors
/// Those of the store.
pub(crate) async fn made(tx: &mut Tx, state: &AppState) -> Result<(), StoreError> {
    let before = setting::get::<Made>(tx, SETTING).await?;
    let seen = before.map_or(0, |made| made.version);
    let made = Made {
        rule: lists::rule(state),
        up_to: None,
    };
    setting::put(tx, SETTING, &made, seen, state.now()).await?;
    Ok(())
}

/// Makes lines anew.
pub struct Lists;

#[async_trait]
impl Job for Lists {
    fn name(&self) -> &'static str {
        "lists"
    }

    fn every(&self) -> Duration {
        Duration::days(1)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.read().await?;
        let made = setting::get::<Made>(&mut tx, SETTING).await?;
        let rule = lists::rule(state);
        let is_made =
            made.is_some_and(|made| made.value.rule == rule && made.value.up_to.is_none());
        Ok((!is_made).then_some(now))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let domains = &state.config.personal_mail_domains;
        let mut tx = state.store.read().await?;
        let made = setting::get::<Made>(&mut tx, SETTING).await?;
        let (seen, made) = made.map_or((0, None), |made| (made.version, Some(made.value)));
        let rule = lists::rule(state);
        let up_to = made
            .filter(|made| made.rule == rule)
            .and_then(|made| made.up_to);
        let ids =
            application_queue::submitted_after(&mut tx, &up_to.unwrap_or_default(), BATCH).await?;
        // Most lines come out as they are: whoever writes waits for the others alone.
        let stale = application_queue::stale(&mut tx, &ids, domains).await?;
        drop(tx);
        let is_over = ids.len() < BATCH as usize;
        let up_to = ids.into_iter().next_back().filter(|_| !is_over);
        let mut tx = state.store.write().await?;
        application_queue::refresh(&mut tx, &stale, domains).await?;
        setting::put(&mut tx, SETTING, &Made { rule, up_to }, seen, now).await?;
        tx.commit().await?;
        Ok((!is_over).then_some(now))
    }
}
