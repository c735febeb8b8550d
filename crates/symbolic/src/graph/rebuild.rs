//! Making expressions again with something replaced.

use rustc_hash::FxHashMap;

use super::{Graph, Id, Node, Role, Symbol};

impl Graph {
    /// The expression with a symbol replaced.
    pub fn substitute(&mut self, root: Id, symbol: Symbol, replacement: Id) -> Id {
        self.transform(root, |graph, node, rebuilt| match node {
            Node::Symbol(found) if *found == symbol => replacement,
            _ => rebuilt(graph),
        })
    }

    /// The expressions with every vector made one of a single element, that is, a number.
    pub fn of_one_element<const N: usize>(&mut self, roots: [Id; N]) -> [Id; N] {
        let roots = self.with_roles(roots, |role| {
            if role == Role::Vector {
                Role::Scalar
            } else {
                role
            }
        });
        let changed = self.transform_all(&roots, |graph, _, rebuilt| {
            let id = rebuilt(graph);
            match graph.node(id) {
                Node::Concat(parts) => parts[0],
                _ => id,
            }
        });
        std::array::from_fn(|index| changed[index])
    }

    /// The expressions with every input made a vector, element by element.
    pub fn of_vectors<const N: usize>(&mut self, roots: [Id; N]) -> [Id; N] {
        self.with_roles(roots, |role| {
            if role == Role::Scalar {
                Role::Vector
            } else {
                role
            }
        })
    }

    /// Expressions of another graph made in this one, each symbol replaced as the pairs say.
    pub fn copied<const N: usize>(
        &mut self,
        from: &Self,
        roots: [Id; N],
        symbols: &[(Symbol, Symbol)],
    ) -> [Id; N] {
        let mut changed: FxHashMap<Id, Id> = FxHashMap::default();
        for id in from.reachable(&roots) {
            let new = match from.node(id) {
                Node::Symbol(symbol) => match symbols.iter().find(|(old, _)| old == symbol) {
                    Some((_, new)) => self.symbol(*new),
                    None => self.undefined(),
                },
                node => self.rebuilt(node, &changed),
            };
            changed.insert(id, new);
        }
        roots.map(|root| changed[&root])
    }

    /// The expressions with the roles of symbols changed, made again by new symbols' nodes in place of the old.
    fn with_roles<const N: usize>(
        &mut self,
        roots: [Id; N],
        change: impl Fn(Role) -> Role,
    ) -> [Id; N] {
        for info in &mut self.symbols {
            info.role = change(info.role);
        }
        // what is known of old nodes holds no longer: the expressions are made again among new ones
        let old = std::mem::take(&mut self.nodes);
        self.size = 0;
        self.facts.clear();
        self.index.clear();
        self.compared.clear();
        self.shortest.clear();
        self.turned.clear();
        self.filled.clear();
        let mut changed: FxHashMap<Id, Id> = FxHashMap::default();
        for (index, node) in old.iter().enumerate() {
            let new = self.rebuilt(node, &changed);
            changed.insert(Id(index as u32), new);
        }
        roots.map(|root| changed[&root])
    }

    /// Makes the expression again from its leaves up. `change` is given each node and a function that makes the node
    /// again with its operands changed; what it returns takes the node's place.
    pub fn transform(
        &mut self,
        root: Id,
        change: impl FnMut(&mut Self, &Node, &dyn Fn(&mut Self) -> Id) -> Id,
    ) -> Id {
        self.transform_all(&[root], change)[0]
    }

    /// The expression with sums changed, from the innermost on, where there is another form of one.
    pub fn transform_sums(
        &mut self,
        root: Id,
        mut change: impl FnMut(&mut Self, Id) -> Option<Id>,
    ) -> Id {
        self.transform(root, |graph, _, rebuilt| {
            let id = rebuilt(graph);
            match graph.node(id) {
                Node::Sum(..) => change(graph, id).unwrap_or(id),
                _ => id,
            }
        })
    }

    /// As [`transform`](Self::transform), for several expressions that share parts.
    pub fn transform_all(
        &mut self,
        roots: &[Id],
        mut change: impl FnMut(&mut Self, &Node, &dyn Fn(&mut Self) -> Id) -> Id,
    ) -> Vec<Id> {
        let mut changed: FxHashMap<Id, Id> = FxHashMap::default();
        self.transform_new(roots, &mut changed, &mut change);
        roots.iter().map(|root| changed[root]).collect()
    }

    /// As [`transform`](Self::transform) for a `change` that depends on the expression alone: what it made of each node before is
    /// kept in `changed` and not asked for again.
    pub fn transform_remembering(
        &mut self,
        root: Id,
        changed: &mut FxHashMap<Id, Id>,
        mut change: impl FnMut(&mut Self, &Node, &dyn Fn(&mut Self) -> Id) -> Id,
    ) -> Id {
        self.transform_new(&[root], changed, &mut change);
        changed[&root]
    }

    fn transform_new(
        &mut self,
        roots: &[Id],
        changed: &mut FxHashMap<Id, Id>,
        change: &mut impl FnMut(&mut Self, &Node, &dyn Fn(&mut Self) -> Id) -> Id,
    ) {
        for id in self.reachable_beyond(roots, changed) {
            let node = self.node(id).clone();
            let mut same = true;
            node.operands(|operand| same &= changed[&operand] == operand);
            let known = &*changed;
            let rebuilt = |graph: &mut Self| {
                if same {
                    id
                } else {
                    graph.rebuilt(&node, known)
                }
            };
            let new = change(self, &node, &rebuilt);
            changed.insert(id, new);
        }
    }

    fn rebuilt(&mut self, node: &Node, changed: &FxHashMap<Id, Id>) -> Id {
        let new = |id: &Id| changed[id];
        match node {
            Node::Sum(constant, terms) => self.sum(
                constant.clone(),
                terms
                    .iter()
                    .map(|term| (term.coefficient.clone(), new(&term.id))),
            ),
            Node::Product(factors) => self.product(
                factors
                    .iter()
                    .map(|factor| (new(&factor.base), factor.exponent.clone())),
            ),
            Node::Power(a, b) => self.power(new(a), new(b)),
            Node::Apply(func, ids) => {
                let args: Vec<Id> = ids.iter().map(new).collect();
                self.apply(*func, &args)
            }
            Node::SphericalBessel(order, a) => self.spherical_bessel(*order, new(a)),
            Node::Select(c, a, b) => self.select(new(c), new(a), new(b)),
            Node::Reduce(reduction, a) => self.reduce(*reduction, new(a)),
            Node::Concat(ids) => {
                let parts = ids.iter().map(new).collect();
                self.intern(Node::Concat(parts))
            }
            Node::Part(a, parts, which) => {
                let parts: Vec<Id> = parts.iter().map(new).collect();
                self.part(new(a), &parts, *which)
            }
            Node::Broadcast(a, b) => self.shaped_as(new(a), new(b)),
            Node::Compare(comparison, a, b) => self.compare(*comparison, new(a), new(b)),
            Node::And(a, b) => self.and(new(a), new(b)),
            Node::Or(a, b) => self.or(new(a), new(b)),
            Node::Rational(_)
            | Node::Constant(_)
            | Node::Symbol(_)
            | Node::Undefined
            | Node::Truth(_) => self.intern(node.clone()),
        }
    }
}
