//! Tokens for programs that fetch files in the person's name.

use super::frame;
use crate::api::{Call, Failure, endpoint};
use crate::browser;
use crate::carried;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Form, failure_notice};
use crate::route::Route;
use crate::session;
use crate::task;
use crate::ui::{
    ButtonKind, Dialog, NoticeKind, Reload, Table, Tone, actions_column, button, confirm,
    copy_button, lead, load, moment, muted, notice_titled, p, section, strong, tag,
};
use crate::words::{account as w, title};
use accede_api::account::{MadeToken, NewToken, TokenInfo};
use accede_api::page::List;
use accede_domain::account::TokenScope;
use leptos::prelude::*;

pub fn draw() -> El {
    let made = carried::signal("token", None::<MadeToken>);
    let failed = RwSignal::new(None::<Failure>);
    let user_name = session::get()
        .account_untracked()
        .map(|account| account.user_name)
        .unwrap_or_default();
    frame(
        &Route::AccountTokens,
        &title::TOKENS,
        &[
            lead(&w::TOKENS_LEAD).kids(&[strong(&user_name), ".".into()]),
            live(move || made.get().map_or_else(nothing, |made| shown_once(&made))),
            live(move || failed.get().map_or_else(nothing, |f| failure_notice(&f))),
            load::<List<TokenInfo>>(endpoint::account_tokens(), move |list, reload| {
                run(&[
                    tokens(&list.items, reload, failed),
                    section(&w::MAKE_TOKEN, &[new_token(made, reload)]),
                ])
            }),
        ],
    )
}

fn shown_once(made: &MadeToken) -> El {
    let content = match &made.secret {
        Some(secret) => run(&[
            p(&w::MADE_TEXT),
            el("p")
                .class("secret")
                .kids(&[el("code").text(secret), copy_button(secret, &w::MADE_NOUN)]),
        ]),
        None => p(&w::MADE_GONE),
    };
    let title = [&*w::MADE, ": ", &made.token.name].concat();
    let notice = notice_titled(NoticeKind::Success, &title, &[content]);
    let target = notice.clone();
    browser::after_paint(move || target.focus());
    notice
}

fn tokens(items: &[TokenInfo], reload: Reload, failed: RwSignal<Option<Failure>>) -> El {
    if items.is_empty() {
        return p(&w::TOKENS_NONE);
    }
    let table = Table::new(
        &title::TOKENS,
        false,
        &[
            w::TOKEN_NAME.into(),
            w::STATE.into(),
            w::CREATED.into(),
            w::ENDS.into(),
            w::LAST_USED.into(),
            actions_column(&w::ACTIONS),
        ],
    );
    let now = session::get().now();
    for token in items {
        let is_live = token.ended_at.is_none() && token.expires_at > now;
        let (tone, word) = if is_live {
            (Tone::Done, &w::LIVE)
        } else {
            (Tone::Ended, &w::ENDED)
        };
        let used = match token.last_used_at {
            Some(at) => el("span").kid(moment(at)),
            None => w::NEVER.into(),
        };
        table.row(&[
            token.name.as_str().into(),
            tag(tone, word),
            el("span").kid(moment(token.created_at)),
            el("span").kid(moment(token.ended_at.unwrap_or(token.expires_at))),
            used,
            if is_live {
                revoke(token, reload, failed)
            } else {
                nothing()
            },
        ]);
    }
    table.draw()
}

fn revoke(token: &TokenInfo, reload: Reload, failed: RwSignal<Option<Failure>>) -> El {
    let dialog = Dialog::default();
    let id = token.id.clone();
    let act = move || {
        failed.set(None);
        let path = endpoint::account_token(&id);
        task::spawn(async move {
            match Call::delete(path).send().await {
                Ok(_) => reload.now(),
                Err(failure) => failed.set(Some(failure)),
            }
        });
    };
    el("div").kids(&[
        button(ButtonKind::Quiet, &w::REVOKE, move || dialog.show())
            .attr("aria-label", &[&*w::REVOKE, " ", &token.name].concat()),
        confirm(
            dialog,
            &w::REVOKE_ASK,
            &[&*w::REVOKE_TEXT, &token.name].concat(),
            &w::REVOKE,
            act,
        ),
    ])
}

fn new_token(made: RwSignal<Option<MadeToken>>, reload: Reload) -> El {
    let form = Form::new(Form::blanks).kept_as("tokens");
    let name = form.field("/name", &w::TOKEN_NAME_NOUN, "");
    let days = form.field("/days", &w::TOKEN_DAYS_NOUN, "30");
    let drawn = form.draw(
        &[
            name.text_input(&w::TOKEN_NAME)
                .hint(&w::TOKEN_NAME_HINT)
                .autocomplete("off")
                .draw(),
            days.select(
                &w::TOKEN_DAYS,
                &w::TOKEN_SPANS.map(|(days, words)| (days, words.get())),
            )
            .draw(),
            muted(&w::TOKEN_OPENS),
            form.submit_button(&w::MAKE_TOKEN),
        ],
        move || {
            let body = NewToken {
                name: name.get().trim().to_owned(),
                scope: TokenScope::FilesRead,
                // One of the choices above; anything else the server refuses by its field.
                days: days.get().parse().unwrap_or(0),
            };
            async move {
                let answer = Call::post(endpoint::account_tokens())
                    .body(&body)
                    .send()
                    .await?;
                made.set(Some(answer.read()?));
                form.forget();
                name.value.set(String::new());
                reload.now();
                Ok(())
            }
        },
    );
    el("div").class("narrow").kid(drawn)
}
