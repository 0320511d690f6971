//! The portal's forms in the engine, as people fill them in.

mod birth_registration;
mod every_form;
mod person;
