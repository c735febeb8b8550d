//! High powers of inputs: beside an exponential that vanishes, root by root with that, and beside a number far from 1 that their
//! factors share, so that neither leaves the range before the other brings it back.

use super::parts::Parts;
use super::{Atom, Base, Binary, Emitter, Form, Guard, Kind, Op, Value, bound};
use crate::rational::Rational;

/// Up to this, powers are multiplied input by input between halves of an exponential.
const LOW: i64 = 4;

/// A type's greatest logarithm, minus its least, and minus that of the least number with nearly all digits.
struct Width {
    greatest: f64,
    least: f64,
    digits: f64,
}

const WIDTHS: [Width; 2] = [
    Width {
        greatest: 709.0,
        least: 745.2,
        digits: 710.0,
    },
    Width {
        greatest: 88.0,
        least: 104.0,
        digits: 89.0,
    },
];

/// A number far from 1 of which each factor of a power takes a share: a power of two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    base: Base,
    power: i64,
}

impl Share {
    /// The logarithm of the shares of a power.
    fn logarithm(self, exponent: &Rational) -> f64 {
        self.power as f64 * exponent.to_f64() * std::f64::consts::LN_2
    }

    /// How many factors of a power have a share: they are multiplied with one after the other, so that none leaves the range.
    pub fn count_of(self, base: Base, exponent: &Rational) -> Option<usize> {
        let count = exponent
            .to_i64()
            .filter(|count| (1..=MOST_SHARES).contains(count));
        count
            .filter(|_| self.base == base)
            .map(|count| count as usize)
    }
}

/// The most factors that are multiplied one after the other.
const MOST_SHARES: i64 = 16;

/// What a number may be without being shared, as a power of two.
const MODERATE: i64 = 100;

impl Emitter<'_, '_> {
    /// Takes a high power of an input and the exponential that outweighs it out of a form, as tails that are roots of both.
    pub(super) fn high_power_beside_tail(
        &mut self,
        form: &Form,
        share: Option<Share>,
        parts: &mut Parts,
    ) -> Option<Form> {
        let Some((tail, input, sections)) = self.high_power(form, share) else {
            return Some(form.clone());
        };
        let [of_tail, of_input] = [tail, input].map(|base| form.exponent(base));
        let (Base::Atom(tail_atom), Some(count)) = (tail, of_input.to_i64()) else {
            return Some(form.clone());
        };
        let root = self.root_of_tail(tail_atom, &of_tail, sections)?;
        let value = self.base_value(input, None)?;
        let value = self.guarded(value, root);
        let value = self.with_share(value, input, share);
        let (whole, left) = (count as u32 / sections, count as u32 % sections);
        let ops = self.ops();
        let lower = match whole {
            0 => root,
            _ => {
                let power = ops.push(Op::Power(value, whole));
                ops.binary(Binary::Mul, power, root)
            }
        };
        let higher = ops.binary(Binary::Mul, lower, value);
        // one after the other, so that what is multiplied so far stays near a power of the whole
        let tails = (0..sections).map(|index| {
            let is_higher = (index + 1) * left / sections > index * left / sections;
            if is_higher { higher } else { lower }
        });
        parts.tails.extend(tails);
        parts.grows = true;
        Some(form.without(tail).without(input))
    }

    /// The root of the exponential that stands beside each part of a high power, if there is one.
    pub(super) fn root_beside_high_power(
        &mut self,
        form: &Form,
        share: Option<Share>,
    ) -> Option<Guard> {
        let Some((tail, _, sections)) = self.high_power(form, share) else {
            return Some(None);
        };
        let Base::Atom(atom) = tail else {
            return Some(None);
        };
        self.root_of_tail(atom, &form.exponent(tail), sections)
            .map(Some)
    }

    fn root_of_tail(&mut self, atom: Atom, count: &Rational, sections: u32) -> Option<Value> {
        let part = count * &Rational::new(1, i64::from(sections));
        self.power_of_exponential(atom, &part)
    }

    /// An exponential, an input with a high power, and how many roots of both there must be; none where halves of the exponential do.
    fn high_power(&mut self, form: &Form, share: Option<Share>) -> Option<(Base, Base, u32)> {
        let mut exponentials = form
            .factors
            .iter()
            .filter(|(base, _)| matches!(base, Base::Atom(atom) if self.is_exponential(*atom)));
        let (Some((tail, count)), None) = (exponentials.next(), exponentials.next()) else {
            return None;
        };
        if !count.is_positive() || !count.is_integer() {
            return None;
        }
        let Base::Atom(atom) = *tail else { return None };
        let (base, _) = form.factors.iter().find(|(base, power)| {
            self.is_input_base(*base) && power.is_integer() && *power > LOW
        })?;
        let Base::Atom(input) = *base else {
            return None;
        };
        let degree: f64 = form
            .factors
            .iter()
            .map(|(base, power)| power.to_f64().max(0.0) * self.degree_in(*base, input))
            .sum();
        let number = share.map_or(0.0, |share| share.logarithm(&form.exponent(share.base)));
        let sections = self.sections((atom, count), input, (degree, number))?;
        Some((*tail, *base, sections))
    }

    fn degree_in(&self, base: Base, input: Atom) -> f64 {
        match base {
            Base::Atom(atom) => f64::from(u8::from(atom == input)),
            Base::Sum(id) => f64::from(self.algebra.poly(id).degree(input)),
        }
    }

    /// How many roots there must be of an exponential to that power beside an input to a degree and a number of that logarithm.
    fn sections(
        &mut self,
        (tail, count): (Atom, &Rational),
        input: Atom,
        (degree, number): (f64, f64),
    ) -> Option<u32> {
        let Kind::Exp(argument) = *self.algebra.kind(tail) else {
            return None;
        };
        let scale = self.algebra.unit(argument)? * count;
        let exponent = self.algebra.form(argument).scaled(&scale);
        let (_, own) = self.growing_input(&exponent)?;
        if own != input {
            return None;
        }
        let (constants, others) = self.split_constants(&exponent);
        let constant = self.known(&constants)?.to_f64().abs();
        let exponent = |x: f64| constant * self.grown(&others, input, x);
        let sizes = WIDTHS.map(|width| {
            let power = |x: f64| degree * x.ln() + number;
            let x = last_place(|x| exponent(x) - power(x) < width.least);
            (exponent(x), power(x).max(0.0), width)
        });
        let fits = |parts: u32, power_parts: u32| {
            sizes.iter().all(|(exponent, power, width)| {
                exponent / f64::from(parts) < width.digits
                    && power / f64::from(power_parts) < width.greatest
            })
        };
        if fits(2, 1) {
            return None;
        }
        let mut wanted = [2, 4, 8].into_iter();
        Some(wanted.find(|count| fits(*count, *count)).unwrap_or(16))
    }

    /// Takes a power of two out of a number far from 1, for the factors of a power that stands beside it.
    pub(super) fn share_of_number(&mut self, constants: &mut Form, others: &Form) -> Option<Share> {
        let magnitude = constants.coefficient.magnitude();
        if magnitude.abs() <= MODERATE {
            return None;
        }
        let (base, exponent) = others.factors.iter().find(|(base, exponent)| {
            let is_symbol = |atom: &Atom| {
                matches!(self.algebra.kind(*atom), Kind::Symbol(_) | Kind::Inverse(_))
            };
            let is_high = exponent.is_integer() && exponent.abs() > Rational::ONE;
            matches!(base, Base::Atom(atom) if is_symbol(atom)) && is_high
        })?;
        let count = exponent.to_i64()?;
        let power = magnitude / count;
        let taken = Rational::from(2).pow(power * count, usize::MAX)?;
        *constants = constants.scaled(&taken.recip());
        Some(Share { base: *base, power })
    }

    /// A factor of a power with its share of a number.
    pub(super) fn with_share(&mut self, value: Value, base: Base, share: Option<Share>) -> Value {
        match share {
            Some(share) if share.base == base => self.times_power_of_two(value, share.power),
            _ => value,
        }
    }

    /// The same of a factor that is multiplied with (0) or divided by (1): an inverse may be written as a divisor.
    pub(super) fn with_share_of_side(
        &mut self,
        value: Value,
        (base, exponent): (Base, &Rational),
        side: usize,
        share: Option<Share>,
    ) -> Value {
        let is_inverse = exponent.is_negative() != (side == 1);
        let share = share.map(|own| Share {
            power: if is_inverse { -own.power } else { own.power },
            ..own
        });
        self.with_share(value, base, share)
    }

    fn times_power_of_two(&mut self, value: Value, power: i64) -> Value {
        const AT_ONCE: i64 = 120;
        let parts = match power.abs() > AT_ONCE {
            true => vec![power / 2, power - power / 2],
            false => vec![power],
        };
        parts.into_iter().fold(value, |value, part| {
            let single = 2f32.powi(part.clamp(-126, 127) as i32);
            let factor = self.ops().constant(bound(2f64.powi(part as i32), single));
            self.ops().binary(Binary::Mul, value, factor)
        })
    }
}

/// The greatest number, by its logarithm, at which something holds that holds up to there.
fn last_place(holds: impl Fn(f64) -> bool) -> f64 {
    const WIDEST: i32 = 1000;
    let at = |logarithm: f64| logarithm.exp2();
    let Some(whole) = (-WIDEST..WIDEST).rev().find(|&own| holds(at(own.into()))) else {
        return 1.0;
    };
    let (mut low, mut high) = (f64::from(whole), f64::from(whole + 1));
    for _ in 0..20 {
        let middle = low.midpoint(high);
        if holds(at(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(low)
}
