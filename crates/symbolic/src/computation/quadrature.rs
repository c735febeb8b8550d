//! Integrals over the unit interval, by Gauss and Legendre.

/// How many values an integral takes. Polynomials below twice that degree are integrated exactly, and functions whose
/// singularities are two lengths of the interval away from it to 60 bits.
pub(super) const COUNT: usize = 10;

/// Half of the places, by their distance from the middle of the unit interval, and their weights.
const HALF: [(f64, f64); COUNT / 2] = [
    (0.074_437_169_490_815_61, 0.147_762_112_357_376_44),
    (0.216_697_697_064_623_6, 0.134_633_359_654_998_17),
    (0.339_704_784_149_512_2, 0.109_543_181_257_991_02),
    (0.432_531_683_344_492_27, 0.074_725_674_575_290_3),
    (0.486_953_264_258_585_87, 0.033_335_672_154_344_07),
];

/// Places and weights beside 0 for even functions: polynomials of degree 11 are integrated exactly.
const OF_EVEN: [(f64, f64); 3] = [
    (0.238_619_186_083_196_9, 0.467_913_934_572_691_04),
    (0.661_209_386_466_264_5, 0.360_761_573_048_138_6),
    (0.932_469_514_203_152, 0.171_324_492_379_170_36),
];

/// The places and their weights.
pub(super) fn places() -> impl Iterator<Item = (f64, f64)> {
    let sides = [1.0, -1.0];
    HALF.into_iter()
        .flat_map(move |(distance, weight)| sides.map(|side| (0.5 + side * distance, weight)))
}

/// Places and weights for functions that are even, three of them: as six on both sides of 0.
pub(super) fn places_of_even() -> impl Iterator<Item = (f64, f64)> {
    OF_EVEN.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_integrated_exactly() {
        for power in 0..2 * COUNT as i32 {
            let sum: f64 = places()
                .map(|(place, weight)| weight * place.powi(power))
                .sum();
            let expected = 1.0 / f64::from(power + 1);
            assert!((sum - expected).abs() < 4e-16, "{power}: {sum}");
        }
    }

    #[test]
    fn even_powers_are_integrated_exactly() {
        for power in (0..12).step_by(2) {
            let all = places_of_even();
            let sum: f64 = all.map(|(place, weight)| weight * place.powi(power)).sum();
            let expected = 1.0 / f64::from(power + 1);
            assert!((sum - expected).abs() < 4e-16, "{power}: {sum}");
        }
    }
}
