//! The ways to the data, for whoever gets in.

use super::{cloud, model};
use crate::api::endpoint;
use crate::dom::{El, el, live, nothing, run};
use crate::route::Route;
use crate::site;
use crate::ui::{
    Reload, Table, copy_button, details, external_link, h3, link, load, muted, num, p, parts,
    prose_in, quiet_link,
};
use crate::words::{dataset as w, shared as s};
use accede_api::dataset::{AccessMethod, Dataset, DatasetFiles, MethodKind};

pub fn draw(dataset: &Dataset, reload: Reload) -> El {
    let identities = cloud::identities(&dataset.methods);
    let primary = model::primary(&dataset.methods);
    let list = run(&[]);
    for method in &dataset.methods {
        let body = match method.kind {
            MethodKind::Zip => zip(method),
            MethodKind::Wget => wget(dataset, method),
            MethodKind::BigQuery | MethodKind::CloudStorage => cloud::draw(
                dataset,
                method,
                identities,
                primary == Some(method.kind),
                reload,
            ),
        };
        let _ = list.clone().kid(frame(dataset, method, body));
    }
    let is_cloud = |method: &AccessMethod| model::service(method.kind).is_some();
    let has_cloud = dataset.methods.iter().any(is_cloud);
    run(&[
        p(&w::FILES_TEXT),
        live(move || {
            if has_cloud && site::is_local_ledger() {
                muted(&w::LOCAL_LEDGER)
            } else {
                nothing()
            }
        }),
        el("div").class("methods").kid(list),
        details(
            &w::PRECAUTIONS_KEPT,
            &[prose_in(
                dataset.precautions_language,
                &dataset.precautions_html,
            )],
        ),
    ])
}

fn frame(dataset: &Dataset, method: &AccessMethod, body: El) -> El {
    let title = match method.kind {
        MethodKind::Zip => &w::ZIP,
        MethodKind::BigQuery => &w::BIG_QUERY,
        MethodKind::CloudStorage => &w::CLOUD_STORAGE,
        MethodKind::Wget => &w::WGET,
    };
    let recommended = if method.recommended {
        muted(&w::RECOMMENDED)
    } else {
        nothing()
    };
    let how_to = Route::HowTo(dataset.slug.clone(), model::word(method.kind).to_owned());
    let how_to = parts(&[quiet_link(&how_to, &w::HOW_TO, title)]);
    el("section").class("method").kids(&[
        el("div").kids(&[h3(title), recommended, how_to]),
        el("div").kid(body),
    ])
}

fn zip(method: &AccessMethod) -> El {
    let size = method
        .size
        .map_or_else(String::new, |size| [" (", &s::bytes(size), ")"].concat());
    let button = method.url.as_deref().map_or_else(nothing, |url| {
        el("div")
            .class("button-row")
            .kid(external_link(url, &[&*w::ZIP_BUTTON, &size].concat()).class("button"))
    });
    run(&[p(&w::ZIP_TEXT), button])
}

fn wget(dataset: &Dataset, method: &AccessMethod) -> El {
    let command = method.command.as_deref().map_or_else(nothing, |command| {
        run(&[
            el("pre").kid(el("code").text(command)),
            el("div").class("button-row").kids(&[
                copy_button(command, &w::WGET_NOUN),
                link(&Route::AccountTokens, &w::TOKENS),
            ]),
        ])
    });
    run(&[
        p(&w::WGET_TEXT),
        command,
        details(
            &w::ALL_FILES,
            &[load::<DatasetFiles>(
                endpoint::dataset_files(&dataset.slug),
                |files, _| file_list(&files),
            )],
        ),
    ])
}

fn file_list(files: &DatasetFiles) -> El {
    if files.files.is_empty() {
        return p(&w::NO_FILES);
    }
    let table = Table::new(
        &w::ALL_FILES,
        false,
        &[w::FILE.into(), num(&w::SIZE), w::SHA256.into()],
    );
    for file in &files.files {
        table.row(&[
            external_link(&file.url, &file.path),
            s::bytes(file.size).as_str().into(),
            el("code").class("digest").text(&file.sha256),
        ]);
    }
    run(&[
        muted(&w::in_all(files.files.len(), files.total_size)),
        table.draw(),
    ])
}
