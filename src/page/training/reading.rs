//! What was read in the chosen file, beside what is asked.

use crate::api::reader::Look;
use crate::dom::{El, nothing, run};
use crate::ui::{NoticeKind, Table, Tone, h3, muted, notice, p, tag};
use crate::words::reading as w;
use accede_api::training::ReadReport;
use accede_domain::training::findings::{Check, Finding, Verdict};
use accede_domain::training::reading::Reading;

/// Draws it; nothing while no file is chosen.
pub fn draw(look: &Look) -> El {
    match look {
        Look::Nothing => nothing(),
        Look::UnderWay => muted(w::UNDER_WAY),
        Look::Failed => notice(NoticeKind::Info, &[p(w::FAILED)]),
        Look::Read(read) => table(read),
    }
}

fn table(read: &ReadReport) -> El {
    let has = |verdict| read.findings.iter().any(|of| of.verdict == verdict);
    let (kind, words) = if has(Verdict::NotMet) {
        (NoticeKind::Warning, w::WRONG)
    } else if has(Verdict::CouldNotTell) {
        (NoticeKind::Info, w::OPEN)
    } else {
        (NoticeKind::Success, w::FINE)
    };
    let table = Table::new(w::TITLE, false, &[w::ASKED.into(), w::READ.into()]);
    for finding in &read.findings {
        table.row(&[
            run(&[p(w::check(finding.check)), verdict(finding.verdict)]),
            run(&[p(&value(finding, &read.reading)), why(finding)]),
        ]);
    }
    run(&[h3(w::TITLE), notice(kind, &[p(words)]), table.draw()])
}

fn verdict(verdict: Verdict) -> El {
    let tone = match verdict {
        Verdict::Met => Tone::Done,
        Verdict::NotMet => Tone::Attention,
        Verdict::CouldNotTell => Tone::Quiet,
    };
    tag(tone, w::verdict(verdict))
}

fn why(finding: &Finding) -> El {
    finding.why.map_or_else(nothing, |why| muted(w::why(why)))
}

/// What stands in the file for a check.
fn value(finding: &Finding, read: &Reading) -> String {
    let text = |of: &Option<String>| of.clone();
    let found = match finding.check {
        Check::IsReport => return String::new(),
        Check::NameMatches => text(&read.name),
        Check::Affiliation => text(&read.affiliation),
        Check::Course => text(&read.course),
        Check::Passed => read.reported_score.as_ref().map(|seen| seen.text.clone()),
        Check::ValidUntil | Check::StatedDate => {
            read.completed_on.as_ref().map(|seen| seen.text.clone())
        }
        Check::Modules if read.modules.is_empty() => None,
        Check::Modules => Some([&read.modules.len().to_string(), w::MODULES].concat()),
    };
    found.unwrap_or_else(|| w::NOTHING.to_owned())
}
