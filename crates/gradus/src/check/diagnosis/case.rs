//! A wrong claim as it was written, beside the truth, with points at which both are known.

use std::sync::Arc;

use gradus_catalog::Builtins;
use gradus_symbolic::evaluate::{Point, Value, evaluate_significant};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::present::{present, tree};
use gradus_symbolic::{Graph, Id, ImportedNames, Role, Symbol, import_tree};
use gradus_syntax::{Definition, Kind, Limits, Tree};

use super::factors::Slope;
use super::hole::Part;
use super::{Diagnosis, edit};
use crate::Formula;
use crate::check::at::At;
use crate::check::comparison::{About, Comparison};
use crate::check::proof::Proof;
use crate::check::{ClaimAtKink, Verdict, Witness, points};

/// Bits in which points are evaluated, and how many of them must be left of every sum.
const BITS: u32 = 320;
const KEPT: u32 = 176;

/// Bits where those cancel.
const MANY_BITS: u32 = 2048;

/// Numbers that agree in so many bits are the same.
const SAME: i64 = 150;

/// The most points, and the fewest that decide anything.
const MOST: usize = 26;
const FEWEST: usize = 5;

/// How many corrected formulas are compared with the truth.
const CONFIRMED: usize = 6;

/// A wrong claim to be explained.
pub(in crate::check) struct Case<'a> {
    pub(super) comparison: Comparison<'a>,
    /// By what the claim is a derivative; none if it is about the value.
    pub(super) by: Option<Symbol>,
    /// The claim in the names of the formula.
    pub(super) written: Definition,
    /// The claim as written, not simplified.
    pub(super) claim: Id,
    /// Stands for a part of the claim.
    pub(super) hole: Symbol,
    /// Points where both are known: those where they differ first.
    pub(super) samples: Vec<Sample>,
    /// The numbers on the axis of a single input where something may change, the parameters at their defaults.
    pub(super) turns: Vec<f64>,
    pub(super) witness: Option<Witness>,
    /// A number that should be another one without a name.
    pub(super) unnamed: Option<Diagnosis>,
    pub(super) known_parts: Option<Arc<Vec<Part>>>,
    pub(super) known_slopes: Option<Arc<Vec<Slope>>>,
    kinks: Vec<ClaimAtKink>,
    names: ImportedNames,
    whole: Graph,
    confirmations: usize,
}

/// A point where claim and truth are known.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) point: Point,
    pub(super) claimed: Precise,
    pub(super) actual: Precise,
    /// Whether the parameters have their defaults.
    pub(super) at_defaults: bool,
}

impl Sample {
    pub(super) fn differs(&self) -> bool {
        !near(&self.claimed, &self.actual)
    }
}

impl<'a> Case<'a> {
    /// `None` where the claim cannot be written in the names of the formula, or too few points are known.
    pub(in crate::check) fn new(
        mut comparison: Comparison<'a>,
        claimed: &Formula,
        by: Option<Symbol>,
        verdict: &Verdict,
    ) -> Option<Self> {
        let written = in_names_of(comparison.formula, claimed)?;
        let whole = comparison.graph.clone();
        let names = names(&mut comparison);
        let claim = import_tree(&mut comparison.graph, &written.body, &names);
        let hole = comparison.graph.new_symbol("hole", Role::Parameter);
        let mut case = Self {
            comparison,
            by,
            written,
            claim,
            hole,
            samples: Vec::new(),
            turns: Vec::new(),
            witness: verdict.witness().cloned(),
            unnamed: None,
            known_parts: None,
            known_slopes: None,
            kinks: verdict.kinks().to_vec(),
            names,
            whole,
            confirmations: CONFIRMED,
        };
        case.sample();
        (case.samples.len() >= FEWEST).then_some(case)
    }

    pub(super) fn formula(&self) -> &'a Formula {
        self.comparison.formula
    }

    pub(super) fn graph(&mut self) -> &mut Graph {
        &mut self.comparison.graph
    }

    pub(super) fn body(&self) -> Id {
        self.comparison.formula.function().body
    }

    pub(super) fn truth(&self) -> Id {
        self.comparison.truth
    }

    pub(super) fn is_about_values(&self) -> bool {
        self.comparison.about == About::Value
    }

    /// The one-sided derivatives at a kink.
    pub(super) fn slopes_at(&self, x: f64) -> Option<(f64, f64)> {
        let found = self.kinks.iter().find(|found| found.kink.at == x);
        found.map(|found| found.kink.slopes)
    }

    /// The tree of the claim.
    pub(super) fn tree(&self) -> Arc<Tree> {
        Arc::new(self.written.body.clone())
    }

    /// At how many points claim and truth differ.
    pub(super) fn differing(&self) -> usize {
        self.samples
            .iter()
            .filter(|sample| sample.differs())
            .count()
    }

    pub(super) fn imported(&mut self, tree: &Tree) -> Id {
        import_tree(&mut self.comparison.graph, tree, &self.names)
    }

    /// The expression of a tree in which some subtrees stand for the hole.
    pub(super) fn with_hole(&mut self, places: &[usize]) -> Id {
        let name: Arc<str> = "hole'".into();
        let hole = self.comparison.graph.symbol(self.hole);
        let tree = edit::replaced(
            &self.written.body,
            places,
            &edit::leaf(Kind::Name(name.clone())),
        );
        self.names.insert(name, hole);
        self.imported(&tree)
    }

    /// The values of expressions at a point, as far as they are known.
    pub(super) fn values(&self, roots: &[Id], point: &Point) -> Vec<Option<Precise>> {
        let found = self.evaluated(roots, point, BITS);
        let is_unknown = |value: &Value| matches!(value, Value::Number(Precise::Unknown));
        let found = match found.iter().any(is_unknown) {
            true => self.evaluated(roots, point, MANY_BITS),
            false => found,
        };
        found.into_iter().map(number).collect()
    }

    fn evaluated(&self, roots: &[Id], point: &Point, bits: u32) -> Vec<Value> {
        let graph = &self.comparison.graph;
        evaluate_significant(graph, roots, point, Precision::bits(bits), KEPT)
    }

    /// Whether an expression is the truth at all points where it is known, and these are enough.
    pub(super) fn is_true(&self, expression: Id) -> bool {
        self.are_same_at(expression, |sample| &sample.actual, |_| true)
    }

    /// Whether an expression is what is claimed at all points where it is known, and these are enough.
    pub(super) fn is_claimed(&self, expression: Id) -> bool {
        self.are_same_at(expression, |sample| &sample.claimed, |_| true)
    }

    pub(super) fn are_same_at(
        &self,
        expression: Id,
        value: fn(&Sample) -> &Precise,
        wanted: fn(&Sample) -> bool,
    ) -> bool {
        let mut known = 0;
        for sample in self.samples.iter().filter(|sample| wanted(sample)) {
            match self.values(&[expression], &sample.point).swap_remove(0) {
                Some(found) if near(&found, value(sample)) => known += 1,
                Some(_) => return false,
                None => {}
            }
        }
        known >= FEWEST
    }

    /// The text of a corrected claim, if it is the truth at the points known and stands a comparison.
    pub(super) fn corrected(&mut self, tree: &Tree) -> Option<String> {
        if tree.nodes().len() > 4096 {
            return None;
        }
        let expression = self.imported(tree);
        if !self.is_true(expression) || self.confirmations == 0 {
            return None;
        }
        self.confirmations -= 1;
        let definition = Arc::new(Definition {
            body: tree.clone(),
            ..self.written.clone()
        });
        let formula = self.formula();
        let read = Formula::from_definition(definition.clone(), Limits::default()).ok()?;
        let read = read.with_values_of(formula);
        let Comparison {
            truth, about, by, ..
        } = self.comparison;
        let mut comparison =
            Comparison::new(formula, self.whole.clone(), truth, &read, about, by).ok()?;
        comparison.is_right().then(|| self.text(&definition))
    }

    /// A claim as text; with its header if it has parameters that the formula has not.
    fn text(&self, definition: &Definition) -> String {
        let ours = self.formula().function().parameters.len();
        match definition.parameters.len() == ours {
            true => definition.body_to_source(&Builtins),
            false => definition
                .to_source(gradus_syntax::Style::Infix, &Builtins)
                .replace('\n', "; "),
        }
    }

    /// What is true, written out.
    pub(super) fn truth_text(&self) -> Option<String> {
        let formula = match self.by {
            Some(by) => self
                .formula()
                .derivative(&self.comparison.graph.symbol_info(by).name)
                .ok()?,
            None => self.formula().clone(),
        };
        formula.definition().is_ok().then(|| formula.body_text())
    }

    /// An expression as a person would write it.
    pub(super) fn presented(&mut self, id: Id) -> Option<Tree> {
        let by = self.by;
        present(&mut self.comparison.graph, id, by).ok()
    }

    /// An expression as it stands.
    pub(super) fn plain(&self, id: Id) -> String {
        tree(&self.comparison.graph, id)
            .map_or_else(|error| error.to_string(), |tree| tree.to_string())
    }

    pub(super) fn name_of(&self, symbol: Symbol) -> String {
        self.comparison.graph.symbol_info(symbol).name.to_string()
    }

    /// Parameters of the formula.
    pub(super) fn parameters(&self) -> &'a [Symbol] {
        &self.comparison.formula.function().parameters
    }

    fn sample(&mut self) {
        let points = self.points();
        let roots = [self.claim, self.comparison.truth];
        let mut samples: Vec<Sample> = Vec::new();
        for (point, at_defaults) in points {
            let mut values = self.values(&roots, &point).into_iter();
            if let (Some(Some(claimed)), Some(Some(actual))) = (values.next(), values.next()) {
                samples.push(Sample {
                    point,
                    claimed,
                    actual,
                    at_defaults,
                });
            }
            if samples.len() == MOST {
                break;
            }
        }
        samples.sort_by_key(|sample| !sample.differs());
        self.samples = samples;
    }

    /// Points of no particular value, the parameters at their defaults for every other one; the witness; beside boundaries.
    fn points(&mut self) -> Vec<(Point, bool)> {
        const INPUTS: [f64; 14] = [
            0.390_625,
            1.3125,
            -0.703_125,
            2.71875,
            -1.421_875,
            0.117_187_5,
            -2.3125,
            4.421_875,
            -4.890_625,
            0.843_75,
            -0.203_125,
            7.328_125,
            -8.234_375,
            1.859_375,
        ];
        const FACTORS: [f64; 4] = [1.0, 1.375, 1.0, 0.625];
        let comparison = &mut self.comparison;
        let places = comparison.places();
        let mut found = Vec::new();
        if let Some(witness) = &self.witness {
            found.extend(witnessed(comparison, witness));
        }
        let parameters = &comparison.formula.function().parameters;
        for (index, x) in INPUTS.into_iter().enumerate() {
            let factor = if parameters.is_empty() {
                1.0
            } else {
                FACTORS[index % FACTORS.len()]
            };
            let base = points::changed(&comparison.fixed, parameters, factor);
            found.push((
                points::at(&base, &comparison.inputs, index, x),
                factor == 1.0,
            ));
        }
        for place in places.iter().take(6) {
            let beside = points::beside(place, &comparison.fixed).skip(2);
            found.extend(beside.map(|point| (point, true)));
        }
        if let [only] = comparison.inputs[..] {
            let numbers = places
                .iter()
                .filter_map(|place| place.point.get(&only)?.number().map(Precise::to_f64));
            self.turns = numbers.filter(|turn| turn.is_finite()).collect();
            self.turns.sort_by(f64::total_cmp);
            self.turns.dedup();
        }
        found
    }
}

/// The witness and a point very near to it, which is on no boundary.
fn witnessed(comparison: &Comparison<'_>, witness: &Witness) -> Vec<(Point, bool)> {
    let mut point = comparison.fixed.clone();
    let symbols = &comparison.formula.function().parameters;
    for (name, value) in &witness.parameters {
        let named = |symbol: &&Symbol| *comparison.graph.symbol_info(**symbol).name == **name;
        if let Some(symbol) = symbols.iter().find(named) {
            point.insert(*symbol, Value::Number(Precise::from(*value)));
        }
    }
    [1.0 / 1024.0, -1.0 / 4096.0]
        .into_iter()
        .map(|step| {
            let mut point = point.clone();
            for (symbol, (_, value)) in comparison.inputs.iter().zip(&witness.inputs) {
                point.insert(
                    *symbol,
                    Value::Number(Precise::from(value + step * value.abs().max(1.0))),
                );
            }
            (point, witness.parameters.is_empty())
        })
        .collect()
}

/// The claim with the inputs named as in the formula; its own parameters stand after the formula's.
fn in_names_of(formula: &Formula, claimed: &Formula) -> Option<Definition> {
    let ours = formula.header();
    let theirs = claimed.definition().ok()?;
    let renamed = |name: &Arc<str>| {
        let position = theirs.inputs.iter().position(|input| input.name == *name);
        position.map_or(name.clone(), |position| ours.inputs[position].name.clone())
    };
    let is_ours = |name: &Arc<str>| ours.parameters.iter().any(|own| own.name == *name);
    let is_captured = theirs
        .parameters
        .iter()
        .any(|own| ours.inputs.iter().any(|input| input.name == own.name));
    if is_captured {
        return None;
    }
    let mut body = Tree::new();
    for node in theirs.body.nodes() {
        let kind = match &node.kind {
            Kind::Name(name) => Kind::Name(renamed(name)),
            kind => kind.clone(),
        };
        body.push(kind, node.span);
    }
    let mut parameters = ours.parameters.clone();
    let more = theirs.parameters.iter().filter(|own| !is_ours(&own.name));
    parameters.extend(more.cloned());
    Some(Definition {
        name: None,
        parameters,
        body,
        ..ours
    })
}

/// What the names of the written claim stand for.
fn names(comparison: &mut Comparison<'_>) -> ImportedNames {
    let mut symbols = comparison.inputs.clone();
    symbols.extend(comparison.fixed.keys().copied());
    let graph = &mut comparison.graph;
    symbols
        .into_iter()
        .map(|symbol| (graph.symbol_info(symbol).name.clone(), graph.symbol(symbol)))
        .collect()
}

fn number(value: Value) -> Option<Precise> {
    match value {
        Value::Number(number @ Precise::Number(_)) => Some(number),
        _ => None,
    }
}

/// Whether two numbers agree in nearly all of their bits.
pub(super) fn near(a: &Precise, b: &Precise) -> bool {
    let precision = Precision::bits(64);
    let gap = a.sub(b, precision).abs();
    let size = a.abs().max(&b.abs());
    let allowed = size.mul(&Precise::from_parts(1.into(), -SAME), precision);
    gap.compare(&allowed).is_some_and(std::cmp::Ordering::is_le)
}

/// Arithmetic on values of points.
pub(super) const WORKING: u32 = BITS;

impl Comparison<'_> {
    /// Whether the claim is right at boundaries and, by algebra or at points, elsewhere.
    fn is_right(&mut self) -> bool {
        if self.graph.exceeded().is_some() {
            return false;
        }
        let boundaries = self.on_boundaries();
        let is_proved = |comparison: &mut Self| {
            matches!(comparison.equality(&boundaries.verified), Proof::Equal(_))
        };
        boundaries.witness.is_none() && (is_proved(self) || self.agrees_at_points())
    }

    fn agrees_at_points(&mut self) -> bool {
        const STEP: usize = 5;
        let skipped = self.boundaries();
        let places = self.places();
        let points = points::all(self.formula, &self.fixed, &self.inputs, &places);
        let (mut same, mut other) = (0, 0);
        for point in points.iter().step_by(STEP) {
            if self.on_boundary(&skipped, point) {
                continue;
            }
            match self.at(point) {
                Some(At::Same) => same += 1,
                Some(At::Differ(_)) => other += 1,
                Some(found) if self.is_alike_beside(point, &found) => other += 1,
                _ => {}
            }
        }
        other == 0 && same >= FEWEST
    }
}
