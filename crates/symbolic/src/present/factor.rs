//! Candidate forms of sums: common factors taken out, denominators joined, products expanded.

use gradus_syntax::Func;

use super::Measure;
use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

/// A term of a sum as a coefficient and factors.
pub(crate) type Monomial = (Rational, Vec<Factor>);

/// The most terms an expansion may make.
const MOST_TERMS: usize = 48;

/// Other ways of writing a sum.
pub fn candidates(graph: &mut Graph, sum: Id) -> Vec<Id> {
    let monomials = monomials(graph, sum);
    let mut forms = Vec::new();
    let shared = common(&monomials, |powers| powers.iter().all(Option::is_some));
    forms.extend(taken_out(graph, &monomials, &shared));
    let joined = common(&monomials, |powers| {
        powers.iter().all(Option::is_some) || powers.iter().flatten().any(Rational::is_negative)
    });
    if joined != shared {
        forms.extend(taken_out(graph, &monomials, &joined));
    }
    forms.extend(exponentials(graph, &monomials));
    forms.extend(grouped(graph, &monomials));
    forms.extend(completed(graph, &monomials));
    if let Some(expanded) = expand(graph, sum).filter(|&expanded| expanded != sum) {
        forms.push(expanded);
        let monomials = self::monomials(graph, expanded);
        let shared = common(&monomials, |powers| powers.iter().all(Option::is_some));
        forms.extend(taken_out(graph, &monomials, &shared));
    }
    forms
}

/// Products of sums multiplied out, if that stays small.
pub fn expand(graph: &mut Graph, id: Id) -> Option<Id> {
    let monomials = monomials(graph, id);
    let expands = |factor: &Factor| {
        let is_sum = matches!(graph.node(factor.base), Node::Sum(..));
        is_sum && matches!(factor.exponent.to_i64(), Some(1..=4))
    };
    if !monomials
        .iter()
        .any(|(_, factors)| factors.iter().any(expands))
    {
        return Some(id);
    }
    let mut terms = Vec::new();
    for (coefficient, factors) in monomials {
        terms.extend(multiplied_out(graph, coefficient, &factors)?);
        if terms.len() > MOST_TERMS {
            return None;
        }
    }
    Some(graph.sum(Rational::ZERO, terms))
}

/// The terms of a sum.
pub(crate) fn monomials(graph: &Graph, id: Id) -> Vec<Monomial> {
    let (constant, terms) = graph.split_sum(id);
    let mut monomials = Vec::new();
    if !constant.is_zero() {
        monomials.push((constant, Vec::new()));
    }
    for (coefficient, id) in terms {
        let (inner, factors) = graph.split_product(id);
        monomials.push((&coefficient * &inner, factors));
    }
    monomials
}

/// The lowest powers of the bases whose powers in all terms the test accepts.
pub(crate) fn common(
    monomials: &[Monomial],
    accept: impl Fn(&[Option<Rational>]) -> bool,
) -> Vec<Factor> {
    let mut bases: Vec<Id> = monomials
        .iter()
        .flat_map(|(_, factors)| factors.iter().map(|f| f.base))
        .collect();
    bases.sort_unstable();
    bases.dedup();
    let mut shared = Vec::new();
    for base in bases {
        let powers: Vec<Option<Rational>> = monomials
            .iter()
            .map(|(_, factors)| power_of(factors, base))
            .collect();
        let all_integer_steps = powers.iter().flatten().all(|power| {
            powers
                .iter()
                .flatten()
                .next()
                .is_none_or(|first| (power - first).is_integer())
        });
        if !accept(&powers) || !all_integer_steps {
            continue;
        }
        let lowest = powers
            .iter()
            .map(|power| power.clone().unwrap_or(Rational::ZERO))
            .min();
        if let Some(exponent) = lowest.filter(|lowest| !lowest.is_zero()) {
            shared.push(Factor { base, exponent });
        }
    }
    shared
}

fn power_of(factors: &[Factor], base: Id) -> Option<Rational> {
    factors
        .iter()
        .find(|factor| factor.base == base)
        .map(|factor| factor.exponent.clone())
}

/// `shared * (what is left of every term)`, once as it is and once with the inner sum multiplied out.
fn taken_out(graph: &mut Graph, monomials: &[Monomial], shared: &[Factor]) -> Vec<Id> {
    if shared.is_empty() || monomials.len() < 2 {
        return Vec::new();
    }
    let inverse: Vec<(Id, Rational)> = shared
        .iter()
        .map(|factor| (factor.base, -&factor.exponent))
        .collect();
    let mut terms = Vec::new();
    for (coefficient, factors) in monomials {
        let own = factors
            .iter()
            .map(|factor| (factor.base, factor.exponent.clone()));
        terms.push((
            coefficient.clone(),
            graph.product(own.chain(inverse.iter().cloned())),
        ));
    }
    let inner = graph.sum(Rational::ZERO, terms);
    let mut forms = vec![inner];
    forms.extend(expand(graph, inner).filter(|&expanded| expanded != inner));
    let outer = |inner: Id| {
        let shared = shared
            .iter()
            .map(|factor| (factor.base, factor.exponent.clone()));
        shared.chain([(inner, Rational::ONE)]).collect::<Vec<_>>()
    };
    forms
        .into_iter()
        .map(|inner| graph.product(outer(inner)))
        .collect()
}

/// A product whose sums hold no quotients where that is shorter: `1/(x^2 + 1)` for `1/(x^2*(1 + 1/x^2))`.
pub fn without_double_fractions(graph: &mut Graph, product: Id, measure: &mut Measure) -> Id {
    let (coefficient, mut factors) = graph.split_product(product);
    let mut changed = false;
    for factor in &mut factors {
        let divides = factor.exponent.is_integer() && factor.exponent.is_negative();
        if !divides || !matches!(graph.node(factor.base), Node::Sum(..)) {
            continue;
        }
        let monomials = monomials(graph, factor.base);
        let below = common(&monomials, |powers| {
            powers.iter().flatten().any(Rational::is_negative)
        });
        if let Some(joined) = taken_out(graph, &monomials, &below).pop() {
            factor.base = joined;
            changed = true;
        }
    }
    if !changed {
        return product;
    }
    let factors: Vec<_> = factors
        .into_iter()
        .map(|factor| (factor.base, factor.exponent))
        .collect();
    let cleared = graph.product(factors);
    let cleared = graph.scale(cleared, &coefficient);
    match measure.of(graph, cleared) < measure.of(graph, product) {
        true => cleared,
        false => product,
    }
}

/// The factor that most terms share taken out of those terms.
fn grouped(graph: &mut Graph, monomials: &[Monomial]) -> Option<Id> {
    if monomials.len() < 3 || monomials.len() > MOST_TERMS {
        return None;
    }
    let bases = monomials.iter().flat_map(|(_, factors)| factors.iter());
    let has = |base: Id| move |(_, factors): &&Monomial| power_of(factors, base).is_some();
    let best = bases
        .filter(|factor| factor.exponent.is_positive() && !graph.is_constant(factor.base))
        .map(|factor| factor.base)
        .max_by_key(|&base| {
            (
                monomials.iter().filter(has(base)).count(),
                std::cmp::Reverse(base),
            )
        })?;
    let (inside, outside): (Vec<&Monomial>, Vec<&Monomial>) =
        monomials.iter().partition(|m| has(best)(m));
    if inside.len() < 2 || outside.is_empty() {
        return None;
    }
    let inside: Vec<Monomial> = inside.into_iter().cloned().collect();
    let shared = common(&inside, |powers| powers.iter().all(Option::is_some));
    let group = *taken_out(graph, &inside, &shared).first()?;
    let mut terms = vec![(Rational::ONE, group)];
    for (coefficient, factors) in outside {
        let factors = factors
            .iter()
            .map(|factor| (factor.base, factor.exponent.clone()));
        terms.push((coefficient.clone(), graph.product(factors)));
    }
    Some(graph.sum(Rational::ZERO, terms))
}

/// An exponential of one term taken out of all, where every term has one: `exp(2*x) + 2*exp(x)` is `exp(x)*(exp(x) + 2)`.
fn exponentials(graph: &mut Graph, monomials: &[Monomial]) -> Vec<Id> {
    let exponential =
        |factor: &&Factor| matches!(graph.node(factor.base), Node::Apply(Func::Exp, _));
    let mut found = Vec::new();
    for (_, factors) in monomials {
        match factors.iter().find(exponential) {
            Some(factor) if !found.contains(factor) => found.push(factor.clone()),
            Some(_) => {}
            None => return Vec::new(),
        }
    }
    let several = found.len() > 1;
    found
        .into_iter()
        .filter(|_| several)
        .flat_map(|factor| taken_out(graph, monomials, &[factor]))
        .collect()
}

/// A sum that is a factor of some terms found among the others: `2 - 2*t^2 + x*(1 - t^2)` is `2*(1 - t^2) + x*(1 - t^2)`.
fn completed(graph: &mut Graph, monomials: &[Monomial]) -> Vec<Id> {
    if monomials.len() > MOST_TERMS {
        return Vec::new();
    }
    let is_sum = |factor: &&Factor| {
        matches!(graph.node(factor.base), Node::Sum(..)) && factor.exponent.is_positive()
    };
    let mut divisors: Vec<Id> = monomials
        .iter()
        .flat_map(|(_, factors)| factors.iter().filter(is_sum))
        .map(|factor| factor.base)
        .collect();
    divisors.sort_unstable();
    divisors.dedup();
    divisors
        .into_iter()
        .filter_map(|divisor| completed_by(graph, monomials, divisor))
        .collect()
}

fn completed_by(graph: &mut Graph, monomials: &[Monomial], divisor: Id) -> Option<Id> {
    let has = |(_, factors): &&Monomial| power_of(factors, divisor).is_some();
    let (inside, outside): (Vec<&Monomial>, Vec<&Monomial>) = monomials.iter().partition(has);
    let mut build = |(coefficient, factors): &Monomial| {
        let factors = factors
            .iter()
            .map(|factor| (factor.base, factor.exponent.clone()));
        (coefficient.clone(), graph.product(factors))
    };
    let outside: Vec<(Rational, Id)> = outside.into_iter().map(&mut build).collect();
    let inside: Vec<(Rational, Id)> = inside.into_iter().map(&mut build).collect();
    let rest = graph.sum(Rational::ZERO, outside);
    let (constant, terms) = graph.split_sum(rest);
    let (own_constant, own_terms) = graph.split_sum(divisor);
    let (leading, id) = own_terms.first()?;
    let multiple = &terms.iter().find(|(_, other)| other == id)?.0 / leading;
    let matches = |own: &(Rational, Id)| terms.contains(&(&own.0 * &multiple, own.1));
    if !own_terms.iter().all(matches) || constant != &own_constant * &multiple {
        return None;
    }
    let left = graph.sum(
        Rational::ZERO,
        [(Rational::ONE, rest), (-&multiple, divisor)],
    );
    let inverse = [(divisor, Rational::MINUS_ONE)];
    let quotients: Vec<(Rational, Id)> = inside
        .into_iter()
        .map(|(coefficient, id)| {
            (
                coefficient,
                graph.product([(id, Rational::ONE)].into_iter().chain(inverse.clone())),
            )
        })
        .collect();
    let inner = graph.sum(multiple, quotients);
    let group = graph.multiply(divisor, inner);
    Some(graph.add(group, left))
}

fn multiplied_out(
    graph: &mut Graph,
    coefficient: Rational,
    factors: &[Factor],
) -> Option<Vec<(Rational, Id)>> {
    let one = graph.integer(1);
    let mut sums = Vec::new();
    let mut rest = Vec::new();
    for factor in factors {
        let is_sum = matches!(graph.node(factor.base), Node::Sum(..));
        match factor.exponent.to_i64().filter(|_| is_sum) {
            Some(times @ 1..=4) => sums.push((factor, times)),
            _ => rest.push((factor.base, factor.exponent.clone())),
        }
    }
    let rest = graph.product(rest);
    let mut terms = vec![(coefficient, rest)];
    for (factor, times) in sums {
        let (constant, inner) = graph.split_sum(factor.base);
        let inner: Vec<(Rational, Id)> = inner.into_iter().chain([(constant, one)]).collect();
        for _ in 0..times {
            if terms.len() * inner.len() > MOST_TERMS {
                return None;
            }
            terms = cross(graph, &terms, &inner);
        }
    }
    Some(terms)
}

fn cross(
    graph: &mut Graph,
    left: &[(Rational, Id)],
    right: &[(Rational, Id)],
) -> Vec<(Rational, Id)> {
    let mut terms = Vec::with_capacity(left.len() * right.len());
    for (a, x) in left {
        for (b, y) in right.iter().filter(|(b, _)| !b.is_zero()) {
            terms.push((a * b, graph.multiply(*x, *y)));
        }
    }
    terms
}
