//! Which expressions need their input by its inverse far out.

use gradus_syntax::Func;

use super::atoms::{Algebra, Atom, FormId, Kind};
use super::form::{Base, Form};
use super::poly::Poly;
use crate::graph::{Graph, Role, Symbol};

/// What the forms of an expression are made of.
#[derive(Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are independent observations"
)]
pub(super) struct Growth {
    inputs: Vec<Symbol>,
    exponential: bool,
    growing: bool,
    reflected: bool,
    by_parameter: bool,
}

/// Where an input counts as large, in f64 and in f32.
pub(super) type Bound = (f64, f32);

/// Beyond 1 arctangents are reflected.
const REFLECTED: Bound = (1.0, 1.0);

/// Inputs beyond this are written by their inverses: powers of smaller ones, up to about the 15th, do not overflow.
const LARGE: Bound = (4096.0, 64.0);

/// What grows by a parameter, which may be nearly 0, is left alone until its powers overflow.
const HUGE: Bound = (1e75, 1e9);

impl Growth {
    /// The only input, and the magnitude beyond which it is written by its inverse, where it grows and no exponential
    /// depends on it.
    pub fn wanted(&self) -> Option<(Symbol, Bound)> {
        let bound = match (self.by_parameter, self.reflected) {
            (true, _) => HUGE,
            (false, true) => REFLECTED,
            (false, false) => LARGE,
        };
        match self.inputs[..] {
            [input] if self.growing && !self.exponential => Some((input, bound)),
            _ => None,
        }
    }

    /// Looks at a form.
    pub fn form(&mut self, graph: &Graph, algebra: &Algebra, form: &Form) {
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
                    self.growing |=
                        depends && (divided || exponent.is_negative() || !exponent.is_integer());
                }
            }
        }
    }

    fn poly(&mut self, graph: &Graph, algebra: &Algebra, poly: &Poly) {
        for atom in poly.atoms() {
            self.by_parameter |=
                is_input(graph, algebra, atom) && leads_by_parameter(graph, algebra, poly, atom);
            self.growing |= is_input(graph, algebra, atom) && poly.degree(atom) > 1;
            self.atom(graph, algebra, atom);
        }
    }

    fn atom(&mut self, graph: &Graph, algebra: &Algebra, atom: Atom) {
        let mut of = |form: FormId| self.form(graph, algebra, algebra.form(form));
        match algebra.kind(atom) {
            Kind::Symbol(symbol) => {
                let is_input = graph.symbol_info(*symbol).role != Role::Parameter;
                if is_input && !self.inputs.contains(symbol) {
                    self.inputs.push(*symbol);
                }
            }
            Kind::Exp(_) | Kind::Joined(_) | Kind::Ratio(_) => self.exponential = true,
            Kind::Root(base, _) | Kind::Opposite(base) => {
                let base = Form::base(*base);
                self.form(graph, algebra, &base);
                self.growing |= !self.inputs.is_empty();
            }
            Kind::Apply(func, forms) => {
                forms.iter().for_each(|form| of(*form));
                self.reflected |= *func == Func::Atan;
                self.growing |= *func == Func::Atan;
            }
            Kind::Power(base, exponent) => [*base, *exponent].into_iter().for_each(of),
            Kind::Ln(form) | Kind::Erfcx(form) | Kind::Erf(form) | Kind::Bessel(_, form) => {
                of(*form);
            }
            _ => {}
        }
    }
}

fn is_input(graph: &Graph, algebra: &Algebra, atom: Atom) -> bool {
    match algebra.kind(atom) {
        Kind::Symbol(symbol) => graph.symbol_info(*symbol).role != Role::Parameter,
        _ => false,
    }
}

/// Whether the highest power of an input has a parameter beside it.
fn leads_by_parameter(graph: &Graph, algebra: &Algebra, poly: &Poly, input: Atom) -> bool {
    let is_parameter = |atom: &Atom| match algebra.kind(*atom) {
        Kind::Symbol(symbol) => graph.symbol_info(*symbol).role == Role::Parameter,
        _ => false,
    };
    let leading = poly.coefficients(input).pop();
    leading.is_some_and(|leading| leading.atoms().iter().any(is_parameter))
}
