//! A pure crate that isn't.

use std::{
    fs::read, // planted
    time::{Duration, SystemTime}, // planted
};
use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Write};
use std::iter::{once, repeat};
use std::ops::{Add, Sub};

pub fn settings() -> BTreeMap<String, String> {
    let found = once(()).map(|()| {
        std::env::var("SETTINGS").unwrap() // planted
    });
    found.map(|text| (text.clone(), text)).collect()
}

mod fs {
    pub fn read() {} // fine: a module may be called so
}
