//! A computation over vectors divided into stages, which reductions part.
//!
//! The *level* of a value says after how many stages the reductions that it needs are known. What a later stage reads is kept,
//! or computed again from the inputs where that takes fewer instructions than memory does.

use gradus_symbolic::computation::{Computation, Op, Reduction, Value};

use super::each_operand;
use crate::Element;
use crate::block::BlockProgram;
use crate::lower::{Leaf, Program};

/// A computation in stages, for inputs that have one length, more than 1.
#[cfg_attr(
    not(all(feature = "machine-code", target_arch = "x86_64")),
    expect(dead_code, reason = "code of rows reads all of it")
)]
#[derive(Debug)]
pub(crate) struct Plan<T> {
    /// How many inputs it reads.
    pub inputs: usize,
    /// How many parameters it reads.
    pub parameters: usize,
    /// What is known before the first stage: reductions of inputs.
    pub direct: Vec<(Reduction, usize)>,
    pub stages: Vec<Stage<T>>,
    /// For each output the stage that computes it; none if it is uniform.
    pub outputs: Vec<Option<usize>>,
    /// Computes the outputs that are uniform.
    pub uniform: Program<T>,
    /// How many results of reductions there are.
    pub totals: usize,
    /// How many vectors are kept.
    pub kept: usize,
}

/// What is done element by element between two reductions.
#[derive(Debug)]
pub(crate) struct Stage<T> {
    /// Its parameters are those of the computation and the results of all earlier reductions, its outputs the vectors that are
    /// kept, those that are reduced, and outputs of the computation.
    pub program: BlockProgram<T>,
    /// Its inputs.
    pub sources: Vec<Source>,
    pub keeps: usize,
    pub totals: Vec<Reduction>,
}

/// Where a stage reads a vector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Source {
    Input(usize),
    /// A vector that an earlier stage keeps.
    Kept(usize),
}

/// The most vectors that a stage reads, and writes or reduces.
pub(super) const MOST: usize = 16;

/// Instructions that are cheaper than to write a number and read it again.
const CHEAP: u32 = 6;

impl<T: Element> Plan<T> {
    /// The plan of a checked computation; none if it has no inputs, puts vectors together of parts, or asks too much of a stage.
    pub fn new(computation: &Computation) -> Option<Self> {
        let parted = |op: &Op| matches!(op, Op::Concat(_) | Op::Part(..));
        if computation.inputs == 0 || computation.ops.iter().any(parted) {
            return None;
        }
        let values = Values::new(computation);
        let depth = 1 + values.level.iter().max()?;
        let mut walk = Walk::new(&values, depth);
        for stage in (0..=depth).rev() {
            walk.visit(stage, walk.roots(stage));
        }
        Numbering::new(&walk, depth).plan(depth)
    }
}

/// What is known of each value.
struct Values<'a> {
    computation: &'a Computation,
    /// Whether it has a number for each element.
    vector: Vec<bool>,
    level: Vec<usize>,
}

impl<'a> Values<'a> {
    fn new(computation: &'a Computation) -> Self {
        let mut values = Self {
            computation,
            vector: Vec::new(),
            level: Vec::new(),
        };
        for op in &computation.ops {
            let (mut vector, mut level) = (matches!(op, Op::Input(_)), 0);
            each_operand(op, |value| {
                vector |= values.is_vector(value);
                level = level.max(values.level(value));
            });
            if let Op::Reduce(..) = op {
                let waits = vector && values.direct(op).is_none();
                level = if waits {
                    level + 1
                } else if vector {
                    0
                } else {
                    level
                };
                vector = false;
            }
            values.vector.push(vector);
            values.level.push(level);
        }
        values
    }

    fn op(&self, value: Value) -> &'a Op {
        &self.computation.ops[value.0 as usize]
    }

    fn is_vector(&self, value: Value) -> bool {
        self.vector[value.0 as usize]
    }

    fn level(&self, value: Value) -> usize {
        self.level[value.0 as usize]
    }

    fn all(&self) -> impl Iterator<Item = Value> + use<> {
        (0..self.computation.ops.len() as u32).map(Value)
    }

    /// Which values are vectors that take more instructions than memory does, from inputs and others of them. Masks are never,
    /// because they are no results of programs.
    fn dear(&self) -> Vec<bool> {
        let mut costs: Vec<u32> = Vec::new();
        let mut dear = Vec::new();
        let mut alone = Computation {
            inputs: 1,
            ops: vec![Op::Input(0); self.vector.len()],
            ..Computation::default()
        };
        for value in self.all() {
            let (index, op) = (value.0 as usize, self.op(value));
            alone.ops[index] = op.clone();
            alone.outputs = vec![value];
            let mut cost = if self.vector[index] { alone.cost() } else { 0 };
            alone.ops[index] = Op::Input(0);
            if self.vector[index] {
                each_operand(op, |operand| cost += costs[operand.0 as usize]);
            }
            let mask = matches!(op, Op::Compare(..) | Op::Not(_) | Op::And(..) | Op::Or(..));
            dear.push(!mask && cost > CHEAP);
            costs.push(if dear[index] { 0 } else { cost });
        }
        dear
    }

    /// The input that a reduction of vectors needs, if it needs no stage.
    fn direct(&self, op: &Op) -> Option<(Reduction, usize)> {
        let Op::Reduce(reduction, a) = *op else {
            return None;
        };
        match *self.op(a) {
            Op::Input(input) => Some((reduction, input as usize)),
            _ if reduction == Reduction::Count => Some((reduction, 0)),
            _ => None,
        }
    }
}

/// Which values are kept and reduced, found from the last stage to the first.
struct Walk<'a> {
    values: &'a Values<'a>,
    /// Whether a value takes more instructions than memory does.
    dear: Vec<bool>,
    kept: Vec<bool>,
    reduced: Vec<bool>,
    /// For each stage the inputs and kept vectors that it reads.
    reads: Vec<Vec<Value>>,
}

impl<'a> Walk<'a> {
    fn new(values: &'a Values<'a>, depth: usize) -> Self {
        let count = values.vector.len();
        Self {
            values,
            dear: values.dear(),
            kept: vec![false; count],
            reduced: vec![false; count],
            reads: vec![Vec::new(); depth + 1],
        }
    }

    /// What a stage is to compute; after the last one, the uniform outputs.
    fn roots(&self, stage: usize) -> Vec<Value> {
        let (values, last) = (self.values, self.reads.len() - 1);
        let outputs = values.computation.outputs.iter().copied();
        if stage == last {
            return outputs.filter(|value| !values.is_vector(*value)).collect();
        }
        let outputs =
            outputs.filter(|value| values.is_vector(*value) && values.level(*value) == stage);
        let reduced = self.reduced_in(stage).map(|(_, _, a)| a);
        self.kept_in(stage).chain(reduced).chain(outputs).collect()
    }

    fn kept_in(&self, stage: usize) -> impl Iterator<Item = Value> {
        let all = self.values.all();
        all.filter(move |value| self.kept[value.0 as usize] && self.values.level(*value) == stage)
    }

    /// The reductions that a stage does, with their operands.
    fn reduced_in(&self, stage: usize) -> impl Iterator<Item = (Value, Reduction, Value)> {
        self.values
            .all()
            .filter_map(move |value| match *self.values.op(value) {
                Op::Reduce(reduction, a) if self.reduced[value.0 as usize] => {
                    let staged = self.values.level(value) == stage + 1
                        && self.values.direct(self.values.op(value)).is_none();
                    staged.then_some((value, reduction, a))
                }
                _ => None,
            })
    }

    /// Goes from what a stage computes to what it reads.
    fn visit(&mut self, stage: usize, mut open: Vec<Value>) {
        let mut seen = vec![false; self.kept.len()];
        while let Some(value) = open.pop() {
            if std::mem::replace(&mut seen[value.0 as usize], true) {
                continue;
            }
            match self.values.op(value) {
                Op::Input(_) => self.reads[stage].push(value),
                Op::Reduce(_, a) if self.values.is_vector(*a) => {
                    self.reduced[value.0 as usize] = true;
                }
                _ if self.is_worth_keeping(value, stage) => {
                    self.kept[value.0 as usize] = true;
                    self.reads[stage].push(value);
                }
                op => each_operand(op, |operand| open.push(operand)),
            }
        }
    }

    /// Whether an earlier stage had better keep it.
    fn is_worth_keeping(&self, value: Value, stage: usize) -> bool {
        self.dear[value.0 as usize] && self.values.level(value) < stage
    }
}

/// The places of what is kept and reduced.
struct Numbering<'a> {
    walk: &'a Walk<'a>,
    direct: Vec<(Reduction, usize)>,
    /// Of kept vectors by value.
    kept: Vec<usize>,
    /// Of the results of reductions by value.
    totals: Vec<usize>,
    count: [usize; 2],
}

impl<'a> Numbering<'a> {
    fn new(walk: &'a Walk<'a>, depth: usize) -> Self {
        let count = walk.kept.len();
        let mut numbering = Self {
            walk,
            direct: Vec::new(),
            kept: vec![0; count],
            totals: vec![0; count],
            count: [0; 2],
        };
        let values = walk.values;
        for value in values.all().filter(|value| walk.reduced[value.0 as usize]) {
            if let Some(direct) = values.direct(values.op(value)) {
                numbering.direct.push(direct);
                number(&mut numbering.totals, value, &mut numbering.count[1]);
            }
        }
        for stage in 0..depth {
            for value in walk.kept_in(stage) {
                number(&mut numbering.kept, value, &mut numbering.count[0]);
            }
            for (value, ..) in walk.reduced_in(stage) {
                number(&mut numbering.totals, value, &mut numbering.count[1]);
            }
        }
        numbering
    }

    fn plan<T: Element>(self, depth: usize) -> Option<Plan<T>> {
        let values = self.walk.values;
        let mut stages: Vec<Stage<T>> = Vec::new();
        let mut known = self.direct.len();
        // a stage has a number only if it does anything
        let mut place = vec![None; depth];
        for (stage, place) in place.iter_mut().enumerate() {
            let roots = self.walk.roots(stage);
            if roots.is_empty() {
                continue;
            }
            let next = self.stage(stage, &roots, known);
            if next.sources.len() > MOST || roots.len() > MOST {
                return None;
            }
            known += next.totals.len();
            *place = Some(stages.len());
            stages.push(next);
        }
        let outputs = values.computation.outputs.iter();
        let stage_of = |value: &Value| {
            let vector = values.is_vector(*value);
            vector.then(|| place[values.level(*value)]).flatten()
        };
        Some(Plan {
            inputs: values.computation.inputs as usize,
            parameters: values.computation.parameters as usize,
            outputs: outputs.map(stage_of).collect(),
            stages,
            uniform: self.program(depth, &[], &self.walk.roots(depth), known),
            totals: known,
            kept: self.count[0],
            direct: self.direct,
        })
    }

    fn stage<T: Element>(&self, stage: usize, roots: &[Value], known: usize) -> Stage<T> {
        let mut sources: Vec<Source> = Vec::new();
        for value in &self.walk.reads[stage] {
            let source = self.source(*value);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        Stage {
            program: BlockProgram::of(self.program(stage, &sources, roots, known)),
            sources,
            keeps: self.walk.kept_in(stage).count(),
            totals: self
                .walk
                .reduced_in(stage)
                .map(|(_, reduction, _)| reduction)
                .collect(),
        }
    }

    fn source(&self, value: Value) -> Source {
        match self.walk.values.op(value) {
            Op::Input(input) => Source::Input(*input as usize),
            _ => Source::Kept(self.kept[value.0 as usize]),
        }
    }

    fn program<T: Element>(
        &self,
        stage: usize,
        sources: &[Source],
        roots: &[Value],
        known: usize,
    ) -> Program<T> {
        let computation = self.walk.values.computation;
        let values = self.walk.values.all();
        let leaves: Vec<Option<Leaf>> = values
            .map(|value| self.leaf(value, stage, sources))
            .collect();
        let parameters = computation.parameters + known as u32;
        Program::of_part(
            computation,
            &leaves,
            roots,
            [sources.len() as u32, parameters],
        )
    }

    /// What a value is in a stage. Places of what the stage does not read are of no account.
    fn leaf(&self, value: Value, stage: usize, sources: &[Source]) -> Option<Leaf> {
        let values = self.walk.values;
        match values.op(value) {
            Op::Reduce(_, a) if values.is_vector(*a) => {
                let total = self.totals[value.0 as usize] as u32;
                Some(Leaf::Parameter(values.computation.parameters + total))
            }
            Op::Reduce(Reduction::Count, _) => Some(Leaf::Number(1.0)),
            Op::Reduce(_, a) => Some(Leaf::Same(*a)),
            op => {
                let given = matches!(op, Op::Input(_)) || self.walk.reads[stage].contains(&value);
                let source = self.source(value);
                let place = sources.iter().position(|other| *other == source);
                given.then(|| Leaf::Input(place.unwrap_or(0) as u32))
            }
        }
    }
}

fn number(numbers: &mut [usize], value: Value, next: &mut usize) {
    numbers[value.0 as usize] = *next;
    *next += 1;
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Unary};

    use super::*;

    #[test]
    fn softmax_has_two_stages_and_keeps_its_exponentials() {
        let ops = vec![
            Op::Input(0),
            Op::Reduce(Reduction::Max, Value(0)),
            Op::Binary(Binary::Sub, Value(0), Value(1)),
            Op::Unary(Unary::Exp, Value(2)),
            Op::Reduce(Reduction::Sum, Value(3)),
            Op::Binary(Binary::Div, Value(3), Value(4)),
        ];
        let computation = Computation {
            inputs: 1,
            parameters: 0,
            ops,
            outputs: vec![Value(5)],
        };
        let plan = Plan::<f64>::new(&computation).expect("no parts");
        assert_eq!(plan.direct, [(Reduction::Max, 0)]);
        assert_eq!((plan.stages.len(), plan.kept, plan.totals), (2, 1, 2));
        assert_eq!(plan.stages[0].sources, [Source::Input(0)]);
        assert_eq!(plan.stages[1].sources, [Source::Kept(0)]);
        assert_eq!(plan.outputs, [Some(1)]);
    }
}
