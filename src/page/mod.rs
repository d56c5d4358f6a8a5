//! The pages. Each is a folder: `view.rs` draws it; `model.rs`, where there is something to decide, is pure and tested
//! natively. A new page is a line of [`draw`].

pub mod accept;
pub mod account;
pub mod agreement;
pub mod agreements;
pub mod application;
pub mod apply;
pub mod cloud;
pub mod dashboard;
pub mod dataset;
pub mod datasets;
pub mod document;
#[cfg(feature = "gallery")]
pub mod gallery;
pub mod home;
pub mod how_to;
pub mod mailbox;
pub mod not_found;
pub mod receipts;
pub mod reference;
pub mod register;
pub mod reset;
pub mod review;
pub mod second_factor;
pub mod sign_in;
pub mod training;
pub mod verify;
pub mod vouching;

use crate::dom::El;
use crate::route::Route;
use crate::words::title;
use accede_api::site::Build;
use accede_domain::application::Task;

/// Whether the page of a route is in another build than this one.
pub fn is_elsewhere(route: &Route) -> bool {
    !match Build::of(&route.path()) {
        Build::Site => cfg!(feature = "site"),
        Build::Apply => cfg!(feature = "apply"),
        Build::Account => cfg!(feature = "account"),
        Build::Desk => cfg!(feature = "desk"),
        Build::Office => cfg!(feature = "office"),
    }
}

/// Draws the page of a route.
pub fn draw(route: &Route) -> El {
    match Build::of(&route.path()) {
        Build::Site => draw_site(route),
        Build::Apply => draw_apply(route),
        Build::Account => draw_account(route),
        Build::Desk => draw_desk(route),
        Build::Office => draw_office(route),
    }
}

/// The pages for whoever reads, registers, signs and gets data.
fn draw_site(route: &Route) -> El {
    if !cfg!(feature = "site") {
        return not_found::draw();
    }
    match route {
        Route::Home => home::draw(),
        Route::SignIn => sign_in::draw(),
        Route::SecondFactor => sign_in::draw_second_factor(),
        Route::Register => register::draw(),
        Route::Verify => verify::draw(),
        Route::Reset => reset::draw(),
        Route::ResetComplete => reset::draw_complete(),
        Route::Datasets => datasets::draw(),
        Route::Dataset(slug) => dataset::draw(slug),
        Route::HowTo(slug, service) => how_to::draw(slug, service),
        Route::Privacy => document::draw(&title::PRIVACY, "privacy"),
        Route::Terms => document::draw(&title::TERMS, "terms"),
        Route::Accessibility => document::draw(&title::ACCESSIBILITY, "accessibility"),
        #[cfg(feature = "gallery")]
        Route::Gallery => gallery::draw(),
        _ => not_found::draw(),
    }
}

/// The pages for whoever applies.
fn draw_apply(route: &Route) -> El {
    if !cfg!(feature = "apply") {
        return not_found::draw();
    }
    match route {
        Route::Apply => apply::draw(),
        Route::ApplyAboutYou => apply::draw_task(Task::AboutYou),
        Route::ApplyAffiliation => apply::draw_task(Task::Affiliation),
        Route::ApplyResearch => apply::draw_task(Task::Research),
        Route::ApplyReference => apply::draw_task(Task::Reference),
        Route::ApplyTraining => apply::draw_training(),
        Route::ApplyCheck => apply::draw_check(),
        Route::ApplySubmitted => apply::draw_submitted(),
        Route::Dashboard => dashboard::draw(),
        Route::Application(id) => application::draw(id),
        Route::Trainings => training::draw(),
        _ => not_found::draw(),
    }
}

/// The pages of what a person keeps, of a reference's answer, and of the demonstration's mail.
fn draw_account(route: &Route) -> El {
    if !cfg!(feature = "account") {
        return not_found::draw();
    }
    match route {
        Route::SecondFactorSetup => second_factor::draw_setup(),
        Route::Account => account::draw_profile(),
        Route::AccountEmails => account::draw_emails(),
        Route::AccountOrcid => account::draw_orcid(),
        Route::AccountSecurity => account::draw_security(),
        Route::AccountSessions => account::draw_sessions(),
        Route::AccountTokens => account::draw_tokens(),
        Route::AccountData => account::draw_data(),
        Route::AcceptTexts => accept::draw(),
        Route::Agreements => agreements::draw(),
        Route::DatasetAgreement(slug) => agreement::draw(slug),
        Route::Receipts => receipts::draw(),
        Route::CloudAccounts => cloud::draw(),
        Route::CloudVerify => cloud::draw_verify(),
        Route::Vouching => vouching::draw(),
        Route::ReferenceAnswer => reference::draw(),
        Route::Mailbox => mailbox::draw(),
        Route::Mail(id) => mailbox::draw_mail(id),
        _ => not_found::draw(),
    }
}

/// The pages of staff at work on applications.
fn draw_desk(route: &Route) -> El {
    if !cfg!(feature = "desk") {
        return not_found::draw();
    }
    match route {
        Route::Review => review::draw_queue(),
        Route::Case(id) => review::draw_case(id),
        _ => not_found::draw(),
    }
}

/// The pages of staff that nobody needs while working on applications.
fn draw_office(route: &Route) -> El {
    if !cfg!(feature = "office") {
        return not_found::draw();
    }
    match route {
        Route::ReviewTrainings => review::draw_trainings(),
        Route::TrainingCase(id) => review::draw_training_case(id),
        Route::ReviewReferences => review::draw_references(),
        Route::ReviewTemplates => review::draw_templates(),
        Route::ReviewTemplate(id) => review::draw_template(id),
        Route::ReviewBulk => review::draw_bulk(),
        Route::ReviewStatistics => review::draw_statistics(),
        _ => not_found::draw(),
    }
}
