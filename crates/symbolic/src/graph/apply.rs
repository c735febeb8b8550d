//! Primitive functions: what they are made of, their symmetries and their exact values.

use gradus_syntax::{Arity, Comparison, Constant, Func};

use super::{Factor, Graph, Id, Node, Role};
use crate::computation::Reduction;
use crate::rational::Rational;

/// What changing the sign of the argument does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parity {
    Odd,
    Even,
    Neither,
}

fn parity(func: Func) -> Parity {
    match func {
        Func::Sin
        | Func::Tan
        | Func::Asin
        | Func::Atan
        | Func::Sinh
        | Func::Tanh
        | Func::Asinh
        | Func::Atanh
        | Func::Erf
        | Func::Cbrt
        | Func::Sign => Parity::Odd,
        Func::Cos | Func::Cosh | Func::Sech | Func::NormalPdf | Func::Sinc | Func::Abs => {
            Parity::Even
        }
        _ => Parity::Neither,
    }
}

/// The value at 0, where it is rational.
fn at_zero(func: Func) -> Option<Rational> {
    Some(match func {
        Func::Exp | Func::Exp2 | Func::Cos | Func::Cosh | Func::Sech | Func::Erfc | Func::Sinc => {
            Rational::ONE
        }
        Func::Sigmoid | Func::NormalCdf => Rational::new(1, 2),
        Func::Expm1
        | Func::Log1p
        | Func::Cbrt
        | Func::Abs
        | Func::Sign
        | Func::Sin
        | Func::Tan
        | Func::Asin
        | Func::Atan
        | Func::Sinh
        | Func::Tanh
        | Func::Asinh
        | Func::Atanh
        | Func::Erf => Rational::ZERO,
        _ => return None,
    })
}

impl Graph {
    /// A primitive function of its arguments.
    ///
    /// # Panics
    /// If the number of arguments does not fit the function.
    pub fn apply(&mut self, func: Func, args: &[Id]) -> Id {
        assert!(
            func.arity().accepts(args.len()),
            "{func} of {} arguments",
            args.len()
        );
        if let Some(&bad) = args.iter().find(|&&id| *self.node(id) == Node::Undefined) {
            return bad;
        }
        match func {
            Func::Sqrt => self.sqrt(args[0]),
            Func::Relu => self.relu(args[0]),
            Func::Step => self.step(args[0]),
            Func::Clamp => {
                let low = self.apply(Func::Max, &[args[0], args[1]]);
                self.apply(Func::Min, &[low, args[2]])
            }
            Func::Min | Func::Max => self.extreme(func, args),
            Func::Sum | Func::Mean | Func::Prod | Func::Norm => self.reduction(func, args[0]),
            Func::LogSumExp => self.log_sum_exp(args[0]),
            Func::Concat if args.len() == 1 && self.facts(args[0]).vector => args[0],
            Func::Concat => self.intern(Node::Concat(args.into())),
            Func::Hypot if self.is_integer(args[0], 0) => self.magnitude(Func::Abs, args[1]),
            Func::Hypot if self.is_integer(args[1], 0) => self.magnitude(Func::Abs, args[0]),
            Func::Exp => self.exp(args[0]),
            Func::Ln => self.ln(args[0]),
            Func::Abs | Func::Sign => self.magnitude(func, args[0]),
            _ if func.arity() == Arity::Exactly(1) => self.symmetric(func, args[0]),
            _ => self.folded(func, args),
        }
    }

    /// The spherical Bessel function of that order, 1 or more.
    pub fn spherical_bessel(&mut self, order: u8, argument: Id) -> Id {
        if self.is_integer(argument, 0) {
            return argument;
        }
        if !self.leads_negative(argument) {
            return self.intern(Node::SphericalBessel(order, argument));
        }
        let positive = self.negate(argument);
        let value = self.intern(Node::SphericalBessel(order, positive));
        if order % 2 == 1 {
            self.negate(value)
        } else {
            value
        }
    }

    /// One number made of all elements of a vector.
    pub fn reduce(&mut self, reduction: Reduction, vector: Id) -> Id {
        if !self.facts(vector).vector {
            return if reduction == Reduction::Count {
                self.integer(1)
            } else {
                vector
            };
        }
        self.intern(Node::Reduce(reduction, vector))
    }

    /// The elements of a concatenation that belong to one of its parts.
    pub fn part(&mut self, whole: Id, parts: &[Id], which: u32) -> Id {
        match self.node(whole) {
            Node::Concat(ids) if ids[..] == *parts => ids[which as usize],
            _ if self.is_constant(whole) && !self.facts(whole).vector => whole,
            _ => self.intern(Node::Part(whole, parts.into(), which)),
        }
    }

    /// A scalar as a vector of the length of `pattern`, where that is a vector.
    pub fn shaped_as(&mut self, value: Id, pattern: Id) -> Id {
        if self.facts(value).vector || !self.facts(pattern).vector {
            return value;
        }
        self.intern(Node::Broadcast(value, pattern))
    }

    fn relu(&mut self, a: Id) -> Id {
        let zero = self.integer(0);
        self.apply(Func::Max, &[zero, a])
    }

    fn step(&mut self, a: Id) -> Id {
        let (zero, one) = (self.integer(0), self.integer(1));
        let condition = self.compare(Comparison::GreaterEqual, a, zero);
        self.select(condition, one, zero)
    }

    fn reduction(&mut self, func: Func, a: Id) -> Id {
        match func {
            Func::Mean => {
                let (sum, count) = (
                    self.reduce(Reduction::Sum, a),
                    self.reduce(Reduction::Count, a),
                );
                self.divide(sum, count)
            }
            Func::Norm => {
                let square = self.rational_power(a, 2.into());
                let sum = self.reduce(Reduction::Sum, square);
                self.sqrt(sum)
            }
            Func::Prod => self.reduce(Reduction::Product, a),
            _ => self.reduce(Reduction::Sum, a),
        }
    }

    /// `min` and `max`: flat, without repetitions, constants folded, and without what can never be chosen.
    fn extreme(&mut self, func: Func, args: &[Id]) -> Id {
        if let [only] = args {
            let reduction = if func == Func::Min {
                Reduction::Min
            } else {
                Reduction::Max
            };
            return if self.facts(*only).vector {
                self.reduce(reduction, *only)
            } else {
                *only
            };
        }
        let mut kept: Vec<Id> = Vec::new();
        let mut never = None;
        for &arg in args {
            let candidates = match self.node(arg) {
                Node::Apply(inner, ids) if *inner == func && ids.len() > 1 => ids.to_vec(),
                _ => vec![arg],
            };
            for candidate in candidates {
                match (self.infinite_sign(candidate), func) {
                    // chosen before anything else, or never but alone
                    (Some(true), Func::Max) | (Some(false), Func::Min) => return candidate,
                    (Some(_), _) => never = Some(candidate),
                    (None, _) => self.keep_extreme(func, &mut kept, candidate),
                }
            }
        }
        match kept[..] {
            [] => never.unwrap_or_else(|| self.undefined()),
            [only] => only,
            _ => self.intern(Node::Apply(func, kept.into())),
        }
    }

    /// Whether an infinity is the positive one; none of what is no infinity itself.
    fn infinite_sign(&self, id: Id) -> Option<bool> {
        let (coefficient, rest) = self.split_coefficient(id);
        let infinite = *self.node(rest) == Node::Constant(Constant::Inf);
        infinite.then(|| coefficient.is_positive())
    }

    fn keep_extreme(&mut self, func: Func, kept: &mut Vec<Id>, candidate: Id) {
        // beyond this many, comparing all pairs costs more than it can save
        const PAIRS: usize = 16;
        let mut index = 0;
        while index < kept.len().min(PAIRS) {
            let difference = self.subtract(candidate, kept[index]);
            let facts = self.facts(difference);
            let (never_chosen, always_chosen) = match func {
                Func::Max => (facts.is_non_positive(), facts.is_non_negative()),
                _ => (facts.is_non_negative(), facts.is_non_positive()),
            };
            if never_chosen {
                return;
            }
            if always_chosen {
                kept.remove(index);
            } else {
                index += 1;
            }
        }
        kept.push(candidate);
    }

    /// `logsumexp`, with what is the same for all elements taken out.
    fn log_sum_exp(&mut self, a: Id) -> Id {
        if !self.facts(a).vector {
            return a;
        }
        let (constant, terms) = self.split_sum(a);
        let (own, mut common): (Vec<_>, Vec<_>) = terms
            .into_iter()
            .partition(|(_, id)| self.facts(*id).vector);
        if constant.is_zero() && common.is_empty() {
            return self.intern(Node::Apply(Func::LogSumExp, [a].into()));
        }
        let own = self.sum(Rational::ZERO, own);
        let own = self.log_sum_exp(own);
        common.push((Rational::ONE, own));
        self.sum(constant, common)
    }

    /// `exp`, with logarithms in the exponent taken out as powers.
    fn exp(&mut self, a: Id) -> Id {
        if self.is_integer(a, 0) {
            return self.integer(1);
        }
        match self.infinite_sign(a) {
            Some(true) => return self.constant(Constant::Inf),
            Some(false) => return self.integer(0),
            None => {}
        }
        let (constant, terms) = self.split_sum(a);
        let (mut rest, mut factors) = (Vec::new(), Vec::new());
        for (coefficient, id) in terms {
            match self.multiple_of_logarithm(id) {
                Some((base, multiple)) if self.is_integer(multiple, 1) => {
                    factors.push((base, coefficient));
                }
                Some((base, multiple)) => {
                    let exponent = self.scale(multiple, &coefficient);
                    factors.push((self.power(base, exponent), Rational::ONE));
                }
                None => rest.push((coefficient, id)),
            }
        }
        if factors.is_empty() {
            return self.intern(Node::Apply(Func::Exp, [a].into()));
        }
        let rest = self.sum(constant, rest);
        factors.push((self.exp(rest), Rational::ONE));
        self.product(factors)
    }

    /// What an expression is the logarithm of, and what that is multiplied with: parameters, without functions of them.
    fn multiple_of_logarithm(&mut self, id: Id) -> Option<(Id, Id)> {
        let of = |graph: &Self, id: Id| match graph.node(id) {
            Node::Apply(Func::Ln, args) => Some(args[0]),
            _ => None,
        };
        if let Some(base) = of(self, id) {
            return Some((base, self.integer(1)));
        }
        let Node::Product(factors) = self.node(id).clone() else {
            return None;
        };
        let is_logarithm = |own: &Factor| own.exponent.is_one() && of(self, own.base).is_some();
        let place = factors.iter().position(is_logarithm)?;
        let base = of(self, factors[place].base)?;
        let others = factors.iter().enumerate().filter(|(n, _)| *n != place);
        let others: Vec<(Id, Rational)> = others
            .map(|(_, own)| (own.base, own.exponent.clone()))
            .collect();
        let is_algebraic = |id: &Id| match self.node(*id) {
            Node::Symbol(symbol) => self.symbol_info(*symbol).role == Role::Parameter,
            Node::Sum(..) | Node::Product(_) | Node::Rational(_) => true,
            _ => false,
        };
        let bases: Vec<Id> = others.iter().map(|own| own.0).collect();
        if !self.reachable(&bases).iter().all(is_algebraic) {
            return None;
        }
        Some((base, self.product(others)))
    }

    /// `ln`, with powers and products of what is positive taken apart.
    fn ln(&mut self, a: Id) -> Id {
        if self.is_integer(a, 1) {
            return self.integer(0);
        }
        match self.node(a).clone() {
            Node::Apply(Func::Exp, args) => args[0],
            Node::Power(base, exponent) if self.facts(base).is_positive() => {
                let log = self.ln(base);
                self.multiply(exponent, log)
            }
            Node::Sum(..) | Node::Product(_) => self.ln_of_product(a),
            _ => self.intern(Node::Apply(Func::Ln, [a].into())),
        }
    }

    fn ln_of_product(&mut self, a: Id) -> Id {
        let (coefficient, factors) = self.split_product(a);
        let apart = coefficient.is_positive()
            && factors
                .iter()
                .all(|factor| self.facts(factor.base).is_positive())
            && (factors.len() > 1
                || factors
                    .iter()
                    .any(|factor| !factor.exponent.is_one() || self.is_exponential(factor.base)));
        if apart {
            let constant = self.rational(coefficient);
            let mut terms = vec![(Rational::ONE, self.ln(constant))];
            for factor in factors {
                let log = self.ln(factor.base);
                terms.push((factor.exponent, log));
            }
            return self.sum(Rational::ZERO, terms);
        }
        if let [factor] = &factors[..]
            && coefficient.is_one()
            && factor.exponent.is_even()
        {
            let magnitude = self.magnitude(Func::Abs, factor.base);
            let log = self.intern(Node::Apply(Func::Ln, [magnitude].into()));
            return self.scale(log, &factor.exponent.clone());
        }
        self.intern(Node::Apply(Func::Ln, [a].into()))
    }

    fn is_exponential(&self, id: Id) -> bool {
        matches!(self.node(id), Node::Apply(Func::Exp, _))
    }

    fn magnitude(&mut self, func: Func, a: Id) -> Id {
        let facts = self.facts(a);
        match func {
            Func::Abs if facts.is_non_negative() => return a,
            Func::Abs if facts.is_non_positive() => return self.negate(a),
            Func::Sign if facts.is_positive() => return self.integer(1),
            Func::Sign if facts.is_non_positive() && facts.is_non_zero() => {
                return self.integer(-1);
            }
            _ => {}
        }
        let (coefficient, rest) = self.split_coefficient(a);
        if coefficient.is_one() {
            return self.symmetric(func, a);
        }
        let value = self.magnitude(func, rest);
        match func {
            Func::Abs => self.scale(value, &coefficient.abs()),
            _ if coefficient.is_negative() => self.negate(value),
            _ => value,
        }
    }

    /// A function of one argument, by its parity and its value at 0.
    fn symmetric(&mut self, func: Func, a: Id) -> Id {
        if let Some(value) = at_zero(func).filter(|_| self.is_integer(a, 0)) {
            return self.rational(value);
        }
        let parity = parity(func);
        if parity == Parity::Neither || !self.leads_negative(a) {
            return self.folded(func, &[a]);
        }
        let positive = self.negate(a);
        let value = self.folded(func, &[positive]);
        if parity == Parity::Odd {
            self.negate(value)
        } else {
            value
        }
    }

    /// Exact values of functions of rationals.
    fn folded(&mut self, func: Func, args: &[Id]) -> Id {
        if let Some(value) = self.at_angle(func, args[0]) {
            return value;
        }
        let value = args
            .iter()
            .map(|&id| self.as_rational(id).cloned())
            .collect::<Option<Vec<_>>>()
            .and_then(|values| exact_value(func, &values, self.limits.constant_bits));
        match value {
            Some(value) => self.rational(value),
            None => match (func, self.node(args[0])) {
                (
                    Func::Atan | Func::Tanh | Func::Erf | Func::Sigmoid,
                    Node::Constant(Constant::Inf),
                ) => self.limit_at_infinity(func),
                _ => self.intern(Node::Apply(func, args.into())),
            },
        }
    }

    fn limit_at_infinity(&mut self, func: Func) -> Id {
        if func == Func::Atan {
            let pi = self.constant(Constant::Pi);
            return self.scale(pi, &Rational::new(1, 2));
        }
        self.integer(1)
    }
}

fn exact_value(func: Func, args: &[Rational], limit: usize) -> Option<Rational> {
    let half = Rational::new(1, 2);
    let a = &args[0];
    Some(match func {
        Func::Floor => a.floor(),
        Func::Ceil => -&(-a).floor(),
        Func::Round => {
            let up = (a + &half).floor();
            let tie = &(&up - a) - &half;
            if tie.is_zero() && !up.is_even() {
                &up - &Rational::ONE
            } else {
                up
            }
        }
        Func::Mod if !args[1].is_zero() => a - &(&args[1] * &(a / &args[1]).floor()),
        Func::Exp2 => Rational::from(2).pow(a.to_i64()?, limit)?,
        Func::Sign => Rational::from(i64::from(a.is_positive()) - i64::from(a.is_negative())),
        Func::Abs => a.abs(),
        _ => return None,
    })
}
