//! Every choice reads back from its one spelling, and JSON says the same word.

use std::collections::HashSet;
use std::str::FromStr;

use accede_domain::access::{Policy, WaitingOn};
use accede_domain::account::{AccountState, Role, TokenScope};
use accede_domain::application::state::{ActorRole, CommandKind, Flag, MailKind};
use accede_domain::application::{
    ApplicationState, Field, ReferenceCategory, ResearcherCategory, Stage, Task,
};
use accede_domain::grant::{GrantEvent, GrantState, Service};
use accede_domain::next::{NextStep, TaskState};
use accede_domain::problem::FieldCode;
use accede_domain::reference::{ReferenceAnswer, ReferenceEvent, ReferenceState, ReferenceStep};
use accede_domain::refusal::Refusal;
use accede_domain::training::{TrainingCommandKind, TrainingState};

macro_rules! check {
    ($($choice:ident),+ $(,)?) => {
        $(
            let spellings: HashSet<_> = $choice::ALL.iter().map(|c| c.as_str()).collect();
            assert_eq!(spellings.len(), $choice::ALL.len(), stringify!($choice));
            for choice in $choice::ALL {
                let word = choice.as_str();
                assert!(word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{word}");
                assert_eq!($choice::from_str(word), Ok(*choice));
                assert_eq!(serde_json::to_value(choice).unwrap(), word);
                assert_eq!(&serde_json::from_value::<$choice>(word.into()).unwrap(), choice);
            }
            assert_eq!($choice::parse("no such word"), None);
        )+
    };
}

#[test]
fn one_spelling_everywhere() {
    check!(
        Policy,
        WaitingOn,
        AccountState,
        Role,
        TokenScope,
        ActorRole,
        CommandKind,
        Flag,
        MailKind,
        ApplicationState,
        Field,
        ReferenceCategory,
        ResearcherCategory,
        Stage,
        Task,
        GrantEvent,
        GrantState,
        Service,
        NextStep,
        TaskState,
        FieldCode,
        ReferenceAnswer,
        ReferenceEvent,
        ReferenceState,
        ReferenceStep,
        Refusal,
        TrainingCommandKind,
        TrainingState,
    );
}

#[test]
fn every_problem_and_refusal_has_a_sentence() {
    for sentence in FieldCode::ALL.iter().map(|code| code.detail()) {
        assert!(sentence.ends_with('.'), "{sentence}");
    }
    for sentence in Refusal::ALL.iter().map(|refusal| refusal.detail()) {
        assert!(sentence.ends_with('.'), "{sentence}");
    }
}
