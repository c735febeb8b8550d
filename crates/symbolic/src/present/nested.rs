//! Long sums as nested polynomials.
//!
//! Derivatives of higher order are polynomials in a few functions: for mish in x, `sigmoid(x)` and `tanh(softplus(x))`. Multiplied out,
//! freed of the factors that are known from the way they were made, and nested by Horner's rule they stay short at
//! every order, where searching for common factors does not.

use std::collections::BTreeMap;

use dashu_int::IBig;
use gradus_syntax::Func;
use rustc_hash::FxHashMap;

use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

/// The most functions that a polynomial is taken to be in.
const MOST_GENERATORS: usize = 12;
/// The most terms that are multiplied out.
const MOST_TERMS: usize = 1024;
/// The most combinations of limits at which a polynomial is tried.
const MOST_CORNERS: usize = 256;

/// The exponents of the generators.
type Monomial = [u8; MOST_GENERATORS];

/// Terms by their monomials.
type Polynomial = BTreeMap<Monomial, Rational>;

/// The expression with its outermost sums and products nested, if they are polynomials of moderate size.
pub fn nested(graph: &mut Graph, root: Id) -> Option<Id> {
    let mut changed = FxHashMap::default();
    for id in outermost(graph, root) {
        let polynomial = nested_polynomial(graph, id)?;
        changed.insert(id, polynomial);
    }
    Some(graph.transform_remembering(root, &mut changed, |graph, _, rebuilt| rebuilt(graph)))
}

/// The sums and products that the root is, or chooses among.
fn outermost(graph: &Graph, root: Id) -> Vec<Id> {
    let (mut pending, mut found) = (vec![root], Vec::new());
    while let Some(id) = pending.pop() {
        match graph.node(id) {
            Node::Sum(..) | Node::Product(_) if !found.contains(&id) => found.push(id),
            Node::Select(_, a, b) => pending.extend([*a, *b]),
            _ => {}
        }
    }
    found
}

fn nested_polynomial(graph: &mut Graph, id: Id) -> Option<Id> {
    let region = Region::new(graph, id)?;
    let mut polynomials: FxHashMap<Id, Polynomial> = FxHashMap::default();
    for &part in &region.parts {
        let polynomial = region.polynomial(graph, part, &polynomials)?;
        polynomials.insert(part, polynomial);
    }
    let mut rest = polynomials.remove(&id)?;
    let mut factors = region.common_factors(&mut rest);
    for divisor in &region.divisors {
        let Some(by) = polynomials.get(divisor).filter(|by| by.len() > 1) else {
            continue;
        };
        let mut times = 0;
        while let Some(quotient) = divided(&rest, by) {
            (rest, times) = (quotient, times + 1);
        }
        factors.push((*divisor, Rational::from(times)));
    }
    if !region.keeps_digits(graph, &rest) {
        return None;
    }
    let inner = region.horner(graph, rest);
    factors.push((inner, Rational::ONE));
    Some(graph.product(factors))
}

/// The part of an expression that is made of sums, products and whole powers, and the functions it is made from.
struct Region {
    /// Sums, products and generators, operands first.
    parts: Vec<Id>,
    /// What is raised, and to which unit of its exponents.
    generators: Vec<(Id, Rational)>,
    /// Sums that are factors somewhere.
    divisors: Vec<Id>,
}

impl Region {
    fn new(graph: &Graph, root: Id) -> Option<Self> {
        let mut region = Self {
            parts: vec![root],
            generators: Vec::new(),
            divisors: Vec::new(),
        };
        let mut next = 0;
        while let Some(&id) = region.parts.get(next) {
            region.visit(graph, id)?;
            next += 1;
        }
        region.parts.sort_unstable();
        Some(region)
    }

    fn visit(&mut self, graph: &Graph, id: Id) -> Option<()> {
        match graph.node(id) {
            Node::Sum(_, terms) => terms.iter().for_each(|term| self.add_part(term.id)),
            Node::Product(factors) => {
                for factor in factors.iter() {
                    if is_multiplied_out(graph, factor) {
                        self.add_part(factor.base);
                        if !self.divisors.contains(&factor.base) {
                            self.divisors.push(factor.base);
                        }
                    } else {
                        self.add_generator(factor.base, unit(&factor.exponent))?;
                    }
                }
            }
            Node::Rational(_) => {}
            _ => self.add_generator(id, Rational::ONE)?,
        }
        Some(())
    }

    fn add_part(&mut self, id: Id) {
        if !self.parts.contains(&id) {
            self.parts.push(id);
        }
    }

    fn add_generator(&mut self, base: Id, unit: Rational) -> Option<()> {
        let generator = (base, unit);
        if !self.generators.contains(&generator) {
            self.generators.push(generator);
        }
        (self.generators.len() <= MOST_GENERATORS).then_some(())
    }

    fn monomial(&self, base: Id, exponent: &Rational) -> Option<Monomial> {
        let unit = unit(exponent);
        let position = self
            .generators
            .iter()
            .position(|generator| generator.0 == base && generator.1 == unit)?;
        let mut monomial = Monomial::default();
        monomial[position] = u8::try_from((exponent / &unit).to_i64()?).ok()?;
        Some(monomial)
    }

    /// A part multiplied out, given those that it is made of.
    fn polynomial(
        &self,
        graph: &Graph,
        id: Id,
        known: &FxHashMap<Id, Polynomial>,
    ) -> Option<Polynomial> {
        match graph.node(id) {
            Node::Rational(value) => Some(constant(value)),
            Node::Sum(first, terms) => {
                let mut sum = constant(first);
                for term in terms.iter() {
                    add(
                        &mut sum,
                        &known[&term.id],
                        &term.coefficient,
                        &Monomial::default(),
                    )?;
                }
                Some(sum)
            }
            Node::Product(factors) => {
                let mut product = constant(&Rational::ONE);
                for factor in factors.iter() {
                    let multiplied_out = is_multiplied_out(graph, factor);
                    let Some(sum) = known.get(&factor.base).filter(|_| multiplied_out) else {
                        let monomial = self.monomial(factor.base, &factor.exponent)?;
                        product = multiplied(&product, &single(monomial))?;
                        continue;
                    };
                    for _ in 0..factor.exponent.to_i64()? {
                        product = multiplied(&product, sum)?;
                    }
                }
                Some(product)
            }
            _ => Some(single(self.monomial(id, &Rational::ONE)?)),
        }
    }

    /// Takes the lowest powers that all terms have out of the polynomial.
    fn common_factors(&self, polynomial: &mut Polynomial) -> Vec<(Id, Rational)> {
        let mut lowest = [u8::MAX; MOST_GENERATORS];
        for monomial in polynomial.keys() {
            for (lowest, exponent) in lowest.iter_mut().zip(monomial) {
                *lowest = (*lowest).min(*exponent);
            }
        }
        let mut factors = Vec::new();
        for ((base, unit), lowest) in self.generators.iter().zip(lowest) {
            factors.push((*base, unit * &Rational::from(i64::from(lowest))));
        }
        let terms = std::mem::take(polynomial).into_iter();
        *polynomial = terms
            .map(|(monomial, coefficient)| (without(&monomial, &lowest), coefficient))
            .collect();
        factors
    }

    /// Whether terms cancel nowhere that functions come near their limits: multiplied out, `1 - tanh(x)^2` and `1 - sigmoid(x)`
    /// have lost their digits there, unless the polynomial has them as factors, and does not vanish without them.
    fn keeps_digits(&self, graph: &Graph, polynomial: &Polynomial) -> bool {
        let limits: Vec<&[i64]> = self
            .generators
            .iter()
            .map(|(base, unit)| limits(graph, *base, unit))
            .collect();
        let corners: usize = limits.iter().map(|limits| limits.len().max(1)).product();
        corners <= MOST_CORNERS
            && (0..corners).all(|mut corner| {
                let chosen = limits.iter().map(|limits| {
                    let count = limits.len().max(1);
                    let limit = limits.get(corner % count).copied();
                    corner /= count;
                    limit
                });
                !at_limits(polynomial, &chosen.collect::<Vec<_>>()).is_empty()
            })
    }

    /// The polynomial nested: of the terms, those that contain the most frequent generator, and the others. The depth is bounded
    /// by the number of terms.
    fn horner(&self, graph: &mut Graph, polynomial: Polynomial) -> Id {
        let frequency = |index: usize| {
            polynomial
                .keys()
                .filter(|monomial| monomial[index] > 0)
                .count()
        };
        let frequent = (0..self.generators.len())
            .rev()
            .max_by_key(|&index| frequency(index));
        let Some(index) = frequent.filter(|&index| frequency(index) > 1) else {
            return self.plain_sum(graph, &polynomial);
        };
        let (inside, outside): (Polynomial, Polynomial) = polynomial
            .into_iter()
            .partition(|(monomial, _)| monomial[index] > 0);
        let power = inside
            .keys()
            .map(|monomial| monomial[index])
            .min()
            .unwrap_or(0);
        let mut shared = Monomial::default();
        shared[index] = power;
        let inside = inside
            .into_iter()
            .map(|(monomial, coefficient)| (without(&monomial, &shared), coefficient))
            .collect();
        let inner = self.horner(graph, inside);
        let (base, unit) = &self.generators[index];
        let exponent = unit * &Rational::from(i64::from(power));
        let group = graph.product([(*base, exponent), (inner, Rational::ONE)]);
        if outside.is_empty() {
            return group;
        }
        let others = self.horner(graph, outside);
        graph.add(group, others)
    }

    fn plain_sum(&self, graph: &mut Graph, polynomial: &Polynomial) -> Id {
        let terms: Vec<(Rational, Id)> = polynomial
            .iter()
            .map(|(monomial, coefficient)| {
                let powers = self.generators.iter().zip(monomial);
                let factors = powers.map(|((base, unit), &exponent)| {
                    (*base, unit * &Rational::from(i64::from(exponent)))
                });
                (coefficient.clone(), graph.product(factors))
            })
            .collect();
        graph.sum(Rational::ZERO, terms)
    }
}

/// What a generator may come near while another factor vanishes or grows.
fn limits(graph: &Graph, base: Id, unit: &Rational) -> &'static [i64] {
    match graph.node(base) {
        _ if graph.is_constant(base) => &[],
        Node::Symbol(_) if unit.is_positive() => &[],
        Node::Apply(Func::Sigmoid | Func::NormalCdf, _) if unit.is_one() => &[0, 1],
        Node::Apply(Func::Tanh | Func::Erf, _) if unit.is_one() => &[-1, 0, 1],
        _ => &[0],
    }
}

/// The polynomial with some generators at limits of -1, 0 or 1.
fn at_limits(polynomial: &Polynomial, limits: &[Option<i64>]) -> Polynomial {
    let mut rest = Polynomial::new();
    for (monomial, coefficient) in polynomial {
        let mut place = *monomial;
        let mut value = coefficient.clone();
        for (exponent, limit) in place.iter_mut().zip(limits) {
            if let Some(limit) = limit {
                value = &value * &Rational::from(limit.pow(u32::from(*exponent)));
                *exponent = 0;
            }
        }
        let entry = rest.entry(place).or_insert(Rational::ZERO);
        *entry = &*entry + &value;
    }
    rest.retain(|_, value| !value.is_zero());
    rest
}

/// Whether a factor is a whole power of a sum with functions in it. Polynomials in the inputs, such as the inner derivative
/// `1 + 3*a*x^2` of a composition, stay as they are.
fn is_multiplied_out(graph: &Graph, factor: &Factor) -> bool {
    let is_sum = matches!(graph.node(factor.base), Node::Sum(..));
    let whole = factor.exponent.is_integer() && factor.exponent.is_positive();
    let is_function =
        |id: &Id| matches!(graph.node(*id), Node::Apply(..)) && !graph.is_constant(*id);
    is_sum && whole && graph.reachable(&[factor.base]).iter().any(is_function)
}

/// What an exponent is a positive multiple of: 1/n for one with the denominator n, with its sign.
fn unit(exponent: &Rational) -> Rational {
    let step = Rational::from(IBig::from(exponent.denominator())).recip();
    if exponent.is_negative() { -&step } else { step }
}

fn constant(value: &Rational) -> Polynomial {
    let mut polynomial = Polynomial::new();
    if !value.is_zero() {
        polynomial.insert(Monomial::default(), value.clone());
    }
    polynomial
}

fn single(monomial: Monomial) -> Polynomial {
    Polynomial::from([(monomial, Rational::ONE)])
}

/// The quotient of two monomials, the second of which divides the first.
fn without(monomial: &Monomial, divisor: &Monomial) -> Monomial {
    std::array::from_fn(|index| monomial[index] - divisor[index])
}

/// `sum += coefficient * shift * other`; `None` if it becomes too large.
fn add(
    sum: &mut Polynomial,
    other: &Polynomial,
    coefficient: &Rational,
    shift: &Monomial,
) -> Option<()> {
    for (monomial, value) in other {
        let mut place = *monomial;
        for (exponent, more) in place.iter_mut().zip(shift) {
            *exponent = exponent.checked_add(*more)?;
        }
        let entry = sum.entry(place).or_insert(Rational::ZERO);
        *entry = &*entry + &(value * coefficient);
        if entry.is_zero() {
            sum.remove(&place);
        }
    }
    (sum.len() <= MOST_TERMS).then_some(())
}

fn multiplied(a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
    let mut product = Polynomial::new();
    for (monomial, coefficient) in a {
        add(&mut product, b, coefficient, monomial)?;
    }
    Some(product)
}

/// The quotient, if the division leaves no rest.
fn divided(polynomial: &Polynomial, by: &Polynomial) -> Option<Polynomial> {
    let (leading, leader) = by.last_key_value()?;
    let (mut rest, mut quotient) = (polynomial.clone(), Polynomial::new());
    while let Some((monomial, coefficient)) = rest.last_key_value() {
        if monomial.iter().zip(leading).any(|(have, want)| have < want) {
            return None;
        }
        let (shift, ratio) = (without(monomial, leading), coefficient / leader);
        add(&mut rest, by, &-&ratio, &shift)?;
        quotient.insert(shift, ratio);
    }
    (!quotient.is_empty()).then_some(quotient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::import;
    use crate::present::tree;
    use gradus_syntax::{Limits, NoNames};

    #[test]
    fn known_factors_are_divided_out_and_the_rest_is_nested() {
        for (text, expected) in [
            ("2*x^3 + 3*x^2 + x", "x*(1 + x*(2*x + 3))"),
            (
                "sigmoid(x)*(1 - sigmoid(x)) - 2*x*sigmoid(x)^2*(1 - sigmoid(x))",
                "sigmoid(x)*(1 - sigmoid(x))*(1 - 2*x*sigmoid(x))",
            ),
            ("tanh(x)*x - 2*tanh(x)^2", "tanh(x)*(x - 2*tanh(x))"),
        ] {
            let definition = gradus_syntax::parse(text, &NoNames, &Limits::default()).unwrap();
            let (mut graph, function) = import(&definition, Limits::default()).unwrap();
            let nested = nested(&mut graph, function.body).unwrap();
            assert_eq!(tree(&graph, nested).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn nothing_is_multiplied_out_that_would_cancel() {
        let text = "(1 - tanh(x)^2)*(2 + x) + (1 - sigmoid(x))*(2 - tanh(x))";
        let definition = gradus_syntax::parse(text, &NoNames, &Limits::default()).unwrap();
        let (mut graph, function) = import(&definition, Limits::default()).unwrap();
        assert_eq!(nested(&mut graph, function.body), None);
    }

    #[test]
    fn what_would_become_too_large_is_left_alone() {
        let text = "(tanh(x) + exp(x) + sin(x) + erf(x) + cos(x) + sinh(x) + ln(x))^12";
        let definition = gradus_syntax::parse(text, &NoNames, &Limits::default()).unwrap();
        let (mut graph, function) = import(&definition, Limits::default()).unwrap();
        assert_eq!(nested(&mut graph, function.body), None);
    }
}
