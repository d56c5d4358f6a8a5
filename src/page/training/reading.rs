//! What was read in a report, beside what is asked: before it is sent, and for whoever reviews it.

use crate::api::reader::Look;
use crate::dom::{El, el, nothing, run};
use crate::ui::{NoticeKind, Table, Tone, day, details, h3, muted, notice, p, tag};
use crate::words::{known, reading as w};
use accede_api::training::{CheckInWords, ReadInWords};
use accede_domain::training::findings::Verdict;

/// What is known of the chosen file; nothing while none is chosen.
pub fn draw(look: &Look) -> El {
    match look {
        Look::Nothing => nothing(),
        Look::UnderWay => muted(&w::UNDER_WAY),
        Look::Failed => notice(NoticeKind::Info, &[p(&w::FAILED)]),
        Look::Read(read) => whole(read),
    }
}

/// What was read in a file that is chosen, or was sent.
pub fn whole(read: &ReadInWords) -> El {
    run(&[h3(&w::TITLE), summary(read), table(read)])
}

/// What came out of it, in a sentence.
pub fn summary(read: &ReadInWords) -> El {
    let kind = match read.verdict {
        Verdict::Met => NoticeKind::Success,
        Verdict::NotMet => NoticeKind::Warning,
        Verdict::CouldNotTell => NoticeKind::Info,
    };
    notice(kind, &[p(known(&read.summary))])
}

/// Every check with what stands in the file, and the modules.
pub fn table(read: &ReadInWords) -> El {
    let table = Table::new(&w::TABLE, false, &[w::ASKED.into(), w::READ.into()]);
    for check in &read.checks {
        table.row(&[
            el("div").kids(&[p(known(&check.asked)), outcome(check)]),
            el("div").kids(&[
                match check.until {
                    Some(until) => day(until),
                    None => p(known(&check.found)),
                },
                if check.advice.is_empty() {
                    nothing()
                } else {
                    muted(known(&check.advice))
                },
            ]),
        ]);
    }
    let whole = run(&[table.draw()]);
    if !read.modules.is_empty() {
        let _ = whole.clone().kid(modules(read));
    }
    for note in &read.notes {
        let _ = whole.clone().kid(muted(known(note)));
    }
    whole
}

fn outcome(check: &CheckInWords) -> El {
    let tone = match check.verdict {
        Verdict::Met => Tone::Done,
        Verdict::NotMet => Tone::Attention,
        Verdict::CouldNotTell => Tone::Quiet,
    };
    tag(tone, known(&check.outcome))
}

fn modules(read: &ReadInWords) -> El {
    let columns = [w::MODULE.into(), w::COMPLETED.into(), w::SCORE.into()];
    let table = Table::new(&w::MODULES_READ, false, &columns);
    for module in &read.modules {
        let cells: Vec<El> = module.iter().map(|text| text.as_str().into()).collect();
        table.row(&cells);
    }
    details(&w::MODULES_READ, &[table.draw()])
}
