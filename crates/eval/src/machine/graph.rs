//! What one element needs, in operations that a processor has for vectors.

use rustc_hash::FxHashMap;

use super::ranges::Range;

/// The index of a node; operands stand before their users.
pub(super) type Id = u32;

/// One operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum One {
    Sqrt,
    Floor,
    Ceil,
    Round,
}

/// Two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Two {
    Add,
    Sub,
    Mul,
    Div,
    /// `a < b ? a : b`
    Min,
    /// `a > b ? a : b`
    Max,
    /// `a 2^floor(b)`, rounded once.
    Scale,
    /// Bit by bit.
    And,
    Or,
    Xor,
    /// As integers of the size of the numbers.
    AddBits,
    SubBits,
}

impl Two {
    /// Whether the operands may change places: all bits of numbers stay.
    pub fn commutes(self) -> bool {
        use Two::{Add, AddBits, And, Mul, Or, Xor};
        matches!(self, Add | Mul | And | Or | Xor | AddBits)
    }

    /// Whether it is of numbers, not of their bits.
    pub fn is_arithmetic(self) -> bool {
        use Two::{Add, Div, Max, Min, Mul, Scale, Sub};
        matches!(self, Add | Sub | Mul | Div | Min | Max | Scale)
    }
}

/// A shift of the bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shift {
    Left,
    Right,
}

/// A comparison of two numbers and what it says of NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Predicate {
    /// False of NaN.
    Equal,
    Less,
    LessEqual,
    /// True of NaN.
    NotEqual,
    NotLess,
    NotLessEqual,
}

impl Predicate {
    /// The one that holds where this one does not.
    pub fn inverse(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::Less => Self::NotLess,
            Self::LessEqual => Self::NotLessEqual,
            Self::NotEqual => Self::Equal,
            Self::NotLess => Self::Less,
            Self::NotLessEqual => Self::LessEqual,
        }
    }
}

/// A value: a number, or a mask where said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// An input, by its position.
    Input(u32),
    /// What the column of a reduced output holds, by the position of the output.
    Column(u32),
    /// A number that is the same for all elements, by its position.
    Uniform(u32),
    /// A constant, by its bits.
    Constant(u64),
    /// A number for each lane, by a table.
    Lanes(u32),
    One(One, Id),
    Two(Two, Id, Id),
    /// `± a b ± c`, rounded once.
    MulAdd {
        factors: [Id; 2],
        addend: Id,
        negative_product: bool,
        negative_addend: bool,
    },
    /// The bits moved by a number of places.
    Shift(Shift, u8, Id),
    /// The entry of a table of 16 at the lowest bits.
    Lookup(u32, Id),
    /// The lanes exchanged with those at a distance that is a power of two.
    Exchange(u8, Id),
    /// The first lane in all of them.
    First(Id),
    /// `mask ? yes : no`
    Choose(Id, Id, Id),
    /// A mask.
    Compare(Predicate, Id, Id),
    /// A mask: where both hold.
    Both(Id, Id),
    /// A mask: where either holds.
    Either(Id, Id),
    /// A mask: where it does not hold.
    Not(Id),
    /// A mask that holds everywhere or nowhere.
    Always(bool),
}

impl Node {
    /// Calls for each operand.
    pub fn each(self, mut visit: impl FnMut(Id)) {
        self.map(|operand| {
            visit(operand);
            operand
        });
    }

    /// The same node of other operands.
    pub fn map(self, mut to: impl FnMut(Id) -> Id) -> Self {
        match self {
            Self::Input(_)
            | Self::Column(_)
            | Self::Uniform(_)
            | Self::Constant(_)
            | Self::Lanes(_)
            | Self::Always(_) => self,
            Self::One(one, a) => Self::One(one, to(a)),
            Self::Shift(shift, places, a) => Self::Shift(shift, places, to(a)),
            Self::Lookup(table, a) => Self::Lookup(table, to(a)),
            Self::Exchange(distance, a) => Self::Exchange(distance, to(a)),
            Self::First(a) => Self::First(to(a)),
            Self::Not(a) => Self::Not(to(a)),
            Self::Two(two, a, b) => Self::Two(two, to(a), to(b)),
            Self::Compare(predicate, a, b) => Self::Compare(predicate, to(a), to(b)),
            Self::Both(a, b) => Self::Both(to(a), to(b)),
            Self::Either(a, b) => Self::Either(to(a), to(b)),
            Self::Choose(a, b, c) => Self::Choose(to(a), to(b), to(c)),
            Self::MulAdd {
                factors: [a, b],
                addend,
                negative_product,
                negative_addend,
            } => Self::MulAdd {
                factors: [to(a), to(b)],
                addend: to(addend),
                negative_product,
                negative_addend,
            },
        }
    }

    pub fn is_mask(self) -> bool {
        use Node::{Always, Both, Compare, Either, Not};
        matches!(
            self,
            Compare(..) | Both(..) | Either(..) | Not(_) | Always(_)
        )
    }

    /// Whether an operation makes it.
    pub fn is_computed(self) -> bool {
        !self.is_leaf() && !matches!(self, Self::Input(_) | Self::Column(_) | Self::Lanes(_))
    }

    /// Whether it stands in memory, to be read by any instruction.
    pub fn is_leaf(self) -> bool {
        matches!(self, Self::Uniform(_) | Self::Constant(_))
    }
}

/// Nodes, each of them once, with what is wanted of them.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub nodes: Vec<Node>,
    /// What each lies between.
    ranges: Vec<Range>,
    ids: FxHashMap<Node, Id>,
    /// Whether [`Two::Scale`] is an operation.
    scales: bool,
    /// The bit of the sign.
    sign: u64,
    /// Numbers whose zeros have the sign of another number: without it, and that number; see [`Graph::note_zeros`].
    pub(super) zeros: FxHashMap<Id, [Id; 2]>,
    /// Tables of 16 numbers, as bits.
    pub tables: Vec<[u64; 16]>,
    /// The results.
    pub outputs: Vec<Id>,
    /// Which of them go to columns, of a block each; none if nothing is reduced.
    pub reduced: Vec<bool>,
    /// What of rows is in memory; none if whole vectors are.
    pub row: Option<Masks>,
    /// A mask: elements that are to be computed in another way.
    pub rare: Option<Id>,
}

/// Masks of the elements that are in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Masks {
    /// Of the inputs, again and again.
    pub inputs: Vec<Id>,
    /// Of each output.
    pub outputs: Vec<Id>,
}

impl Graph {
    /// Of numbers with that bit for the sign; `scales` says whether the processor multiplies by powers of two at once.
    pub fn new(sign: u64, scales: bool) -> Self {
        Self {
            scales,
            sign,
            ..Self::default()
        }
    }

    /// One of the same numbers and tables.
    pub fn empty(&self) -> Self {
        let mut other = Self::new(self.sign, self.scales);
        other.tables.clone_from(&self.tables);
        other
    }

    /// Takes over the results of a graph whose nodes stand at these places.
    pub fn take_results(&mut self, other: &Self, places: &[Id]) {
        let place = |id: Id| places[id as usize];
        self.outputs = other.outputs.iter().map(|id| place(*id)).collect();
        self.rare = other.rare.map(place);
    }

    /// The negative of a number.
    pub fn negated(&mut self, id: Id) -> Id {
        let sign = self.sign;
        if let Node::Constant(bits) = self.node(id) {
            return self.push(Node::Constant(bits ^ sign));
        }
        let sign = self.push(Node::Constant(sign));
        self.push(Node::Two(Two::Xor, id, sign))
    }

    /// How often each node is read, or wanted.
    pub fn uses(&self) -> Vec<u32> {
        let mut uses = vec![0; self.nodes.len()];
        for id in self.needed() {
            self.node(id).each(|operand| uses[operand as usize] += 1);
        }
        for id in self.outputs.iter().chain(&self.rare).chain(self.masks()) {
            uses[*id as usize] += 1;
        }
        uses
    }

    /// The masks of what is in memory.
    pub fn masks(&self) -> impl Iterator<Item = &Id> {
        let all = self.row.iter();
        all.flat_map(|row| row.inputs.iter().chain(&row.outputs))
    }

    /// Whether an output goes to columns.
    pub fn is_reduced(&self, output: usize) -> bool {
        self.reduced.get(output).is_some_and(|reduced| *reduced)
    }

    /// Whether [`Two::Scale`] is an operation.
    pub fn scales(&self) -> bool {
        self.scales
    }

    pub fn node(&self, id: Id) -> Node {
        self.nodes[id as usize]
    }

    /// Where a node is, if it is there.
    pub fn known(&self, node: Node) -> Option<Id> {
        self.ids.get(&node).copied()
    }

    /// The node, which may be there already, or a simpler one with the same bits.
    pub fn push(&mut self, node: Node) -> Id {
        match self.simpler(node) {
            Ok(id) => id,
            Err(node) => match self.known(node) {
                Some(id) => id,
                None => self.written(node),
            },
        }
    }

    fn written(&mut self, node: Node) -> Id {
        let id = self.append(node, self.range_of(node));
        self.ids.insert(node, id);
        id
    }

    /// A node that is not there, and is not asked for again.
    fn append(&mut self, node: Node, range: Range) -> Id {
        self.nodes.push(node);
        self.ranges.push(range);
        self.nodes.len() as Id - 1
    }

    /// What a node lies between.
    pub fn range(&self, id: Id) -> Range {
        self.ranges[id as usize]
    }

    /// The value of a constant.
    pub fn number(&self, id: Id) -> Option<f64> {
        match self.node(id) {
            Node::Constant(bits) => Some(self.value(bits)),
            _ => None,
        }
    }

    /// The number with these bits.
    pub fn value(&self, bits: u64) -> f64 {
        if self.is_single() {
            f64::from(f32::from_bits(bits as u32))
        } else {
            f64::from_bits(bits)
        }
    }

    /// The bit of the sign.
    pub fn sign(&self) -> u64 {
        self.sign
    }

    /// Whether numbers are f32.
    pub fn is_single(&self) -> bool {
        self.sign == 1 << 31
    }

    /// The number of a table.
    pub fn table(&mut self, table: [u64; 16]) -> u32 {
        let known = self.tables.iter().position(|other| *other == table);
        known.unwrap_or_else(|| {
            self.tables.push(table);
            self.tables.len() - 1
        }) as u32
    }

    /// Notes that elements in a mask are to be computed in another way.
    pub fn note_rare(&mut self, mask: Id) {
        self.rare = Some(match self.rare {
            None => mask,
            Some(other) => self.push(Node::Either(other, mask)),
        });
    }

    /// Whether anything is divided by, or under a root: what takes long, and little of the processor.
    pub fn divides(&self) -> bool {
        let slow = |node: &Node| matches!(node, Node::Two(Two::Div, ..) | Node::One(One::Sqrt, _));
        self.nodes.iter().any(slow)
    }

    /// How many inputs are read, or could be.
    pub fn inputs(&self) -> u32 {
        let position = |node: &Node| match node {
            Node::Input(position) => position + 1,
            _ => 0,
        };
        self.nodes.iter().map(position).max().unwrap_or(0)
    }

    /// The same for several vectors side by side, operation by operation, each vector so many operations behind the one before: the
    /// inputs and outputs of the second stand behind those of the first, and so on.
    pub fn interleaved(&self, vectors: u32, lag: usize) -> Self {
        let [inputs, outputs] = [self.inputs(), self.outputs.len() as u32];
        let mut all = self.empty();
        let most = self.nodes.len() * vectors as usize;
        all.nodes.reserve(most);
        all.ranges.reserve(most);
        let apart = self.apart();
        let (own, common): (Vec<Id>, Vec<Id>) = self
            .needed()
            .into_iter()
            .partition(|id| apart[*id as usize]);
        // where each node is, of one vector after the other
        let mut places = vec![0; self.nodes.len()];
        for id in common {
            let node = self.node(id).map(|operand| places[operand as usize]);
            places[id as usize] = all.append(node, self.range(id));
        }
        let mut places = vec![places; vectors as usize];
        for step in 0..own.len() + lag * (vectors as usize - 1) {
            for (vector, places) in (0..vectors).zip(&mut places) {
                let position = step.checked_sub(lag * vector as usize);
                let Some(id) = position.and_then(|position| own.get(position)) else {
                    continue;
                };
                let node = match self.node(*id) {
                    Node::Input(position) => Node::Input(position + vector * inputs),
                    Node::Column(output) => Node::Column(output + vector * outputs),
                    node => node.map(|operand| places[operand as usize]),
                };
                places[*id as usize] = all.append(node, self.range(*id));
            }
        }
        for places in places {
            let outputs = self.outputs.iter().map(|id| places[*id as usize]);
            all.outputs.extend(outputs);
            all.reduced.extend(&self.reduced);
            if let Some(rare) = self.rare {
                all.note_rare(places[rare as usize]);
            }
        }
        all
    }

    /// Which nodes differ from vector to vector.
    fn apart(&self) -> Vec<bool> {
        let mut apart = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let mut any = matches!(node, Node::Input(_) | Node::Column(_));
            node.each(|operand| any |= apart[operand as usize]);
            apart.push(any);
        }
        apart
    }

    /// The nodes that the results need, in order.
    pub fn needed(&self) -> Vec<Id> {
        let mut needed = vec![false; self.nodes.len()];
        for id in self.outputs.iter().chain(&self.rare).chain(self.masks()) {
            needed[*id as usize] = true;
        }
        for id in (0..self.nodes.len()).rev() {
            if needed[id] {
                self.nodes[id].each(|operand| needed[operand as usize] = true);
            }
        }
        (0..self.nodes.len() as Id)
            .filter(|id| needed[*id as usize])
            .collect()
    }
}
