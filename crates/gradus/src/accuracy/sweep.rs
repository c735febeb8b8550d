//! Every number of f32: results against the f64 kernel, and in high precision where that does not decide.
//!
//! An error found against an f64 result is as good as that result, whose own error is some 2^-29 of it. So the parts of the
//! range find their worst results with it, and only those are measured in high precision. Where the f64 result is zero or not finite it
//! proves nothing: the ends and some of the inside of such stretches are measured in high precision too.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::histogram::Histogram;
use super::report::{self, Accuracy, Faults, PointError};
use super::{Quantity, Subject, Survey, Tested, Truth};
use crate::Precision;
use crate::programs::{Prepared, Program};
use gradus_eval::Output;

/// Places of the order of f32 to a part, whose worst results are measured in high precision.
const PART: u64 = 1 << 20;
/// Numbers that are evaluated together.
const BLOCK: usize = 1 << 14;
/// Results of a part that are measured in high precision at most.
const MEASURED: usize = 64;
/// Claims are compared with this slack, for f64 results have errors too.
const SLACK: f64 = 1e-6;

impl Subject {
    /// Measures one in `stride` numbers of the range.
    pub(super) fn swept(
        &self,
        survey: &Survey,
        stride: u32,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Accuracy {
        let sweep = Sweep::new(self, stride);
        let (from, to) = survey.whole_range().places();
        let parts: Vec<(u64, u64)> = (from..=to)
            .step_by(PART as usize)
            .map(|start| (start, to.min(start + PART - 1)))
            .collect();
        let (done, total) = (AtomicU64::new(0), (to + 1).saturating_sub(from));
        let found: Vec<Part> = parts
            .par_iter()
            .map(|&(start, end)| {
                let part = sweep.part(start, end);
                let more = end - start + 1;
                progress(done.fetch_add(more, Ordering::Relaxed) + more, total);
                part
            })
            .collect();
        summary(survey, found)
    }
}

/// The kernels of a sweep.
struct Sweep<'a> {
    quantity: &'a Quantity,
    kernel: Tested<f32>,
    /// The value and its derivatives by the input and the parameters.
    reference: Program<f64>,
    prepared: Prepared<f64>,
    stride: u64,
}

/// What was found in a part of the range.
struct Part {
    ulp: Histogram,
    conditioned: Histogram,
    undefined: u64,
    unknown: u64,
    faults: Faults,
    /// The worst results, measured in high precision.
    worst: Vec<PointError>,
    /// Some result, for a part without errors.
    sample: Option<PointError>,
}

/// The numbers of a block, and room for what is computed of them.
struct Block {
    xs: Vec<f32>,
    results: Vec<f32>,
    wide: Vec<f64>,
    /// The reference value, then its derivatives.
    outputs: Vec<Vec<f64>>,
}

impl<'a> Sweep<'a> {
    fn new(subject: &'a Subject, stride: u32) -> Self {
        let reference = Program::new(&subject.quantity.computation(), Precision::Native);
        Self {
            quantity: &subject.quantity,
            kernel: subject.kernel(),
            prepared: reference.prepare(subject.quantity.parameters()),
            reference,
            stride: u64::from(stride),
        }
    }

    fn part(&self, start: u64, end: u64) -> Part {
        let mut part = Part::new();
        let mut claims = Claims::default();
        let mut doubts = Doubts::default();
        let mut block = Block::new(1 + 1 + self.quantity.parameters().len());
        // multiples of the stride, so that a sweep is the same however it is divided
        let mut place = start.next_multiple_of(self.stride);
        while place <= end {
            let last = end.min(place + self.stride * (BLOCK as u64 - 1));
            block.fill(place, last, self.stride);
            self.evaluate(&mut block);
            self.measure(&block, &mut part, &mut claims, &mut doubts);
            place += self.stride * block.xs.len() as u64;
        }
        self.verify(claims, &doubts, &mut part);
        part
    }

    fn evaluate(&self, block: &mut Block) {
        self.kernel.map(&block.xs, &mut block.results);
        let mut outputs: Vec<Output<f64>> = block
            .outputs
            .iter_mut()
            .map(|output| Output::Store(output))
            .collect();
        self.reference
            .run(&self.prepared, &[&block.wide], &mut outputs);
    }

    fn measure(&self, block: &Block, part: &mut Part, claims: &mut Claims, doubts: &mut Doubts) {
        for (index, (&result, &truth)) in block.results.iter().zip(&block.outputs[0]).enumerate() {
            let (x, result) = (block.wide[index], f64::from(result));
            if truth == 0.0 || !truth.is_finite() {
                doubts.note(x, result, truth);
            }
            if truth.is_nan() && result.is_nan() {
                part.undefined += 1;
                continue;
            }
            let ulp = error(result, truth);
            let conditioned = match ulp == 0.0 {
                true => 0.0,
                false => ulp / self.condition(block, index),
            };
            part.ulp.add(ulp);
            part.conditioned.add(conditioned);
            let claim = PointError {
                x,
                result,
                truth,
                ulp,
                conditioned,
            };
            if truth.is_finite() {
                // the same rule as for truths in high precision
                let truth = f64::from(truth as f32);
                let faults = Faults::of(&PointError { truth, ..claim }, super::Format::F32);
                part.faults = part.faults.and(faults);
            }
            part.sample.get_or_insert(claim);
            claims.note(claim);
        }
    }

    /// How much more the value moves than its arguments, as the f64 kernel has it.
    fn condition(&self, block: &Block, index: usize) -> f64 {
        let size = block.outputs[0][index]
            .abs()
            .max(f64::from(f32::MIN_POSITIVE));
        let by_x = block.wide[index] * block.outputs[1][index];
        let by_parameters = self.quantity.parameters().iter().zip(&block.outputs[2..]);
        by_parameters
            .map(|(value, slopes)| value * slopes[index])
            .chain([by_x])
            // of a number and NaN the greater is the number
            .fold(1.0, |most, moved| f64::max(most, moved.abs() / size))
    }

    /// Measures the worst claims in high precision, until no other can be worse, and the doubtful points.
    fn verify(&self, claims: Claims, doubts: &Doubts, part: &mut Part) {
        for (list, size) in [
            (claims.conditioned, conditioned as fn(&PointError) -> f64),
            (claims.plain, plain),
        ] {
            let mut greatest = 0.0;
            for claim in list.into_iter().rev() {
                if size(&claim) <= greatest * (1.0 + SLACK) {
                    break;
                }
                if let Some(found) = self.settle(&claim, part) {
                    greatest = f64::max(greatest, size(&found));
                    part.worst.push(found);
                }
            }
        }
        for (x, result) in doubts.points() {
            let claim = PointError {
                x,
                result,
                truth: f64::NAN,
                ulp: 0.0,
                conditioned: 0.0,
            };
            if let Some(found) = self.settle(&claim, part) {
                part.faults = part.faults.and(Faults::of(&found, super::Format::F32));
                part.worst.push(found);
            }
        }
    }

    fn settle(&self, claim: &PointError, part: &mut Part) -> Option<PointError> {
        match self.quantity.error(claim.x, claim.result) {
            Ok(found) => Some(found),
            Err(Truth::Unknown) => {
                part.unknown += 1;
                None
            }
            Err(_) => None,
        }
    }
}

fn conditioned(point: &PointError) -> f64 {
    point.conditioned
}

fn plain(point: &PointError) -> f64 {
    point.ulp
}

/// The error of an f32 result in ulp of f32 at an f64 reference, as `Format::error` has it.
fn error(result: f64, truth: f64) -> f64 {
    /// The f64 exponent, with its bias, of the least normal f32.
    const LEAST: u64 = 1023 - 126;
    /// That of the greatest f32.
    const GREATEST: u64 = 1023 + 127;
    let exponent = (truth.to_bits() >> 52 & 0x7ff).clamp(LEAST, GREATEST);
    let per_unit = f64::from_bits((2 * 1023 + 23 - exponent) << 52);
    let error = (result - truth).abs() * per_unit;
    if result.is_finite() && truth.is_finite() {
        return error;
    }
    let nearest = f64::from(truth as f32);
    if result == nearest {
        0.0
    } else if result.is_infinite() && truth.is_finite() && result.signum() == truth.signum() {
        (2f64.powi(128) - truth.abs()) * per_unit
    } else {
        f64::INFINITY
    }
}

impl Part {
    fn new() -> Self {
        Self {
            ulp: Histogram::new(),
            conditioned: Histogram::new(),
            undefined: 0,
            unknown: 0,
            faults: Faults::default(),
            worst: Vec::new(),
            sample: None,
        }
    }
}

impl Part {
    /// The points that a picture shows: the worst by either measure, or some point of a part without errors.
    fn profile(&self) -> Vec<PointError> {
        let conditioned = self.worst.iter().max_by(|a, b| a.badness(b));
        let plain = self.worst.iter().max_by(|a, b| a.ulp.total_cmp(&b.ulp));
        let mut points: Vec<PointError> = conditioned.into_iter().chain(plain).copied().collect();
        points.sort_by(|a, b| a.x.total_cmp(&b.x));
        points.dedup_by_key(|point| point.x.to_bits());
        if points.is_empty() {
            points.extend(self.sample);
        }
        points
    }
}

impl Block {
    fn new(outputs: usize) -> Self {
        Self {
            xs: Vec::with_capacity(BLOCK),
            results: Vec::with_capacity(BLOCK),
            wide: Vec::with_capacity(BLOCK),
            outputs: vec![Vec::with_capacity(BLOCK); outputs],
        }
    }

    fn fill(&mut self, first: u64, last: u64, stride: u64) {
        self.xs.clear();
        let places = (first..=last).step_by(stride as usize);
        self.xs
            .extend(places.map(|place| super::format::single_at(place as u32)));
        self.wide.clear();
        self.wide.extend(self.xs.iter().map(|&x| f64::from(x)));
        self.results.resize(self.xs.len(), 0.0);
        for output in &mut self.outputs {
            output.resize(self.xs.len(), 0.0);
        }
    }
}

/// The results of a part that are worst by the f64 reference, ascending.
#[derive(Default)]
struct Claims {
    conditioned: Vec<PointError>,
    plain: Vec<PointError>,
}

impl Claims {
    fn note(&mut self, claim: PointError) {
        insert(&mut self.conditioned, claim, conditioned);
        insert(&mut self.plain, claim, plain);
    }
}

fn insert(list: &mut Vec<PointError>, claim: PointError, size: fn(&PointError) -> f64) {
    let own = size(&claim);
    let is_full = list.len() >= MEASURED;
    if own == 0.0 || is_full && own <= list.first().map_or(0.0, size) {
        return;
    }
    if is_full {
        list.remove(0);
    }
    let place = list.partition_point(|other| size(other) < own);
    list.insert(place, claim);
}

/// Points of a part at which the f64 reference is zero, infinite or NaN: of each kind the first, some of the inside, the last.
#[derive(Default)]
struct Doubts {
    kinds: [Option<Stretch>; 3],
}

/// Points with their results.
#[derive(Clone, Copy)]
struct Stretch {
    first: (f64, f64),
    inside: (f64, f64),
    last: (f64, f64),
    count: u64,
}

impl Doubts {
    fn note(&mut self, x: f64, result: f64, truth: f64) {
        let kind = usize::from(truth.is_nan()) + 2 * usize::from(truth.is_infinite());
        let point = (x, result);
        let stretch = self.kinds[kind].get_or_insert(Stretch {
            first: point,
            inside: point,
            last: point,
            count: 0,
        });
        stretch.last = point;
        stretch.count += 1;
        if stretch.count.is_power_of_two() {
            stretch.inside = point;
        }
    }

    fn points(&self) -> Vec<(f64, f64)> {
        let of = |stretch: &Stretch| [stretch.first, stretch.inside, stretch.last];
        let mut points: Vec<(f64, f64)> = self.kinds.iter().flatten().flat_map(of).collect();
        points.dedup_by_key(|point| point.0.to_bits());
        points
    }
}

fn summary(survey: &Survey, parts: Vec<Part>) -> Accuracy {
    let mut whole = Part::new();
    let mut profile = Vec::new();
    for part in parts {
        whole.ulp.merge(&part.ulp);
        whole.conditioned.merge(&part.conditioned);
        whole.undefined += part.undefined;
        whole.unknown += part.unknown;
        whole.faults = whole.faults.and(part.faults);
        profile.extend(part.profile());
        whole.worst.extend(part.worst);
    }
    let greatest = |size: fn(&PointError) -> f64| whole.worst.iter().map(size).fold(0.0, f64::max);
    Accuracy {
        format: survey.format,
        points: whole.ulp.total(),
        undefined: whole.undefined,
        unknown: whole.unknown,
        ulp: whole.ulp.quantiles(greatest(plain)),
        conditioned: whole.conditioned.quantiles(greatest(conditioned)),
        faults: whole.faults,
        worst: report::worst(whole.worst, survey.worst),
        profile,
    }
}
