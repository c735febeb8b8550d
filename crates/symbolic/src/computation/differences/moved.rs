//! How far arguments may move for what is made of them to be nearly a polynomial.

use gradus_syntax::Func;

use crate::derivative::differentiate;
use crate::graph::{Factor, Graph, Id, Node, Symbol};
use crate::rational::Rational;
use crate::simplify::{Purpose, simplify};

/// What must not be larger than something else, in magnitude.
pub(super) struct Moved {
    pub small: Id,
    pub bound: Id,
}

/// How an argument must move little, by its slope times the parameter.
enum Way {
    /// By a number: there are no singularities within some distance of any real argument.
    Apart,
    /// By a smaller number: there are some at a distance of `π/2`.
    Near,
    /// By a number, and so its square: the function falls off with the square.
    Squared,
    /// Beside its size: there is a singularity at 0.
    BesideZero,
    /// Beside its distance from the imaginary units, where there are singularities.
    BesideImaginary,
}

/// What must move little from where a parameter is 0, for an expression to be nearly a polynomial in it; none where that is not
/// known.
pub(super) fn all(graph: &mut Graph, id: Id, parameter: Symbol) -> Option<Vec<Moved>> {
    let purposes = [Purpose::Tidy, Purpose::Recognise, Purpose::Stabilise];
    let id = simplify(graph, id, &purposes);
    let mut dependent: Vec<Id> = graph.dependent(&[id], parameter).into_iter().collect();
    dependent.sort_unstable();
    let mut found = Vec::new();
    for id in dependent {
        for (way, argument) in ways(graph, id, parameter)? {
            moved(graph, &way, argument, parameter, &mut found);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The arguments of an operation by which it is not a polynomial.
fn ways(graph: &mut Graph, id: Id, parameter: Symbol) -> Option<Vec<(Way, Id)>> {
    Some(match graph.node(id).clone() {
        Node::Symbol(_) | Node::Sum(..) => Vec::new(),
        Node::Product(factors) => {
            let is_pole = |own: &&Factor| {
                let is_polynomial = own.exponent.is_integer() && own.exponent.is_positive();
                !is_polynomial && graph.depends_on(own.base, parameter)
            };
            let poles = factors.iter().filter(is_pole);
            poles.map(|own| (Way::BesideZero, own.base)).collect()
        }
        Node::Apply(func, arguments) => {
            let [argument] = arguments[..] else {
                return None;
            };
            vec![(way(func)?, argument)]
        }
        Node::Power(base, exponent) => {
            let logarithm = graph.apply(Func::Ln, &[base]);
            let whole = graph.multiply(exponent, logarithm);
            let mut all = vec![(Way::Apart, whole)];
            if graph.depends_on(base, parameter) {
                all.push((Way::BesideZero, base));
            }
            all
        }
        _ => return None,
    })
}

fn way(func: Func) -> Option<Way> {
    Some(match func {
        Func::Exp | Func::Exp2 | Func::Expm1 | Func::Sinh | Func::Cosh | Func::Sin | Func::Cos => {
            Way::Apart
        }
        Func::Sigmoid | Func::Softplus => Way::Apart,
        Func::Tanh | Func::Sech => Way::Near,
        Func::Erf | Func::Erfc | Func::NormalCdf | Func::NormalPdf => Way::Squared,
        Func::Ln | Func::Log2 | Func::Log10 => Way::BesideZero,
        Func::Atan | Func::Asinh => Way::BesideImaginary,
        _ => return None,
    })
}

/// The slopes at both ends, times the parameter: those of squares, which are not monotone, are the largest there.
fn moved(graph: &mut Graph, way: &Way, argument: Id, parameter: Symbol, found: &mut Vec<Moved>) {
    let start = at_zero(graph, argument, parameter);
    let (one, half) = (graph.integer(1), graph.rational(Rational::new(1, 2)));
    let two = Rational::from(2);
    for small in slopes(graph, argument, parameter) {
        match way {
            Way::Apart | Way::Squared => found.push(Moved { small, bound: one }),
            Way::Near => found.push(Moved { small, bound: half }),
            Way::BesideZero => {
                for own in [start, argument] {
                    let bound = graph.scale(own, &Rational::new(1, 2));
                    found.push(Moved { small, bound });
                }
            }
            Way::BesideImaginary => {
                let small = graph.product([(small, two.clone())]);
                let square = graph.product([(start, two.clone())]);
                let bound = graph.sum(Rational::new(1, 4), [(Rational::new(1, 4), square)]);
                found.push(Moved { small, bound });
            }
        }
    }
    if matches!(way, Way::Squared) {
        let square = graph.product([(argument, two)]);
        moved(graph, &Way::Apart, square, parameter, found);
    }
}

/// The parameter times the derivative by it, where it is 0 and where it is itself; once if they are alike.
fn slopes(graph: &mut Graph, id: Id, parameter: Symbol) -> Vec<Id> {
    let slope = differentiate(graph, id, parameter);
    let slope = simplify(graph, slope, &[Purpose::Tidy]);
    let by = graph.symbol(parameter);
    let mut ends = vec![at_zero(graph, slope, parameter), slope];
    ends.dedup();
    ends.into_iter()
        .map(|end| graph.multiply(by, end))
        .collect()
}

fn at_zero(graph: &mut Graph, id: Id, parameter: Symbol) -> Id {
    let zero = graph.integer(0);
    graph.substitute(id, parameter, zero)
}
