//! Enclosures of every catalogue entry and its slope over intervals contain all values there.

use gradus::{Formula, Limits};
use gradus_catalog::all;
use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::evaluate::{Point, Value, constant_value, evaluate};
use gradus_symbolic::interval::{Enclosed, Interval, Region, enclose};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Graph, Id, Symbol, import};

/// Intervals: beside and across 0, narrow and wide, in the tails and without end.
const INTERVALS: [[f64; 2]; 14] = [
    [-f64::INFINITY, f64::INFINITY],
    [-f64::INFINITY, -40.0],
    [30.0, f64::INFINITY],
    [-800.0, -700.0],
    [-20.0, 20.0],
    [-1.0, 1.0],
    [0.0, 1.0],
    [-0.25, 0.0],
    [0.7, 0.71],
    [-1.3, -1.2],
    [2.0, 2.000_001],
    [5.0, 9.0],
    [1e-9, 1e-8],
    [709.0, 710.5],
];

const PLACES: u32 = 9;

struct Entry {
    graph: Graph,
    input: Symbol,
    parameters: Vec<(Symbol, Precise)>,
    roots: [Id; 2],
}

fn entry(name: &str) -> Option<Entry> {
    let formula = Formula::builtin(name).ok()?;
    if formula.is_vector() || formula.inputs().len() != 1 {
        return None;
    }
    let definition = formula.definition().ok()?;
    let (mut graph, function) = import(&definition, Limits::default()).ok()?;
    let input = function.inputs[0];
    let slope = differentiate(&mut graph, function.body, input);
    let values = function
        .defaults
        .iter()
        .map(|default| constant_value(&graph, *default, Precision::bits(100)));
    let parameters = function.parameters.iter().copied().zip(values).collect();
    Some(Entry {
        graph,
        input,
        parameters,
        roots: [function.body, slope],
    })
}

impl Entry {
    fn enclosures(&self, [low, high]: [f64; 2]) -> Vec<Enclosed> {
        let mut region: Region = Region::default();
        region.extend(Interval::between(low, high).map(|values| (self.input, values)));
        for (symbol, value) in &self.parameters {
            region.extend(Interval::point(value.clone()).map(|values| (*symbol, values)));
        }
        enclose(&self.graph, &self.roots, &region, Precision::bits(64))
    }

    fn values(&self, at: f64) -> Vec<Value> {
        let mut point: Point = self
            .parameters
            .iter()
            .map(|(symbol, value)| (*symbol, Value::Number(value.clone())))
            .collect();
        point.insert(self.input, Value::Number(Precise::from(at)));
        evaluate(&self.graph, &self.roots, &point, Precision::bits(1200))
    }
}

#[test]
fn enclosures_contain_every_value() {
    let (mut checked, mut bounded) = (0, 0);
    for name in all().map(|record| record.name) {
        let Some(entry) = entry(name) else { continue };
        for [low, high] in INTERVALS {
            let found = entry.enclosures([low, high]);
            for place in 0..PLACES {
                let part = f64::from(place) / f64::from(PLACES - 1);
                let (from, to) = (low.max(-1e9), high.min(1e9));
                let at = (from + (to - from) * part).clamp(low, high);
                for (which, (found, value)) in found.iter().zip(entry.values(at)).enumerate() {
                    let Some(Precise::Number(_)) = value.number() else {
                        continue;
                    };
                    let enclosure = found.number().unwrap();
                    let values = enclosure.values.as_ref();
                    let inside = values.is_some_and(|values| {
                        value.number().is_some_and(|value| values.contains(value))
                    });
                    assert!(
                        inside,
                        "{name}, derivative {which}, at {at} in [{low}, {high}]: {value:?} not in {values:?}"
                    );
                    checked += 1;
                }
            }
            let is_bounded = |found: &&Enclosed| {
                found
                    .number()
                    .and_then(|found| found.everywhere())
                    .is_some_and(|values| values.low().is_finite() && values.high().is_finite())
            };
            bounded += found.iter().filter(is_bounded).count();
        }
    }
    println!("{checked} values inside; {bounded} enclosures bounded");
    assert!(checked > 30_000 && bounded > 3_000, "{checked} {bounded}");
}
