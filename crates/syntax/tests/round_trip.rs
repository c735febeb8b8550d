//! What is printed reads back as what was printed.

use std::sync::Arc;

use gradus_syntax::{
    Arity, Call, Comparison, Constant, Definition, Func, Input, Kind, Limits, NoNames, Parameter,
    Span, Style, Tree, parse,
};
use proptest::prelude::*;

const NUMBERS: &[&str] = &[
    "0", "1", "2", "0.5", ".25", "3.", "1e-3", "2.5E+10", "007", "0.044715", "1.0",
];
const COMPARISONS: &[Comparison] = &[
    Comparison::Less,
    Comparison::LessEqual,
    Comparison::Greater,
    Comparison::GreaterEqual,
    Comparison::Equal,
    Comparison::NotEqual,
];

fn read(text: &str) -> Arc<Definition> {
    parse(text, &NoNames, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// A stack machine that turns choices into well-formed trees.
struct Maker {
    values: Vec<Tree>,
    conditions: Vec<Tree>,
    names: &'static [&'static str],
    called: Option<Arc<Definition>>,
}

impl Maker {
    fn value(&mut self) -> Tree {
        self.values
            .pop()
            .unwrap_or_else(|| leaf(Kind::Name(self.names[0].into())))
    }

    fn values(&mut self, count: usize) -> Vec<Tree> {
        (0..count).map(|_| self.value()).collect()
    }

    fn condition(&mut self) -> Tree {
        self.conditions.pop().unwrap_or_else(|| {
            node(
                Kind::Compare(Box::new([Comparison::Greater])),
                &[leaf(Kind::Name(self.names[0].into())), leaf(number("0"))],
            )
        })
    }

    fn step(&mut self, choice: u16) {
        let detail = usize::from(choice / 32);
        let unary = |kind, maker: &mut Self| node(kind, &maker.values(1));
        let binary = |kind, maker: &mut Self| node(kind, &maker.values(2));
        let tree = match choice % 32 {
            0..=3 => leaf(number(NUMBERS[detail % NUMBERS.len()])),
            4..=9 => leaf(Kind::Name(self.names[detail % self.names.len()].into())),
            10 => leaf(Kind::Constant(Constant::ALL[detail % Constant::ALL.len()])),
            11 | 12 => unary(Kind::Negate, self),
            13 => unary(Kind::Plus, self),
            14 | 15 => binary(Kind::Add, self),
            16 | 17 => binary(Kind::Subtract, self),
            18 | 19 => binary(Kind::Multiply, self),
            20 | 21 => binary(Kind::Divide, self),
            22 | 23 => binary(Kind::Power, self),
            24 => self.call(Func::ALL[detail % Func::ALL.len()], detail),
            25 => self.call_definition(detail),
            26 => {
                let condition = self.condition();
                let values = self.values(2);
                node(Kind::If, &[&[condition], values.as_slice()].concat())
            }
            27 => self.piecewise(1 + detail % 3),
            _ => return self.step_condition(choice, detail),
        };
        self.values.push(tree);
    }

    fn step_condition(&mut self, choice: u16, detail: usize) {
        let tree = match choice % 32 {
            28 | 29 => {
                let links: Vec<Comparison> = (0..=detail % 2)
                    .map(|link| COMPARISONS[(detail + link) % COMPARISONS.len()])
                    .collect();
                let values = self.values(links.len() + 1);
                node(Kind::Compare(links.into()), &values)
            }
            30 => node(Kind::Not, &[self.condition()]),
            _ => node(
                if detail.is_multiple_of(2) {
                    Kind::And
                } else {
                    Kind::Or
                },
                &[self.condition(), self.condition()],
            ),
        };
        self.conditions.push(tree);
    }

    fn call(&mut self, func: Func, detail: usize) -> Tree {
        let count = match func.arity() {
            Arity::Exactly(count) => count,
            Arity::AtLeast(least) => least.max(2) + detail % 2,
        };
        let needs_vector = matches!(
            func,
            Func::Sum | Func::Mean | Func::Prod | Func::Norm | Func::LogSumExp | Func::Concat
        );
        let func = if needs_vector { Func::Tanh } else { func };
        let count = if needs_vector { 1 } else { count };
        node(Kind::Call(func, count as u32), &self.values(count))
    }

    fn call_definition(&mut self, detail: usize) -> Tree {
        let Some(definition) = self.called.clone() else {
            return self.value();
        };
        let parameters: Box<[Arc<str>]> = definition
            .parameters
            .iter()
            .take(detail % 3)
            .map(|parameter| parameter.name.clone())
            .collect();
        let count = definition.inputs.len() + parameters.len();
        let name = definition.name.clone().unwrap();
        node(
            Kind::CallDefinition(Arc::new(Call {
                name,
                definition,
                parameters,
            })),
            &self.values(count),
        )
    }

    fn piecewise(&mut self, pairs: usize) -> Tree {
        let mut children = Vec::new();
        for _ in 0..pairs {
            children.push(self.value());
            children.push(self.condition());
        }
        children.push(self.value());
        node(Kind::Piecewise(pairs as u32), &children)
    }
}

fn number(text: &str) -> Kind {
    read(text).body.nodes()[0].kind.clone()
}

fn leaf(kind: Kind) -> Tree {
    node(kind, &[])
}

fn node(kind: Kind, children: &[Tree]) -> Tree {
    let mut tree = Tree::new();
    for node in children.iter().flat_map(Tree::nodes) {
        tree.push(node.kind.clone(), Span::default());
    }
    tree.push(kind, Span::default());
    tree
}

fn tree(choices: &[u16], names: &'static [&'static str], called: Option<Arc<Definition>>) -> Tree {
    let mut maker = Maker {
        values: Vec::new(),
        conditions: Vec::new(),
        names,
        called,
    };
    for &choice in choices {
        maker.step(choice);
    }
    // join what is left, so that nothing that was made goes unused
    while let Some(condition) = maker.conditions.pop() {
        let values = maker.values(2);
        let joined = node(Kind::If, &[&[condition], values.as_slice()].concat());
        maker.values.push(joined);
    }
    while maker.values.len() > 1 {
        let joined = node(Kind::Add, &maker.values(2));
        maker.values.push(joined);
    }
    maker.value()
}

fn input(name: &str) -> Input {
    Input {
        name: name.into(),
        vector: false,
    }
}

fn definition(body: Tree, default: Tree) -> Definition {
    let parameters = vec![
        Parameter {
            name: "beta".into(),
            default,
        },
        Parameter {
            name: "tanh".into(),
            default: leaf(number("2")),
        },
    ];
    Definition {
        name: Some("f".into()),
        inputs: vec![input("x"), input("x_1'")],
        parameters,
        body,
    }
}

fn choices() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn definitions_read_back(body in choices(), default in choices(), gate in choices()) {
        let names = &["x", "beta", "x_1'", "tanh"];
        let mut gate = definition(tree(&gate, names, None), leaf(number("1")));
        gate.name = Some("gate".into());
        let constant = node(Kind::Call(Func::Exp, 1), &[tree(&default, &["pi"], None)]);
        let default = read(&constant.to_string()).body.clone();
        let original = definition(tree(&body, names, Some(Arc::new(gate))), default);
        let text = original.to_source(Style::Infix, &NoNames);
        let again = parse(&text, &NoNames, &Limits::default());
        prop_assert!(again.is_ok(), "{}\n{}", text, again.unwrap_err());
        let again = again.unwrap();
        prop_assert_eq!(&*again, &original, "{}", text);
        prop_assert_eq!(again.to_source(Style::Infix, &NoNames), text);
    }

    #[test]
    fn bare_bodies_read_back(body in choices()) {
        let body = tree(&body, &["x"], None);
        let original = Definition { name: None, inputs: vec![input("x")], parameters: Vec::new(), body };
        let text = original.to_string();
        prop_assert_eq!(&*read(&text), &original, "{}", text);
    }

    #[test]
    fn no_parentheses_could_be_left_out(body in choices()) {
        let body = tree(&body, &["x"], None);
        let text = body.to_string();
        let opened = text.char_indices().filter(|&(index, c)| {
            c == '(' && !text[..index].ends_with(|c: char| c.is_alphanumeric()) && !text[..index].ends_with("piecewise(")
        });
        for (open, _) in opened.take(8) {
            let Some(close) = closing(&text, open) else { continue };
            let without = format!("{} {} {}", &text[..open], &text[open + 1..close], &text[close + 1..]);
            if let Ok(read) = parse(&without, &NoNames, &Limits::default()) {
                prop_assert_ne!(&read.body, &body, "{} could be {}", text, without);
            }
        }
    }

    #[test]
    fn every_style_prints_every_tree(body in choices()) {
        let body = tree(&body, &["x", "beta", "lambda", "slope_1"], None);
        for style in [Style::Infix, Style::Latex, Style::Python] {
            prop_assert!(!body.display(style).to_string().is_empty());
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "([a-z0-9 ()+*/^.,;=<>\\[\\]|!&√²⁻σπ×\n#-]|if|piecewise|max|f\\(x\\)=|not|and){0,40}") {
        match parse(&text, &NoNames, &Limits::untrusted()) {
            Ok(definition) => {
                let source = definition.to_source(Style::Infix, &NoNames);
                prop_assert_eq!(parse(&source, &NoNames, &Limits::untrusted()), Ok(definition), "{}", source);
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn no_unicode_makes_the_parser_panic(text in any::<String>()) {
        if let Err(error) = parse(&text, &NoNames, &Limits::untrusted()) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (index, c) in text.char_indices().skip_while(|&(index, _)| index < open) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}
