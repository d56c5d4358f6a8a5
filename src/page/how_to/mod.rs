//! How to get a dataset with one service, step by step.

use crate::api::endpoint;
use crate::dom::{El, run};
use crate::route::Route;
use crate::ui::{breadcrumbs, h1, load_page, prose_in};
use crate::words::title;
use accede_api::dataset::HowTo;

pub fn draw(slug: &str, service: &str) -> El {
    load_page::<HowTo>(
        &title::HOW_TO,
        endpoint::how_to(slug, service),
        |how_to, _| {
            let dataset = Route::Dataset(how_to.dataset);
            run(&[
                breadcrumbs(
                    &[
                        (&Route::Datasets, &title::DATASETS),
                        (&dataset, &how_to.dataset_title),
                    ],
                    &title::HOW_TO,
                ),
                h1(&how_to.title).attr("lang", how_to.language.as_str()),
                prose_in(how_to.language, &how_to.html),
            ])
        },
    )
}
