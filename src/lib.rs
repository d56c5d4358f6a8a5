//! The single-page application.

pub mod app;
