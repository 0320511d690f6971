//! Tokens into an expression tree (XPath 1.0 §2, §3), by precedence climbing.
//!
//! Depth and length are limited, so hostile text ends in an error and not in an overflowing stack.

use super::ast::{Ast, Axis, Operator, Start, Step, Test};
use super::lexer::{Token, tokens};

/// Nesting of parentheses, predicates and arguments.
const MAX_DEPTH: usize = 48;
/// Bytes of one expression.
const MAX_LENGTH: usize = 64 * 1024;
/// Operators of one expression, and steps of one path.
const MAX_CHAIN: usize = 1_000;
/// Levels of the tree, chained operators included: what walks the tree later recurses.
const MAX_LEVELS: usize = 250;

/// The expression, or what is wrong with it in words for the form's author.
pub(crate) fn parse(text: &str) -> Result<Ast, String> {
    if text.len() > MAX_LENGTH {
        return Err("the expression is too long".into());
    }
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
        operators: 0,
    };
    let ast = parser.expression(0)?;
    match parser.peek() {
        None if levels_within(&ast, MAX_LEVELS) => Ok(ast),
        None => Err("the expression is nested too deeply".into()),
        Some(_) => Err("something is left over after the expression".into()),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    operators: usize,
}

fn precedence(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Equal | Operator::NotEqual => 3,
        Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual => 4,
        Operator::Add | Operator::Subtract => 5,
        Operator::Multiply | Operator::Divide | Operator::Modulo => 6,
        Operator::Union => 8,
    }
}

/// Unary minus binds tighter than `*` and weaker than `|`.
const NEGATE: u8 = 7;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, token: &Token, what: &str) -> Result<(), String> {
        if self.take(token) {
            Ok(())
        } else {
            Err(format!("{what} is expected"))
        }
    }

    fn expression(&mut self, weakest: u8) -> Result<Ast, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("the expression is nested too deeply".into());
        }
        let mut left = self.unary()?;
        while let Some(Token::Operator(operator)) = self.peek() {
            let own = precedence(*operator);
            if own <= weakest {
                break;
            }
            self.operators += 1;
            if self.operators > MAX_CHAIN {
                return Err("the expression has too many operands".into());
            }
            self.at += 1;
            let right = self.expression(own)?;
            left = Ast::Binary(*operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Ast, String> {
        if self.take(&Token::Operator(Operator::Subtract)) {
            return Ok(Ast::Negate(Box::new(self.expression(NEGATE)?)));
        }
        self.path()
    }

    fn path(&mut self) -> Result<Ast, String> {
        match self.peek() {
            Some(Token::Slash) => {
                self.at += 1;
                let steps = if self.at_step() { self.steps()? } else { Vec::new() };
                Ok(Ast::Path(Start::Root, steps))
            }
            Some(Token::DoubleSlash) => {
                self.at += 1;
                let mut steps = vec![any_descendant()];
                steps.extend(self.steps()?);
                Ok(Ast::Path(Start::Root, steps))
            }
            Some(_) if self.at_step() => Ok(Ast::Path(Start::Context, self.steps()?)),
            _ => self.filter(),
        }
    }

    /// A step begins here, and not a function call.
    fn at_step(&self) -> bool {
        match self.peek() {
            Some(Token::Dot | Token::DoubleDot | Token::At | Token::Star) => true,
            Some(Token::Name(name)) => {
                let call = self.tokens.get(self.at + 1) == Some(&Token::Open);
                !call
                    || matches!(
                        name.as_str(),
                        "node" | "text" | "comment" | "processing-instruction"
                    )
            }
            _ => false,
        }
    }

    fn filter(&mut self) -> Result<Ast, String> {
        let primary = self.primary()?;
        let predicates = self.predicates()?;
        let steps = match self.peek() {
            Some(Token::Slash) => {
                self.at += 1;
                self.steps()?
            }
            Some(Token::DoubleSlash) => {
                self.at += 1;
                let mut steps = vec![any_descendant()];
                steps.extend(self.steps()?);
                steps
            }
            _ if predicates.is_empty() => return Ok(primary),
            _ => Vec::new(),
        };
        Ok(Ast::Path(Start::Filter(Box::new(primary), predicates), steps))
    }

    fn primary(&mut self) -> Result<Ast, String> {
        let token = self.peek().ok_or("the expression ends too early")?;
        self.at += 1;
        match token {
            Token::Number(value) => Ok(Ast::Number(*value)),
            Token::Text(text) => Ok(Ast::Text(text.clone())),
            Token::Open => {
                let inner = self.expression(0)?;
                self.expect(&Token::Close, "a closing parenthesis")?;
                Ok(inner)
            }
            Token::Name(name) if self.take(&Token::Open) => Ok(Ast::Call(name.clone(), self.arguments()?)),
            _ => Err("a value, a path or a function is expected".into()),
        }
    }

    fn arguments(&mut self) -> Result<Vec<Ast>, String> {
        let mut arguments = Vec::new();
        if self.take(&Token::Close) {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.expression(0)?);
            if self.take(&Token::Close) {
                return Ok(arguments);
            }
            self.expect(&Token::Comma, "a comma or a closing parenthesis")?;
        }
    }

    fn steps(&mut self) -> Result<Vec<Step>, String> {
        let mut steps = vec![self.step()?];
        loop {
            if self.take(&Token::DoubleSlash) {
                steps.push(any_descendant());
            } else if !self.take(&Token::Slash) {
                return Ok(steps);
            }
            if steps.len() > MAX_CHAIN {
                return Err("the path has too many steps".into());
            }
            steps.push(self.step()?);
        }
    }

    fn step(&mut self) -> Result<Step, String> {
        if self.take(&Token::Dot) {
            return Ok(Step {
                axis: Axis::Own,
                test: Test::Node,
                predicates: self.predicates()?,
            });
        }
        if self.take(&Token::DoubleDot) {
            return Ok(Step {
                axis: Axis::Parent,
                test: Test::Node,
                predicates: self.predicates()?,
            });
        }
        let axis = self.axis()?;
        let test = self.test()?;
        Ok(Step {
            axis,
            test,
            predicates: self.predicates()?,
        })
    }

    fn axis(&mut self) -> Result<Axis, String> {
        if self.take(&Token::At) {
            return Ok(Axis::Attribute);
        }
        if let (Some(Token::Name(name)), Some(Token::Axis)) = (self.peek(), self.tokens.get(self.at + 1)) {
            let axis = Axis::from_name(name).ok_or_else(|| format!("the axis {name} is not supported"))?;
            self.at += 2;
            return Ok(axis);
        }
        Ok(Axis::Child)
    }

    fn test(&mut self) -> Result<Test, String> {
        let token = self.peek().ok_or("a step is expected")?;
        self.at += 1;
        match token {
            Token::Star => Ok(Test::Any),
            Token::Name(name) if self.take(&Token::Open) => self.type_test(name),
            Token::Name(name) => Ok(match name.split_once(':') {
                Some((prefix, "*")) => Test::AnyIn(prefix.into()),
                Some((prefix, local)) => Test::Name(Some(prefix.into()), local.into()),
                None => Test::Name(None, name.clone()),
            }),
            _ => Err("a name is expected in the path".into()),
        }
    }

    fn type_test(&mut self, name: &str) -> Result<Test, String> {
        let target = match self.peek() {
            Some(Token::Text(target)) if name == "processing-instruction" => {
                self.at += 1;
                Some(target.clone())
            }
            _ => None,
        };
        self.expect(&Token::Close, "a closing parenthesis")?;
        match name {
            "node" => Ok(Test::Node),
            "text" => Ok(Test::Text),
            "comment" => Ok(Test::Comment),
            "processing-instruction" => Ok(Test::Instruction(target)),
            _ => Err(format!("{name}() can't be a step")),
        }
    }

    fn predicates(&mut self) -> Result<Vec<Ast>, String> {
        let mut predicates = Vec::new();
        while self.take(&Token::OpenBracket) {
            predicates.push(self.expression(0)?);
            self.expect(&Token::CloseBracket, "a closing bracket")?;
        }
        Ok(predicates)
    }
}

fn any_descendant() -> Step {
    Step {
        axis: Axis::DescendantOrSelf,
        test: Test::Node,
        predicates: Vec::new(),
    }
}

/// The tree has at most so many levels.
fn levels_within(ast: &Ast, most: usize) -> bool {
    let mut waiting = vec![(ast, 1)];
    while let Some((ast, level)) = waiting.pop() {
        if level > most {
            return false;
        }
        match ast {
            Ast::Number(_) | Ast::Text(_) => {}
            Ast::Binary(_, left, right) => waiting.extend([(&**left, level + 1), (&**right, level + 1)]),
            Ast::Negate(inner) => waiting.push((&**inner, level + 1)),
            Ast::Call(_, arguments) => waiting.extend(arguments.iter().map(|argument| (argument, level + 1))),
            Ast::Path(start, steps) => {
                if let Start::Filter(base, predicates) = start {
                    waiting.push((&**base, level + 1));
                    waiting.extend(predicates.iter().map(|predicate| (predicate, level + 1)));
                }
                let predicates = steps.iter().flat_map(|step| &step.predicates);
                waiting.extend(predicates.map(|predicate| (predicate, level + 1)));
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precedence_is_that_of_section_3() {
        assert_eq!(parse("1 + 2 * 3"), parse("1 + (2 * 3)"));
        assert_eq!(parse("1 - 2 - 3"), parse("(1 - 2) - 3"));
        assert_eq!(parse("a = b or c < d and e"), parse("(a = b) or ((c < d) and e)"));
        assert_eq!(parse("-a|b"), parse("-(a|b)"));
        assert_eq!(parse("-2 * 3"), parse("(-2) * 3"));
    }

    #[test]
    fn node_tests_are_steps_and_other_names_with_parentheses_are_calls() {
        assert!(matches!(parse("text()"), Ok(Ast::Path(Start::Context, _))));
        assert!(matches!(parse("today()"), Ok(Ast::Call(_, _))));
        assert!(matches!(
            parse("instance('x')/root"),
            Ok(Ast::Path(Start::Filter(_, _), _))
        ));
    }

    #[test]
    #[cfg_attr(
        miri,
        ignore = "ten thousand levels: minutes in an interpreter, and nothing of its own there"
    )]
    fn hostile_text_is_an_error() {
        assert!(parse(&"(".repeat(10_000)).is_err());
        assert!(parse(&"-".repeat(10_000)).is_err());
        assert!(parse(&format!("1{}", "+1".repeat(10_000))).is_err());
        assert!(
            parse(&format!(
                "{}1{}",
                "(".repeat(40),
                format!("{})", "+1".repeat(20)).repeat(40)
            ))
            .is_err()
        );
        assert!(parse(&format!("1{}", "+1".repeat(200))).is_ok());
        assert!(parse(&format!("a{}", "[a".repeat(5_000))).is_err());
        for text in [
            "", "a[", "a]", "1 2", "a/", "//", "$x", "a b", "f(", "f(1,", "'x", "::a", "a::b",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
