//! The computation of a form: factors above and below one line, exponentials that are at most 1, no cancellation.

mod anchors;
mod atoms;
mod constants;
mod double;
mod logarithms;
mod products;
mod series;
mod sums;

use gradus_syntax::Comparison;
use rustc_hash::FxHashMap;

use super::atoms::{Algebra, Atom, FormId, Kind};
use super::cell::Condition;
use super::cells::Cells;
use super::form::{Base, Form};
use super::poly::Poly;
use super::signs::{Knowledge, Signs};
use crate::computation::{Binary, Builder, Op, Real, Unary, Value, Writer};
use crate::graph::{Graph, Role, Symbol};
use crate::rational::Rational;

/// Writes forms as operations.
pub(super) struct Emitter<'w, 'g> {
    pub writer: &'w mut Writer<'g>,
    pub algebra: &'w mut Algebra,
    knowledge: Knowledge,
    atoms: FxHashMap<(Atom, bool), Value>,
    /// Exponentials that are kept as squares of their roots, so that what they are multiplied with is not lost.
    halved: Vec<Atom>,
}

/// A product being written: `above/below`, then times and over what is late, then times the tails one after the other.
#[derive(Clone, Debug, Default)]
struct Parts {
    above: Vec<Value>,
    below: Vec<Value>,
    tails: Vec<Value>,
    /// Powers of the input, multiplied with and divided by last, one after the other: what stands before them is of
    /// moderate size.
    late: [Vec<Value>; 2],
    /// Where it has a pole, and with which sign beside it.
    poles: Vec<Pole>,
    /// Masks of the poles without a limit: there it is undefined.
    holes: Vec<Value>,
    /// Something above may overflow where the tails vanish.
    grows: bool,
}

/// A zero of a divisor.
#[derive(Clone, Debug)]
struct Pole {
    base: Base,
    divisor: Value,
    /// The sign of the whole beside it, on this side of it.
    signs: Signs,
}

impl<'w, 'g> Emitter<'w, 'g> {
    /// An emitter into that computation.
    pub fn new(writer: &'w mut Writer<'g>, algebra: &'w mut Algebra) -> Self {
        Self {
            writer,
            algebra,
            knowledge: Knowledge::default(),
            atoms: FxHashMap::default(),
            halved: Vec::new(),
        }
    }

    /// The value of the forms of all cells together; none if it cannot be written.
    pub fn cells(&mut self, cells: &Cells) -> Option<Value> {
        self.halved = self.exponentials_to_halve(cells);
        let parts = self.tree(cells, &Knowledge::default())?;
        Some(self.product(parts))
    }

    fn ops(&mut self) -> &mut Builder {
        &mut self.writer.ops
    }

    fn graph(&self) -> &'g Graph {
        self.writer.graph
    }

    fn tree(&mut self, cells: &Cells, knowledge: &Knowledge) -> Option<Parts> {
        match cells {
            Cells::Leaf(form) => {
                self.enter(knowledge);
                self.parts(form)
            }
            Cells::Split {
                split,
                inside,
                outside,
            } => {
                self.enter(knowledge);
                let condition = self.condition(split.condition)?;
                let inside = self.tree(inside, &knowledge.with(&split.form, split.signs[0]))?;
                let outside = self.tree(outside, &knowledge.with(&split.form, split.signs[1]))?;
                Some(self.blended(condition, inside, outside))
            }
        }
    }

    /// What is known changes how atoms are written: none is carried over from one cell to another.
    fn enter(&mut self, knowledge: &Knowledge) {
        self.knowledge = knowledge.clone();
        self.atoms.clear();
    }

    fn condition(&mut self, condition: Condition) -> Option<Value> {
        match condition {
            Condition::Comparison(id) => Some(self.writer.expression(id)),
            Condition::Large(symbol) => {
                let value = self.symbol_value(symbol)?;
                let magnitude = self.ops().unary(Unary::Abs, value);
                let one = self.ops().number(1.0);
                Some(self.ops().compare(Comparison::Greater, magnitude, one))
            }
            Condition::Sign(form, comparison) => self.compared(form, comparison),
        }
    }

    fn compared(&mut self, form: FormId, comparison: Comparison) -> Option<Value> {
        let form = self.algebra.form(form).clone();
        let parts = self.parts(&form)?;
        let count =
            parts.above.len() + parts.below.len() + parts.late[0].len() + parts.late[1].len();
        let simple = count < 2 && parts.tails.is_empty();
        let value = if simple && self.power_of(parts.above.first().copied()).is_none() {
            self.product(parts)
        } else {
            self.sign_of_product(&parts)
        };
        let zero = self.ops().number(0.0);
        Some(self.ops().compare(comparison, value, zero))
    }

    /// The sign of a product by those of its factors: it does not underflow.
    fn sign_of_product(&mut self, parts: &Parts) -> Value {
        let mut signs = Vec::new();
        for &value in parts
            .above
            .iter()
            .chain(&parts.below)
            .chain(&parts.late[0])
            .chain(&parts.late[1])
        {
            let (base, exponent) = self.power_of(Some(value)).unwrap_or((value, 1));
            let sign = self.ops().unary(Unary::Sign, base);
            signs.push(if exponent.is_multiple_of(2) {
                self.ops().unary(Unary::Abs, sign)
            } else {
                sign
            });
        }
        self.multiplied(&signs)
    }

    fn power_of(&self, value: Option<Value>) -> Option<(Value, u32)> {
        match self.writer.ops.ops().get(value?.0 as usize) {
            Some(Op::Power(base, exponent)) => Some((*base, *exponent)),
            _ => None,
        }
    }

    /// Two products as one: what they share stands outside the choice.
    fn blended(&mut self, condition: Value, inside: Parts, outside: Parts) -> Parts {
        let (mut above, inside_above, outside_above) = shared(inside.above, outside.above);
        let (mut below, inside_below, outside_below) = shared(inside.below, outside.below);
        self.chosen(condition, inside_above, outside_above, &mut above);
        self.chosen(condition, inside_below, outside_below, &mut below);
        let tails = self.one_by_one(condition, inside.tails, outside.tails);
        let [inside_above, inside_below] = inside.late;
        let [outside_above, outside_below] = outside.late;
        let late = [
            self.one_by_one(condition, inside_above, outside_above),
            self.one_by_one(condition, inside_below, outside_below),
        ];
        let mut holes = Vec::new();
        let poles = met(inside.poles, outside.poles, &mut holes);
        let mut holes: Vec<Value> = holes
            .into_iter()
            .map(|divisor| self.is_zero_value_of(divisor))
            .collect();
        if !inside.holes.is_empty() || !outside.holes.is_empty() {
            let elsewhere = self.ops().push(Op::Not(condition));
            // a branch that is not taken has no holes
            for (side, masks) in [(condition, inside.holes), (elsewhere, outside.holes)] {
                for mask in masks {
                    holes.push(self.ops().push(Op::And(side, mask)));
                }
            }
        }
        let grows = inside.grows || outside.grows;
        Parts {
            above,
            below,
            tails,
            late,
            poles,
            holes,
            grows,
        }
    }

    /// Factors that are multiplied one after the other, 1 where one side has fewer.
    fn one_by_one(
        &mut self,
        condition: Value,
        inside: Vec<Value>,
        outside: Vec<Value>,
    ) -> Vec<Value> {
        let (mut both, inside, outside) = shared(inside, outside);
        let one = self.ops().number(1.0);
        for index in 0..inside.len().max(outside.len()) {
            let factor = |side: &[Value]| side.get(index).copied().unwrap_or(one);
            let (a, b) = (factor(&inside), factor(&outside));
            both.push(self.ops().select(condition, a, b));
        }
        both
    }

    fn chosen(&mut self, condition: Value, a: Vec<Value>, b: Vec<Value>, into: &mut Vec<Value>) {
        if a.is_empty() && b.is_empty() {
            return;
        }
        let (a, b) = (self.multiplied(&a), self.multiplied(&b));
        let value = self.ops().select(condition, a, b);
        into.push(value);
    }

    fn multiplied(&mut self, values: &[Value]) -> Value {
        let product = values
            .iter()
            .copied()
            .reduce(|a, b| self.ops().binary(Binary::Mul, a, b));
        product.unwrap_or_else(|| self.ops().number(1.0))
    }

    fn product(&mut self, parts: Parts) -> Value {
        let [mut above, late_below] = parts.late;
        let mut value = if parts.above.is_empty() && parts.below.is_empty() && !above.is_empty() {
            above.remove(0)
        } else {
            self.multiplied(&parts.above)
        };
        if !parts.below.is_empty() {
            let below = self.multiplied(&parts.below);
            value = self.ops().binary(Binary::Div, value, below);
        }
        // half of an exponential before what is late, half after it: neither overflows nor vanishes alone
        let mut tails = parts.tails.iter();
        if let Some(&tail) = tails.next() {
            value = self.ops().binary(Binary::Mul, value, tail);
        }
        for late in above {
            value = self.ops().binary(Binary::Mul, value, late);
        }
        for late in late_below {
            value = self.ops().binary(Binary::Div, value, late);
        }
        let zero = self.ops().number(0.0);
        for &tail in tails {
            value = self.ops().binary(Binary::Mul, value, tail);
        }
        if parts.grows
            && let Some(&tail) = parts.tails.first()
        {
            let vanished = self.ops().compare(Comparison::Equal, tail, zero);
            value = self.ops().select(vanished, zero, value);
        }
        let undefined = self.ops().number(f64::NAN);
        for hole in parts.holes {
            value = self.ops().select(hole, undefined, value);
        }
        value
    }

    /// The value of a form.
    fn value(&mut self, form: &Form) -> Option<Value> {
        let parts = self.parts(form)?;
        Some(self.product(parts))
    }

    fn parts(&mut self, form: &Form) -> Option<Parts> {
        let form = &self.with_conjugates(form);
        let Some(near) = self.near_form(form) else {
            return self.plain_parts(form);
        };
        let close = self.plain_parts(&near.form)?;
        match self.is_close(&near)? {
            None => Some(close),
            Some(condition) => {
                let far = self.plain_parts(form)?;
                Some(self.blended(condition, close, far))
            }
        }
    }

    fn plain_parts(&mut self, form: &Form) -> Option<Parts> {
        let mut parts = Parts::default();
        let (mut constants, mut others) = self.split_constants(form);
        others = self.with_nested_exponentials(others);
        self.take_in_coefficient(&mut constants, &mut others, &mut parts)?;
        let others = self.powers_of_opposites(others, &mut parts)?;
        let others = self.symbolic_powers(&others, &mut parts)?;
        let tails = self.tails(&others, &mut parts)?;
        let vanishing = form.factors.iter().any(|(base, exponent)| {
            let Base::Atom(atom) = base else { return false };
            exponent.is_positive() && self.vanishes_far_out(*atom)
        });
        let beside_power = others != tails || !parts.above.is_empty();
        for (base, exponent) in &tails.factors {
            if beside_power && let Some(value) = self.finite_logarithm(*base, exponent)? {
                parts.above.push(value);
                continue;
            }
            if let Some((value, side, count)) = self.power_of_input(*base, exponent, vanishing)? {
                if side == 1 {
                    self.mark_pole(*base, exponent, value, form, &mut parts);
                }
                parts.late[side].extend((0..count).map(|_| value));
                continue;
            }
            let value = self.base_value(*base, vanishing)?;
            let power = self.raised(value, &exponent.abs());
            if exponent.is_negative() {
                self.mark_pole(*base, exponent, value, form, &mut parts);
                parts.below.push(power);
            } else {
                parts.grows |= matches!(base, Base::Sum(_));
                parts.above.push(power);
            }
        }
        self.scale(&constants, &mut parts)?;
        Some(parts)
    }

    /// Takes a power of two, and a sign, into a sum: it costs nothing there, and nothing overflows before it is applied.
    fn take_in_coefficient(
        &mut self,
        constants: &mut Form,
        others: &mut Form,
        parts: &mut Parts,
    ) -> Option<()> {
        let coefficient = constants.coefficient.clone();
        if coefficient.is_one() || !is_power_of_two(&coefficient.abs()) {
            return Some(());
        }
        for (base, exponent) in &others.factors.clone() {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            if !exponent.is_one() || self.has_pattern(&poly) || self.conjugate(&poly).is_some() {
                continue;
            }
            let vanishing = others.factors.iter().any(|(base, exponent)| {
                let Base::Atom(atom) = base else { return false };
                exponent.is_positive() && self.vanishes_far_out(*atom)
            });
            let value = self.horner(&poly.scaled(&coefficient), vanishing)?;
            parts.above.push(value);
            parts.grows = true;
            *others = others.without(*base);
            constants.coefficient = Rational::ONE;
            break;
        }
        Some(())
    }

    fn is_zero_value_of(&mut self, divisor: Value) -> Value {
        let zero = self.ops().number(0.0);
        self.ops().compare(Comparison::Equal, divisor, zero)
    }

    /// Notes a divisor that may be zero: between two signs it leaves no limit.
    fn mark_pole(
        &mut self,
        base: Base,
        exponent: &Rational,
        divisor: Value,
        form: &Form,
        parts: &mut Parts,
    ) {
        let signs = self.signs(&Form::base(base));
        let odd = exponent.is_integer() && !exponent.is_even();
        if !signs.zero || !odd {
            return;
        }
        if signs.is_one_sided() {
            let signs = self.signs(form);
            parts.poles.push(Pole {
                base,
                divisor,
                signs,
            });
        } else {
            let hole = self.is_zero_value_of(divisor);
            parts.holes.push(hole);
        }
    }

    /// Times a constant: a quotient of small integers exactly, anything else rounded once.
    fn scale(&mut self, constants: &Form, parts: &mut Parts) -> Option<()> {
        if *constants == Form::one() {
            return Some(());
        }
        let small = |value: &Rational| value.is_integer() && value.bits() <= 22;
        if let Some(value) = constants.as_constant() {
            let (above, below) = (Rational::from(value.numerator()), value.denominator());
            let below = Rational::from(dashu_int::IBig::from(below));
            if small(&above) && small(&below) && (!parts.below.is_empty() || above.abs().is_one()) {
                if !above.is_one() {
                    let value = self.ops().rational(&above);
                    parts.above.push(value);
                }
                if !below.is_one() {
                    let value = self.ops().rational(&below);
                    parts.below.push(value);
                }
                return Some(());
            }
        }
        let value = self.constant(constants)?;
        let value = self.ops().constant(value);
        parts.above.push(value);
        Some(())
    }

    /// Takes the exponentials that make a form vanish out of it, as tails.
    fn tails(&mut self, form: &Form, parts: &mut Parts) -> Option<Form> {
        let exponentials: Vec<(Atom, Rational)> = form
            .factors
            .iter()
            .filter_map(|(base, exponent)| match base {
                Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)) => {
                    Some((*atom, exponent.clone()))
                }
                _ => None,
            })
            .collect();
        let mut rest = form.clone();
        if exponentials.is_empty() {
            return Some(rest);
        }
        for (atom, _) in &exponentials {
            rest = rest.without(Base::Atom(*atom));
        }
        if let [(atom, exponent)] = &exponentials[..]
            && exponent.is_integer()
        {
            let count = exponent.to_i64()?;
            if (1..=4).contains(&count) {
                self.push_tails(*atom, count, rest.factors.is_empty(), parts)?;
                return Some(rest);
            }
        }
        let value = self.combined_exponential(&exponentials)?;
        let single = rest.factors.is_empty();
        if single {
            parts.above.push(value.0);
            let one = self.ops().number(1.0);
            if value.1 != one {
                parts.above.push(value.1);
            }
        } else {
            parts.tails.extend([value.0, value.1]);
        }
        Some(rest)
    }

    /// Takes powers `b^e` with a symbolic exponent out of a form, with the whole powers of `b` that stand beside them.
    fn symbolic_powers(&mut self, form: &Form, parts: &mut Parts) -> Option<Form> {
        let mut rest = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            let Some((root, symbolic)) = self.power_of_logarithm(atom, exponent) else {
                continue;
            };
            let mut symbolic = vec![symbolic];
            rest = rest.without(*base);
            if let [(single, power)] = &root.factors[..]
                && root.coefficient.abs().is_one()
                && power.is_one()
            {
                let whole = rest.exponent(*single);
                if root.coefficient.is_negative() && !whole.is_even() {
                    let minus_one = self.ops().number(-1.0);
                    parts.above.push(minus_one);
                }
                symbolic.push(Form::constant(whole));
                rest = rest.without(*single);
            }
            let total = self.algebra.sum(&symbolic).ok()?;
            let (value, exponent) = (self.value(&root)?, self.value(&total)?);
            parts
                .above
                .push(self.ops().binary(Binary::Pow, value, exponent));
        }
        Some(rest)
    }

    /// The base and exponent of an exponential of a multiple of a logarithm, to a power.
    fn power_of_logarithm(&mut self, atom: Atom, power: &Rational) -> Option<(Form, Form)> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        let unit = self.algebra.unit(argument)?.clone();
        let form = self.algebra.form(argument).clone();
        let (base, root) = form
            .factors
            .iter()
            .find_map(|(base, exponent)| match base {
                Base::Atom(atom) => match self.algebra.kind(*atom) {
                    Kind::Ln(root) if exponent.is_one() => {
                        Some((*base, self.algebra.form(*root).clone()))
                    }
                    _ => None,
                },
                Base::Sum(_) => None,
            })?;
        let scale = &unit * power;
        let scale = if self.signs(&form).is_non_negative() {
            -&scale
        } else {
            scale
        };
        Some((root, form.without(base).scaled(&scale)))
    }

    fn push_tails(&mut self, atom: Atom, count: i64, alone: bool, parts: &mut Parts) -> Option<()> {
        if alone && !self.halved.contains(&atom) || count > 1 {
            let value = self.atom_value(atom, false)?;
            let side = if alone {
                &mut parts.above
            } else {
                &mut parts.tails
            };
            side.extend((0..count).map(|_| value));
        } else {
            let half = self.half_exponential(atom)?;
            parts.tails.extend([half, half]);
        }
        Some(())
    }

    /// Exponentials that multiply something else on their way to zero.
    fn exponentials_to_halve(&self, cells: &Cells) -> Vec<Atom> {
        let mut found = Vec::new();
        cells.forms(&mut |form| {
            let exponentials: Vec<_> = form
                .factors
                .iter()
                .filter(|(base, _)| {
                    matches!(base, Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)))
                })
                .collect();
            let (_, others) = self.split_constants(form);
            if let [(Base::Atom(atom), exponent)] = exponentials[..]
                && exponent.is_one()
                && others.factors.iter().any(|(base, exponent)| {
                    *base != Base::Atom(*atom) && (exponent.is_positive() || self.may_grow(*base))
                })
            {
                found.push(*atom);
            }
        });
        found
    }

    /// Whether a divisor may be large where exponentials vanish.
    fn may_grow(&self, base: Base) -> bool {
        match base {
            Base::Atom(_) => true,
            Base::Sum(id) => {
                let poly = self.algebra.poly(id);
                let only_exponentials =
                    |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Exp(_));
                !poly.atoms().iter().all(only_exponentials)
            }
        }
    }

    /// Takes `(-b)^(p/q) b^n` out of a form, as one power of `-b`.
    fn powers_of_opposites(&mut self, form: Form, parts: &mut Parts) -> Option<Form> {
        let mut rest = form.clone();
        for (base, part) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            let Kind::Opposite(of) = *self.algebra.kind(atom) else {
                continue;
            };
            let whole = form.exponent(of);
            if !whole.is_negative() {
                continue;
            }
            rest = rest.without(*base).without(of);
            let exponent = part + &whole;
            let value = self.atom_value(atom, false)?;
            let power = self.raised(value, &exponent.abs());
            let side = if exponent.is_negative() {
                &mut parts.below
            } else {
                &mut parts.above
            };
            side.push(power);
            if !whole.is_even() {
                let minus_one = self.ops().number(-1.0);
                parts.above.push(minus_one);
            }
        }
        Some(rest)
    }

    /// A logarithm beside a power, which outweighs it: kept finite at 0.
    fn finite_logarithm(&mut self, base: Base, exponent: &Rational) -> Option<Option<Value>> {
        let Base::Atom(atom) = base else {
            return Some(None);
        };
        let Kind::Ln(form) = *self.algebra.kind(atom) else {
            return Some(None);
        };
        let form = self.algebra.form(form).clone();
        if !exponent.is_one() || form.factors.len() != 1 || !self.signs(&form).zero {
            return Some(None);
        }
        let value = self.value(&form)?;
        let least = self.ops().constant(bound(5e-324, 1e-45));
        let value = self.ops().binary(Binary::Max, value, least);
        Some(Some(self.ops().unary(Unary::Ln, value)))
    }

    /// A small power of an input, or of its inverse: the input, whether it is multiplied with (0) or divided by (1), and how often.
    fn power_of_input(
        &mut self,
        base: Base,
        exponent: &Rational,
        vanishing: bool,
    ) -> Option<Option<(Value, usize, u32)>> {
        let Base::Atom(atom) = base else {
            return Some(None);
        };
        let (symbol, exponent) = match *self.algebra.kind(atom) {
            Kind::Inverse(symbol) if exponent.is_negative() => (symbol, exponent.abs()),
            Kind::Symbol(symbol) if self.is_input(symbol) => (symbol, exponent.clone()),
            _ => return Some(None),
        };
        let Some(count @ (-4..=-2 | 1..=4)) = exponent.to_i64() else {
            return Some(None);
        };
        let atom = self.algebra.atom(Kind::Symbol(symbol));
        let value = self.atom_value(atom, vanishing)?;
        Some(Some((
            value,
            usize::from(count < 0),
            count.unsigned_abs() as u32,
        )))
    }

    fn raised(&mut self, value: Value, exponent: &Rational) -> Value {
        if let Some(whole) = exponent.to_i64() {
            return self.power(value, whole);
        }
        let half = Rational::new(1, 2);
        let whole = exponent.floor();
        let part = exponent - &whole;
        let root = if part == half {
            self.ops().unary(Unary::Sqrt, value)
        } else if part == Rational::new(1, 3) {
            self.ops().unary(Unary::Cbrt, value)
        } else {
            let exponent = self.ops().rational(exponent);
            return self.ops().binary(Binary::Pow, value, exponent);
        };
        match whole.to_i64() {
            Some(0) | None => root,
            Some(whole) => {
                let power = self.power(value, whole);
                self.ops().binary(Binary::Mul, power, root)
            }
        }
    }

    fn power(&mut self, value: Value, exponent: i64) -> Value {
        match exponent {
            1 => value,
            2..=16 => self.ops().push(Op::Power(value, exponent as u32)),
            _ => {
                let exponent = self.ops().number(exponent as f64);
                self.ops().binary(Binary::Pow, value, exponent)
            }
        }
    }

    fn base_value(&mut self, base: Base, vanishing: bool) -> Option<Value> {
        match base {
            Base::Atom(atom) => self.atom_value(atom, vanishing),
            Base::Sum(id) => {
                let poly = self.algebra.poly(id).clone();
                self.sum_value(&poly, vanishing)
            }
        }
    }

    fn signs(&self, form: &Form) -> Signs {
        self.knowledge.of_form(self.graph(), self.algebra, form)
    }

    fn is_input(&self, symbol: Symbol) -> bool {
        self.graph().symbol_info(symbol).role != Role::Parameter
    }

    fn symbol_value(&mut self, symbol: Symbol) -> Option<Value> {
        let op = self.writer.symbol(symbol)?;
        Some(self.ops().push(op))
    }
}

fn is_power_of_two(value: &Rational) -> bool {
    let power = |part: i64| part > 0 && part & (part - 1) == 0;
    value.is_positive()
        && (value.to_i64().is_some_and(power) || value.recip().to_i64().is_some_and(power))
}

/// What two lists share, and the rest of each.
fn shared(a: Vec<Value>, mut b: Vec<Value>) -> (Vec<Value>, Vec<Value>, Vec<Value>) {
    let (mut both, mut only) = (Vec::new(), Vec::new());
    for value in a {
        match b.iter().position(|other| *other == value) {
            Some(position) => {
                b.remove(position);
                both.push(value);
            }
            None => only.push(value),
        }
    }
    (both, only, b)
}

/// Poles that both sides of a boundary have: without a limit where their signs differ.
fn met(inside: Vec<Pole>, mut outside: Vec<Pole>, holes: &mut Vec<Value>) -> Vec<Pole> {
    let mut left = Vec::new();
    for pole in inside {
        match outside.iter().position(|other| other.base == pole.base) {
            Some(position) => {
                let other = outside.remove(position);
                let same = (pole.signs.is_non_negative() && other.signs.is_non_negative())
                    || (pole.signs.is_non_positive() && other.signs.is_non_positive());
                if !same {
                    holes.push(pole.divisor);
                }
            }
            None => left.push(pole),
        }
    }
    left.extend(outside);
    left
}

/// A constant with other values for the two types.
fn bound(double: f64, single: f32) -> Real {
    Real {
        double,
        low: 0.0,
        single,
    }
}
