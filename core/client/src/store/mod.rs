//! SQLite store, memory store and their contract.
