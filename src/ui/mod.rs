//! The parts that pages are made of: one file a component. Each is a plain function (or a small builder) that gives an
//! [`El`]; none is generic, so that a part costs its bytes once, however many pages use it.

mod button;
mod changes;
mod copy;
mod dialog;
pub mod icon;
mod list;
mod load;
mod notice;
mod pagination;
mod table;
mod tag;
mod text;
mod time;
mod timeline;

pub use button::{
    ButtonKind, action, button, danger, external_link, jump, link, link_button, link_to, quiet,
    quiet_link,
};
pub use changes::text_news;
pub use copy::copy_button;
pub use dialog::{Dialog, choose, confirm};
pub use list::{Row, Task, summary_list, summary_row, task_list};
pub use load::{
    Reload, load, load_following, load_page, load_page_following, not_found, page_failure, skeleton,
};
pub use notice::{NoticeKind, failure_text, notice, notice_titled};
pub use pagination::pagination;
pub use table::{Column, Table, actions_column, num, plain};
pub use tag::{Tone, tag};
pub use text::{
    back_link, breadcrumbs, caption, details, each, h1, h2, h3, hidden, lead, li, muted, ol, p,
    parts, prose, prose_in, section, strong, ul, why_english,
};
pub use time::{ago, ahead, day, day_in, moment, since};
pub use timeline::{TimelineItem, timeline};
