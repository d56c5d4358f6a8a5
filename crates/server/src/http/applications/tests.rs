//! The applicant's and the reviewers' commands, through the router.

mod commands;
mod drafts;
mod references;
mod review;
mod transitions;
