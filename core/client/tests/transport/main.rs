//! The transport against a scripted server on the loopback interface: real TCP, real TLS, every fault on purpose.

mod eid;
mod faults;
mod phone;
mod portal;
mod push;
mod server;
