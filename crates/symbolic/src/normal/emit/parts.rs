//! Products being written, and the choice between two of them.

use gradus_syntax::Comparison;

use super::{Atom, Base, Binary, Emitter, Form, Kind, Op, Signs, Unary, Value};
use crate::computation::Outer;

/// A product being written: `above/below`, then times and over what is late, then times the tails one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub above: Vec<Value>,
    pub below: Vec<Value>,
    pub tails: Vec<Value>,
    /// Powers of the input, multiplied with and divided by last, one after the other: what stands before them is of
    /// moderate size.
    pub late: [Vec<Value>; 2],
    /// Where it has a pole, and with which sign beside it.
    pub poles: Vec<Pole>,
    /// Masks of the poles without a limit: there it is undefined.
    pub holes: Vec<Value>,
    /// Divisors that may vanish, first those that do so where inputs are 0.
    pub vanishing: Vec<Value>,
    /// Inputs over divisors that vanish with them.
    pub quotients: Vec<Value>,
    /// Something above may vanish where the input is infinite.
    pub fades: bool,
    /// Something above may overflow where the tails vanish.
    pub grows: bool,
}

/// A zero of a divisor.
#[derive(Clone, Debug)]
pub(super) struct Pole {
    pub base: Base,
    pub divisor: Value,
    /// The sign of the whole beside it, on this side of it.
    pub signs: Signs,
}

impl Parts {
    /// Whether a choice between two products costs less than choices between their factors: they share none, and do not both divide.
    fn is_better_apart(&self, other: &Self) -> bool {
        let lists = |parts: &Self| {
            let Self {
                above,
                below,
                tails,
                late: [late, late_below],
                quotients,
                ..
            } = parts.clone();
            [above, below, tails, late, late_below, quotients]
        };
        let divides = |parts: &Self| {
            !(parts.below.is_empty() && parts.late[1].is_empty() && parts.quotients.is_empty())
        };
        let (own, others) = (lists(self), lists(other));
        let both = || own.iter().zip(&others);
        let shares = both().any(|(a, b)| a.iter().any(|value| b.contains(value)));
        // factors above or below the line are chosen together, the others one by one
        let choices: usize = both()
            .enumerate()
            .map(|(index, (a, b))| {
                let count = a.len().max(b.len());
                if index < 2 { count.min(1) } else { count }
            })
            .sum();
        choices > 1 && !shares && !(divides(self) && divides(other))
    }
}

impl Emitter<'_, '_> {
    /// Two products as one: what they share stands outside the choice.
    pub(super) fn blended(
        &mut self,
        condition: Value,
        mut inside: Parts,
        mut outside: Parts,
    ) -> Parts {
        self.pair(&mut inside);
        self.pair(&mut outside);
        if self.writer.outer.is_none() && inside.is_better_apart(&outside) {
            return self.apart(condition, inside, outside);
        }
        let (of_inside, of_outside) = (inside.quotients, outside.quotients);
        let quotients = self.one_by_one(condition, of_inside, of_outside);
        let (mut above, inside_above, outside_above) = shared(inside.above, outside.above);
        let (mut below, inside_below, outside_below) = shared(inside.below, outside.below);
        self.chosen(condition, &inside_above, &outside_above, &mut above);
        self.chosen(condition, &inside_below, &outside_below, &mut below);
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
        let vanishing = [inside.vanishing, outside.vanishing].concat();
        let grows = inside.grows || outside.grows;
        let fades = inside.fades || outside.fades;
        Parts {
            above,
            below,
            tails,
            late,
            poles,
            holes,
            vanishing,
            quotients,
            fades,
            grows,
        }
    }

    /// The choice between two whole products that share nothing.
    fn apart(&mut self, condition: Value, mut inside: Parts, mut outside: Parts) -> Parts {
        let mut holes = Vec::new();
        let both = (
            std::mem::take(&mut inside.poles),
            std::mem::take(&mut outside.poles),
        );
        let poles = met(both.0, both.1, &mut holes);
        let holes = holes.into_iter();
        let holes = holes
            .map(|divisor| self.is_zero_value_of(divisor))
            .collect();
        let fades = inside.fades || outside.fades;
        let (inside, outside) = (self.product(inside), self.product(outside));
        let value = self.ops().select(condition, inside, outside);
        Parts {
            above: vec![value],
            poles,
            holes,
            fades,
            ..Parts::default()
        }
    }

    /// Where the sign of a form changes at a pole of it and the two sides differ there: `exp(1/x)` at 0.
    pub(super) fn holes_between(
        &mut self,
        form: &Form,
        inside: &Parts,
        outside: &Parts,
    ) -> Option<Vec<Value>> {
        let mut holes = Vec::new();
        for (base, exponent) in &form.factors {
            let changes = exponent.is_negative() && exponent.is_integer() && !exponent.is_even();
            let signs = self.signs(&Form::base(*base));
            if !changes || !signs.zero || signs.is_one_sided() || !self.has_input(*base) {
                continue;
            }
            let divisor = self.base_value(*base, None)?;
            let pole = self.is_zero_value_of(divisor);
            let (a, b) = (self.product(inside.clone()), self.product(outside.clone()));
            let differ = self.ops().compare(Comparison::NotEqual, a, b);
            holes.push(self.ops().push(Op::And(pole, differ)));
        }
        Some(holes)
    }

    /// Whether an input stands in a base, outside functions.
    fn has_input(&self, base: Base) -> bool {
        let is_input = |atom: Atom| matches!(self.algebra.kind(atom), Kind::Symbol(symbol) if self.is_input(*symbol));
        match base {
            Base::Atom(atom) => is_input(atom),
            Base::Sum(id) => self.algebra.poly(id).atoms().into_iter().any(is_input),
        }
    }

    /// Factors that are multiplied one after the other, 1 where one side has fewer.
    pub(super) fn one_by_one(
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
        // numbers stay behind the first
        let is_number = |value: &Value| self.writer.ops.as_constant(*value).is_some();
        let (numbers, mut both): (Vec<Value>, Vec<Value>) = both.into_iter().partition(is_number);
        let place = both.len().min(1);
        both.splice(place..place, numbers);
        both
    }

    pub(super) fn chosen(
        &mut self,
        condition: Value,
        a: &[Value],
        b: &[Value],
        into: &mut Vec<Value>,
    ) {
        if a.is_empty() && b.is_empty() {
            return;
        }
        let (a, b) = (self.multiplied(a), self.multiplied(b));
        let value = self.ops().select(condition, a, b);
        into.push(value);
    }

    pub(super) fn multiplied(&mut self, values: &[Value]) -> Value {
        let product = values
            .iter()
            .copied()
            .reduce(|a, b| self.ops().binary(Binary::Mul, a, b));
        product.unwrap_or_else(|| self.ops().number(1.0))
    }

    pub(super) fn product(&mut self, parts: Parts) -> Value {
        let mut parts = parts;
        self.pair(&mut parts);
        let quotients = parts.quotients;
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
        for mut late in above {
            if parts.fades {
                // what has vanished outweighs the input, be it infinite
                late = self.guarded(late, value);
            }
            value = self.ops().binary(Binary::Mul, value, late);
        }
        for quotient in quotients {
            value = self.ops().binary(Binary::Mul, value, quotient);
        }
        // numbers after the first input: before it the whole may overflow, after all of them it may have vanished
        let (numbers, inputs): (Vec<Value>, Vec<Value>) = late_below
            .into_iter()
            .partition(|late| self.writer.ops.as_constant(*late).is_some());
        let mut inputs = inputs.into_iter();
        for late in inputs.next().into_iter().chain(numbers).chain(inputs) {
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

    /// Inputs and parameters over a scale, times it, as they are: as many as the power of the scale has room for.
    pub(super) fn take_in_scale(&mut self, parts: &mut Parts) {
        let Some(mut outer) = self.writer.outer.clone() else {
            return;
        };
        let side = usize::from(outer.power < 0);
        let mut left = outer.power.abs();
        for late in &mut parts.late[side] {
            if left > 0
                && let Some(own) = self.times_scale(&outer, *late)
            {
                *late = own;
                left -= 1;
            }
        }
        outer.power = left * outer.power.signum();
        self.writer.outer = Some(outer);
    }

    /// An input or a parameter over a scale, times that; so where it is chosen instead of 1.
    fn times_scale(&mut self, outer: &Outer, value: Value) -> Option<Value> {
        if let Some(own) = outer.own_of(value, |symbol| self.writer.symbol(symbol)) {
            return Some(own);
        }
        let Some(Op::Select(condition, a, b)) =
            self.writer.ops.ops().get(value.0 as usize).cloned()
        else {
            return None;
        };
        let reach = self.writer.symbol(outer.reach())?;
        let one = self.ops().number(1.0);
        let [a, b] = [a, b].map(|side| match side == one {
            true => Some(reach),
            false => outer.own_of(side, |symbol| self.writer.symbol(symbol)),
        });
        Some(self.ops().select(condition, a?, b?))
    }

    /// Inputs over divisors that vanish with them, each by itself: `(x/(1 - exp(-x)))^2` for `x^2/(1 - exp(-x))^2`, whose parts
    /// underflow.
    fn pair(&mut self, parts: &mut Parts) {
        for base in parts.vanishing.clone() {
            let power = |&below: &Value| self.power_of(Some(below)).unwrap_or((below, 1));
            let mut powers = parts.below.iter().map(power);
            let Some(index) = powers.position(|power| power.0 == base) else {
                continue;
            };
            let count = power(&parts.below[index]).1 as usize;
            if parts.late[0].len() < count {
                continue;
            }
            parts.below.remove(index);
            for _ in 0..count {
                let late = parts.late[0].remove(0);
                let quotient = self.ops().binary(Binary::Div, late, base);
                parts.quotients.push(quotient);
            }
        }
    }

    /// The sign of a product by those of its factors: it does not underflow.
    pub(super) fn sign_of_product(&mut self, parts: &Parts) -> Value {
        let mut signs = Vec::new();
        for &value in parts
            .above
            .iter()
            .chain(&parts.below)
            .chain(&parts.late[0])
            .chain(&parts.late[1])
            .chain(&parts.quotients)
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

    pub(super) fn power_of(&self, value: Option<Value>) -> Option<(Value, u32)> {
        match self.writer.ops.ops().get(value?.0 as usize) {
            Some(Op::Power(base, exponent)) => Some((*base, *exponent)),
            _ => None,
        }
    }

    pub(super) fn is_zero_value_of(&mut self, divisor: Value) -> Value {
        let zero = self.ops().number(0.0);
        self.ops().compare(Comparison::Equal, divisor, zero)
    }
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
