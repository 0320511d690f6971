//! A shell's source as the checker wants it: code without comments, and every string literal with what is done to it.
//!
//! One small reader serves Kotlin and Swift, which agree in all that matters here: `//` and `/* */`, `"…"` and `"""…"""`, interpolation as
//! `$name` and `${…}` in one and `\(…)` in the other. What stands inside an interpolation is code again, literals of its own included. It is no
//! parser: a source that the compilers take is read right, any other somehow.

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its line, from 1.
    pub line: usize,
    /// What stands before the first interpolation.
    pub head: String,
    /// Whether there is none.
    pub plain: bool,
    /// All of it but escapes and interpolations.
    pub text: String,
    /// The function whose argument it is, or the property that it becomes; empty when neither.
    pub user: String,
}

/// The label of a symbol's name in Swift: drawn, never read.
const SIGN: &str = "sign";

/// What a source says.
#[derive(Debug, Default)]
pub struct Reading {
    /// The code: comments and literals blanked, interpolations kept.
    pub code: String,
    /// The literals, those inside interpolations too.
    pub literals: Vec<Literal>,
}

/// Reads a Kotlin or Swift source.
#[must_use]
pub fn read(source: &str) -> Reading {
    let mut reader = Reader {
        chars: source.chars().collect(),
        at: 0,
        line: 1,
        reading: Reading::default(),
    };
    while !reader.is_at_end() {
        reader.code(None);
    }
    reader.reading
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    reading: Reading,
}

impl Reader {
    fn is_at_end(&self) -> bool {
        self.at >= self.chars.len()
    }

    fn sees(&self, text: &str) -> bool {
        let seen = self.chars.get(self.at..).unwrap_or_default();
        text.chars().enumerate().all(|(n, c)| seen.get(n) == Some(&c))
    }

    fn take(&mut self) -> char {
        let c = self.chars.get(self.at).copied().unwrap_or('\0');
        self.at += 1;
        self.line += usize::from(c == '\n');
        c
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.take();
        }
    }

    /// Code, up to the bracket that closes it.
    fn code(&mut self, closing: Option<char>) {
        let mut open: Vec<(char, String)> = Vec::new();
        while !self.is_at_end() {
            if self.sees("//") || self.sees("/*") {
                self.comment();
            } else if self.sees("\"") {
                let user = self.user(&open);
                self.literal(user);
            } else if self.sees("'") {
                self.letter();
            } else {
                let c = self.take();
                if open.is_empty() && Some(c) == closing {
                    return;
                }
                match c {
                    '(' | '[' | '{' => open.push((c, last_name(&self.reading.code))),
                    ')' | ']' | '}' => drop(open.pop()),
                    _ => {}
                }
                self.reading.code.push(c);
            }
        }
    }

    fn comment(&mut self) {
        let end = if self.sees("//") { "\n" } else { "*/" };
        while !self.is_at_end() && !self.sees(end) {
            self.take();
        }
        if end == "*/" {
            self.skip(2);
        }
        self.reading.code.push(' ');
    }

    /// A character of Kotlin, as in `'"'`.
    fn letter(&mut self) {
        self.take();
        while !self.is_at_end() && !self.sees("'") && !self.sees("\n") {
            let escaped = self.sees("\\");
            self.skip(1 + usize::from(escaped));
        }
        self.take();
    }

    /// Who gets the literal that begins here: `name = "…"`, a symbol's name behind `sign:`, else the innermost call around it.
    fn user(&self, open: &[(char, String)]) -> String {
        let before = self.reading.code.trim_end();
        if let Some(assigned) = before.strip_suffix('=') {
            return last_name(assigned.trim_end());
        }
        if let Some(labelled) = before.strip_suffix(':')
            && last_name(labelled) == SIGN
        {
            return SIGN.to_owned();
        }
        let calls = open.iter().rev().take_while(|(bracket, _)| *bracket != '{');
        calls
            .filter(|(bracket, name)| *bracket == '(' && !name.is_empty())
            .map(|(_, name)| name.clone())
            .next()
            .unwrap_or_default()
    }

    fn literal(&mut self, user: String) {
        let quotes = if self.sees("\"\"\"") { "\"\"\"" } else { "\"" };
        self.skip(quotes.len());
        let mut literal = Literal {
            line: self.line,
            head: String::new(),
            plain: true,
            text: String::new(),
            user,
        };
        while !self.is_at_end() && !self.sees(quotes) {
            if self.interpolation() {
                literal.plain = false;
            } else if self.sees("\\") {
                self.skip(2);
            } else {
                let c = self.take();
                literal.text.push(c);
                if literal.plain {
                    literal.head.push(c);
                }
            }
        }
        self.skip(quotes.len());
        self.reading.code.push_str("\"\"");
        self.reading.literals.push(literal);
    }

    /// Reads an interpolation, if one begins here.
    fn interpolation(&mut self) -> bool {
        let closing = match (self.sees("${"), self.sees("\\(")) {
            (true, _) => Some('}'),
            (_, true) => Some(')'),
            _ => None,
        };
        let named = self.sees("$") && self.chars.get(self.at + 1).is_some_and(|c| c.is_alphabetic());
        if closing.is_some() {
            self.skip(2);
            self.reading.code.push(' ');
            self.code(closing);
        } else if named {
            self.take();
            while self.chars.get(self.at).is_some_and(|c| is_of_name(*c)) {
                self.take();
            }
        }
        closing.is_some() || named
    }
}

/// Whether a name in code may hold `c`.
pub fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The name at the end of `code`; empty when something else is there.
fn last_name(code: &str) -> String {
    let before = code.trim_end_matches(is_of_name).len();
    code[before..].to_owned()
}
