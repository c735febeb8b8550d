//! The values of polynomials.

use super::{Atom, Base, Binary, Emitter, Form, Guard, Kind, Op, Poly, Signs, Unary, Value};
use gradus_syntax::{Comparison, Func};

use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The most roots of a sum that has a conjugate.
const MOST_ROOTS: usize = 4;

/// Higher powers of exponentials are exponentials of their own.
const MOST_MULTIPLIED: u32 = 4;

impl Emitter<'_, '_> {
    /// The value of a polynomial, by the form of it that does not cancel.
    pub(super) fn sum_value(&mut self, poly: &Poly, guard: Guard) -> Option<Value> {
        if let Some(value) = self.one_minus_exponential(poly)? {
            return Some(value);
        }
        if let Some((u, v, scale)) = self.exponentials_less_others(poly) {
            let value = self.difference_of_exponentials(u, v)?;
            return Some(self.scaled(value, &scale));
        }
        if let Some(value) = self.one_minus_cosine(poly)? {
            return Some(value);
        }
        if let Some(value) = self.one_minus_tail(poly)? {
            return Some(value);
        }
        if let Some(value) = self.chosen_conjugate(poly, guard)? {
            return Some(value);
        }
        self.horner(poly, guard)
    }

    /// Whether a polynomial is written as a function of its own.
    pub(super) fn has_pattern(&mut self, poly: &Poly) -> bool {
        let [(first, a), (second, b)] = poly.terms() else {
            return false;
        };
        if self.exponentials_less_others(poly).is_some() {
            return true;
        }
        if !second.powers().is_empty() || *b != -a {
            return false;
        }
        let exponential = matches!(first.powers(), [(atom, _)] if self.is_exponential(*atom));
        exponential || self.algebra.tail_argument(first).is_some()
    }

    /// `c(1 - u^k)` by `expm1`.
    fn one_minus_exponential(&mut self, poly: &Poly) -> Option<Option<Value>> {
        let [(first, a), (second, b)] = poly.terms() else {
            return Some(None);
        };
        let [(atom, exponent)] = first.powers() else {
            return Some(None);
        };
        if !second.powers().is_empty() || *b != -a || !self.is_exponential(*atom) {
            return Some(None);
        }
        let argument = self.exponent(*atom, &i64::from(*exponent).into())?;
        let value = self.ops().unary(Unary::Expm1, argument.high);
        Some(Some(self.scaled(value, a)))
    }

    /// `c(1 - cos(a))` by the sine of half the angle.
    fn one_minus_cosine(&mut self, poly: &Poly) -> Option<Option<Value>> {
        let [(first, a), (second, b)] = poly.terms() else {
            return Some(None);
        };
        let [(atom, 1)] = first.powers() else {
            return Some(None);
        };
        if !second.powers().is_empty() || *b != -a || !self.is_cosine(*atom) {
            return Some(None);
        }
        let value = self.gap_of_cosine(*atom)?;
        Some(Some(self.scaled(value, b)))
    }

    /// Whether a polynomial is `c(1 - cos(a))`.
    pub(super) fn is_cosine_gap(&self, poly: &Poly) -> bool {
        let [(first, a), (second, b)] = poly.terms() else {
            return false;
        };
        let cosine = matches!(first.powers(), [(atom, 1)] if self.is_cosine(*atom));
        cosine && second.powers().is_empty() && *b == -a
    }

    fn is_cosine(&self, atom: Atom) -> bool {
        matches!(self.algebra.kind(atom), Kind::Apply(Func::Cos, _))
    }

    fn scaled(&mut self, value: Value, factor: &Rational) -> Value {
        if factor.is_one() {
            return value;
        }
        if *factor == -1 {
            return self.ops().unary(Unary::Neg, value);
        }
        let factor = self.ops().rational(factor);
        self.ops().binary(Binary::Mul, value, factor)
    }

    /// `c(1 - exp(-z^2) erfcx(z))` as `c erf(z)`.
    fn one_minus_tail(&mut self, poly: &Poly) -> Option<Option<Value>> {
        let [(first, a), (second, b)] = poly.terms() else {
            return Some(None);
        };
        if !second.powers().is_empty() || *b != -a {
            return Some(None);
        }
        let Some(argument) = self.algebra.tail_argument(first) else {
            return Some(None);
        };
        let value = self.magnitude(&argument, &Rational::ONE)?.high;
        let value = self.ops().unary(Unary::Erf, value);
        Some(Some(self.scaled(value, b)))
    }

    /// A form with `(a^2 - b^2 c)/(a - b sqrt(c))` for its sums `a + b sqrt(c)` whose terms have different signs.
    pub(super) fn with_conjugates(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            if let Some(Conjugate {
                product,
                other,
                certain: true,
                ..
            }) = self.conjugate(&poly)
                && let Ok(below) = self.algebra.factored(&other, &[])
                && let Some(inverse) = self.algebra.raised(&below, &Rational::MINUS_ONE)
            {
                let quotient = self.algebra.times(&product, &inverse);
                if let Some(power) = self.raised_upright(&quotient, exponent) {
                    result = self.algebra.times(&result.without(*base), &power);
                }
            }
        }
        result
    }

    /// Beside inputs that grow, or that are divided by, the sign that decides whether the terms of a sum `a + b sqrt(c)` have different signs, and the
    /// signs for which they have: by its conjugate such a sum would vanish before the input is multiplied with it.
    pub(super) fn undecided_conjugate(&mut self, form: &Form) -> Option<(Form, Signs)> {
        let form = &self.with_conjugates(form);
        let grows = |(base, exponent): &(Base, Rational)| match base {
            Base::Atom(atom) if exponent.is_negative() => match *self.algebra.kind(*atom) {
                Kind::Inverse(_) => true,
                Kind::Symbol(symbol) => self.is_input(symbol),
                _ => false,
            },
            _ => false,
        };
        // over a scale one side would vanish before it is multiplied with that
        if !form.factors.iter().any(grows) && self.writer.outer.is_none() {
            return None;
        }
        let divides = |(base, exponent): &(Base, Rational)| {
            exponent.is_negative() && self.is_input_base(*base)
        };
        let is_divided = form.factors.iter().any(divides);
        form.factors.iter().find_map(|(base, _)| {
            let Base::Sum(id) = *base else { return None };
            let poly = self.algebra.poly(id).clone();
            let Conjugate {
                parts: [a, b],
                signs,
                certain: false,
                ..
            } = self.conjugate(&poly)?
            else {
                return None;
            };
            let (undecided, other) = match signs {
                [a_signs, _] if a_signs.is_one_sided() => (b, a_signs),
                [_, b_signs] if b_signs.is_one_sided() => (a, b_signs),
                // the other one is asked for next
                _ if is_divided => (b, Signs::POSITIVE),
                _ => return None,
            };
            let undecided = self.algebra.factored(&undecided, &[]).ok()?;
            let opposite = if other.is_non_negative() {
                Signs::POSITIVE.negated()
            } else {
                Signs::POSITIVE
            };
            Some((undecided, opposite))
        })
    }

    fn signs_of_poly(&mut self, poly: &Poly) -> Signs {
        let signs = self.knowledge.of_poly(self.graph(), self.algebra, poly);
        if signs.is_one_sided() {
            return signs;
        }
        match self.algebra.factored(poly, &[]) {
            Ok(form) => signs.and(self.signs(&form)),
            Err(_) => signs,
        }
    }

    /// The signs of a sum beside the root of another, which is not negative: `x + 2` is `(x + 1) + 1` beside `sqrt(x + 1)`.
    fn signs_beside_root(&mut self, poly: &Poly, radicand: Base) -> Signs {
        let signs = self.signs_of_poly(poly);
        let Base::Sum(id) = radicand else {
            return signs;
        };
        if signs.is_one_sided() {
            return signs;
        }
        let radicand = self.algebra.poly(id).clone();
        for (monomial, own) in radicand.terms() {
            let found = poly.terms().iter().find(|term| term.0 == *monomial);
            let Some((_, coefficient)) = found.filter(|_| !monomial.powers().is_empty()) else {
                continue;
            };
            let count = coefficient * &own.recip();
            let rest = poly.plus(&radicand.scaled(&-&count));
            let rest = self.signs_of_poly(&rest);
            let own = match count.is_negative() {
                false if rest.is_non_negative() => Signs::NON_NEGATIVE,
                true if rest.is_non_positive() => Signs::NON_NEGATIVE.negated(),
                _ => continue,
            };
            return if rest.zero { own } else { rest };
        }
        signs
    }

    pub(super) fn conjugate(&mut self, poly: &Poly) -> Option<Conjugate> {
        let atoms = poly.atoms();
        let is_root = |atom: &&Atom| {
            matches!(self.algebra.kind(**atom), Kind::Root(..)) && !self.is_constant_atom(**atom)
        };
        // squared, a sum of many would be one of all their products
        if atoms.iter().filter(is_root).count() > MOST_ROOTS {
            return None;
        }
        for atom in atoms {
            let Kind::Root(base, 2) = *self.algebra.kind(atom) else {
                continue;
            };
            let coefficients = poly.coefficients(atom);
            let [a, b] = &coefficients[..] else { continue };
            if a.is_zero() || self.is_constant_atom(atom) {
                continue;
            }
            let signs = [a, b].map(|part| self.signs_beside_root(part, base));
            let [a_signs, b_signs] = signs;
            let same = (a_signs.is_non_negative() && b_signs.is_non_negative())
                || (a_signs.is_non_positive() && b_signs.is_non_positive());
            if same {
                continue;
            }
            let Some(product) = self.product_of_conjugates(a, b, base, poly.terms().len()) else {
                continue;
            };
            let root = Poly::atom(atom).times(b).scaled(&Rational::MINUS_ONE);
            let certain = a_signs.is_one_sided() && b_signs.is_one_sided();
            return Some(Conjugate {
                product,
                other: a.plus(&root),
                parts: [a.clone(), b.clone()],
                signs,
                certain,
            });
        }
        None
    }

    /// `a^2 - b^2 c` and `a - b sqrt(c)` of a sum `a + b sqrt(c)`: it is their quotient.
    pub(super) fn conjugates(&mut self, poly: &Poly) -> Option<(Form, Poly)> {
        let conjugate = self.conjugate(poly)?;
        Some((conjugate.product, conjugate.other))
    }

    /// The value of a sum with a root, by its conjugate where its terms have different signs.
    fn chosen_conjugate(&mut self, poly: &Poly, guard: Guard) -> Option<Option<Value>> {
        let Some(Conjugate {
            product,
            other,
            parts: [a, b],
            ..
        }) = self.conjugate(poly)
        else {
            return Some(None);
        };
        let above = self.value(&product)?;
        let below = self.horner(&other, guard)?;
        let quotient = self.ops().binary(Binary::Div, above, below);
        let sum = self.horner(poly, guard)?;
        let (a, b) = (self.horner(&a, guard)?, self.horner(&b, guard)?);
        let (a, b) = (self.is_below_zero(a), self.is_below_zero(b));
        let not = (self.ops().push(Op::Not(a)), self.ops().push(Op::Not(b)));
        let (up, down) = (
            self.ops().push(Op::And(a, not.1)),
            self.ops().push(Op::And(b, not.0)),
        );
        let opposite = self.ops().push(Op::Or(up, down));
        Some(Some(self.ops().select(opposite, quotient, sum)))
    }

    fn is_below_zero(&mut self, value: Value) -> Value {
        let zero = self.ops().number(0.0);
        self.ops().compare(Comparison::Less, value, zero)
    }

    /// `a^2 - b^2 c`, where it is simpler than what it is made of.
    fn product_of_conjugates(
        &mut self,
        a: &Poly,
        b: &Poly,
        radicand: Base,
        most: usize,
    ) -> Option<Form> {
        let radicand = self.algebra.power_of_base(radicand, 1);
        let square = b.times(b).times(&radicand).scaled(&Rational::MINUS_ONE);
        let product = self
            .algebra
            .without_high_roots(a.times(a).plus(&square))
            .ok()?;
        if product.terms().len() > most && !signs_agree(self, &product) {
            return None;
        }
        self.algebra.factored(&product, &[]).ok()
    }

    /// Horner's scheme, exponentials first.
    pub(super) fn horner(&mut self, poly: &Poly, guard: Guard) -> Option<Value> {
        if let Some(value) = self.constant_poly(poly) {
            return value;
        }
        // beside inputs that grow the gap of a parameter may count
        if poly.atoms().iter().all(|&atom| self.is_of_parameters(atom))
            && let Some(value) = self.one_minus_exponential(poly)?
        {
            return Some(value);
        }
        if let [(monomial, coefficient)] = poly.terms() {
            return self.monomial(monomial, coefficient, guard);
        }
        if self.is_offset(poly) {
            return self.offset_value(poly);
        }
        if let Some(completed) = self.completed(poly) {
            return self.horner(&completed, guard);
        }
        let atom = self.main_atom(poly);
        let variable = self.atom_value(atom, guard)?;
        let inner_guard = if self.vanishes_far_out(atom) {
            Some(self.guard_with(guard, atom, variable)?)
        } else {
            guard
        };
        let coefficients = poly.coefficients(atom);
        let mut gap = 0;
        let mut total: Option<Value> = None;
        for (power, coefficient) in coefficients.iter().enumerate().rev() {
            gap += u32::from(total.is_some());
            if coefficient.is_zero() && power > 0 {
                continue;
            }
            let inner = if power > 0 { inner_guard } else { guard };
            total = Some(match total {
                None => self.horner(coefficient, inner)?,
                Some(total) => {
                    let power = self.power_of_atom(atom, variable, gap)?;
                    self.next_step(total, power, coefficient, inner)?
                }
            });
            gap = 0;
        }
        total
    }

    fn is_of_parameters(&self, atom: Atom) -> bool {
        matches!(self.algebra.kind(atom), Kind::Exp(argument) if !self.form_has(self.algebra.form(*argument), true))
    }

    /// A power of an atom with that value: a high one of an exponential by its exponent, which keeps more digits.
    fn power_of_atom(&mut self, atom: Atom, value: Value, power: u32) -> Option<Value> {
        if power == 1 {
            return Some(value);
        }
        if power > MOST_MULTIPLIED && matches!(self.algebra.kind(atom), Kind::Exp(_)) {
            let argument = self.exponent(atom, &i64::from(power).into())?;
            return Some(self.exp_of(argument));
        }
        Some(self.power(value, power.into()))
    }

    /// `total*power + coefficient`.
    fn next_step(
        &mut self,
        total: Value,
        power: Value,
        coefficient: &Poly,
        guard: Guard,
    ) -> Option<Value> {
        let is_one = self
            .ops()
            .as_constant(total)
            .is_some_and(|real| real.double == 1.0 && real.single == 1.0 && real.low == 0.0);
        if coefficient.is_zero() {
            return Some(if is_one {
                power
            } else {
                self.ops().binary(Binary::Mul, total, power)
            });
        }
        let coefficient = self.horner(coefficient, guard)?;
        Some(if is_one {
            self.ops().binary(Binary::Add, power, coefficient)
        } else {
            self.ops().mul_add(total, power, coefficient)
        })
    }

    /// The value of a polynomial in constants alone.
    fn constant_poly(&mut self, poly: &Poly) -> Option<Option<Value>> {
        if !poly.atoms().iter().all(|&atom| self.is_constant_atom(atom)) {
            return None;
        }
        if let Some(value) = poly.as_constant() {
            return Some(Some(self.ops().rational(&value)));
        }
        let form = self.algebra.factored(poly, &[]).ok()?;
        let value = self.constant(&form)?;
        Some(Some(self.ops().constant(value)))
    }

    fn monomial(
        &mut self,
        monomial: &Monomial,
        coefficient: &Rational,
        guard: Guard,
    ) -> Option<Value> {
        let (mut product, mut constants) = (None, Form::constant(coefficient.clone()));
        let mut guard = guard;
        // exponentials first: what vanishes then vanishes whatever follows
        let mut powers = monomial.powers().to_vec();
        powers.sort_by_key(|power| !self.is_exponential(power.0));
        for (atom, exponent) in powers {
            if self.is_constant_atom(atom) {
                let single = Form {
                    coefficient: Rational::ONE,
                    factors: vec![(Base::Atom(atom), i64::from(exponent).into())],
                };
                constants = self.algebra.times(&constants, &single);
                continue;
            }
            let value = self.atom_value(atom, guard)?;
            if self.vanishes_far_out(atom) {
                guard = Some(self.guard_with(guard, atom, value)?);
            }
            let power = self.power_of_atom(atom, value, exponent)?;
            product = Some(match product {
                Some(product) => self.ops().binary(Binary::Mul, product, power),
                None => power,
            });
        }
        let product = product?;
        if let Some(value) = constants.as_constant() {
            return Some(self.scaled(product, &value.clone()));
        }
        let constant = self.constant(&constants)?;
        let constant = self.ops().constant(constant);
        Some(self.ops().binary(Binary::Mul, product, constant))
    }

    /// The atom that Horner's scheme is in: an exponential that depends on inputs, or else the most frequent.
    fn main_atom(&self, poly: &Poly) -> Atom {
        let frequency = |atom: Atom| {
            poly.terms()
                .iter()
                .filter(|term| term.0.exponent(atom) > 0)
                .count()
        };
        let atoms = poly.atoms();
        let has_offset = self.has_sums_beside_inputs(poly);
        let candidates = atoms.iter().copied().filter(|&atom| {
            !(self.is_constant_atom(atom) || has_offset && self.is_fixed_atom(atom))
        });
        candidates
            .max_by_key(|&atom| {
                (
                    self.is_exponential(atom),
                    frequency(atom),
                    std::cmp::Reverse(atom),
                )
            })
            .unwrap_or(atoms[0])
    }

    /// Whether the same powers of inputs stand beside several products of parameters: these stay together, they may cancel, as
    /// in `(1 - a) x`.
    fn has_sums_beside_inputs(&self, poly: &Poly) -> bool {
        let parts = poly.terms().iter().map(|(monomial, _)| {
            let powers = monomial.powers().iter().copied();
            powers
                .filter(|power| !self.is_fixed_atom(power.0))
                .collect()
        });
        let parts: Vec<Vec<(Atom, u32)>> = parts.collect();
        let is_shared = |(index, part): (usize, &Vec<_>)| parts[..index].contains(part);
        parts.iter().any(|part| *part != parts[0]) && parts.iter().enumerate().any(is_shared)
    }
}

/// A sum `a + b sqrt(c)` by its conjugate.
pub(super) struct Conjugate {
    /// `a^2 - b^2 c`
    product: Form,
    /// `a - b sqrt(c)`
    other: Poly,
    /// `a` and `b`
    parts: [Poly; 2],
    /// Their signs.
    signs: [Signs; 2],
    /// Whether the terms of the sum have different signs for certain.
    certain: bool,
}

fn signs_agree(emitter: &Emitter<'_, '_>, poly: &Poly) -> bool {
    emitter
        .knowledge
        .of_poly(emitter.graph(), emitter.algebra, poly)
        .is_one_sided()
}
