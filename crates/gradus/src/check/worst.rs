//! Where a wrong claim is furthest from the truth.

use gradus_symbolic::evaluate::{Point, Value, evaluate};
use gradus_symbolic::precise::{Precise, Precision};

use super::Witness;
use super::comparison::Comparison;

/// The range that is looked at, and how many points of it.
const RANGE: f64 = 50.0;
const POINTS: i32 = 40;

/// How often the distance of neighbours of the worst point so far is halved.
const REFINEMENTS: u32 = 12;

/// The relative difference of values that rounding may leave.
const NOISE: f64 = 1e-20;

impl Comparison<'_> {
    /// The point between -50 and 50 where the claim is furthest from the truth, with the parameters of a witness; of functions of one input.
    pub(super) fn worst(&self, witness: &Witness) -> Option<Witness> {
        let [input] = self.inputs[..] else {
            return None;
        };
        let own = witness.inputs.first()?.1;
        let parameters = self.parameters_of(witness);
        // denser in the middle
        let place = |index: i32| {
            let part = f64::from(index) / f64::from(POINTS);
            RANGE * part * part.abs()
        };
        let at = |x: f64| {
            let mut point = parameters.clone();
            point.insert(input, Value::Number(Precise::from(x)));
            point
        };
        let places = (-POINTS..=POINTS).map(place).chain([own]);
        let distance = |x: f64| self.distance(&at(x)).unwrap_or(-1.0);
        let mut best = places
            .map(|x| (distance(x), x))
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        let mut step = RANGE / f64::from(POINTS);
        for _ in 0..REFINEMENTS {
            for x in [best.1 - step, best.1 + step] {
                let found = (distance(x.clamp(-RANGE, RANGE)), x.clamp(-RANGE, RANGE));
                if found.0 > best.0 {
                    best = found;
                }
            }
            step *= 0.5;
        }
        let point = at(best.1);
        let values = self.values(&point)?;
        (best.0 > 0.0).then(|| self.witness(&point, &values))
    }

    /// The parameters that a witness names, and the others as they are.
    fn parameters_of(&self, witness: &Witness) -> Point {
        let mut point = self.fixed.clone();
        for (name, value) in &witness.parameters {
            let symbols = self.formula.function().parameters.iter();
            let symbol = symbols
                .copied()
                .find(|&symbol| *self.graph.symbol_info(symbol).name == **name);
            point.extend(symbol.map(|symbol| (symbol, Value::Number(Precise::from(*value)))));
        }
        point
    }

    fn distance(&self, point: &Point) -> Option<f64> {
        let [claimed, actual] = self.values(point)?;
        let gap = claimed.sub(&actual, Precision::bits(64)).abs().to_f64();
        // what is left of rounding is no difference
        let noise = NOISE * actual.abs().to_f64();
        gap.is_finite()
            .then_some(if gap > noise { gap } else { 0.0 })
    }

    /// The claimed and the true value, if both are real numbers.
    fn values(&self, point: &Point) -> Option<[Precise; 2]> {
        let roots = [self.claim, self.truth];
        let values = evaluate(&self.graph, &roots, point, Precision::bits(96));
        let number = |value: &Value| value.number().filter(|number| number.is_finite()).cloned();
        Some([number(&values[0])?, number(&values[1])?])
    }
}
