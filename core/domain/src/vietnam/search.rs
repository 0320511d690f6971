//! Finding by what people type: without marks, with Telex that stayed letters, by initials, words in any order; best first.
//!
//! A [`Query`] is read once and held against many texts. Every word of it must be found in a text: as a word, as a word's beginning, as the initials of
//! words (`hcm`, `tphcm`), or as words written together (`hanoi`). A mark that was typed ranks its own word first and still finds the others: who types
//! `thạnh an` sees Xã Thạnh An, then Xã Thanh An.

use super::{
    telex,
    text::{accent_key, search_key},
};

/// What somebody typed to find something.
#[derive(Debug, Clone)]
pub struct Query(Vec<Word>);

/// How well a text fits; the better, the smaller. What fits equally well stays in the order in which it was.
///
/// One number, told by these in turn: a lesser text; words typed with marks that the text writes with others; the fit of the word that fits worst; words in
/// another order; words that weren't asked for; whole words typed without marks that the text writes with some; where the first word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Word,
    Beginning,
    Together,
    Initials,
}

/// A word as it was typed, and what it means if its keys are Telex.
#[derive(Debug, Clone)]
struct Word(Vec<Reading>);

#[derive(Debug, Clone)]
struct Reading {
    folded: String,
    accented: String,
}

impl Reading {
    fn new(word: &str) -> Self {
        Self {
            folded: search_key(word),
            accented: accent_key(word),
        }
    }

    fn has_marks(&self) -> bool {
        self.folded != self.accented
    }
}

/// A text's words without marks, and with.
struct Words<'a> {
    folded: Vec<&'a str>,
    accented: Vec<&'a str>,
}

/// Where a word of the query was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    other_marks: bool,
    fit: Fit,
    more_marks: bool,
    at: usize,
    /// How many of the text's words it stands for.
    words: usize,
}

impl Query {
    /// Reads what was typed.
    pub fn read(typed: &str) -> Self {
        let key = accent_key(typed);
        Self(
            key.split(' ')
                .filter(|word| !word.is_empty())
                .map(Word::read)
                .collect(),
        )
    }

    /// Whether there is no letter or digit in it: everything fits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How well `text` fits; `None` when it doesn't, or when the query is empty.
    pub fn rank(&self, text: &str) -> Option<Rank> {
        let folded = search_key(text);
        let folded: Vec<&str> = folded.split(' ').collect();
        // Most texts of a long list don't fit: their marks are never looked at.
        if self.is_empty() || !self.0.iter().all(|word| word.is_in(&folded)) {
            return None;
        }
        let accented = accent_key(text);
        let words = Words {
            folded,
            accented: accented.split(' ').collect(),
        };
        Some(Rank::of(&self.find(&words)?, words.folded.len()))
    }
}

impl Query {
    /// Positions of the best of `texts`, best first, at most `limit`; of all of them as they stand when nothing is asked for.
    pub fn best<'a>(&self, texts: impl Iterator<Item = &'a str>, limit: usize) -> Vec<usize> {
        if self.is_empty() {
            return (0..texts.count()).collect();
        }
        let mut found = best_first(texts.map(|text| self.rank(text)));
        found.truncate(limit);
        found
    }

    /// Where each word is found; no word of the text stands for two of the query.
    fn find(&self, words: &Words<'_>) -> Option<Vec<Found>> {
        let mut taken = vec![false; words.folded.len()];
        let mut place = |word: &Word| {
            let found = word.find(words, &taken)?;
            taken[found.at..found.at + found.words].fill(true);
            Some(found)
        };
        self.0.iter().map(&mut place).collect()
    }
}

/// Positions of what fits, best first.
pub fn best_first(ranks: impl Iterator<Item = Option<Rank>>) -> Vec<usize> {
    let number = |(at, rank): (usize, Option<Rank>)| rank.map(|Rank(rank)| u64::from(rank) << 32 | at as u64);
    let mut found: Vec<u64> = ranks.enumerate().filter_map(number).collect();
    found.sort_unstable();
    found.into_iter().map(|number| number as u32 as usize).collect()
}

impl Rank {
    /// Nothing fits better.
    pub const BEST: Self = Self(0);
    const LESSER: u32 = 1 << 31;

    /// The same fit in a text that tells less of what is looked for: it stands behind all fits in the others.
    pub fn in_lesser_text(self) -> Self {
        Self(self.0 | Self::LESSER)
    }

    fn of(found: &[Found], words: usize) -> Self {
        let count = |is: fn(&Found) -> bool| found.iter().filter(|it| is(it)).count();
        let fit = found.iter().map(|it| it.fit).max().unwrap_or(Fit::Word);
        let asked: usize = found.iter().map(|it| it.words).sum();
        let at = found.iter().map(|it| it.at).min().unwrap_or(0);
        let parts = [
            (6, count(|it| it.other_marks)),
            (2, fit as usize),
            (1, usize::from(!found.is_sorted_by_key(|it| it.at))),
            (8, words.saturating_sub(asked)),
            (6, count(|it| it.more_marks)),
            (8, at),
        ];
        let add = |rank: u32, (bits, part): (u32, usize)| rank << bits | part.min((1 << bits) - 1) as u32;
        Self(parts.into_iter().fold(0, add))
    }
}

impl Word {
    fn read(word: &str) -> Self {
        let meant = telex::meant(word);
        Self(
            std::iter::once(word)
                .chain(meant.as_deref())
                .map(Reading::new)
                .collect(),
        )
    }

    fn is_in(&self, folded: &[&str]) -> bool {
        let is_found = |at| self.0.iter().any(|reading| reading.fit(&folded[at..]).is_some());
        (0..folded.len()).any(is_found)
    }

    fn find(&self, words: &Words<'_>, taken: &[bool]) -> Option<Found> {
        let each = |at| self.0.iter().filter_map(move |reading| reading.find(words, at));
        let is_free = |it: &Found| !taken[it.at..it.at + it.words].contains(&true);
        (0..words.folded.len()).flat_map(each).filter(is_free).min()
    }
}

impl Reading {
    fn find(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        let (fit, count) = self.fit(&words.folded[at..])?;
        let plain = words.folded.get(at) == words.accented.get(at);
        let accented = words
            .accented
            .get(at)
            .is_some_and(|word| word.starts_with(&self.accented));
        Some(Found {
            other_marks: self.has_marks() && !accented,
            fit,
            more_marks: fit == Fit::Word && !self.has_marks() && !plain,
            at,
            words: count,
        })
    }

    /// How it fits where these words begin, and how many of them it stands for.
    fn fit(&self, words: &[&str]) -> Option<(Fit, usize)> {
        let (first, key) = (words.first()?, self.folded.as_str());
        if first.starts_with(key) {
            let fit = if *first == key { Fit::Word } else { Fit::Beginning };
            return Some((fit, 1));
        }
        let together = together(key, words).map(|count| (Fit::Together, count));
        together.or_else(|| initials(key, words).map(|count| (Fit::Initials, count)))
    }
}

/// How many words, written together, begin with the key.
fn together(key: &str, words: &[&str]) -> Option<usize> {
    let mut rest = key;
    for (count, word) in words.iter().enumerate() {
        if count > 0 && word.starts_with(rest) {
            return Some(count + 1);
        }
        rest = rest.strip_prefix(word)?;
    }
    None
}

/// How many words have these initials; one letter is a beginning, and a number is told whole.
fn initials(key: &str, words: &[&str]) -> Option<usize> {
    let mut rest = key;
    for (count, word) in words.iter().enumerate() {
        if rest.is_empty() {
            return (count > 1).then_some(count);
        }
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let first = word.chars().next()?;
        rest = if is_number {
            rest.strip_prefix(word)?
        } else {
            rest.strip_prefix(first)?
        };
    }
    (rest.is_empty() && words.len() > 1).then_some(words.len())
}

#[cfg(test)]
mod tests {
    use super::{Query, Rank, best_first};

    fn found<'a>(typed: &str, texts: &[&'a str]) -> Vec<&'a str> {
        let found = Query::read(typed).best(texts.iter().copied(), usize::MAX);
        found.into_iter().map(|at| texts[at]).collect()
    }

    #[test]
    fn nothing_asked_for_leaves_all_as_they_stand() {
        assert_eq!(found(" -", &["Phú", "An"]), ["Phú", "An"]);
        assert_eq!(Query::read("p").best(["An", "Phú", "Phong"].into_iter(), 1), [1]);
    }

    #[test]
    fn a_lesser_text_stands_behind_the_worst_fit_of_the_others() {
        let (query, words) = (Query::read("ba"), "băng ".repeat(40));
        let worst = query.rank(&format!("cao {words}"));
        let lesser = query.rank("Ba").map(Rank::in_lesser_text);
        assert_eq!(best_first([lesser, None, worst].into_iter()), [2, 0]);
    }

    #[test]
    fn marks_may_be_left_out_and_a_typed_one_ranks_its_own_word_first() {
        let wards = ["Xã Thanh An", "Xã Thạnh An", "Xã Thanh An Đông", "Phường An Lạc"];
        assert_eq!(
            found("thanh an", &wards),
            ["Xã Thanh An", "Xã Thạnh An", "Xã Thanh An Đông"]
        );
        assert_eq!(
            found("thạnh an", &wards),
            ["Xã Thạnh An", "Xã Thanh An", "Xã Thanh An Đông"]
        );
        assert_eq!(found("thạ", &wards)[0], "Xã Thạnh An");
        assert_eq!(found("Khánh Hoà", &["Khánh Hạ Hoa", "Khánh Hòa"])[0], "Khánh Hòa");
    }

    #[test]
    fn telex_that_stayed_letters_is_the_word_that_was_meant() {
        let wards = ["Xã Thanh An", "Xã Thạnh An", "Phường Ngọc Hà"];
        assert_eq!(found("thanhj an", &wards), ["Xã Thạnh An", "Xã Thanh An"]);
        assert_eq!(found("ngocj haf", &wards), ["Phường Ngọc Hà"]);
        assert_eq!(found("nguyeenx", &["Nguyễn Huệ"]), ["Nguyễn Huệ"]);
    }

    #[test]
    fn initials_and_words_written_together_are_found() {
        let provinces = ["Thành phố Hà Nội", "Thành phố Hồ Chí Minh", "Tỉnh Đồng Tháp"];
        for typed in ["hcm", "tphcm", "TP.HCM", "tp hcm", "hochiminh", "tp ho chi"] {
            assert_eq!(found(typed, &provinces), ["Thành phố Hồ Chí Minh"], "{typed}");
        }
        assert_eq!(found("hn", &provinces), ["Thành phố Hà Nội"]);
        assert_eq!(found("hanoi", &provinces), ["Thành phố Hà Nội"]);
        assert_eq!(
            found("dk khai sinh", &["Đăng ký kết hôn", "Đăng ký khai sinh"]),
            ["Đăng ký khai sinh"]
        );
        assert_eq!(found("p12", &["Phường 1", "Phường 12"]), ["Phường 12"]);
        assert_eq!(found("p1", &["Phường 1", "Phường 12"]), ["Phường 1"]);
    }

    #[test]
    fn the_whole_comes_before_its_part_the_word_before_its_beginning_and_the_asked_order_before_another() {
        assert_eq!(found("ba", &["Băng", "Cao Bá", "Ba"]), ["Ba", "Cao Bá", "Băng"]);
        assert_eq!(
            found("an phú", &["Phú An", "An Phú Đông", "An Phú"]),
            ["An Phú", "An Phú Đông", "Phú An"]
        );
        assert_eq!(found("an khang", &["Phú An"]), [""; 0]);
        assert_eq!(found("inh", &["Đăng ký khai sinh"]), [""; 0]);
    }
}
