//! The players that hold the form engine to material: recorded and own XPath vectors, form scenarios, and the stories that a
//! form's author writes. Tests and the `motcua form` command share them, so that both mean the same by "passes".
//!
//! ```text
//!   vectors   ─▶ eval ─┐
//!   scenarios ─▶ play ─┴▶ material ─▶ verdicts, counted by group and scope
//!                            ▲
//!   differences.json ────────┘        what we do differently on purpose, each with its entry in docs/xforms-differences.md
//!   story.json ─▶ story ─▶ what went otherwise than the author wrote
//!   form file  ─▶ form_file ─▶ a definition with the lists that stand beside it
//! ```
//!
//! Nothing here judges the engine by timing, and nothing reads a clock: vectors and stories say which time it is. A file that
//! isn't of its format is an error with the place; an engine that answers otherwise is a verdict, never a panic.

pub mod differences;
pub mod eval;
pub mod form_file;
pub mod material;
pub mod play;
pub mod story;
pub mod verdict;

pub use differences::Differences;
pub use form_file::FormFile;
pub use material::Material;
pub use story::Story;
pub use verdict::{Count, Outcome, Verdict};
