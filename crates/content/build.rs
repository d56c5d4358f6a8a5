//! The embedded folder is read by a derive macro, which sees changed files but not new ones.
fn main() {
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-changed=build.rs");
}
