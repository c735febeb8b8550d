//! Formula text and trees: the language of Gradus, its parser, its printer and its errors.
//!
//! This crate knows what a text says, not what it means to differentiate or evaluate it.
//! [`parse`] turns text into a [`Definition`], whose [`Tree`] is what was written; [`Tree::display`] prints it.
//!
//! ```
//! use gradus_syntax::{Limits, NoNames, parse};
//! let elu = parse("elu(x; a = 1) = if(x >= 0, x, a*(exp(x)-1))", &NoNames, &Limits::default())?;
//! assert_eq!(elu.to_string(), "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))");
//! # Ok::<(), gradus_syntax::ParseError>(())
//! ```
//!
//! # The language
//!
//! **Definitions** have a header: inputs, then after `;` parameters with constant defaults. An input `x[]` is a whole
//! vector. Several definitions are separated by `;` or lines; the last one is meant, and each may call earlier ones,
//! with parameters given by name. A line goes on within parentheses, after an operator and before one; `#` begins a
//! comment. `x → body` is a definition without a name.
//!
//! ```text
//! swish(x; beta = 1) = x*sigmoid(beta*x)
//! glu(a, b) = a*sigmoid(b)
//! softmax(x[]) = exp(x)/sum(exp(x))
//! gate(x; k = 1) = sigmoid(k*x); x*gate(x; k = 2)
//! ```
//!
//! **A bare body** has its only free name for its input, or `x` if it has none. **A lone name** is a definition that
//! [`Names`] knows, a primitive, a constant or, if it is a single letter, the identity.
//!
//! ```
//! # use gradus_syntax::{Limits, NoNames, parse};
//! # let input = |text| parse(text, &NoNames, &Limits::default()).unwrap().inputs[0].name.to_string();
//! assert_eq!(input("t*sigmoid(t)"), "t");
//! assert_eq!(input("2"), "x");
//! let error = parse("x*sigmoid(beta*x)", &NoNames, &Limits::default()).unwrap_err();
//! assert_eq!(error.help(), Some("write f(x; beta = 1) = x*sigmoid(beta*x)"));
//! ```
//!
//! **Names.** What is called is a function, what is not is a value. The names of a header win over constants, and
//! definitions of the text over primitives and over [`Names`]. Names begin with a letter of any script and go on with
//! letters, digits, `_` and `'`. The constants are `pi` (`π`), `e`, `tau` and `inf` (`∞`).
//!
//! **Operators**, loosest first. `^` is right-associative, and its exponent may have a sign.
//!
//! | operators | |
//! |---|---|
//! | `or` | |
//! | `and` | |
//! | `not` | |
//! | `<` `<=` `>` `>=` `==` `!=` | chained: `-1 <= x < 1`; also `≤` `≥` `≠` |
//! | `+` `-` | also `−` |
//! | `*` `/` | also `×` `·` `÷` |
//! | `-` `+` before a value | `-x^2` is `-(x^2)` |
//! | `^` | also `**` and raised digits: `x²` |
//!
//! ```
//! # use gradus_syntax::{Limits, NoNames, parse};
//! # let shown = |text| parse(text, &NoNames, &Limits::default()).unwrap().to_string();
//! assert_eq!(shown("(2^(3^x))·(-(x²))"), "2^3^x*-x^2");
//! assert_eq!(shown("√(x² + 1) ÷ 2"), "sqrt(x^2 + 1)/2");
//! ```
//!
//! **Choices**: `if(c, a, b)` and `piecewise((a, c), (b, d), e)`. Conditions are no values and values no conditions.
//!
//! **Functions** are the primitives of [`Func`], and all definitions of [`Names`]. Over a vector, `sum`, `mean`,
//! `prod`, `norm`, `logsumexp`, and `min` and `max` of one argument, make a scalar; `concat` joins; all else acts
//! element by element and repeats scalars. The parser infers and checks the lengths, see [`Shape`].
//!
//! **Limits.** Text from strangers is safe to parse: nothing recurses without bound, and [`Limits`] bounds the rest.
//!
//! ```
//! # use gradus_syntax::{Limits, NoNames, ParseErrorKind, parse};
//! let deep = "(".repeat(1000) + "x" + &")".repeat(1000);
//! let error = parse(&deep, &NoNames, &Limits::default()).unwrap_err();
//! assert_eq!(error.kind(), &ParseErrorKind::TooDeep { limit: 256 });
//! ```

mod called;
mod check;
mod definition;
mod diagnostic;
mod equality;
mod error;
mod func;
mod level;
mod lexer;
mod limits;
mod names;
mod parse;
mod print;
mod shape;
mod signature;
mod span;
mod token;
mod tree;

pub use definition::{Definition, Input, Parameter};
pub use error::{ParseError, ParseErrorKind};
pub use func::{Action, Arity, Constant, Func};
pub use limits::Limits;
pub use names::{Names, NoNames};
pub use parse::{nearest, parse, parse_as, parse_definitions};
pub use print::{Displayed, Style};
pub use shape::{Length, Shape};
pub use span::Span;
pub use tree::{Call, Comparison, Kind, Node, Number, Tree};
