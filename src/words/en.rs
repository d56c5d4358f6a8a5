//! English. `shared` belongs to the parts that every page uses; each area of pages has a module of its own.

pub mod account;
pub mod application;
pub mod apply;
pub mod bulk;
pub mod dashboard;
pub mod dataset;
pub mod document;
pub mod home;
pub mod link;
pub mod mailbox;
pub mod next;
pub mod problem;
pub mod reading;
pub mod receipt;
pub mod reference;
pub mod register;
pub mod review;
pub mod shared;
pub mod sign_in;
pub mod title;
pub mod training;
