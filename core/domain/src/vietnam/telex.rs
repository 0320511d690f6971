//! Telex that stayed letters: a keyboard that didn't know Vietnamese leaves `nguyeenx` where `nguyễn` was meant.
//!
//! Only for searching, where what was typed is tried beside what it may have meant: nothing that a citizen typed is rewritten.

use super::text::{nfc, one_tone_style};

const TONES: [(char, char); 5] = [
    ('f', '\u{300}'),
    ('s', '\u{301}'),
    ('x', '\u{303}'),
    ('r', '\u{309}'),
    ('j', '\u{323}'),
];

/// The word that these keys mean in Telex: small letters, NFC, the traditional tone style. `None` when they mean nothing but themselves.
pub(super) fn meant(keys: &str) -> Option<String> {
    if !keys.bytes().all(|key| key.is_ascii_lowercase()) {
        return None;
    }
    let mut word = Typed::default();
    keys.chars().for_each(|key| word.press(key));
    let meant = word.toned();
    (meant != keys).then_some(meant)
}

/// A word while its keys are pressed.
#[derive(Default)]
struct Typed {
    letters: Vec<char>,
    tone: Option<char>,
}

impl Typed {
    fn press(&mut self, key: char) {
        let changed = match key {
            'd' => self.change('d', 'đ'),
            'a' => self.change('a', 'â'),
            'e' => self.change('e', 'ê'),
            'o' => self.change('o', 'ô'),
            'w' => self.horn(),
            _ => self.set_tone(key),
        };
        if !changed {
            self.letters.push(key);
        }
    }

    /// The same letter a second time, wherever the first stands: no Vietnamese syllable has one twice. A third time takes the mark back.
    fn change(&mut self, plain: char, marked: char) -> bool {
        if self.letters.last() == Some(&marked) {
            self.letters.pop();
            self.letters.push(plain);
            return false;
        }
        let at = self.letters.iter().rposition(|&letter| letter == plain);
        if let Some(at) = at {
            self.letters[at] = marked;
        }
        at.is_some()
    }

    /// `w` is a horn on o and u, a breve on a; alone it is an ư.
    fn horn(&mut self) -> bool {
        let at = self
            .letters
            .iter()
            .rposition(|letter| matches!(letter, 'a' | 'o' | 'u'));
        let Some(at) = at else {
            self.letters.push('ư');
            return true;
        };
        self.letters[at] = marked(self.letters[at]);
        // The keys u, o, w are ươ.
        if self.letters[at] == 'ơ' && at > 0 && self.letters[at - 1] == 'u' && !self.after_q(at - 1) {
            self.letters[at - 1] = 'ư';
        }
        true
    }

    fn after_q(&self, at: usize) -> bool {
        at > 0 && self.letters[at - 1] == 'q'
    }

    /// A tone's key is one behind a vowel; before, it is a consonant.
    fn set_tone(&mut self, key: char) -> bool {
        let tone = TONES.iter().find(|(of, _)| *of == key).map(|(_, tone)| *tone);
        let is_tone = tone.is_some() && self.letters.iter().any(|&letter| is_vowel(letter));
        if is_tone {
            self.tone = tone;
        }
        is_tone
    }

    fn toned(mut self) -> String {
        if let (Some(tone), Some(at)) = (self.tone, self.place_of_tone()) {
            self.letters.insert(at + 1, tone);
        }
        one_tone_style(&nfc(&self.letters.into_iter().collect::<String>()))
    }

    /// On the last vowel that has a mark of its own; otherwise on the last before a final consonant, the middle one of three, the first of two.
    fn place_of_tone(&self) -> Option<usize> {
        let (first, end) = self.vowels()?;
        let own = (first..end).rev().find(|&at| !self.letters[at].is_ascii());
        let closed = end < self.letters.len();
        Some(own.unwrap_or(match end - first {
            1 => first,
            2 if !closed => first,
            _ if closed => end - 1,
            _ => first + 1,
        }))
    }

    /// The syllable's vowels; u after q, and i after g before another vowel, belong to the consonant.
    fn vowels(&self) -> Option<(usize, usize)> {
        let first = self.letters.iter().position(|&letter| is_vowel(letter))?;
        let run = self.letters[first..]
            .iter()
            .take_while(|&&letter| is_vowel(letter))
            .count();
        let glides = matches!(
            (
                first.checked_sub(1).map(|at| self.letters[at]),
                self.letters[first]
            ),
            (Some('q'), 'u') | (Some('g'), 'i')
        );
        Some((first + usize::from(glides && run > 1), first + run))
    }
}

const fn marked(letter: char) -> char {
    match letter {
        'a' => 'ă',
        'o' => 'ơ',
        _ => 'ư',
    }
}

const fn is_vowel(letter: char) -> bool {
    matches!(
        letter,
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'
    )
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn keys_are_the_word_that_was_meant() {
        let words = [
            ("nguyeenx", "nguyễn"),
            ("nguyenex", "nguyễn"),
            ("ddawng", "đăng"),
            ("kys", "ký"),
            ("haf", "hà"),
            ("nooij", "nội"),
            ("phuwowngf", "phường"),
            ("phuowngf", "phường"),
            ("hoaf", "hòa"),
            ("hoanf", "hoàn"),
            ("quys", "quý"),
            ("quoocs", "quốc"),
            ("giangr", "giảng"),
            ("gif", "gì"),
            ("khuyur", "khuỷu"),
            ("thuyr", "thủy"),
            ("soongs", "sống"),
            ("hoaif", "hoài"),
            ("wowng", "ương"),
            ("looongr", "loỏng"),
        ];
        for (keys, word) in words {
            assert_eq!(meant(keys).as_deref(), Some(word), "{keys}");
        }
    }

    #[test]
    fn what_is_no_telex_means_itself() {
        for word in ["minh", "thanh", "an", "sinh", "xa", "12", "đăng"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
