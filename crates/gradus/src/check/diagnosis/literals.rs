//! Constants that are rounded or wrong.

use gradus_symbolic::evaluate::Value;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_syntax::{Kind, Number, Tree};

use super::case::{Case, WORKING, near};
use super::hole::Solved;
use super::named::{Constant, as_ratio, is_rounding, literal, multiple_of};
use super::{Diagnosis, Mistake, edit};

/// The most literals that are looked at one by one.
const MOST: usize = 14;

/// Every constant that is a rounding of a known one stands for that.
pub(super) fn rounded(case: &mut Case<'_>) -> Option<Diagnosis> {
    let tree = case.tree();
    let (constants, fractions) = (case.constants(), case.fractions());
    let mut found: Vec<(usize, Number, Tree)> = Vec::new();
    for (index, number) in literals(&tree) {
        let fraction = fractions
            .iter()
            .find(|fraction| is_rounding(number, &fraction.value));
        let meant = fraction.map(|fraction| fraction.tree.clone());
        if let Some(meant) = meant.or_else(|| multiple(number, &constants)) {
            found.push((index, number.clone(), meant));
        }
    }
    if found.is_empty() {
        return None;
    }
    let pairs: Vec<(usize, &Tree)> = found
        .iter()
        .map(|(index, _, meant)| (*index, meant))
        .collect();
    let corrected = case.corrected(&edit::replaced_each(&tree, &pairs))?;
    let mut means: Vec<String> = Vec::new();
    for (_, number, meant) in &found {
        let line = format!("{} means {meant}", number.text());
        if !means.contains(&line) {
            means.push(line);
        }
    }
    Some(rounding(case, &means.join(" and "), corrected))
}

fn rounding(case: &mut Case<'_>, means: &str, corrected: String) -> Diagnosis {
    let off = case.largest_error();
    let sentence =
        format!("equal if {means}; as written it is off by up to {off:.0e} for inputs up to 8");
    Diagnosis::new(Mistake::RoundedConstant, sentence, Some(corrected))
}

/// The multiple of a constant that a literal is a rounding of.
fn multiple(number: &Number, constants: &[Constant]) -> Option<Tree> {
    let precision = Precision::bits(WORKING);
    multiples(number).iter().find_map(|&(p, q)| {
        constants.iter().find_map(|constant| {
            let value = constant.value.mul(&Precise::from(p), precision);
            let value = value.div(&Precise::from(q), precision);
            is_rounding(number, &value).then(|| multiple_of(&constant.tree, p, q))
        })
    })
}

/// By what a known constant may be multiplied; a short literal is too easily hit.
fn multiples(number: &Number) -> &'static [(i64, i64)] {
    const ALL: [(i64, i64); 9] = [
        (1, 1),
        (2, 1),
        (1, 2),
        (3, 1),
        (1, 3),
        (4, 1),
        (1, 4),
        (3, 2),
        (2, 3),
    ];
    let digits = number.digits().trim_start_matches('0').len();
    if digits < 6 { &ALL[..1] } else { &ALL }
}

/// One number, or all of that spelling, should be another one or a parameter.
pub(super) fn wrong(case: &mut Case<'_>) -> Option<Diagnosis> {
    let tree = case.tree();
    let mut groups: Vec<Group> = Vec::new();
    for (index, number) in literals(&tree) {
        match groups
            .iter_mut()
            .find(|(known, _)| known.text() == number.text())
        {
            Some((_, places)) => places.push(index),
            None => groups.push((number.clone(), vec![index])),
        }
    }
    groups.truncate(MOST);
    let single = groups
        .iter()
        .filter(|(_, places)| places.len() > 1)
        .flat_map(|(number, places)| places.iter().map(|&place| (number.clone(), vec![place])));
    let single: Vec<_> = single.take(MOST).collect();
    let all: Vec<Group> = groups.into_iter().chain(single).collect();
    let mut later = Vec::new();
    for group in all {
        let Some(solved) = solved(case, &group) else {
            continue;
        };
        match is_plain(&solved, &group.0) {
            true => {
                if let Some(found) = replaced(case, &tree, &group, &solved) {
                    return Some(found);
                }
            }
            false => later.push((group, solved)),
        }
    }
    let mut later = later.iter();
    later.find_map(|(group, solved)| replaced(case, &tree, group, solved))
}

/// A literal and where it stands.
type Group = (Number, Vec<usize>);

/// What would have to stand there.
fn solved(case: &mut Case<'_>, (number, places): &Group) -> Option<Solved> {
    match neighbour(case, number, places) {
        Some(value) => Some(Solved::Number(value)),
        None => case.number_at(places, &literal(number)),
    }
}

/// Whether what should stand there is as simple as what does: an integer for an integer.
fn is_plain(solved: &Solved, number: &Number) -> bool {
    match solved {
        Solved::Number(value) => number.exponent() < 0 || as_ratio(value, 1).is_some(),
        Solved::Parameter(_) => true,
    }
}

fn replaced(
    case: &mut Case<'_>,
    tree: &Tree,
    (number, places): &Group,
    solved: &Solved,
) -> Option<Diagnosis> {
    match solved {
        Solved::Number(value) => other_number(case, tree, number, places, value),
        Solved::Parameter(name) => parameter(case, tree, number, places, name),
    }
}

/// The integer beside another one that explains a point: exponents and what stands under them need not be found from afar.
fn neighbour(case: &mut Case<'_>, number: &Number, places: &[usize]) -> Option<Precise> {
    let (value, ratio) = (literal(number), as_ratio(&literal(number), 1)?);
    let whole = case.with_hole(places);
    let near_by = [ratio.0 + 1, ratio.0 - 1, 2 * ratio.0, -ratio.0, ratio.0 + 2];
    let sample = case.samples.first()?;
    let mut point = sample.point.clone();
    let mut explains = |other: &Precise| {
        point.insert(case.hole, Value::Number(other.clone()));
        let found = case.values(&[whole], &point).swap_remove(0);
        *other != value && found.is_some_and(|found| near(&found, &sample.actual))
    };
    near_by
        .into_iter()
        .map(Precise::from)
        .find(|other| explains(other))
}

fn other_number(
    case: &mut Case<'_>,
    tree: &Tree,
    number: &Number,
    places: &[usize],
    value: &Precise,
) -> Option<Diagnosis> {
    if near(value, &literal(number)) {
        return None;
    }
    if let [place] = places
        && let Some(found) = superfluous(case, tree, number, *place, value)
    {
        return Some(found);
    }
    let Some(name) = case.named(value, number.exponent() < 0) else {
        if number.exponent() < 0 && case.unnamed.is_none() {
            let sentence = format!(
                "the constant {} should be {}",
                number.text(),
                value.to_decimal(17)
            );
            case.unnamed = Some(Diagnosis::new(Mistake::Constant, sentence, None));
        }
        return None;
    };
    let corrected = case.corrected(&edit::replaced(tree, places, &name))?;
    if is_rounding(number, value) {
        let means = format!("{} means {name}", number.text());
        return Some(rounding(case, &means, corrected));
    }
    let sentence = match places {
        [place]
            if edit::parents(tree)[*place]
                .is_some_and(|parent| is_exponent(tree, parent, *place)) =>
        {
            format!("the exponent {} should be {name}", number.text())
        }
        _ => format!("the constant {} should be {name}", number.text()),
    };
    Some(Diagnosis::new(Mistake::Constant, sentence, Some(corrected)))
}

fn is_exponent(tree: &Tree, parent: usize, place: usize) -> bool {
    tree.nodes()[parent].kind == Kind::Power && tree.children(parent)[1] == place
}

/// A factor that should be 1, or a term that should be 0.
fn superfluous(
    case: &mut Case<'_>,
    tree: &Tree,
    number: &Number,
    place: usize,
    value: &Precise,
) -> Option<Diagnosis> {
    let parent = edit::parents(tree)[place]?;
    let children = tree.children(parent);
    let other = children.iter().find(|&&child| child != place)?;
    let rest = edit::subtree(tree, *other);
    let is = |integer: i64| as_ratio(value, 1) == Some((integer, 1));
    let is_first = children[0] == place;
    let size = literal(number).to_f64();
    let (mistake, sentence, rest) = match tree.nodes()[parent].kind {
        Kind::Multiply if is(1) && size != 0.0 => {
            let whose = if parent == tree.root() {
                "it".to_owned()
            } else {
                format!("`{}`", edit::subtree(tree, parent))
            };
            (
                Mistake::Factor,
                format!("{whose} is {} times too large", number.text()),
                rest,
            )
        }
        Kind::Divide if is(1) && !is_first => (
            Mistake::Factor,
            format!("a division by {} too many", number.text()),
            rest,
        ),
        Kind::Add | Kind::Subtract if is(0) => {
            let rest = match tree.nodes()[parent].kind {
                Kind::Subtract if is_first => edit::negated(&rest),
                _ => rest,
            };
            (
                Mistake::Term,
                format!("the term {} does not belong there", number.text()),
                rest,
            )
        }
        _ => return None,
    };
    let corrected = case.corrected(&edit::replaced(tree, &[parent], &rest))?;
    Some(Diagnosis::new(mistake, sentence, Some(corrected)))
}

fn parameter(
    case: &mut Case<'_>,
    tree: &Tree,
    number: &Number,
    places: &[usize],
    name: &str,
) -> Option<Diagnosis> {
    let corrected = case.corrected(&edit::replaced(
        tree,
        places,
        &edit::leaf(Kind::Name(name.into())),
    ))?;
    let sentence = format!(
        "right for {name} = {} only: write {name} for {0}",
        number.text()
    );
    Some(Diagnosis::new(
        Mistake::ParameterDefault,
        sentence,
        Some(corrected),
    ))
}

/// A number that should be one without a short name.
pub(super) fn unnamed(case: &mut Case<'_>) -> Option<Diagnosis> {
    case.unnamed.take()
}

fn literals(tree: &Tree) -> impl Iterator<Item = (usize, &Number)> {
    tree.nodes()
        .iter()
        .enumerate()
        .filter_map(|(index, node)| match &node.kind {
            Kind::Number(number) => Some((index, number)),
            _ => None,
        })
}
