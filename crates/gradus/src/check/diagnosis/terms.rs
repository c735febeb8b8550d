//! Terms of the rules for products, quotients and sums: what each operand contributes to the derivative.

use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Factor, Graph, Id, Node, Symbol};
use gradus_syntax::Tree;

use super::case::{Case, WORKING, near};
use super::hole::{Part, Stands};
use super::{Diagnosis, Mistake, edit};

/// The most terms that are tried.
const MOST: usize = 90;

/// What some operands of a node contribute to the derivative.
struct Term {
    id: Id,
    what: What,
    values: Vec<Option<Precise>>,
}

/// What a term is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    OfProduct,
    OfSum,
    /// What `f'*g'` lacks of the derivative of `f*g`.
    BeyondSlopes,
}

/// How often a term is to be added to make the claim right, and what that says.
const TIMES: [(i64, &str); 3] = [
    (1, "is missing"),
    (2, "has the wrong sign"),
    (-1, "is one too many"),
];

/// A term of the derivative is missing, has the wrong sign or is there twice.
pub(super) fn missing(case: &mut Case<'_>) -> Option<Diagnosis> {
    let terms = terms(case)?;
    let (tree, parts) = (case.tree(), case.parts());
    let (branches, others): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.stands == Stands::Branch);
    for part in branches.into_iter().chain(others) {
        for term in &terms {
            for (times, what) in TIMES {
                if fits(part, term, times)
                    && let Some(found) = added(case, &tree, part, term, (times, what))
                {
                    return Some(found);
                }
            }
        }
    }
    None
}

fn fits(part: &Part, term: &Term, times: i64) -> bool {
    let precision = Precision::bits(WORKING);
    let times = Precise::from(times);
    let mut changes = false;
    part.wanted.iter().all(|at| {
        let Some(value) = &term.values[at.sample] else {
            return false;
        };
        changes |= !value.is_zero();
        near(
            &at.wanted,
            &at.own.add(&value.mul(&times, precision), precision),
        )
    }) && changes
}

fn added(
    case: &mut Case<'_>,
    tree: &Tree,
    part: &Part,
    term: &Term,
    (times, what): (i64, &str),
) -> Option<Diagnosis> {
    let written = case.presented(term.id)?;
    let own = edit::subtree(tree, part.index);
    let multiple = match times {
        1 => written.clone(),
        -1 => edit::negated(&written),
        _ => edit::product(&edit::integer(times), &written),
    };
    let corrected = case.corrected(&edit::replaced(
        tree,
        &[part.index],
        &edit::sum(&own, &multiple),
    ))?;
    let place = match part.stands {
        Stands::Whole => String::new(),
        _ => format!(" beside `{own}`"),
    };
    let sentence = match term.what {
        What::OfProduct => format!("the term `{written}` of the product rule {what}{place}"),
        What::OfSum => format!("the term `{written}` of the sum {what}{place}"),
        What::BeyondSlopes => {
            "the product of the derivatives was taken for the derivative of the product".to_owned()
        }
    };
    let corrected = match (term.what, part.stands) {
        (What::BeyondSlopes, Stands::Whole) => case.truth_text(),
        _ => Some(corrected),
    };
    Some(Diagnosis::new(Mistake::ProductTerm, sentence, corrected))
}

/// What operands contribute, alone and in groups, within the node and in the whole derivative.
fn terms(case: &mut Case<'_>) -> Option<Vec<Term>> {
    let by = case.by?;
    let roots = [case.raw_body(), case.body()];
    let hole = case.hole;
    let graph = case.graph();
    let mut found: Vec<(Id, What)> = Vec::new();
    for root in roots {
        let dependent = graph.dependent(&[root], by);
        for node in graph.reachable(&[root]) {
            if !dependent.contains(&node) || graph.is_condition(node) || found.len() > MOST {
                continue;
            }
            let inner = of_node(graph, node, by, hole);
            if inner.is_empty() {
                continue;
            }
            let outer = outer(graph, root, node, hole);
            let bare = without_conditions(graph, outer);
            for (term, what) in inner {
                for factor in [bare, outer] {
                    found.push((graph.multiply(factor, term), what));
                }
                found.push((term, what));
            }
        }
    }
    let mut distinct: Vec<(Id, What)> = Vec::new();
    for term in found {
        if !distinct.iter().any(|known| known.0 == term.0) && !graph.is_integer(term.0, 0) {
            distinct.push(term);
        }
    }
    distinct.truncate(MOST);
    let ids: Vec<Id> = distinct.iter().map(|term| term.0).collect();
    let values: Vec<Vec<Option<Precise>>> = case
        .samples
        .iter()
        .map(|sample| case.values(&ids, &sample.point))
        .collect();
    let terms = distinct
        .into_iter()
        .enumerate()
        .map(|(position, (term, what))| Term {
            id: term,
            what,
            values: values
                .iter()
                .map(|values| values[position].clone())
                .collect(),
        });
    Some(terms.collect())
}

/// The terms that a node has a part in: what some of its operands contribute, and what the product of slopes lacks.
fn of_node(graph: &mut Graph, node: Id, by: Symbol, hole: Symbol) -> Vec<(Id, What)> {
    let each = contributions(graph, node, by, hole);
    if each.len() < 2 {
        return Vec::new();
    }
    let what = match graph.node(node) {
        Node::Sum(..) => What::OfSum,
        _ => What::OfProduct,
    };
    let groups = groups(graph, &each);
    let mut terms: Vec<(Id, What)> = groups.into_iter().map(|group| (group, what)).collect();
    if let Node::Product(factors) = graph.node(node).clone()
        && let [a, b] = &factors[..]
    {
        let slope = |graph: &mut Graph, factor: &Factor| {
            let power = graph.rational_power(factor.base, factor.exponent.clone());
            differentiate(graph, power, by)
        };
        let (a, b) = (slope(graph, a), slope(graph, b));
        let slopes = graph.multiply(a, b);
        let whole = graph.add(each[0], each[1]);
        terms.push((graph.subtract(whole, slopes), What::BeyondSlopes));
    }
    terms
}

/// What each operand that varies contributes to the derivative of a node.
fn contributions(graph: &mut Graph, node: Id, by: Symbol, hole: Symbol) -> Vec<Id> {
    let operands = operands(graph, node);
    let mut found = Vec::new();
    for (position, &operand) in operands.iter().enumerate() {
        if !graph.depends_on(operand, by) {
            continue;
        }
        let mut others = operands.clone();
        others[position] = graph.symbol(hole);
        let with_hole = over(graph, node, &others);
        let partial = differentiate(graph, with_hole, hole);
        let partial = graph.substitute(partial, hole, operand);
        let slope = differentiate(graph, operand, by);
        found.push(graph.multiply(partial, slope));
    }
    found
}

fn operands(graph: &Graph, node: Id) -> Vec<Id> {
    let mut operands = Vec::new();
    if let Node::Sum(..) | Node::Product(_) | Node::Power(..) | Node::Apply(..) = graph.node(node) {
        graph.node(node).operands(|operand| operands.push(operand));
    }
    operands
}

/// A node with other operands.
fn over(graph: &mut Graph, node: Id, operands: &[Id]) -> Id {
    match graph.node(node).clone() {
        Node::Sum(constant, terms) => {
            let terms = terms
                .iter()
                .zip(operands)
                .map(|(term, &id)| (term.coefficient.clone(), id));
            graph.sum(constant, terms.collect::<Vec<_>>())
        }
        Node::Product(factors) => {
            let factors = factors
                .iter()
                .zip(operands)
                .map(|(factor, &id)| (id, factor.exponent.clone()));
            graph.product(factors.collect::<Vec<_>>())
        }
        Node::Power(..) => graph.power(operands[0], operands[1]),
        Node::Apply(func, _) => graph.apply(func, operands),
        _ => node,
    }
}

/// The sums of some of the contributions, but not of all.
fn groups(graph: &mut Graph, each: &[Id]) -> Vec<Id> {
    const MOST: usize = 4;
    if each.len() > MOST {
        return each.to_vec();
    }
    let mut subsets: Vec<u32> = (1..(1 << each.len()) - 1).collect();
    subsets.sort_by_key(|subset: &u32| subset.count_ones());
    subsets
        .into_iter()
        .map(|subset| {
            let chosen = each
                .iter()
                .enumerate()
                .filter(|(position, _)| subset & (1 << position) != 0);
            let chosen: Vec<Id> = chosen.map(|(_, &id)| id).collect();
            chosen
                .into_iter()
                .reduce(|a, b| graph.add(a, b))
                .unwrap_or(each[0])
        })
        .collect()
}

/// The derivative of an expression by one of its nodes.
fn outer(graph: &mut Graph, root: Id, node: Id, hole: Symbol) -> Id {
    let sought = graph.node(node).clone();
    let stands = graph.symbol(hole);
    let with_hole = graph.transform(root, |graph, found, rebuilt| {
        if *found == sought {
            stands
        } else {
            rebuilt(graph)
        }
    });
    let slope = differentiate(graph, with_hole, hole);
    graph.substitute(slope, hole, node)
}

/// What an expression is where it is not 0, without the choices that say where.
fn without_conditions(graph: &mut Graph, root: Id) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match *graph.node(id) {
            Node::Select(_, a, b) if graph.is_integer(b, 0) => a,
            Node::Select(_, a, b) if graph.is_integer(a, 0) => b,
            _ => id,
        }
    })
}
