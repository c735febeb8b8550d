//! Expressions as trees that are cheap to take apart and put together.

use std::collections::HashMap;
use std::sync::Arc;

use gradus_syntax::{
    Comparison, Definition, Func, Input, Kind, Limits, NoNames, Number, Span, Tree, parse_as,
};

/// A node with its children, shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr(Arc<(Kind, Vec<Expr>)>);

impl Expr {
    /// A node of that kind.
    pub fn new(kind: Kind, children: Vec<Self>) -> Self {
        Self(Arc::new((kind, children)))
    }

    /// What it is.
    pub fn kind(&self) -> &Kind {
        &self.0.0
    }

    /// Its children, first to last.
    pub fn children(&self) -> &[Self] {
        &self.0.1
    }

    /// Kind and children, to match both.
    pub fn parts(&self) -> (&Kind, &[Self]) {
        (self.kind(), self.children())
    }

    /// A decimal as typed, such as `0.5`.
    pub fn decimal(text: &str) -> Self {
        text_to_expr(text, &[])
    }

    /// An integer, with its sign.
    pub fn integer(value: i64) -> Self {
        let digits = value.unsigned_abs().to_string();
        let size = Self::new(Kind::Number(Number::integer(&digits)), Vec::new());
        if value < 0 { size.negate() } else { size }
    }

    /// An input or parameter.
    pub fn name(name: &str) -> Self {
        Self::new(Kind::Name(name.into()), Vec::new())
    }

    /// A primitive called.
    pub fn call(func: Func, arguments: Vec<Self>) -> Self {
        Self::new(Kind::Call(func, arguments.len() as u32), arguments)
    }

    /// `if(condition, a, b)`.
    pub fn choice(condition: Self, a: Self, b: Self) -> Self {
        Self::new(Kind::If, vec![condition, a, b])
    }

    /// `a op b`, a condition.
    pub fn compare(a: Self, op: Comparison, b: Self) -> Self {
        Self::new(Kind::Compare(Box::new([op])), vec![a, b])
    }

    /// `-a`.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self::new(Kind::Negate, vec![self.clone()])
    }

    /// `a + b`.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        self.with(Kind::Add, other)
    }

    /// `a - b`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.with(Kind::Subtract, other)
    }

    /// `a * b`.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.with(Kind::Multiply, other)
    }

    /// `a / b`.
    #[must_use]
    pub fn over(&self, other: &Self) -> Self {
        self.with(Kind::Divide, other)
    }

    /// `a ^ b`.
    #[must_use]
    pub fn to_the(&self, other: &Self) -> Self {
        self.with(Kind::Power, other)
    }

    fn with(&self, kind: Kind, other: &Self) -> Self {
        Self::new(kind, vec![self.clone(), other.clone()])
    }

    /// The value of an integer without sign.
    pub fn as_integer(&self) -> Option<i64> {
        match self.kind() {
            Kind::Number(number) if number.exponent() == 0 => number.digits().parse().ok(),
            _ => None,
        }
    }

    /// The number of nodes, counted as often as they are printed.
    pub fn size(&self) -> usize {
        1 + self.children().iter().map(Self::size).sum::<usize>()
    }

    /// Whether a name occurs in it.
    pub fn mentions(&self, name: &str) -> bool {
        match self.kind() {
            Kind::Name(own) => **own == *name,
            _ => self.children().iter().any(|child| child.mentions(name)),
        }
    }

    /// The same kind over other children.
    #[must_use]
    pub fn over_children(&self, f: impl FnMut(&Self) -> Self) -> Self {
        Self::new(self.kind().clone(), self.children().iter().map(f).collect())
    }

    /// Every node rewritten, children first; `None` leaves a node as it is.
    #[must_use]
    pub fn rewritten(&self, rule: &mut dyn FnMut(&Self) -> Option<Self>) -> Self {
        let node = self.over_children(|child| child.rewritten(rule));
        rule(&node).unwrap_or(node)
    }

    /// The node of that place in postorder among those that the rule rewrites, rewritten; `None` if there are fewer.
    pub fn rewritten_at(&self, place: usize, rule: &dyn Fn(&Self) -> Option<Self>) -> Option<Self> {
        let mut seen = 0;
        let result = self.rewritten(&mut |node| {
            let new = rule(node)?;
            seen += 1;
            (seen == place + 1).then_some(new)
        });
        (seen > place).then_some(result)
    }

    /// With expressions in place of names.
    #[must_use]
    pub fn substituted(&self, values: &HashMap<&str, Self>) -> Self {
        self.rewritten(&mut |node| match node.kind() {
            Kind::Name(name) => values.get(&**name).cloned(),
            _ => None,
        })
    }

    /// With an expression in place of one name.
    #[must_use]
    pub fn with_name(&self, name: &str, value: &Self) -> Self {
        self.substituted(&HashMap::from([(name, value.clone())]))
    }

    /// The tree of the language, for printing and reading.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        self.push(&mut tree);
        tree
    }

    fn push(&self, tree: &mut Tree) {
        for child in self.children() {
            child.push(tree);
        }
        tree.push(self.kind().clone(), Span::new(0, 0));
    }

    /// As text in the language of formulas.
    pub fn text(&self) -> String {
        self.tree().to_string()
    }
}

/// The body of a definition, with what it calls written out.
pub fn body(definition: &Definition) -> Expr {
    from_tree(&definition.body, &HashMap::new())
}

/// An expression in these names.
///
/// # Panics
/// If the text is none: it is part of a table of this crate.
pub fn text_to_expr(text: &str, names: &[&str]) -> Expr {
    let inputs = names.iter().map(|&name| Input {
        name: name.into(),
        vector: false,
    });
    let header = Definition {
        name: None,
        inputs: inputs.collect(),
        parameters: Vec::new(),
        body: Tree::new(),
    };
    let definition = parse_as(text, &header, &NoNames, &Limits::default());
    body(&definition.unwrap_or_else(|error| panic!("{text}: {error}")))
}

fn from_tree(tree: &Tree, values: &HashMap<&str, Expr>) -> Expr {
    let mut done: Vec<Expr> = Vec::new();
    for node in tree.nodes() {
        let children = done.split_off(done.len() - node.kind.children());
        done.push(from_node(&node.kind, children, values));
    }
    done.pop().expect("a tree has a root")
}

fn from_node(kind: &Kind, mut children: Vec<Expr>, values: &HashMap<&str, Expr>) -> Expr {
    match kind {
        Kind::Name(name) => values
            .get(&**name)
            .cloned()
            .unwrap_or_else(|| Expr::name(name)),
        Kind::Plus => children.swap_remove(0),
        Kind::Compare(chain) => {
            let links = chain.iter().zip(children.windows(2));
            let links =
                links.map(|(&op, pair)| Expr::compare(pair[0].clone(), op, pair[1].clone()));
            let all = links.reduce(|a, b| Expr::new(Kind::And, vec![a, b]));
            all.expect("a chain has a link")
        }
        Kind::Piecewise(_) => {
            let last = children.pop().expect("a choice has a value otherwise");
            children.chunks(2).rev().fold(last, |rest, pair| {
                Expr::choice(pair[1].clone(), pair[0].clone(), rest)
            })
        }
        Kind::CallDefinition(call) => {
            let definition = &call.definition;
            let mut inner = HashMap::new();
            for parameter in &definition.parameters {
                let default = from_tree(&parameter.default, &HashMap::new());
                inner.insert(&*parameter.name, default);
            }
            let inputs = definition.inputs.iter().map(|input| &*input.name);
            let names = inputs.chain(call.parameters.iter().map(|name| &**name));
            inner.extend(names.zip(children));
            from_tree(&definition.body, &inner)
        }
        _ => Expr::new(kind.clone(), children),
    }
}
