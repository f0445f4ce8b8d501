//! Sparse vectors and the one logarithm that relations use.

/// Number of a feature and its weight, ascending by number.
pub(super) type Sparse = Vec<(u32, f32)>;

/// log₂ of a positive number on straight lines between powers of two, at most 0.086 below the true one. `ln` differs in
/// the last bit between platforms; this is exact arithmetic on the bits.
pub(super) fn log2(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits(bits & 0x007f_ffff | 0x3f80_0000);
    exponent as f32 + mantissa - 1.0
}

/// How much a feature tells that `with` of `all` products have; 0 where all do or one alone does.
pub(super) fn idf(with: u32, all: usize) -> f32 {
    if with < 2 { 0.0 } else { log2(all.max(1) as f32 / with as f32).max(0.0) }
}

/// Scales a vector to length 1.
pub(super) fn normalise(vector: &mut Sparse) {
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
}

/// Calls `act(weight in a, weight in b)` for each feature of both.
pub(super) fn for_shared(a: &Sparse, b: &Sparse, mut act: impl FnMut(u32, f32, f32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x.0 == y.0 {
            act(x.0, x.1, y.1);
        }
        i += usize::from(x.0 <= y.0);
        j += usize::from(y.0 <= x.0);
    }
}

/// Cosine of two vectors of length 1; rounding may not take it above 1.
pub(super) fn cosine(a: &Sparse, b: &Sparse) -> f32 {
    let mut sum = 0.0;
    for_shared(a, b, |_, x, y| sum += x * y);
    sum.min(1.0)
}

/// Cosine of two vectors of length 127, -1 to 1; 0 where one is missing.
pub(super) fn embedded(a: &[i8], b: &[i8]) -> f32 {
    let dot: i32 = a.iter().zip(b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
    (dot as f32 / (127.0 * 127.0)).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_on_straight_lines() {
        let check = |x: f32, expected: f32| assert_eq!(log2(x), expected, "{x}");
        check(1.0, 0.0);
        check(8.0, 3.0);
        check(0.25, -2.0);
        check(3.0, 1.5);
        for i in 1..5_000u16 {
            let x = f32::from(i) / 37.0;
            assert!((0.0..0.0861).contains(&(x.log2() - log2(x) + 1e-6)), "{x}");
        }
    }

    #[test]
    fn cosines_by_hand() {
        let mut a = vec![(1, 3.0), (4, 4.0)];
        let mut b = vec![(0, 1.0), (4, 1.0)];
        normalise(&mut a);
        normalise(&mut b);
        assert!((cosine(&a, &b) - 0.8 / 2f32.sqrt()).abs() < 1e-6);
        assert_eq!(cosine(&a, &vec![]), 0.0);
        let mut equal = vec![(0, 1.7), (1, 1.3), (2, 0.9)];
        normalise(&mut equal);
        assert!(cosine(&equal, &equal) <= 1.0);
        assert_eq!(
            (embedded(&[127, 0], &[127, 0]), embedded(&[127, 0], &[0, 127]), embedded(&[], &[1])),
            (1.0, 0.0, 0.0)
        );
        assert_eq!((idf(1, 100), idf(100, 100), idf(25, 100)), (0.0, 0.0, 2.0));
    }
}
