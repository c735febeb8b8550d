//! Text to tokens.

use nom::branch::alt;
use nom::bytes::complete::{take_till, take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, digit1, one_of, satisfy};
use nom::combinator::{opt, recognize};
use nom::{IResult, Parser};

use crate::error::{Outcome, Problem};
use crate::token::{Token, TokenKind};
use crate::{Comparison, ParseErrorKind, Span};

/// Spellings of operators and marks; a longer one stands before its beginnings.
const SYMBOLS: &[(&str, TokenKind)] = &[
    ("**", TokenKind::Caret),
    ("->", TokenKind::Arrow),
    ("==", TokenKind::Compare(Comparison::Equal)),
    ("!=", TokenKind::Compare(Comparison::NotEqual)),
    ("<=", TokenKind::Compare(Comparison::LessEqual)),
    (">=", TokenKind::Compare(Comparison::GreaterEqual)),
    ("<", TokenKind::Compare(Comparison::Less)),
    (">", TokenKind::Compare(Comparison::Greater)),
    ("(", TokenKind::Open),
    (")", TokenKind::Close),
    ("+", TokenKind::Plus),
    ("-", TokenKind::Minus),
    ("*", TokenKind::Times),
    ("/", TokenKind::Over),
    ("^", TokenKind::Caret),
    (",", TokenKind::Comma),
    (";", TokenKind::Semicolon),
    ("\n", TokenKind::Newline),
    ("=", TokenKind::Equals),
    ("[", TokenKind::OpenBracket),
    ("]", TokenKind::CloseBracket),
    ("×", TokenKind::Times),
    ("·", TokenKind::Times),
    ("⋅", TokenKind::Times),
    ("∙", TokenKind::Times),
    ("∗", TokenKind::Times),
    ("−", TokenKind::Minus),
    ("÷", TokenKind::Over),
    ("∕", TokenKind::Over),
    ("√", TokenKind::Root),
    ("≤", TokenKind::Compare(Comparison::LessEqual)),
    ("⩽", TokenKind::Compare(Comparison::LessEqual)),
    ("≥", TokenKind::Compare(Comparison::GreaterEqual)),
    ("⩾", TokenKind::Compare(Comparison::GreaterEqual)),
    ("≠", TokenKind::Compare(Comparison::NotEqual)),
    ("→", TokenKind::Arrow),
    ("↦", TokenKind::Arrow),
    ("∧", TokenKind::And),
    ("∨", TokenKind::Or),
    ("¬", TokenKind::Not),
    ("∞", TokenKind::Name),
];

/// Operators of other languages that begin like one of ours, and what to write.
const FOREIGN: &[(&str, &str)] = &[
    ("===", "write =="),
    ("=<", "write <="),
    ("=>", "write >="),
    ("<>", "write !="),
    ("&&", "write and"),
    ("&", "write and"),
    ("//", "write floor(a/b)"),
    (":=", "write ="),
    ("%", "write mod(a, b)"),
    ("~", "write not"),
    ("?", "write if(condition, value, otherwise)"),
    (":", "write if(condition, value, otherwise)"),
    ("{", "group with parentheses: ( and )"),
    ("}", "group with parentheses: ( and )"),
    ("–", "write -"),
    ("—", "write -"),
    ("∛", "write cbrt(x)"),
];

/// The tokens of a text, newlines among them, comments and blanks not.
pub(crate) fn tokens(source: &str) -> Outcome<Vec<Token>> {
    let mut lexer = Lexer {
        source,
        rest: source,
        tokens: Vec::new(),
    };
    lexer.skip_blanks();
    while !lexer.rest.is_empty() {
        lexer.next()?;
        lexer.skip_blanks();
    }
    Ok(lexer.tokens)
}

/// The value of a power in raised digits, as `-1` or `2`.
pub(crate) fn plain_digits(superscript: &str) -> String {
    superscript.chars().filter_map(lowered).collect()
}

struct Lexer<'a> {
    source: &'a str,
    rest: &'a str,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn skip_blanks(&mut self) {
        while let Ok((rest, _)) = alt((blank, comment)).parse(self.rest) {
            self.rest = rest;
        }
    }

    fn next(&mut self) -> Outcome<()> {
        if let Ok((rest, text)) = number(self.rest) {
            self.check_number(text, rest)?;
            self.push(TokenKind::Number, text.len());
        } else if let Ok((_, text)) = name(self.rest) {
            self.push(word(text), text.len());
        } else if let Ok((_, text)) = superscript(self.rest) {
            self.push(TokenKind::Superscript, text.len());
        } else if let Some((spelling, help)) = find(FOREIGN, self.rest) {
            let function = self.foreign_function(spelling);
            let help = function.unwrap_or_else(|| help.to_owned());
            return Err(self.foreign(spelling).help(help));
        } else if let Some((spelling, kind)) = find(SYMBOLS, self.rest) {
            self.push(kind, spelling.len());
        } else {
            return Err(self.unreadable());
        }
        Ok(())
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        self.tokens.push(Token {
            kind,
            span: self.ahead(length),
        });
        self.rest = &self.rest[length..];
    }

    fn ahead(&self, length: usize) -> Span {
        let start = self.source.len() - self.rest.len();
        Span::new(start, start + length)
    }

    /// Refuses `1.2.3` and `1_000`, of which `1.2` and `1` have been read.
    fn check_number(&self, text: &str, rest: &str) -> Outcome<()> {
        if let Some(length) = unfinished_exponent(rest) {
            let found = &self.rest[..text.len() + length];
            let kind = ParseErrorKind::MalformedNumber {
                found: shortened(found),
            };
            let help = format!("write {found}3, or {text}*e for the constant e");
            return Err(Problem::new(kind, self.ahead(found.len())).help(shortened(&help)));
        }
        if !rest.starts_with(['.', '_']) {
            return Ok(());
        }
        let more = rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_'))
            .unwrap_or(rest.len());
        let span = self.ahead(text.len() + more);
        let found = &self.rest[..text.len() + more];
        let plain = found.replace('_', "");
        let help = (plain.matches('.').count() < 2 && plain != found)
            .then(|| format!("write {}", shortened(&plain)));
        Err(Problem::new(
            ParseErrorKind::MalformedNumber {
                found: shortened(found),
            },
            span,
        )
        .maybe_help(help))
    }

    fn foreign(&self, spelling: &str) -> Problem {
        Problem::new(
            ParseErrorKind::ForeignOperator {
                found: spelling.to_owned(),
            },
            self.ahead(spelling.len()),
        )
    }

    /// What to write for `x => x^2` and `lambda x: x^2`.
    fn foreign_function(&self, spelling: &str) -> Option<String> {
        let is_end =
            |token: &&Token| matches!(token.kind, TokenKind::Newline | TokenKind::Semicolon);
        let statement = self.tokens.rsplit(|token| is_end(&token)).next()?;
        let text = |tokens: &[Token]| {
            let (first, last) = (tokens.first()?, tokens.last()?);
            let text = &self.source[first.span.start as usize..last.span.end as usize];
            Some(shortened(text))
        };
        match (spelling, statement) {
            ("=>", [name]) if name.kind == TokenKind::Name => {
                let name = text(&[*name])?;
                Some(format!("write {name} -> …, or >= to compare"))
            }
            ("=>", [open, .., close])
                if (open.kind, close.kind) == (TokenKind::Open, TokenKind::Close) =>
            {
                Some(format!("write {} -> …, or >= to compare", text(statement)?))
            }
            (":", [lambda, inputs @ ..]) if lambda.text(self.source) == "lambda" => {
                let inputs = match inputs {
                    [single] => text(&[*single])?,
                    several => format!("({})", text(several)?),
                };
                Some(format!("write {inputs} -> …"))
            }
            _ => None,
        }
    }

    fn unreadable(&self) -> Problem {
        let found = self.rest.chars().next().unwrap_or_default();
        match found {
            '|' => self.bar(),
            '!' if self.follows_value() => self.foreign("!"),
            '!' => self.foreign("!").help("write not"),
            '.' if self.follows_value() => self.attribute(),
            'ⁿ' => self.foreign("ⁿ").help("write ^n"),
            _ => Problem::new(
                ParseErrorKind::UnexpectedCharacter { found },
                self.ahead(found.len_utf8()),
            ),
        }
    }

    /// `a || b`, `|x|` or `||x||`.
    fn bar(&self) -> Problem {
        let spelling = if self.rest.starts_with("||") {
            "||"
        } else {
            "|"
        };
        if self.follows_value() {
            return self.foreign(spelling).help("write or");
        }
        let function = if spelling == "||" { "norm" } else { "abs" };
        let inside = self.rest[spelling.len()..]
            .split(['|', '\n'])
            .next()
            .unwrap_or_default()
            .trim();
        let argument = if inside.is_empty() {
            "x".to_owned()
        } else {
            shortened(inside)
        };
        self.foreign(spelling)
            .help(format!("write {function}({argument})"))
    }

    /// `np.exp`.
    fn attribute(&self) -> Problem {
        let module = self
            .tokens
            .last()
            .map_or("", |token| token.text(self.source));
        let help = name(&self.rest[1..])
            .ok()
            .map(|(_, name)| format!("write {} without {}.", shortened(name), shortened(module)));
        self.foreign(".").maybe_help(help)
    }

    fn follows_value(&self) -> bool {
        self.tokens.last().is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::Number | TokenKind::Name | TokenKind::Close | TokenKind::Superscript
            )
        })
    }
}

/// A piece of source as it is shown within a message.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = shown.char_indices().nth(SHOWN) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

fn find<T: Copy>(table: &[(&'static str, T)], text: &str) -> Option<(&'static str, T)> {
    table
        .iter()
        .copied()
        .find(|(spelling, _)| text.starts_with(spelling))
}

fn word(text: &str) -> TokenKind {
    match text {
        "and" => TokenKind::And,
        "or" => TokenKind::Or,
        "not" => TokenKind::Not,
        _ => TokenKind::Name,
    }
}

fn blank(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c != '\n' && (c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')))
        .parse(input)
}

fn comment(input: &str) -> IResult<&str, &str> {
    recognize((char('#'), take_till(|c| c == '\n'))).parse(input)
}

fn number(input: &str) -> IResult<&str, &str> {
    let whole = recognize((digit1, opt((char('.'), opt(digit1)))));
    let fraction = recognize((char('.'), digit1));
    let exponent = (one_of("eE"), opt(one_of("+-")), digit1);
    recognize((alt((whole, fraction)), opt(exponent))).parse(input)
}

/// The length of `e+` after a number where no digit follows and nothing that could be added.
fn unfinished_exponent(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix(['e', 'E'])?.strip_prefix(['+', '-'])?;
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '(' | '.' | '√' | '∞');
    (!after.trim_start().starts_with(goes_on)).then_some(2)
}

fn name(input: &str) -> IResult<&str, &str> {
    recognize((satisfy(begins_name), take_while(continues_name))).parse(input)
}

fn superscript(input: &str) -> IResult<&str, &str> {
    let sign = take_while_m_n(0, 1, |c| matches!(c, '⁻' | '⁺'));
    recognize((
        sign,
        take_while1(|c| lowered(c).is_some_and(|digit| digit.is_ascii_digit())),
    ))
    .parse(input)
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'ⁿ' | 'ⁱ')
}

fn continues_name(c: char) -> bool {
    begins_name(c) || c.is_ascii_digit() || matches!(c, '_' | '\'' | '′' | '₀'..='₉')
}

fn lowered(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        '⁻' => '-',
        '⁺' => '+',
        _ => return None,
    })
}
