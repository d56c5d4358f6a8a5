use super::{methods, requirements};
use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::route::Route;
use crate::ui::{
    ButtonKind, NoticeKind, Reload, Row, Table, Tone, breadcrumbs, copy_button, day, external_link,
    h1, h2, icon, jump, lead, link_button, load_page, notice_titled, p, parts, prose, section,
    summary_list, summary_row, tag, why_english,
};
use crate::wanted::{self, Aim};
use crate::words::{dataset as w, known, next, shared as s, title};
use accede_api::dataset::{Dataset, DatasetVersion};
use accede_domain::access::sign_again_until;
use accede_domain::next::NextStep;
use accede_domain::time::Date;
use accede_domain::versions::last_day;

pub fn draw(slug: &str) -> El {
    let aim = Aim::here();
    load_page::<Dataset>(
        &title::DATASET,
        endpoint::dataset(slug),
        move |dataset, reload| page(&dataset, reload, aim),
    )
}

fn page(dataset: &Dataset, reload: Reload, aim: Aim) -> El {
    let files = h2(if dataset.access.allowed {
        &w::GET
    } else {
        &w::HOW
    });
    aim.reach(wanted::FILES_PART, &files);
    run(&[
        breadcrumbs(&[(&Route::Datasets, &title::DATASETS)], &dataset.title),
        h1(&dataset.title),
        lead(&dataset.summary).attr("lang", "en"),
        why_english(&w::OWNERS_ENGLISH),
        state(dataset, &files),
        el("div").class("with-aside").kids(&[
            el("aside")
                .attr("aria-label", &w::FACTS)
                .kids(&[h2(&w::FACTS), facts(dataset)]),
            el("div").kids(&[
                prose(&dataset.description_html),
                el("section")
                    .class("section")
                    .kids(&[files, way_in(dataset, reload)]),
                section(
                    &w::CITATION,
                    &[
                        p(&dataset.citation).attr("lang", "en"),
                        copy_button(&dataset.citation, &w::CITATION_NOUN),
                    ],
                ),
                section(&w::VERSIONS, &[versions(&dataset.versions)]),
            ]),
        ]),
    ])
}

/// Whether the person gets in, and the way down to where it is said how.
fn state(dataset: &Dataset, files: &El) -> El {
    let (word, to) = if dataset.access.allowed {
        (tag(Tone::Done, &w::ALLOWED), &w::TO_FILES)
    } else {
        let closed = el("span")
            .class("tag tag--quiet")
            .kids(&[icon::closed(), w::NOT_ALLOWED.into()]);
        (closed, &w::TO_RESTRICTED)
    };
    run(&[
        el("p")
            .class("state-line")
            .kids(&[word, jump(files, to).class(ButtonKind::Secondary.class())]),
        requirements::first(dataset),
    ])
}

fn facts(dataset: &Dataset) -> El {
    let mut rows = vec![
        summary_row(&w::FACT_VERSION, &dataset.version, None),
        summary_row(&w::FACT_POLICY, w::policy(dataset.policy), None),
    ];
    if !dataset.doi.is_empty() {
        let address = ["https://doi.org/", &dataset.doi].concat();
        rows.push(Row {
            label: &w::FACT_DOI,
            value: external_link(&address, &dataset.doi),
            change: None,
        });
    }
    let said = dataset.facts.iter();
    let said = said.map(|fact| Row {
        label: known(&fact.label),
        value: told(&fact.value),
        change: None,
    });
    rows.extend(said);
    summary_list(rows)
}

fn way_in(dataset: &Dataset, reload: Reload) -> El {
    if dataset.access.allowed {
        run(&[
            sign_again(dataset),
            methods::draw(dataset, reload),
            requirements::signed(dataset),
        ])
    } else {
        requirements::draw(dataset)
    }
}

/// Access goes on for some days only: the agreement has a new version.
fn sign_again(dataset: &Dataset) -> El {
    let Some(until) = sign_again_until(&dataset.access.requirements) else {
        return nothing();
    };
    notice_titled(
        NoticeKind::Warning,
        &w::SIGN_AGAIN,
        &[
            parts(&[w::SIGN_BY.into(), day(last_day(until)), ".".into()]),
            link_button(
                ButtonKind::Secondary,
                &Route::DatasetAgreement(dataset.slug.clone()),
                next::link(NextStep::SignAgreementAgain),
            ),
        ],
    )
}

fn versions(versions: &[DatasetVersion]) -> El {
    let table = Table::new(
        &w::VERSIONS,
        false,
        &[w::FACT_VERSION.into(), w::RELEASED.into(), w::NOTE.into()],
    );
    for version in versions {
        table.row(&[
            version.version.as_str().into(),
            released(&version.released),
            told(&version.note),
        ]);
    }
    table.draw()
}

/// What the data files say, in the reader's language where the page has it: a large number as the language writes it.
fn told(english: &str) -> El {
    // Without a comma it may be a year.
    if english.contains(',')
        && let Ok(number) = english.replace(',', "").parse()
    {
        return s::grouped(number).as_str().into();
    }
    let words = known(english);
    let told = el("span").text(words);
    // Nothing is known of what other people's data files say.
    if words == english {
        told.attr("lang", "en")
    } else {
        told
    }
}

fn released(date: &str) -> El {
    Date::parse(date).map_or_else(nothing, day)
}
