//! Expression text into tokens (XPath 1.0 §3.7), with its rule for `*` and the operator names after an operand.

use super::ast::Operator;

/// A token; names still carry their prefix.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Number(f64),
    Text(String),
    /// `name`, `prefix:name` or `prefix:*`
    Name(String),
    Operator(Operator),
    /// `*` as a name test.
    Star,
    Slash,
    DoubleSlash,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Dot,
    DoubleDot,
    At,
    Comma,
    Axis,
}

/// The tokens, or what is wrong and at which character.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
    };
    while lexer.step()? {}
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// §3.7: after an operand, `*` multiplies and a name is an operator.
    fn after_operand(&self) -> bool {
        matches!(
            self.tokens.last(),
            Some(
                Token::Number(_)
                    | Token::Text(_)
                    | Token::Name(_)
                    | Token::Star
                    | Token::Close
                    | Token::CloseBracket
                    | Token::Dot
                    | Token::DoubleDot
            )
        )
    }

    fn push(&mut self, token: Token, length: usize) -> Result<bool, String> {
        self.tokens.push(token);
        self.at += length;
        Ok(true)
    }

    fn step(&mut self) -> Result<bool, String> {
        let space = self.rest().len()
            - self
                .rest()
                .trim_start_matches([' ', '\t', '\r', '\n', '\u{a0}'])
                .len();
        self.at += space;
        let Some(first) = self.rest().chars().next() else {
            return Ok(false);
        };
        if let Some((token, length)) = symbol(self.rest()) {
            return self.push(token, length);
        }
        match first {
            '*' if self.after_operand() => self.push(Token::Operator(Operator::Multiply), 1),
            '*' => self.push(Token::Star, 1),
            '"' | '\'' => self.literal(first),
            '0'..='9' => self.number(),
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            '.' if self.rest().starts_with("..") => self.push(Token::DoubleDot, 2),
            '.' => self.push(Token::Dot, 1),
            _ if is_name_start(first) => self.name(),
            _ => Err(format!("unexpected character {first:?} at {}", self.at)),
        }
    }

    fn literal(&mut self, quote: char) -> Result<bool, String> {
        let inner = &self.rest()[1..];
        let end = inner
            .find(quote)
            .ok_or_else(|| format!("text opened at {} is never closed", self.at))?;
        let token = Token::Text(inner[..end].to_owned());
        self.push(token, end + 2)
    }

    fn number(&mut self) -> Result<bool, String> {
        let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut length = digits(self.rest());
        if self.rest()[length..].starts_with('.') && !self.rest()[length..].starts_with("..") {
            length += 1 + digits(&self.rest()[length + 1..]);
        }
        let value = self.rest()[..length]
            .parse()
            .map_err(|_| format!("bad number at {}", self.at))?;
        self.push(Token::Number(value), length)
    }

    fn name(&mut self) -> Result<bool, String> {
        let mut length = name_length(self.rest());
        let after = &self.rest()[length..];
        if !self.after_operand() && after.starts_with(':') && !after.starts_with("::") {
            let local = &after[1..];
            length += 1 + if local.starts_with('*') {
                1
            } else {
                name_length(local)
            };
        }
        let name = self.rest()[..length].to_owned();
        if self.after_operand() {
            return match operator(&name) {
                Some((operator, length)) => self.push(Token::Operator(operator), length),
                None => Err(format!("an operator is expected instead of {name:?}")),
            };
        }
        if name.ends_with(':') {
            return Err(format!("a name is expected after {name:?}"));
        }
        self.push(Token::Name(name), length)
    }
}

/// An operator name, also when digits or a name follow without space (`1div2`).
fn operator(name: &str) -> Option<(Operator, usize)> {
    let table = [
        ("or", Operator::Or),
        ("and", Operator::And),
        ("div", Operator::Divide),
        ("mod", Operator::Modulo),
    ];
    if let Some((word, operator)) = table.iter().find(|(word, _)| *word == name) {
        return Some((*operator, word.len()));
    }
    let glued = |word: &str| {
        name.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    table
        .iter()
        .find(|(word, _)| glued(word))
        .map(|(word, operator)| (*operator, word.len()))
}

fn symbol(text: &str) -> Option<(Token, usize)> {
    let table = [
        ("//", Token::DoubleSlash),
        ("/", Token::Slash),
        ("(", Token::Open),
        (")", Token::Close),
        ("[", Token::OpenBracket),
        ("]", Token::CloseBracket),
        ("@", Token::At),
        (",", Token::Comma),
        ("::", Token::Axis),
        ("|", Token::Operator(Operator::Union)),
        ("+", Token::Operator(Operator::Add)),
        ("-", Token::Operator(Operator::Subtract)),
        ("=", Token::Operator(Operator::Equal)),
        ("!=", Token::Operator(Operator::NotEqual)),
        ("<=", Token::Operator(Operator::LessEqual)),
        ("<", Token::Operator(Operator::Less)),
        (">=", Token::Operator(Operator::GreaterEqual)),
        (">", Token::Operator(Operator::Greater)),
    ];
    table
        .into_iter()
        .find(|(symbol, _)| text.starts_with(symbol))
        .map(|(symbol, token)| (token, symbol.len()))
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn name_length(text: &str) -> usize {
    if !text.starts_with(is_name_start) {
        return 0;
    }
    let part = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '_' | '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
    };
    text.find(|c| !part(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_after_an_operand_is_an_operator() {
        assert_eq!(tokens("div div div").map(|t| t.len()), Ok(3));
        assert_eq!(
            tokens("1div2").expect("valid")[1],
            Token::Operator(Operator::Divide)
        );
        assert!(tokens("1e-12").is_err());
    }

    #[test]
    fn names_hold_dots_dashes_and_marks() {
        assert_eq!(
            tokens("jr:họ-tên.1").expect("valid"),
            [Token::Name("jr:họ-tên.1".into())]
        );
        assert_eq!(tokens("a-b").expect("valid").len(), 1);
        assert_eq!(tokens("a -b").expect("valid").len(), 3);
    }
}
