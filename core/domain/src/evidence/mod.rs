//! Evidence: a chain of facts, signed by those who know them.
//!
//! Every official step of a dossier is one signed statement. The portal signs what it did itself, the receiving office
//! signs with its own key over what it read, and each statement names the hash of the one before it. The caller verifies
//! signatures and hashes (ports); this module decides what the verified facts, taken together, say:
//!
//! ```text
//! payload (JSON) ─▶ Fact ─verified─▶ VerifiedFact ─┬─ check_receipt ─▶ Receipt | ReceiptProblem
//!                                                  └─ check_chain ───▶ facts, status, contested
//! ```
//!
//! Nothing is ever dropped: a fact that breaks a rule is *contested*, which means kept, shown and told, and giving no
//! status. The event's time counts, not the sealing's; sequence breaks ties.

mod chain;
mod payload;
mod receipt;
mod rules;

pub use chain::{ChainState, CheckedFact, Contest, ContestWhy, check_chain};
pub use payload::{AskedItem, Fact, FactData, Issuer, POLICY, ResultFile, VerifiedFact};
pub use receipt::{Receipt, ReceiptProblem, SentManifest, check_receipt};
pub use rules::{Event, EventText, Gives, RULES, Role, Rule};

#[cfg(test)]
pub(crate) mod test_facts;
#[cfg(test)]
mod tests;
