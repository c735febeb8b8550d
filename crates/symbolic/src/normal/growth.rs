//! Which expressions need their input by its inverse far out.

use gradus_syntax::Func;
use rustc_hash::FxHashSet;

use super::atoms::{Algebra, Atom, FormId, Kind};
use super::form::{Base, Form};
use super::poly::{Monomial, Poly};
use crate::graph::{Graph, Role, Symbol};
use crate::rational::Rational;

/// What the forms of an expression are made of.
#[derive(Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are independent observations"
)]
pub(super) struct Growth {
    inputs: Vec<Symbol>,
    /// Looked at before: they nest.
    seen: FxHashSet<Atom>,
    exponential: bool,
    growing: bool,
    reflected: bool,
    /// `π` stands in a sum with others.
    beside_right_angle: bool,
    /// There is a function of what vanishes far out, or a logarithm that does.
    vanishing: bool,
    by_parameter: bool,
    /// More roots stand in a sum than conjugates resolve, or joined logarithms beside what they cancel against.
    of_series: bool,
    /// What is divided or divided by, or is under a root or a logarithm, grows faster than the input, without exponentials
    /// beside it.
    overflows: bool,
    /// The highest degree of what is divided or divided by.
    degree: f64,
}

/// Where an input counts as large, in f64 and in f32.
pub(super) type Bound = (f64, f32);

/// Beyond this, to which their series reach, arctangents are reflected.
const REFLECTED: Bound = (2.4, 2.4);

/// Beside exponentials, which have not vanished before, later.
const BESIDE_EXPONENTIALS: Bound = (4.0, 4.0);

/// Beside `π`, which they nearly cancel, earlier.
const BESIDE_RIGHT_ANGLE: Bound = (1.0, 1.0);

/// Beyond this logarithms of what tends to 1 are series in the inverse of the input.
const VANISHING: Bound = (0.5, 0.5);

/// Beyond this sums of many roots, and of logarithms and other terms, are series in the inverse of the input.
const OF_SERIES: Bound = (2.4, 2.4);

/// Inputs beyond this are written by their inverses: powers of smaller ones, up to about the 15th, do not overflow.
const LARGE: Bound = (4096.0, 64.0);

/// What grows by a parameter, which may be nearly 0, is left alone until its powers overflow.
const HUGE: Bound = (1e75, 1e9);

impl Growth {
    /// The only input, and the magnitude beyond which it is written by its inverse, where it grows. Beside exponentials, which
    /// have vanished before, only where something overflows.
    pub fn wanted(&self) -> Option<(Symbol, Bound)> {
        let bound = match () {
            () if self.by_parameter => HUGE,
            () if self.is_reflected_beside_exponentials() => BESIDE_EXPONENTIALS,
            () if self.exponential => HUGE,
            () if self.vanishing => VANISHING,
            () if self.reflected && self.beside_right_angle => BESIDE_RIGHT_ANGLE,
            () if self.reflected => REFLECTED,
            () if self.of_series => OF_SERIES,
            () => LARGE,
        };
        // powers of higher degree overflow earlier
        let degree = self.degree.max(1.0);
        let bound = (
            bound.0.min(10f64.powf(300.0 / degree)),
            bound.1.min(10f32.powf(36.0 / degree as f32)),
        );
        match self.inputs[..] {
            [input] if self.growing && self.is_wanted_far_out() => Some((input, bound)),
            _ => None,
        }
    }

    fn is_wanted_far_out(&self) -> bool {
        !self.exponential || self.overflows || self.is_reflected_beside_exponentials()
    }

    /// Whether exponentials stand beside arctangents and the `π` that these cancel against.
    fn is_reflected_beside_exponentials(&self) -> bool {
        self.exponential && self.reflected && self.beside_right_angle
    }

    /// Looks at a form.
    pub fn form(&mut self, graph: &Graph, algebra: &Algebra, form: &Form) {
        self.quotient(graph, algebra, form);
        let divided = form.factors.iter().any(|(base, exponent)| match base {
            Base::Atom(atom) => exponent.is_negative() && is_input(graph, algebra, *atom),
            Base::Sum(_) => false,
        });
        for (base, exponent) in &form.factors {
            match base {
                Base::Atom(atom) => self.atom(graph, algebra, *atom),
                Base::Sum(id) => {
                    let poly = algebra.poly(*id);
                    self.poly(graph, algebra, poly);
                    let input = |atom: &Atom| is_input(graph, algebra, *atom);
                    let depends = poly.atoms().iter().any(input);
                    if exponent.is_negative() || !exponent.is_integer() {
                        self.inner(graph, algebra, poly);
                    }
                    self.growing |=
                        depends && (divided || exponent.is_negative() || !exponent.is_integer());
                }
            }
        }
    }

    /// Whether it is a quotient whose parts grow both: they may overflow where it does not. Times an exponential that vanishes it is 0
    /// there.
    fn quotient(&mut self, graph: &Graph, algebra: &Algebra, form: &Form) -> bool {
        if is_outweighed(graph, algebra, form) {
            return false;
        }
        let (mut above, mut below, mut highest) = (0.0, 0.0, 0.0f64);
        for (base, exponent) in &form.factors {
            let degree = degree(graph, algebra, *base) * exponent.to_f64();
            if degree > 0.0 {
                above += degree;
            } else {
                below -= degree;
            }
            if matches!(base, Base::Sum(_)) {
                highest = highest.max(degree.abs());
            }
        }
        let overflows = above > 0.0 && below > 0.0 && highest >= 2.0;
        if overflows {
            self.overflows = true;
            self.growing = true;
            self.degree = self.degree.max(highest);
        }
        overflows
    }

    /// What a slow function is of may overflow where the function does not.
    fn function(&mut self, graph: &Graph, algebra: &Algebra, argument: FormId) {
        if form_degree(graph, algebra, algebra.form(argument)) > 1.0 {
            self.overflows = true;
            self.growing = true;
        }
    }

    /// What a power with a symbolic exponent is of, too.
    fn symbolic_power(&mut self, graph: &Graph, algebra: &Algebra, argument: FormId) {
        for (base, _) in &algebra.form(argument).factors {
            if let Base::Atom(atom) = base
                && let Kind::Ln(of) = algebra.kind(*atom)
            {
                self.function(graph, algebra, *of);
                self.atom(graph, algebra, *atom);
            }
        }
    }

    /// Whether an argument vanishes far out: functions of it are series in the inverse of the input there.
    fn is_of_vanishing(&mut self, graph: &Graph, algebra: &Algebra, argument: FormId) -> bool {
        let vanishes = form_degree(graph, algebra, algebra.form(argument)) < 0.0;
        self.growing |= vanishes;
        self.vanishing |= vanishes;
        vanishes
    }

    fn poly(&mut self, graph: &Graph, algebra: &Algebra, poly: &Poly) {
        self.growing |= has_inverse_hyperbolic_functions(algebra, poly)
            || has_logarithms_of_many_sums(graph, algebra, poly);
        self.of_series |= has_many_roots(graph, algebra, poly)
            || has_logarithms_beside_others(graph, algebra, poly);
        self.growing |= self.of_series;
        for atom in poly.atoms() {
            self.beside_right_angle |= matches!(algebra.kind(atom), Kind::Pi);
            self.by_parameter |=
                is_input(graph, algebra, atom) && leads_by_parameter(graph, algebra, poly, atom);
            self.growing |= is_input(graph, algebra, atom) && poly.degree(atom) > 1;
            self.atom(graph, algebra, atom);
        }
    }

    /// A divisor, or what a root or a logarithm is of.
    fn inner(&mut self, graph: &Graph, algebra: &Algebra, poly: &Poly) {
        self.overflows |= poly.terms().iter().any(|(monomial, _)| {
            let mut powers = monomial.powers().iter();
            let grows = powers.any(|power| power.1 > 1 && is_input(graph, algebra, power.0));
            let is_exponential =
                |power: &(Atom, u32)| matches!(algebra.kind(power.0), Kind::Exp(_));
            grows && !monomial.powers().iter().any(is_exponential)
        });
    }

    fn atom(&mut self, graph: &Graph, algebra: &Algebra, atom: Atom) {
        if !self.seen.insert(atom) {
            return;
        }
        if let Kind::Ln(form) = algebra.kind(atom) {
            // of what tends to 1: it is a series in the inverse of the input
            if logarithm_degree(graph, algebra, *form) < 0.0 {
                self.growing = true;
                self.vanishing = true;
            }
            let form_of = algebra.form(*form);
            // the logarithm of a power is a multiple of one
            if form_of.factors.len() > 1 || !form_of.coefficient.is_one() {
                self.function(graph, algebra, *form);
            }
            for (base, _) in &algebra.form(*form).factors {
                if let Base::Sum(id) = base {
                    self.inner(graph, algebra, algebra.poly(*id));
                }
            }
        }
        let is_of_vanishing = match algebra.kind(atom) {
            Kind::Exp(argument) => self.is_of_vanishing(graph, algebra, *argument),
            Kind::Apply(Func::Sin | Func::Cos, forms) => {
                self.is_of_vanishing(graph, algebra, forms[0])
            }
            _ => false,
        };
        let mut of = |form: FormId| self.form(graph, algebra, algebra.form(form));
        match algebra.kind(atom) {
            Kind::Symbol(symbol) => {
                let is_input = graph.symbol_info(*symbol).role != Role::Parameter;
                if is_input && !self.inputs.contains(symbol) {
                    self.inputs.push(*symbol);
                }
            }
            Kind::Exp(argument) if is_of_vanishing || tends(graph, algebra, atom, *argument) => {
                of(*argument);
            }
            Kind::Exp(argument) => {
                if self.quotient(graph, algebra, algebra.form(*argument)) {
                    self.form(graph, algebra, algebra.form(*argument));
                }
                self.exponential |= !tends_by_logarithms(graph, algebra, *argument);
                self.symbolic_power(graph, algebra, *argument);
            }
            Kind::Joined(_) | Kind::Ratio(_) => self.exponential = true,
            Kind::Root(base, _) | Kind::Opposite(base) => {
                if let Base::Sum(id) = base {
                    self.inner(graph, algebra, algebra.poly(*id));
                }
                let base = Form::base(*base);
                self.form(graph, algebra, &base);
                self.growing |= !self.inputs.is_empty();
            }
            Kind::Apply(func, forms) => {
                forms.iter().for_each(|form| of(*form));
                self.reflected |= *func == Func::Atan;
                self.growing |= *func == Func::Atan;
                if matches!(func, Func::Asinh | Func::Acosh) {
                    self.function(graph, algebra, forms[0]);
                }
            }
            Kind::Power(base, exponent) => [*base, *exponent].into_iter().for_each(of),
            Kind::Ln(form) | Kind::Erfcx(form) | Kind::Erf(form) | Kind::Bessel(_, form) => {
                of(*form);
            }
            _ => {}
        }
    }
}

/// Whether inverse hyperbolic functions stand beside others or logarithms, which they grow like: as one they have squares.
fn has_inverse_hyperbolic_functions(algebra: &Algebra, poly: &Poly) -> bool {
    let count = |is_wanted: fn(&Kind) -> bool| {
        let atoms = poly.atoms().into_iter();
        atoms.filter(|atom| is_wanted(algebra.kind(*atom))).count()
    };
    let own = count(|kind| matches!(kind, Kind::Apply(Func::Asinh | Func::Acosh, _)));
    own > 1 || own > 0 && count(|kind| matches!(kind, Kind::Ln(_))) > 0
}

/// Whether three roots of what has an input stand side by side.
fn has_many_roots(graph: &Graph, algebra: &Algebra, poly: &Poly) -> bool {
    let is_root = |atom: &Atom| {
        let grows = degree(graph, algebra, Base::Atom(*atom)) > 0.0;
        matches!(algebra.kind(*atom), Kind::Root(..)) && grows
    };
    poly.terms().len() > 2 && poly.atoms().iter().filter(|atom| is_root(atom)).count() > 2
}

/// Whether several logarithms, or functions that grow like them, stand beside terms without any, times what all have in common.
fn has_logarithms_beside_others(graph: &Graph, algebra: &Algebra, poly: &Poly) -> bool {
    let is_logarithm = |atom: Atom| match *algebra.kind(atom) {
        Kind::Ln(form) => form_degree(graph, algebra, algebra.form(form)) > 0.0,
        Kind::Apply(Func::Asinh | Func::Acosh, _) => true,
        _ => false,
    };
    let has_none = |(monomial, _): &(Monomial, Rational)| {
        let mut powers = monomial.powers().iter();
        !powers.any(|power| is_logarithm(power.0))
    };
    let logarithms = poly.atoms().into_iter().filter(|atom| is_logarithm(*atom));
    logarithms.count() > 1 && poly.terms().iter().any(has_none)
}

/// Whether three logarithms of sums with an input stand side by side: as one logarithm they have products of these.
fn has_logarithms_of_many_sums(graph: &Graph, algebra: &Algebra, poly: &Poly) -> bool {
    let is_logarithm = |atom: &Atom| match *algebra.kind(*atom) {
        Kind::Ln(form) => form_degree(graph, algebra, algebra.form(form)) > 0.0,
        _ => false,
    };
    poly.atoms()
        .iter()
        .filter(|atom| is_logarithm(atom))
        .count()
        > 2
}

pub(super) fn is_input(graph: &Graph, algebra: &Algebra, atom: Atom) -> bool {
    match algebra.kind(atom) {
        Kind::Symbol(symbol) => graph.symbol_info(*symbol).role != Role::Parameter,
        _ => false,
    }
}

/// Whether an exponential that vanishes far out stands beside everything else.
pub(super) fn is_outweighed(graph: &Graph, algebra: &Algebra, form: &Form) -> bool {
    form.factors.iter().any(|(base, exponent)| match base {
        Base::Atom(atom) => exponent.is_positive() && vanishes(graph, algebra, *atom),
        Base::Sum(_) => false,
    })
}

/// How fast a base grows with the inputs, what has exponentials beside it left out.
pub(super) fn degree(graph: &Graph, algebra: &Algebra, base: Base) -> f64 {
    match base {
        Base::Atom(atom) => match algebra.kind(atom) {
            Kind::Root(base, order) => degree(graph, algebra, *base) / f64::from(*order),
            Kind::Ln(form) => logarithm_degree(graph, algebra, *form),
            _ => f64::from(u8::from(is_input(graph, algebra, atom))),
        },
        Base::Sum(id) => poly_degree(graph, algebra, algebra.poly(id)),
    }
}

/// Whether the argument of an exponential tends to a number because it has a logarithm that vanishes: `x ln(1 + 1/x)`.
fn tends_by_logarithms(graph: &Graph, algebra: &Algebra, argument: FormId) -> bool {
    let form = algebra.form(argument);
    let vanishes = |(base, _): &(Base, Rational)| {
        let Base::Atom(atom) = base else { return false };
        matches!(algebra.kind(*atom), Kind::Ln(of) if logarithm_degree(graph, algebra, *of) < 0.0)
    };
    form.factors.iter().any(vanishes) && form_degree(graph, algebra, form) <= 0.0
}

/// How fast a logarithm grows, without logarithms: what tends to 1 has one that vanishes as it does.
fn logarithm_degree(graph: &Graph, algebra: &Algebra, form: FormId) -> f64 {
    algebra.excess(form).map_or(0.0, |(excess, below)| {
        let degree = poly_degree(graph, algebra, excess) - poly_degree(graph, algebra, below);
        degree.min(0.0)
    })
}

pub(super) fn poly_degree(graph: &Graph, algebra: &Algebra, poly: &Poly) -> f64 {
    let terms = poly.terms().iter();
    let degrees = terms.filter_map(|(monomial, _)| monomial_degree(graph, algebra, monomial));
    degrees.fold(0.0, f64::max)
}

/// None for what vanishes far out.
pub(super) fn monomial_degree(
    graph: &Graph,
    algebra: &Algebra,
    monomial: &Monomial,
) -> Option<f64> {
    let powers = monomial.powers().iter();
    let vanishes = powers
        .clone()
        .any(|power| vanishes(graph, algebra, power.0));
    let degree =
        |&(atom, count): &(Atom, u32)| degree(graph, algebra, Base::Atom(atom)) * f64::from(count);
    (!vanishes).then(|| powers.map(degree).sum())
}

/// Whether an atom is an exponential that may vanish far out: of anything but what tends to a number there.
fn vanishes(graph: &Graph, algebra: &Algebra, atom: Atom) -> bool {
    let Kind::Exp(argument) = *algebra.kind(atom) else {
        return false;
    };
    if let Some(&known) = algebra.fading.borrow().get(&atom) {
        return known;
    }
    let found = exponential_vanishes(graph, algebra, argument);
    algebra.fading.borrow_mut().insert(atom, found);
    found
}

fn exponential_vanishes(graph: &Graph, algebra: &Algebra, argument: FormId) -> bool {
    let form = algebra.form(argument);
    let is_plain = |base: &Base| match base {
        Base::Atom(atom) => !matches!(algebra.kind(*atom), Kind::Exp(_) | Kind::Apply(..)),
        Base::Sum(_) => true,
    };
    let tends = form_degree(graph, algebra, form) <= 0.0;
    !tends || !form.factors.iter().all(|(base, _)| is_plain(base))
}

/// Whether an exponential tends to a number other than 0, as that of a quotient whose parts grow alike; powers are none.
fn tends(graph: &Graph, algebra: &Algebra, atom: Atom, argument: FormId) -> bool {
    let is_logarithm = |(base, _): &(Base, Rational)| match base {
        Base::Atom(atom) => matches!(algebra.kind(*atom), Kind::Ln(_)),
        Base::Sum(_) => false,
    };
    let mut factors = algebra.form(argument).factors.iter();
    !factors.any(is_logarithm) && !vanishes(graph, algebra, atom)
}

/// How fast a form grows with the inputs.
pub(super) fn form_degree(graph: &Graph, algebra: &Algebra, form: &Form) -> f64 {
    let factors = form.factors.iter();
    factors
        .map(|(base, exponent)| degree(graph, algebra, *base) * exponent.to_f64())
        .sum()
}

/// The magnitudes of the coefficients of the terms of the highest degree, added up, and whether parameters stand beside them:
/// then the greatest, and what is not far above 1 counts as 1.
pub(super) fn leading_coefficient(
    graph: &Graph,
    algebra: &Algebra,
    poly: &Poly,
) -> (Rational, bool) {
    let highest = poly_degree(graph, algebra, poly);
    let (mut total, mut greatest) = (Rational::ZERO, Rational::ZERO);
    let mut by_parameters = false;
    for (monomial, coefficient) in poly.terms() {
        if monomial_degree(graph, algebra, monomial) != Some(highest) {
            continue;
        }
        let mut powers = monomial.powers().iter();
        by_parameters |= powers.any(|power| is_parameter(graph, algebra, power.0));
        total = &total + &coefficient.abs();
        greatest = greatest.max(coefficient.abs());
    }
    let leading = match by_parameters {
        true if greatest <= 2 => Rational::ONE,
        true => greatest,
        false => total,
    };
    (leading, by_parameters)
}

/// Whether the highest power of an input has a parameter beside it.
fn leads_by_parameter(graph: &Graph, algebra: &Algebra, poly: &Poly, input: Atom) -> bool {
    let leading = poly.coefficients(input).pop();
    leading.is_some_and(|leading| {
        let mut atoms = leading.atoms().into_iter();
        atoms.any(|atom| is_parameter(graph, algebra, atom))
    })
}

pub(super) fn is_parameter(graph: &Graph, algebra: &Algebra, atom: Atom) -> bool {
    match algebra.kind(atom) {
        Kind::Symbol(symbol) => graph.symbol_info(*symbol).role == Role::Parameter,
        _ => false,
    }
}
