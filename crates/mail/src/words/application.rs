//! The application for credentialed access, from receipt to decision.

use accede_domain::time::Date;

use super::dates::{day, days};
use crate::clean;
use crate::letter::{Letter, Step};
use crate::message::{FieldComment, StepAfterAcceptance, UsualWait};
use crate::paths;
use crate::phrase::{Phrase, fill};

pub(super) fn received(
    number: &str,
    reference_name: Option<&str>,
    usual_wait: Option<UsualWait>,
) -> Letter {
    let wait = match usual_wait {
        Some(wait) => fill!(
            "In the last 90 days, a reviewer had looked at half of all applications within {1}, and at nine in ten within {2}.",
            days(wait.median_days),
            days(wait.ninetieth_percentile_days)
        ),
        None => "There are no figures yet of how long a review takes. The reviewers aim at several business days.".into(),
    };
    let mut steps = vec![Step::new(
        "A reviewer checks who you are and what you plan to do.",
    )];
    if let Some(name) = reference_name {
        steps.push(Step::new(fill!(
            "We then write to your reference, {1}, who has 30 days to answer.",
            clean::name(name)
        )));
    }
    steps.push(Step::new(
        "A reviewer decides, and we write to you at once.",
    ));
    Letter::to_person(fill!(
        "We have your application {1}",
        clean::line(number, 30)
    ))
    .say(fill!(
        "Thank you. Your application {1} has arrived. For the review you need not do anything now.",
        clean::line(number, 30)
    ))
    .say("What happens next:")
    .steps(steps)
    .say(wait)
    .say("Meanwhile, you can read and sign the agreement of the data that you want.")
    .page("See where your application stands", paths::DASHBOARD)
}

pub(super) fn returned(
    number: &str,
    comments: &[FieldComment],
    remark: Option<&str>,
    lapses_on: Date,
) -> Letter {
    let letter = Letter::to_person(fill!("Please change something in your application {1}", clean::line(number, 30)))
        .say(fill!("A reviewer looked at your application {1} and needs a change before the review can go on. This is not a rejection, and you keep your place in the queue.", clean::line(number, 30)));
    comments
        .iter()
        .fold(letter, |letter, c| letter.quote(fill!("{1}:", Phrase::Known(clean::line(&c.field_label, 100))), &c.comment))
        .quote("The reviewer also wrote:", remark.unwrap_or_default())
        .say("What to do: open your application, change what the comments say, and submit it again. Everything you wrote is still there.")
        .page("Change your application", paths::APPLICATION)
        .say(fill!("Please do this by {1}. After that day the application ends, and you would have to apply again.", day(lapses_on)))
}

pub(super) fn returned_expiring(number: &str, lapses_on: Date, days_left: u32) -> Letter {
    Letter::to_person(fill!("{1} left to change your application {2}", days(days_left), clean::line(number, 30)))
        .say(fill!("Your application {1} came back to you for a change, and is still waiting for it.", clean::line(number, 30)))
        .say(fill!("Please change it and submit it again by {1}. After that day it ends. You could then apply again, with the form already filled in.", day(lapses_on)))
        .page("Change your application", paths::APPLICATION)
}

pub(super) fn accepted(
    number: &str,
    next_steps: &[StepAfterAcceptance],
    expires_on: Option<Date>,
) -> Letter {
    let letter = Letter::to_person(fill!(
        "Your application {1} is accepted",
        clean::line(number, 30)
    ))
    .say(fill!(
        "Good news: your application {1} is accepted. You are now a credentialed researcher.",
        clean::line(number, 30)
    ));
    let letter = match expires_on {
        Some(date) => letter.say(fill!(
            "This holds until {1}. We will remind you in good time.",
            day(date)
        )),
        None => letter,
    };
    letter
        .say_if(
            !next_steps.is_empty(),
            "What comes next depends on the data that you want:",
        )
        .steps(next_steps.iter().map(next_step).collect())
        .page("Your datasets", paths::DASHBOARD)
}

fn next_step(step: &StepAfterAcceptance) -> Step {
    match step {
        StepAfterAcceptance::CompleteTraining { training } => Step::at(
            fill!(
                "Complete the training “{1}” and upload the report.",
                clean::line(training, 120)
            ),
            paths::TRAINING,
        ),
        StepAfterAcceptance::WaitForTrainingReview { training } => Step::new(fill!(
            "Wait until a reviewer has looked at your training “{1}”. You need not do anything.",
            clean::line(training, 120)
        )),
        StepAfterAcceptance::SignAgreement {
            dataset,
            dataset_slug,
        } => Step::at(
            fill!(
                "Read and sign the data use agreement for {1}.",
                clean::line(dataset, 80)
            ),
            paths::agreement(dataset_slug),
        ),
        StepAfterAcceptance::LinkCloudAccount => Step::at(
            "Link your Google account, if you want to work in the cloud (recommended).",
            paths::CLOUD,
        ),
        StepAfterAcceptance::RequestAccess {
            dataset,
            dataset_slug,
        } => Step::at(
            fill!(
                "Choose how to get {1}, on its page.",
                clean::line(dataset, 80)
            ),
            paths::files(dataset_slug),
        ),
    }
}

pub(super) fn rejected(number: &str, reason: &str, comment: &str) -> Letter {
    Letter::to_person(fill!("The decision on your application {1}", clean::line(number, 30)))
        .say(fill!("We are sorry: your application {1} could not be accepted.", clean::line(number, 30)))
        .quote("The reason:", reason)
        .quote("The reviewer wrote:", comment)
        .say("You may apply again when you can change what stands above. The form will be filled in with what you wrote.")
        .page("Apply again", paths::APPLICATION)
        .say("If you think that we misunderstood something, please write to us.")
}

pub(super) fn withdrawn(number: &str) -> Letter {
    Letter::to_person(fill!(
        "You withdrew your application {1}",
        clean::line(number, 30)
    ))
    .say(fill!(
        "Your application {1} is withdrawn, as you asked. Nobody looks at it any more.",
        clean::line(number, 30)
    ))
    .say("You may apply again at any time. The form will be filled in with what you wrote.")
    .page("Apply again", paths::APPLICATION)
    .say("If you did not withdraw it, please write to us.")
}

pub(super) fn lapsed(number: &str) -> Letter {
    Letter::to_person(fill!("Your application {1} has ended", clean::line(number, 30)))
        .say(fill!("Your application {1} came back to you for a change 90 days ago. We did not hear from you, so it has now ended.", clean::line(number, 30)))
        .say("Nothing is lost: you may apply again at any time, and the form will be filled in with what you wrote.")
        .page("Apply again", paths::APPLICATION)
}
