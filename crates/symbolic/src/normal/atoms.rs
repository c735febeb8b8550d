//! Atoms: what the polynomials of the normal form are made of, each interned once.

use std::cell::RefCell;

use gradus_syntax::Func;
use rustc_hash::FxHashMap;

use super::emit::KnownSeries;
use super::form::{Base, Form, TooLarge};
use super::poly::Poly;
use crate::graph::{Id, Symbol};
use crate::precise::Precise;
use crate::rational::Rational;

/// The index of an atom in an [`Algebra`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Atom(u32);

impl Atom {
    #[cfg(test)]
    pub fn of_index(index: u32) -> Self {
        Self(index)
    }
}

/// The index of an interned sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SumId(u32);

/// The index of an interned form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FormId(u32);

/// What an atom is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// An input or a parameter.
    Symbol(Symbol),
    /// 1 over an input whose magnitude is above 1.
    Inverse(Symbol),
    /// A product of powers of exponentials that is at most about 1, though one of them is divided by.
    Joined(Box<[(Atom, Rational)]>),
    /// The logarithm of 1 plus a form that is small where it matters.
    Log1p(FormId),
    /// The difference of two exponentials.
    Difference(Atom, Atom),
    /// An input plus what does not depend on inputs, kept together.
    Shifted(FormId),
    /// The same over the input, whose inverse is the atom.
    Relative(FormId, Atom),
    /// The exponential of a form that is small where it matters, less 1.
    Expm1(FormId),
    /// The exponential of a form that is not above about 1 where it matters.
    ExpOf(FormId),
    /// `exp(-unit |argument|)`, where the unit is that of the argument: never above 1. For proofs `exp(unit argument)`.
    Exp(FormId),
    /// The positive root of that order.
    Root(Base, u32),
    /// Minus a base that is negative in its cell; occurs under roots only.
    Opposite(Base),
    /// A positive integer that is no power; occurs under roots only.
    Integer(Rational),
    /// A form without symbols.
    Number(FormId),
    /// π.
    Pi,
    /// An expression without symbols.
    Constant(Id),
    /// `exp(z^2) erfc(z)` for `z = |argument|`.
    Erfcx(FormId),
    /// The integral of `erfc` from `z = |argument|` on over `erfc(z)`.
    ErfcExcess(FormId),
    /// `erf(z)` for `z = |argument|`; beside where it vanishes it stands for `1 - exp(-z^2) erfcx(z)`.
    Erf(FormId),
    /// The logarithm of a positive form.
    Ln(FormId),
    /// A primitive function of forms.
    Apply(Func, Box<[FormId]>),
    /// A positive form to a symbolic power.
    Power(FormId, FormId),
    /// A spherical Bessel function.
    Bessel(u8, FormId),
    /// A base over the exponentials that it vanishes with: `ln(1 + u)/u`.
    Ratio(Base),
    /// `1 - w` for an exponential `w`.
    Gap(Atom),
    /// A power series, cut off, that is evaluated as such.
    Expansion(SumId),
    /// A form as the variable of such a series.
    Variable(FormId),
    /// `ρ_k` in `exp(-p) = Σ_{j<k} (-p)^j/j! + (-p)^k ρ_k(p)`, `p` the exponent of the atom, an exponential.
    Rest(Atom, u32),
}

/// Atoms, sums and forms, each interned once.
#[derive(Default)]
pub(super) struct Algebra {
    atoms: Interner<Kind>,
    sums: Interner<Poly>,
    forms: Interner<Form>,
    units: FxHashMap<FormId, Rational>,
    /// The greatest multiples of arguments in exponentials.
    multiples: FxHashMap<FormId, Rational>,
    /// Multiples of arguments that have exponentials of their own.
    apart: FxHashMap<FormId, Vec<Rational>>,
    excesses: FxHashMap<FormId, (Poly, Poly)>,
    /// Sums of forms, and the steps that they took.
    pub added: FxHashMap<Box<[Form]>, (Form, usize)>,
    steps: usize,
    /// The most of them.
    budget: Option<usize>,
    /// Whether exponentials may vanish far out: their arguments nest.
    pub fading: RefCell<FxHashMap<Atom, bool>>,
    /// Atoms without symbols, evaluated to so many bits: they nest.
    pub constants: RefCell<FxHashMap<(Atom, u32), Option<Precise>>>,
    /// Power series that were computed.
    pub series: RefCell<KnownSeries>,
    exact: bool,
    /// Whether powers with symbolic exponents are divided by: those of what is negative are written by the magnitude.
    pub powers_divide: bool,
}

/// The highest power of an exponential that others of other multiples of its argument are written by.
const HIGHEST_POWER: i64 = 12;

/// The most products of terms that are made for one expression.
const MOST_STEPS: usize = 200_000;

impl Algebra {
    /// Begins with the full budget of steps.
    pub fn begin(&mut self) {
        self.steps = 0;
    }

    /// The steps since the beginning.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Allows so many steps from each beginning on; none for the usual number.
    pub fn allow(&mut self, budget: Option<usize>) {
        self.budget = budget;
    }

    /// Forms for proofs, in which exponentials may have any size and nothing is arranged for evaluation.
    pub fn for_proofs() -> Self {
        Self {
            exact: true,
            ..Self::default()
        }
    }

    /// Whether forms are for proofs.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// Counts steps.
    ///
    /// # Errors
    /// If the budget is spent.
    pub fn spend(&mut self, steps: usize) -> Result<(), TooLarge> {
        self.steps += steps;
        if self.steps > self.budget.unwrap_or(MOST_STEPS) {
            Err(TooLarge)
        } else {
            Ok(())
        }
    }

    /// The atom of that kind.
    pub fn atom(&mut self, kind: Kind) -> Atom {
        Atom(self.atoms.intern(kind))
    }

    /// The atom of a symbol, if it occurred.
    pub fn symbol(&self, symbol: Symbol) -> Option<Atom> {
        self.atoms
            .index
            .get(&Kind::Symbol(symbol))
            .map(|&index| Atom(index))
    }

    /// A bound on the binary logarithms of terms so far, and of their derivatives, where that of an atom is given.
    pub fn greatest(&self, atom: Atom, logarithm: f64) -> f64 {
        let logarithm = logarithm.max(0.0);
        let term = |coefficient: &Rational, power: f64| {
            coefficient.abs().to_f64().log2() + (power + 2.0) * logarithm
        };
        let sum = |poly: &Poly| {
            let terms = poly.terms().iter();
            let sizes = terms.map(|(monomial, own)| term(own, f64::from(monomial.exponent(atom))));
            sizes.fold(0.0, f64::max)
        };
        let product = |form: &Form| {
            let power = form.exponent(Base::Atom(atom)).abs().to_f64();
            let sums = form
                .factors
                .iter()
                .filter_map(|(base, exponent)| match base {
                    Base::Sum(id) => Some(exponent.abs().to_f64() * sum(self.poly(*id))),
                    Base::Atom(_) => None,
                });
            term(&form.coefficient, power) + sums.sum::<f64>()
        };
        let sums = self.sums.values.iter().map(sum);
        let products = self.forms.values.iter().map(product);
        sums.chain(products).fold(0.0, f64::max)
    }

    /// What an atom is.
    pub fn kind(&self, atom: Atom) -> &Kind {
        self.atoms.get(atom.0)
    }

    /// A polynomial with its index; primitive, of at least two terms.
    pub fn sum_id(&mut self, poly: Poly) -> SumId {
        SumId(self.sums.intern(poly))
    }

    /// The polynomial of that index.
    pub fn poly(&self, id: SumId) -> &Poly {
        self.sums.get(id.0)
    }

    /// A form with its index.
    pub fn form_id(&mut self, form: Form) -> FormId {
        FormId(self.forms.intern(form))
    }

    /// The form of that index.
    pub fn form(&self, id: FormId) -> &Form {
        self.forms.get(id.0)
    }

    /// The logarithm of a positive form, as an atom.
    pub fn ln(&mut self, form: &Form) -> Atom {
        let id = self.form_id(form.clone());
        if !self.excesses.contains_key(&id)
            && let Some((above, below)) = self.as_quotient(form)
        {
            let excess = above.plus(&below.scaled(&Rational::MINUS_ONE));
            self.excesses.insert(id, (excess, below));
        }
        self.atom(Kind::Ln(id))
    }

    /// `A - B` and `B` of a form `A/B` whose logarithm is an atom.
    pub fn excess(&self, form: FormId) -> Option<&(Poly, Poly)> {
        self.excesses.get(&form)
    }

    /// The unit of an argument: what multiples of it stand in exponentials are integer multiples of the unit.
    pub fn unit(&self, argument: FormId) -> Option<&Rational> {
        self.units.get(&argument)
    }

    /// Of what an exponential of a multiple of an argument is a power, and its multiple: of the argument, or of a multiple of it that
    /// has an exponential of its own, because powers would be too high, as those of `exp(x)` and `exp(1.702 x)`.
    pub fn argument_of_power(
        &mut self,
        argument: &Form,
        multiple: &Rational,
    ) -> (FormId, Rational) {
        let first = self.form_id(argument.clone());
        let others = self.apart.get(&first).cloned().unwrap_or_default();
        for scale in std::iter::once(Rational::ONE).chain(others) {
            let id = self.form_id(argument.scaled(&scale));
            let multiple = multiple * &scale.recip();
            if self.has_low_powers(id, &multiple) {
                return (id, multiple);
            }
        }
        let mut scale = multiple.abs();
        if scale.is_one() {
            // the argument itself has others
            scale = Rational::from(2);
        }
        let id = self.form_id(argument.scaled(&scale));
        let multiple = multiple * &scale.recip();
        self.apart.entry(first).or_default().push(scale);
        (id, multiple)
    }

    /// Whether powers stay low where an exponential of a multiple of an argument stands beside those that there are.
    fn has_low_powers(&self, argument: FormId, multiple: &Rational) -> bool {
        let Some(unit) = self.units.get(&argument) else {
            return true;
        };
        let greatest = self.multiples.get(&argument);
        let greatest = greatest.map_or(multiple.abs(), |own| own.clone().max(multiple.abs()));
        &greatest * &unit.gcd(multiple).recip() <= HIGHEST_POWER
    }

    /// Makes the unit of an argument divide a multiple; whether it had to be changed.
    pub fn refine_unit(&mut self, argument: FormId, multiple: &Rational) -> bool {
        let greatest = self.multiples.entry(argument).or_insert(Rational::ZERO);
        if *greatest < multiple.abs() {
            *greatest = multiple.abs();
        }
        match self.units.get_mut(&argument) {
            None => {
                self.units.insert(argument, multiple.abs());
                false
            }
            Some(unit) => {
                let refined = unit.gcd(multiple);
                let changed = refined != *unit;
                *unit = refined;
                if changed {
                    self.constants.get_mut().clear();
                }
                changed
            }
        }
    }
}

/// Values with their indices.
struct Interner<T> {
    values: Vec<T>,
    index: FxHashMap<T, u32>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            index: FxHashMap::default(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Interner<T> {
    fn intern(&mut self, value: T) -> u32 {
        if let Some(&index) = self.index.get(&value) {
            return index;
        }
        let index = self.values.len() as u32;
        self.values.push(value.clone());
        self.index.insert(value, index);
        index
    }

    fn get(&self, index: u32) -> &T {
        &self.values[index as usize]
    }
}
