//! Exact values of sines, cosines and tangents at rational multiples of π.

use gradus_syntax::{Constant, Func};

use super::{Graph, Id, Node};
use crate::rational::Rational;

impl Graph {
    /// The value of a trigonometric function at a multiple of π with a denominator of 1, 2, 3, 4 or 6.
    pub(super) fn at_angle(&mut self, func: Func, angle: Id) -> Option<Id> {
        let turns = self.multiple_of_pi(angle)?;
        let quarter = Rational::new(1, 2);
        match func {
            Func::Sin => self.sine_of(&turns),
            Func::Cos => self.sine_of(&(&turns + &quarter)),
            Func::Tan => {
                let (sin, cos) = (self.sine_of(&turns)?, self.sine_of(&(&turns + &quarter))?);
                Some(self.divide(sin, cos))
            }
            _ => None,
        }
    }

    /// The rational that an angle is as a multiple of π.
    fn multiple_of_pi(&self, angle: Id) -> Option<Rational> {
        let (coefficient, rest) = self.split_coefficient(angle);
        (*self.node(rest) == Node::Constant(Constant::Pi)).then_some(coefficient)
    }

    /// `sin(turns*π)`.
    fn sine_of(&mut self, turns: &Rational) -> Option<Id> {
        let two = Rational::from(2);
        let turns = turns - &(&two * &(turns / &two).floor());
        let (turns, sign) = match turns > Rational::ONE {
            true => (&turns - &Rational::ONE, Rational::MINUS_ONE),
            false => (turns, Rational::ONE),
        };
        let mirrored = &Rational::ONE - &turns;
        let turns = turns.min(mirrored);
        // the squares of the sines of 0, 30, 45, 60 and 90 degrees are quarters
        let quarters = [(0, 1), (1, 6), (1, 4), (1, 3), (1, 2)]
            .iter()
            .position(|&(n, d)| turns == Rational::new(n, d))?;
        let square = self.rational(Rational::new(quarters as i64, 4));
        let sine = self.sqrt(square);
        Some(self.scale(sine, &sign))
    }
}
