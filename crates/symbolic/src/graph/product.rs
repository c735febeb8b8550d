//! Products: flat, merged, sorted, with one exponential at most.

use dashu_int::IBig;
use gradus_syntax::{Constant, Func};

use super::{Graph, Id, Node};
use crate::rational::Rational;

/// One factor of a product.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Factor {
    /// What is raised: not a product (but under a root), and a rational only under a root.
    pub base: Id,
    /// Its exact exponent, not 0.
    pub exponent: Rational,
}

impl Factor {
    fn new(base: Id, exponent: Rational) -> Self {
        Self { base, exponent }
    }
}

impl Graph {
    /// `Π base^exponent`.
    pub fn product(&mut self, factors: impl IntoIterator<Item = (Id, Rational)>) -> Id {
        let mut builder = Builder::default();
        for (base, exponent) in factors {
            builder.raise(self, base, exponent);
        }
        builder.finish(self)
    }

    /// `a * b`.
    pub fn multiply(&mut self, a: Id, b: Id) -> Id {
        self.product([(a, Rational::ONE), (b, Rational::ONE)])
    }

    /// `a / b`.
    pub fn divide(&mut self, a: Id, b: Id) -> Id {
        self.product([(a, Rational::ONE), (b, Rational::MINUS_ONE)])
    }

    /// The expression as a coefficient and factors.
    pub fn split_product(&self, id: Id) -> (Rational, Vec<Factor>) {
        let (coefficient, rest) = self.split_coefficient(id);
        match self.node(rest) {
            Node::Rational(value) => (&coefficient * value, Vec::new()),
            Node::Product(factors) => (coefficient, factors.to_vec()),
            _ => (coefficient, vec![Factor::new(rest, Rational::ONE)]),
        }
    }
}

/// A product under construction.
#[derive(Default)]
struct Builder {
    coefficient: Option<Rational>,
    factors: Vec<Factor>,
    /// Arguments of exponentials, with their multipliers.
    exponential: Vec<(Rational, Id)>,
    undefined: bool,
}

impl Builder {
    fn raise(&mut self, graph: &mut Graph, base: Id, exponent: Rational) {
        if exponent.is_zero() {
            return;
        }
        let integer = exponent.is_integer();
        match graph.node(base).clone() {
            Node::Undefined => self.undefined = true,
            Node::Rational(value) => self.raise_rational(graph, &value, &exponent),
            Node::Apply(Func::Exp, args) => self.exponential.push((exponent, args[0])),
            Node::Product(factors) if integer => {
                for factor in factors.iter() {
                    self.raise(graph, factor.base, &factor.exponent * &exponent);
                }
            }
            Node::Product(factors) => self.root_of_product(graph, &factors, exponent),
            Node::Sum(..) => self.raise_sum(graph, base, exponent),
            Node::Apply(Func::Abs, args) if exponent.is_even() => {
                self.raise(graph, args[0], exponent);
            }
            Node::Constant(Constant::Inf) if exponent.is_negative() => {
                self.scale(&Rational::ZERO);
            }
            Node::Constant(Constant::Inf) => {
                self.factors.push(Factor::new(base, Rational::ONE));
            }
            _ => self.factors.push(Factor::new(base, exponent)),
        }
    }

    fn scale(&mut self, factor: &Rational) {
        self.coefficient = Some(match &self.coefficient {
            Some(coefficient) => coefficient * factor,
            None => factor.clone(),
        });
    }

    /// Splits what a sum has in common off, so that equal factors are found whatever their scale.
    fn raise_sum(&mut self, graph: &mut Graph, base: Id, exponent: Rational) {
        let content = graph.content(base);
        let content = if exponent.is_integer() {
            content
        } else {
            content.abs()
        };
        if content.is_one() {
            self.factors.push(Factor::new(base, exponent));
            return;
        }
        let primitive = graph.scale(base, &content.recip());
        self.raise_rational(graph, &content, &exponent);
        if matches!(graph.node(primitive), Node::Sum(..)) {
            self.factors.push(Factor::new(primitive, exponent));
        } else {
            self.raise(graph, primitive, exponent);
        }
    }

    /// A root of a product: what is never negative leaves it, an even power as an absolute value.
    fn root_of_product(&mut self, graph: &mut Graph, factors: &[Factor], exponent: Rational) {
        let mut inside = Vec::new();
        for factor in factors {
            let power = &factor.exponent * &exponent;
            if graph.facts(factor.base).is_non_negative() {
                self.raise(graph, factor.base, power);
            } else if factor.exponent.is_even() {
                let magnitude = graph.apply(Func::Abs, &[factor.base]);
                self.raise(graph, magnitude, power);
            } else {
                inside.push((factor.base, factor.exponent.clone()));
            }
        }
        match inside.as_slice() {
            [] => {}
            [(base, one)] if one.is_one() => self.raise(graph, *base, exponent),
            _ => {
                let radicand = graph.product(inside);
                self.factors.push(Factor::new(radicand, exponent));
            }
        }
    }

    /// Powers of rationals: the integer part is computed, a root keeps what it cannot take out.
    fn raise_rational(&mut self, graph: &mut Graph, value: &Rational, exponent: &Rational) {
        if value.is_zero() && exponent.is_positive() {
            return self.scale(value);
        }
        let whole = exponent.floor();
        let part = exponent - &whole;
        match whole
            .to_i64()
            .and_then(|whole| value.pow(whole, graph.limits.constant_bits))
        {
            Some(power) => self.scale(&power),
            None if value.is_zero() => self.undefined = true,
            None => {
                graph.fail(super::LimitError::ConstantBits(graph.limits.constant_bits));
                self.undefined = true;
            }
        }
        if part.is_zero() || value.is_one() || value.is_zero() {
            return;
        }
        if value.is_negative() {
            self.undefined = true;
            return;
        }
        self.root_of_rational(graph, value, &part);
    }

    /// A positive rational to an exponent between 0 and 1: `(a/b)^p` is `(a b^(n-1))^p / b` for p = m/n.
    fn root_of_rational(&mut self, graph: &mut Graph, value: &Rational, part: &Rational) {
        let degree = Rational::from(IBig::from(part.denominator()))
            .to_i64()
            .unwrap_or(i64::MAX);
        let denominator = Rational::from(IBig::from(value.denominator()));
        let numerator = Rational::from(value.numerator());
        if !denominator.is_one() {
            let inverse = &Rational::ONE - part;
            self.scale(&denominator.recip());
            self.root_of_rational(graph, &denominator, &inverse);
        }
        if numerator.is_one() {
            return;
        }
        let (outside, inside) = extract_power(&numerator, degree);
        let taken = part
            .numerator()
            .try_into()
            .ok()
            .and_then(|m: i64| outside.pow(m, graph.limits.constant_bits));
        self.scale(&taken.unwrap_or(Rational::ONE));
        if !inside.is_one() {
            let base = graph.rational(inside);
            self.factors.push(Factor::new(base, part.clone()));
        }
    }

    fn finish(mut self, graph: &mut Graph) -> Id {
        self.merge(graph);
        self.merge_powers(graph);
        if self.undefined {
            return graph.undefined();
        }
        let coefficient = self.coefficient.take().unwrap_or(Rational::ONE);
        if coefficient.is_zero() {
            let infinite = |factor: &Factor| graph.facts(factor.base).infinite;
            return match self.factors.iter().any(infinite) {
                true => graph.undefined(),
                false => graph.rational(Rational::ZERO),
            };
        }
        let product = match self.factors.as_slice() {
            [] => return graph.rational(coefficient),
            [factor] if factor.exponent.is_one() => factor.base,
            _ => graph.intern(Node::Product(self.factors.into())),
        };
        graph.scale(product, &coefficient)
    }

    fn merge_exponentials(&mut self, graph: &mut Graph) {
        if self.exponential.is_empty() {
            return;
        }
        let argument = graph.sum(Rational::ZERO, std::mem::take(&mut self.exponential));
        let exponential = graph.apply(Func::Exp, &[argument]);
        match graph.node(exponential) {
            Node::Apply(Func::Exp, _) => self.factors.push(Factor::new(exponential, Rational::ONE)),
            _ => self.raise(graph, exponential, Rational::ONE),
        }
    }

    /// Powers of one base with any exponents become one: `x*x^(a - 1)` is `x^a`.
    fn merge_powers(&mut self, graph: &mut Graph) {
        let bases: Vec<Id> = self
            .factors
            .iter()
            .filter_map(|factor| match graph.node(factor.base) {
                Node::Power(base, _) => Some(*base),
                _ => None,
            })
            .collect();
        for base in bases {
            let of_base = |graph: &Graph, factor: &Factor| match graph.node(factor.base) {
                Node::Power(inner, _) => *inner == base,
                _ => factor.base == base,
            };
            let (same, others): (Vec<Factor>, Vec<Factor>) = std::mem::take(&mut self.factors)
                .into_iter()
                .partition(|factor| of_base(graph, factor));
            self.factors = others;
            if same.len() < 2 {
                self.factors.extend(same);
                self.factors.sort_by_key(|factor| factor.base);
                continue;
            }
            let one = graph.integer(1);
            let exponents: Vec<(Rational, Id)> = same
                .into_iter()
                .map(|factor| match graph.node(factor.base) {
                    Node::Power(_, exponent) => (factor.exponent, *exponent),
                    _ => (factor.exponent, one),
                })
                .collect();
            let exponent = graph.sum(Rational::ZERO, exponents);
            let power = graph.power(base, exponent);
            self.raise(graph, power, Rational::ONE);
            self.merge(graph);
        }
    }

    /// Makes one root of all roots of rationals to the same exponent: `sqrt(2)*sqrt(3)` is `sqrt(6)`.
    fn join_roots(&mut self, graph: &mut Graph, factors: &mut Vec<Factor>) {
        let root = |graph: &Graph, factor: &Factor| {
            let below_one = factor.exponent.is_positive() && factor.exponent < Rational::ONE;
            graph
                .as_rational(factor.base)
                .cloned()
                .filter(|_| below_one)
        };
        let mut index = 0;
        while index < factors.len() {
            if root(graph, &factors[index]).is_none() {
                index += 1;
                continue;
            }
            let exponent = factors[index].exponent.clone();
            let same = |factor: &Factor| factor.exponent == exponent;
            let roots: Vec<Rational> = factors
                .iter()
                .filter(|factor| same(factor))
                .filter_map(|factor| root(graph, factor))
                .collect();
            if roots.len() < 2 {
                index += 1;
                continue;
            }
            factors.retain(|factor| !same(factor) || root(graph, factor).is_none());
            let product = roots
                .iter()
                .fold(Rational::ONE, |product, root| &product * root);
            self.root_of_rational(graph, &product, &exponent);
            factors.append(&mut self.factors);
            factors.sort_by_key(|factor| factor.base);
            index = 0;
        }
    }

    fn merge(&mut self, graph: &mut Graph) {
        // raising a factor again may have set an exponential aside
        self.merge_exponentials(graph);
        self.factors.sort_by_key(|factor| factor.base);
        let mut merged: Vec<Factor> = Vec::with_capacity(self.factors.len());
        for factor in std::mem::take(&mut self.factors) {
            match merged.last_mut() {
                Some(last) if last.base == factor.base => {
                    if last.exponent.is_negative() != factor.exponent.is_negative() {
                        graph.fill_hole(factor.base);
                    }
                    last.exponent = &last.exponent + &factor.exponent;
                }
                _ => merged.push(factor),
            }
        }
        merged.retain(|factor| !factor.exponent.is_zero());
        self.join_roots(graph, &mut merged);
        let untidy = |graph: &Graph, factor: &Factor| match graph.node(factor.base) {
            Node::Rational(_) => factor.exponent >= Rational::ONE || factor.exponent.is_negative(),
            Node::Constant(Constant::Inf) => !factor.exponent.is_one(),
            Node::Apply(Func::Abs, _) => factor.exponent.is_even(),
            Node::Product(_) => factor.exponent.is_integer(),
            _ => false,
        };
        if !merged.iter().any(|factor| untidy(graph, factor)) {
            self.factors = merged;
            return;
        }
        for factor in merged {
            self.raise(graph, factor.base, factor.exponent);
        }
        self.merge(graph);
    }
}

/// A positive integer as `outside^degree * inside`, by the small primes that it holds.
fn extract_power(value: &Rational, degree: i64) -> (Rational, Rational) {
    const PRIMES: [i64; 10] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];
    if let (Some(small), Ok(degree)) = (value.to_i64(), u32::try_from(degree)) {
        let (outside, inside) = extract_small_power(small, degree, &PRIMES);
        return (outside.into(), inside.into());
    }
    let (mut outside, mut inside) = (Rational::ONE, value.clone());
    if let Some(root) = exact_root(value, degree) {
        return (root, Rational::ONE);
    }
    for prime in PRIMES {
        let Some(power) = Rational::from(prime).pow(degree, 256) else {
            break;
        };
        while (&inside / &power).is_integer() {
            inside = &inside / &power;
            outside = &outside * &Rational::from(prime);
        }
    }
    (outside, inside)
}

fn extract_small_power(value: i64, degree: u32, primes: &[i64]) -> (i64, i64) {
    let root = (value as f64).powf(1.0 / f64::from(degree)).round() as i64;
    if root.checked_pow(degree) == Some(value) {
        return (root, 1);
    }
    let (mut outside, mut inside) = (1, value);
    for &prime in primes {
        let Some(power) = prime.checked_pow(degree).filter(|&power| power <= inside) else {
            break;
        };
        while inside % power == 0 {
            inside /= power;
            outside *= prime;
        }
    }
    (outside, inside)
}

fn exact_root(value: &Rational, degree: i64) -> Option<Rational> {
    let degree = usize::try_from(degree)
        .ok()
        .filter(|&degree| degree <= value.bits())?;
    let root = Rational::from(value.numerator().nth_root(degree));
    (root.pow(degree as i64, value.bits() + 64).as_ref() == Some(value)).then_some(root)
}
