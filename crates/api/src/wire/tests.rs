use super::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What serde writes is read back; and whichever field is taken away, or set to null, both readers agree on the rest.
fn agrees<T: Wire + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>() {
    let name = std::any::type_name::<T>();
    let blank = T::blank();
    let text = serde_json::to_string(&blank).unwrap();
    assert_eq!(read::<T>(&text).as_ref(), Some(&blank), "{name}: {text}");
    let Ok(Value::Object(whole)) = serde_json::from_str(&text) else {
        return;
    };
    for field in whole.keys() {
        let mut less = whole.clone();
        less.remove(field);
        both_read::<T>(&Value::Object(less.clone()));
        less.insert(field.clone(), Value::Null);
        both_read::<T>(&Value::Object(less));
    }
}

fn both_read<T: Wire + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &Value) {
    let text = value.to_string();
    assert_eq!(
        read::<T>(&text),
        serde_json::from_str::<T>(&text).ok(),
        "{text}"
    );
}

#[test]
fn every_type_is_read_as_serde_reads_it() {
    use crate::{account::*, application::*, dashboard::*, dataset::*, demo::*, grant::*, page::*};
    use crate::{on_record::*, statistics::*, template::*};
    use crate::{
        problem::*, reference::*, review::*, session::*, site::*, text::*, training::*, work::*,
    };
    use accede_domain::access::RequirementStatus;
    use accede_domain::application::{ApplicationForm, IdentityChecklist, ResponseChecklist};
    use accede_domain::training::TrainingChecklist;

    agrees::<TextNews>();
    agrees::<ChangedBlock>();
    agrees::<ChangedPart>();
    agrees::<TextToAccept>();
    agrees::<RequirementStatus>();
    agrees::<ApplicationForm>();
    agrees::<IdentityChecklist>();
    agrees::<ResponseChecklist>();
    agrees::<TrainingChecklist>();
    agrees::<Account>();
    agrees::<Profile>();
    agrees::<AccountEmail>();
    agrees::<SessionInfo>();
    agrees::<SecondFactorSetup>();
    agrees::<RecoveryCodes>();
    agrees::<TokenInfo>();
    agrees::<MadeToken>();
    agrees::<AccountEvent>();
    agrees::<Application>();
    agrees::<ApplicationSummary>();
    agrees::<SaveDraft>();
    agrees::<SavedDraft>();
    agrees::<FieldComment>();
    agrees::<ReferenceStatus>();
    agrees::<TimelineEntry>();
    agrees::<Waiting>();
    agrees::<Dashboard>();
    agrees::<Tasks>();
    agrees::<DatasetStanding>();
    agrees::<Expiry>();
    agrees::<DatasetSummary>();
    agrees::<Dataset>();
    agrees::<DatasetVersion>();
    agrees::<DatasetFact>();
    agrees::<Access>();
    agrees::<AccessMethod>();
    agrees::<DatasetFiles>();
    agrees::<DatasetFile>();
    agrees::<Agreement>();
    agrees::<Signature>();
    agrees::<HowTo>();
    agrees::<Grant>();
    agrees::<DemoMail>();
    agrees::<DemoSignIn>();
    agrees::<CloudIdentity>();
    agrees::<OrcidStanding>();
    agrees::<LinkedOrcid>();
    agrees::<OrcidBegun>();
    agrees::<Count>();
    agrees::<FieldError>();
    agrees::<ReferenceRequest>();
    agrees::<GivenAnswer>();
    agrees::<Vouch>();
    agrees::<QueueItem>();
    agrees::<Facets>();
    agrees::<FacetCount>();
    agrees::<ReferenceQueueItem>();
    agrees::<Case>();
    agrees::<ChangedField>();
    agrees::<CaseReference>();
    agrees::<CaseTraining>();
    agrees::<CaseGrant>();
    agrees::<DecisionTemplate>();
    agrees::<QueueSummary>();
    agrees::<CaseNote>();
    agrees::<OnRecord>();
    agrees::<ReferenceRecord>();
    agrees::<AskedFor>();
    agrees::<InstitutionRecord>();
    agrees::<SameName>();
    agrees::<SameReport>();
    agrees::<Statistics>();
    agrees::<Reached>();
    agrees::<Ages>();
    agrees::<StepTook>();
    agrees::<Workload>();
    agrees::<Takes>();
    agrees::<ManagedTemplate>();
    agrees::<Wording>();
    agrees::<SessionStatus>();
    agrees::<SessionAccount>();
    agrees::<Verified>();
    agrees::<Site>();
    agrees::<Document>();
    agrees::<TrainingType>();
    agrees::<Training>();
    agrees::<StoredFile>();
    agrees::<TrainingQueueItem>();
    agrees::<TrainingCase>();
    agrees::<Claim>();
    agrees::<NextCase>();
    agrees::<Decision>();
    agrees::<ReadReport>();
    agrees::<ReadInWords>();
    agrees::<CheckInWords>();
    agrees::<accede_domain::training::findings::Finding>();
    agrees::<accede_domain::training::reading::Reading>();
    agrees::<accede_domain::training::reading::SeenDate>();
    agrees::<accede_domain::training::reading::SeenNumber>();
    agrees::<accede_domain::training::reading::ReadModule>();
    agrees::<List<String>>();
    agrees::<Page<String>>();
}

#[test]
fn every_choice_is_read_by_its_word() {
    use accede_domain::access::{Policy, WaitingOn};
    use accede_domain::account::Role;
    use accede_domain::application::{ApplicationState, CommandKind, Stage};
    use accede_domain::next::{NextStep, TaskState};

    fn all<T: Wire + Copy + Serialize + PartialEq + std::fmt::Debug>(values: &[T]) {
        for value in values {
            let text = serde_json::to_string(value).unwrap();
            assert_eq!(read::<T>(&text), Some(*value), "{text}");
        }
        assert_eq!(read::<T>("\"of a later release\""), None);
    }
    all(Policy::ALL);
    all(WaitingOn::ALL);
    all(Role::ALL);
    all(ApplicationState::ALL);
    all(CommandKind::ALL);
    all(Stage::ALL);
    all(NextStep::ALL);
    all(accede_domain::review::CaseKind::ALL);
    all(accede_domain::review::decision::DecisionState::ALL);
    all(TaskState::ALL);
    all(crate::problem::ProblemCode::ALL);
    all(&[
        crate::dataset::MethodKind::Zip,
        crate::dataset::MethodKind::BigQuery,
        crate::dataset::MethodKind::CloudStorage,
        crate::dataset::MethodKind::Wget,
    ]);
    all(crate::review::AgeBand::ALL);
    all(crate::review::Signal::ALL);
    all(&[
        crate::session::SessionState::SignedOut,
        crate::session::SessionState::SecondFactorRequired,
        crate::session::SessionState::SecondFactorSetupRequired,
        crate::session::SessionState::SignedIn,
    ]);
}

#[test]
fn a_requirement_is_read_by_its_kind() {
    use accede_domain::access::{Requirement, RequirementState};

    for requirement in [
        r#"{"kind":"signed_in"}"#,
        r#"{"training_type":"citi","kind":"training"}"#,
        r#"{"kind":"training"}"#,
        r#"{"kind":"other"}"#,
    ] {
        both_read::<Requirement>(&serde_json::from_str(requirement).unwrap());
    }
    for state in [
        r#"{"kind":"met","until":null}"#,
        r#"{"kind":"met","until":"2026-11-21T07:00:00Z"}"#,
        r#"{"kind":"waiting","on":"reviewer"}"#,
        r#"{"kind":"waiting"}"#,
        r#"{"kind":"missing"}"#,
    ] {
        both_read::<RequirementState>(&serde_json::from_str(state).unwrap());
    }
}

#[derive(Debug, PartialEq)]
struct Thing {
    name: String,
    count: Option<u32>,
    list: Vec<i64>,
}

crate::wire! {
    Thing { name } { count list }
}

#[test]
fn a_struct_is_read_whatever_its_order_and_extras() {
    let text = r#" { "later": {"a": [1.5e3, "x\"]}", null, true]}, "list": [1, -2 ,3], "name": "a", "count": 7 } "#;
    let thing = Thing {
        name: "a".to_owned(),
        count: Some(7),
        list: vec![1, -2, 3],
    };
    assert_eq!(read(text), Some(thing));
    assert_eq!(
        read::<Thing>(r#"{"name":"a","count":null,"list":[]}"#)
            .unwrap()
            .count,
        None
    );
}

#[test]
fn strings_come_out_as_they_went_in() {
    for words in [
        "",
        "Émile 李",
        "a\"b\\c/d\n\t\u{8}\u{1f}",
        "🎓 \u{2028}",
        "\u{10FFFF}",
    ] {
        let text = serde_json::to_string(words).unwrap();
        assert_eq!(read::<String>(&text).unwrap(), words);
    }
    assert_eq!(read::<String>(r#""\ud83c\udf93\u00e9""#).unwrap(), "🎓é");
}

#[test]
fn what_is_no_json_of_the_shape_is_refused_and_never_a_panic() {
    let whole = r#"{"name":"a\u00e9","count":7,"list":[1,2]}"#;
    for end in 0..whole.len() {
        if let Some(part) = whole.get(..end) {
            assert!(read::<Thing>(part).is_none(), "{part}");
        }
    }
    for wrong in [
        "{}",
        "[]",
        "null",
        r#"{"name":1}"#,
        r#"{"name":"a","count":-1}"#,
        r#"{"name":"\ud800x"}"#,
        r#"{"name":"a"} {}"#,
        "<html>",
    ] {
        assert!(read::<Thing>(wrong).is_none(), "{wrong}");
    }
}
