//! Values as bytes and back, for bytes that only this program writes: see `definition/compiled.rs`.
//!
//! A number takes as many bytes as it needs, a list and a text begin with their length, an enum with its variant's number. Reading can't fail: whoever reads
//! has compared a checksum before. Past the end everything reads as zero, and an unknown variant as the first, so that bytes that are
//! wrong all the same end in a wrong form and in no panic here. This is a quarter of what a general library adds to the phone's (ADR 0011).

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// What can be written and read.
pub(crate) trait Pack: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads what [`Pack::put`] wrote.
    fn take(from: &mut Taking<'_>) -> Self;
}

/// Bytes not read yet.
pub(crate) struct Taking<'a>(pub(crate) &'a [u8]);

impl<'a> Taking<'a> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    pub(crate) fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 || shift > 63 {
                return number;
            }
        }
    }

    /// A length, at most what is left: each element has at least a byte.
    fn length(&mut self) -> usize {
        (self.number() as usize).min(self.0.len())
    }

    fn text(&mut self) -> &'a str {
        let length = self.length();
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(text).unwrap_or_default()
    }
}

/// Appends a number.
pub(crate) fn put_number(number: u64, out: &mut Vec<u8>) {
    let mut left = number;
    while left >= 0x80 {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    put_number(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

macro_rules! pack_numbers {
    ($($number:ty)+) => {$(
        impl Pack for $number {
            fn put(&self, out: &mut Vec<u8>) {
                put_number(*self as u64, out);
            }
            fn take(from: &mut Taking<'_>) -> Self {
                from.number() as $number
            }
        }
    )+};
}
pack_numbers!(u16 u32 usize);

impl Pack for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn take(from: &mut Taking<'_>) -> Self {
        from.byte() != 0
    }
}

impl Pack for f64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }
    fn take(from: &mut Taking<'_>) -> Self {
        Self::from_le_bytes(std::array::from_fn(|_| from.byte()))
    }
}

macro_rules! pack_texts {
    ($($text:ty)+) => {$(
        impl Pack for $text {
            fn put(&self, out: &mut Vec<u8>) {
                put_text(self, out);
            }
            fn take(from: &mut Taking<'_>) -> Self {
                from.text().into()
            }
        }
    )+};
}
pack_texts!(String Box<str> Arc<str>);

impl<T: Pack> Pack for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn take(from: &mut Taking<'_>) -> Self {
        bool::take(from).then(|| T::take(from))
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(self.len() as u64, out);
        self.iter().for_each(|value| value.put(out));
    }
    fn take(from: &mut Taking<'_>) -> Self {
        let length = from.length();
        let mut values = Self::with_capacity(length);
        for _ in 0..length {
            values.push(T::take(from));
        }
        values
    }
}

impl<T: Pack> Pack for Box<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }
    fn take(from: &mut Taking<'_>) -> Self {
        Self::new(T::take(from))
    }
}

impl Pack for Box<[u32]> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(self.len() as u64, out);
        self.iter().for_each(|value| value.put(out));
    }
    fn take(from: &mut Taking<'_>) -> Self {
        Vec::take(from).into()
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(from: &mut Taking<'_>) -> Self {
        (A::take(from), B::take(from))
    }
}

impl<A: Pack, B: Pack, C: Pack> Pack for (A, B, C) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
    }
    fn take(from: &mut Taking<'_>) -> Self {
        (A::take(from), B::take(from), C::take(from))
    }
}

/// In the map's own order, which differs from one map to the next.
impl<K: Pack + Eq + Hash, V: Pack> Pack for HashMap<K, V> {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(self.len() as u64, out);
        for (key, value) in self {
            key.put(out);
            value.put(out);
        }
    }
    fn take(from: &mut Taking<'_>) -> Self {
        let mut values = Self::new();
        for _ in 0..from.length() {
            values.insert(K::take(from), V::take(from));
        }
        values
    }
}

/// Structs, field by field.
macro_rules! pack_structs {
    ($($name:ty { $($field:tt),+ $(,)? })+) => {$(
        impl $crate::pack::Pack for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $( self.$field.put(out); )+
            }
            fn take(from: &mut $crate::pack::Taking<'_>) -> Self {
                Self { $( $field: $crate::pack::Pack::take(from), )+ }
            }
        }
    )+};
}

/// Enums without fields, by their numbers.
macro_rules! pack_words {
    ($($name:ty { $first:ident $(, $more:ident)* $(,)? })+) => {$(
        impl $crate::pack::Pack for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let number = match self {
                    Self::$first => 0,
                    $( Self::$more => 1 + Self::$more as u8, )*
                };
                out.push(number);
            }
            fn take(from: &mut $crate::pack::Taking<'_>) -> Self {
                match from.number() {
                    $( it if it == 1 + Self::$more as u64 => Self::$more, )*
                    _ => Self::$first,
                }
            }
        }
    )+};
}

/// Enums with fields: a number for each variant; the first holds no value of its own kind.
macro_rules! pack_enums {
    ($($name:ty { $($number:literal $variant:ident $(($($field:ident),+))? $({$($named:ident),+})?,)+ })+) => {$(
        impl $crate::pack::Pack for $name {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $( Self::$variant $(($($field),+))? $({$($named),+})? => {
                        out.push($number);
                        $($( $field.put(out); )+)?
                        $($( $named.put(out); )+)?
                    } )+
                }
            }
            fn take(from: &mut $crate::pack::Taking<'_>) -> Self {
                pack_enums!(@take from, from.number(), $($number $variant $(($($field),+))? $({$($named),+})?,)+)
            }
        }
    )+};
    (@take $from:ident, $number:expr,
        $first:literal $first_variant:ident $(($($first_field:ident),+))? $({$($first_named:ident),+})?,
        $($other:literal $variant:ident $(($($field:ident),+))? $({$($named:ident),+})?,)*) => {
        match $number {
            $( $other => {
                $($( let $field = $crate::pack::Pack::take($from); )+)?
                $($( let $named = $crate::pack::Pack::take($from); )+)?
                Self::$variant $(($($field),+))? $({$($named),+})?
            } )*
            _ => {
                $($( let $first_field = $crate::pack::Pack::take($from); )+)?
                $($( let $first_named = $crate::pack::Pack::take($from); )+)?
                Self::$first_variant $(($($first_field),+))? $({$($first_named),+})?
            }
        }
    };
}

pub(crate) use {pack_enums, pack_structs, pack_words};
