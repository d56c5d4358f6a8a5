//! What goes over the wire between the portal and its clients: one module for each area of the API.
//!
//! A request type refuses fields that it does not know; an answer leaves out what the caller's role may not see.
//! Shapes are documented here once and reach the OpenAPI document through the `openapi` feature.

pub mod account;
pub mod application;
pub mod bulk;
pub mod dashboard;
pub mod dataset;
pub mod demo;
pub mod grant;
pub mod on_record;
pub mod page;
pub mod problem;
pub mod reference;
pub mod review;
pub mod session;
pub mod site;
pub mod statistics;
pub mod template;
pub mod text;
pub mod training;
pub mod wire;
pub mod work;
