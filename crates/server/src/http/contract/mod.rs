//! What the OpenAPI document promises, held against the router, for every operation that the document lists: who is let
//! in ([`actors`]), that nobody meets somebody else's things ([`strangers`]), and what becomes of nonsense ([`hostile`]).
//!
//! A new operation takes part by itself. Where it needs a body or an object, [`good`] says what a request looks like
//! that succeeds; without that the tests name the operation and fail.

mod actors;
mod document;
mod faults;
mod good;
mod hostile;
mod nonsense;
mod strangers;
mod world;
