//! Places where an expression is written in another way than elsewhere.

use super::differences::{Difference, difference};
use super::distances::{Distance, by_distance};
use super::holes::{Beside, beside_holes};
use super::meeting::{Meeting, meeting};
use super::ratios::{ByRatio, by_ratio};
use super::removable::beside_places;
use super::{Value, Writer};
use crate::graph::{Graph, Id, Symbol};

/// What an expression is where it would cancel.
#[derive(Default)]
pub(super) struct Places {
    /// Beside holes and double zeros, and parameters at which it is 0/0.
    beside: Vec<Beside>,
    /// Where an input is small over a parameter.
    ratio: Option<ByRatio>,
    /// Where arguments meet.
    difference: Option<Difference>,
    /// Where an input and a parameter nearly cancel.
    distance: Option<Distance>,
    /// Where two symbols meet.
    meeting: Option<Meeting>,
}

impl Places {
    /// Those of an expression.
    pub fn of(graph: &mut Graph, inputs: &[Symbol], parameters: &[Symbol], root: Id) -> Self {
        let mut beside = beside_holes(graph, inputs, root);
        beside.extend(beside_places(graph, inputs, parameters, root));
        Self {
            beside,
            ratio: by_ratio(graph, inputs, parameters, root),
            difference: difference(graph, inputs, parameters, root),
            distance: by_distance(graph, inputs, parameters, root),
            meeting: meeting(graph, inputs, parameters, root),
        }
    }
}

impl Writer<'_> {
    /// A value, which is that of a normal form or not, but in the places by what holds there.
    pub(super) fn with_places(&mut self, value: Value, places: &Places, is_normal: bool) -> Value {
        let mut value = value;
        for beside in places.beside.iter().filter(|_| is_normal) {
            value = self.with_hole(value, beside).unwrap_or(value);
        }
        if let Some(own) = &places.ratio {
            value = self.with_ratio(value, own).unwrap_or(value);
        }
        if let Some(own) = &places.difference {
            value = self.with_difference(value, own).unwrap_or(value);
        }
        if let Some(own) = &places.distance {
            value = self.with_distance(value, own).unwrap_or(value);
        }
        if let Some(own) = &places.meeting {
            value = self.with_meeting(value, own).unwrap_or(value);
        }
        value
    }
}
