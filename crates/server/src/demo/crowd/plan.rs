//! What is planned for a person's application: the steps, as the rules allow them, that lead to an ending, and how long
//! people take for each.

use accede_domain::application::CommandKind;
use accede_domain::reference;
use accede_domain::time::{Duration, Timestamp};

use super::Crowd;
use super::dice::Dice;
use super::person::Person;

/// How an application ends, or where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Draft,
    Identity,
    Reference,
    Waiting,
    Declined,
    Final,
    Returned,
    Accepted,
    Rejected,
    Withdrawn,
    Lapsed,
    Revoked,
}

/// How many of a thousand.
pub(super) const ENDINGS: &[(Ending, u64)] = &[
    (Ending::Draft, 30),
    (Ending::Identity, 40),
    (Ending::Reference, 12),
    (Ending::Waiting, 25),
    (Ending::Declined, 3),
    (Ending::Final, 8),
    (Ending::Returned, 12),
    (Ending::Accepted, 760),
    (Ending::Rejected, 60),
    (Ending::Withdrawn, 25),
    (Ending::Lapsed, 15),
    (Ending::Revoked, 10),
];

/// Those that an earlier application of somebody who applies again came to.
pub(super) const EARLIER: &[(Ending, u64)] = &[
    (Ending::Accepted, 55),
    (Ending::Rejected, 25),
    (Ending::Withdrawn, 10),
    (Ending::Lapsed, 10),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Submit,
    Return,
    Resubmit,
    ConfirmIdentity,
    Invite,
    Replace,
    TimesOut,
    Confirms,
    Declines,
    Skip,
    Accept,
    Reject,
    Withdraw,
    Lapse,
    Revoke,
}

impl Step {
    /// The command of staff that it is; nothing where others take it.
    pub(super) const fn decision(self) -> Option<CommandKind> {
        match self {
            Self::Return => Some(CommandKind::ReturnForChanges),
            Self::ConfirmIdentity => Some(CommandKind::ConfirmIdentity),
            Self::Invite => Some(CommandKind::InviteReference),
            Self::Skip => Some(CommandKind::SkipReference),
            Self::Accept => Some(CommandKind::Accept),
            Self::Reject => Some(CommandKind::Reject),
            Self::Revoke => Some(CommandKind::Revoke),
            Self::Submit
            | Self::Resubmit
            | Self::Replace
            | Self::TimesOut
            | Self::Confirms
            | Self::Declines
            | Self::Withdraw
            | Self::Lapse => None,
        }
    }
}

/// Steps with the time from the one before.
pub(super) type Plan = Vec<(Step, Duration)>;

fn is_open(ending: Ending) -> bool {
    use Ending::*;
    matches!(
        ending,
        Draft | Identity | Reference | Waiting | Declined | Final | Returned
    )
}

pub(super) fn length(plan: &Plan) -> Duration {
    plan.iter()
        .fold(Duration::ZERO, |sum, (_, after)| Duration(sum.0 + after.0))
}

pub(super) fn accepts_at(begins: Timestamp, plan: &Plan) -> Option<Timestamp> {
    let step = plan.iter().position(|(step, _)| *step == Step::Accept)?;
    Some(begins.plus(length(&plan[..=step].to_vec())))
}

/// When the first submission was, so that everything planned has happened by now.
pub(super) fn begins(dice: &mut Dice, crowd: &Crowd<'_>, ending: Ending, plan: &Plan) -> Timestamp {
    let days = match ending {
        Ending::Draft => dice.between(0, 50),
        Ending::Returned => dice.between(0, 52),
        Ending::Waiting => dice.between(0, 27),
        ending if is_open(ending) => i64::try_from(dice.small(40)).unwrap_or(0),
        _ => dice.between(1, 2_190),
    };
    let since = Duration(Duration::days(days).0 + dice.between(1, Duration::days(1).0));
    crowd.now.minus(since).minus(length(plan))
}

/// The steps that lead to an ending. Where nobody is named as reference, nobody is asked.
pub(super) fn plan(dice: &mut Dice, ending: Ending, person: &Person) -> Plan {
    use Step::*;
    let names_one = person.form.names_a_reference();
    let ending = match ending {
        Ending::Reference if !names_one => Ending::Identity,
        Ending::Waiting | Ending::Declined if !names_one => Ending::Final,
        ending => ending,
    };
    let mut steps = vec![Submit];
    let mut then = |some: &[Step]| steps.extend_from_slice(some);
    if ending != Ending::Returned && ending != Ending::Lapsed && dice.per_mille(110) {
        then(&[Return, Resubmit]);
    }
    let asks: &[Step] = if !names_one {
        &[ConfirmIdentity]
    } else if dice.per_mille(60) {
        &[ConfirmIdentity, Invite, Replace]
    } else {
        &[ConfirmIdentity, Invite]
    };
    let confirms: &[Step] = match (names_one, dice.below(100)) {
        (false, _) => &[],
        (true, 0..=2) => &[Skip],
        (true, 3..=4) => &[Declines, Skip],
        _ => &[Confirms],
    };
    match ending {
        Ending::Draft => return Vec::new(),
        Ending::Identity => {}
        Ending::Reference => then(&[ConfirmIdentity]),
        Ending::Waiting => then(asks),
        Ending::Declined => [asks, &[Declines]]
            .concat()
            .iter()
            .for_each(|one| steps.push(*one)),
        Ending::Final => steps.extend([asks, confirms].concat()),
        Ending::Returned if names_one && dice.per_mille(300) => {
            then(&[ConfirmIdentity, Invite, TimesOut]);
        }
        Ending::Returned => then(&[Return]),
        Ending::Accepted => steps.extend([asks, confirms, &[Accept]].concat()),
        Ending::Revoked => steps.extend([asks, confirms, &[Accept, Revoke]].concat()),
        Ending::Rejected if names_one && dice.per_mille(300) => {
            steps.extend([asks, &[Declines, Reject]].concat());
        }
        Ending::Rejected => then(&[Reject]),
        Ending::Withdrawn if dice.per_mille(400) => then(&[ConfirmIdentity, Withdraw]),
        Ending::Withdrawn => then(&[Withdraw]),
        Ending::Lapsed => then(&[Return, Lapse]),
    }
    let timed = steps.into_iter().map(|step| (step, gap(dice, step)));
    timed.collect()
}

/// How long people take: mostly not long, some very.
fn gap(dice: &mut Dice, step: Step) -> Duration {
    let (from, to) = match step {
        Step::Submit => return Duration::ZERO,
        Step::TimesOut => return Duration::days(reference::REQUEST_DAYS),
        Step::Lapse => return Duration::days(accede_domain::schedule::RETURNED_DAYS),
        Step::Return | Step::Reject | Step::ConfirmIdentity => (3, 260),
        Step::Invite | Step::Accept => (1, 110),
        Step::Confirms | Step::Declines => (5, 600),
        Step::Replace => (240, 480),
        Step::Skip | Step::Resubmit | Step::Withdraw => (4, 400),
        Step::Revoke => (700, 9_000),
    };
    let hours =
        from + i64::try_from(dice.small(u64::try_from(to - from).unwrap_or(1))).unwrap_or(0);
    Duration(Duration::hours(hours).0 + dice.between(1, Duration::hours(1).0))
}
