//! The pinned generator of Kotlin and Swift code: same version as the library's scaffolding.
fn main() {
    uniffi::uniffi_bindgen_main();
}
