//! How weights and figures become bytes and come back. Scores are integers everywhere a shopper sees their effect
//! (`exp`, `ln` and `powf` differ in the last bit between native and wasm), so floats end here, in the writer.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "bounded by the types: widths are stated at each operation"
)]

/// 1.0 in the Q15 fixed point of decays and signal weights.
pub const Q15_ONE: u32 = 1 << 15;

/// Knots of a calibration table.
pub const KNOTS: usize = 16;

/// The part of a score that one session item gives one neighbour: `weight × scale × factor`, exact.
///
/// `weight` 0 to 255 is the neighbour's byte, `scale` 0 to 65,535 the row's, `factor_q15` 0 to 32,768 the decay times
/// the signal's weight. At most 5.5e11, so 256 session items stay below 2^48.
pub fn contribution(weight: u8, scale: u16, factor_q15: u32) -> u64 {
    u64::from(weight) * u64::from(scale) * u64::from(factor_q15.min(Q15_ONE))
}

/// A score in the unit of calibration tables: the sum of contributions shifted right by 15, saturating.
pub fn calibration_unit(score: u64) -> u32 {
    u32::try_from(score >> 15).unwrap_or(u32::MAX)
}

/// One knot: candidates with this score were the hidden product in this share of the hold-out's cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Knot {
    /// Score in [`calibration_unit`]s; ascending over a table.
    pub score: u32,
    /// Share of hits, 65,535 being all; never descending over a table.
    pub share: u16,
}

/// Share of hits at `score`, between knots on a straight line, below the first knot on the line from (0, 0),
/// above the last one flat. The result is 0 to 65,535.
pub fn share_at(knots: &[Knot], score: u64) -> u16 {
    let x = u64::from(calibration_unit(score));
    let mut below = Knot::default();
    for knot in knots {
        let span = u64::from(knot.score.saturating_sub(below.score));
        if x < u64::from(knot.score) {
            let rise = u64::from(knot.share.saturating_sub(below.share));
            let run = x.saturating_sub(u64::from(below.score));
            let step = (rise * run).checked_div(span).unwrap_or(0);
            return below.share.saturating_add(u16::try_from(step).unwrap_or(u16::MAX));
        }
        below = *knot;
    }
    below.share
}

/// Share of a confidence byte: 0 to 200 in half per cents.
pub fn confidence_permille(byte: u8) -> u16 {
    u16::from(byte.min(200)) * 5
}

/// 100 × 2^(i/16) × 2^10, rounded.
const SIXTEENTHS: [u64; 16] = [
    102_400, 106_934, 111_668, 116_612, 121_775, 127_166, 132_796, 138_676, 144_815, 151_227, 157_922,
    164_914, 172_216, 179_840, 187_802, 196_117,
];

/// Lift of a lift byte in hundredths: 2^(byte/16 − 4), from 0.0625 to 3,922. Integers only, for the same reason as
/// scores: sixteenth powers of two are a table, octaves are shifts.
pub fn lift_hundredths(byte: u8) -> u32 {
    let base = SIXTEENTHS.get(usize::from(byte & 15)).copied().unwrap_or(0);
    let octave = u32::from(byte >> 4);
    u32::try_from((base << octave) >> 14).unwrap_or(u32::MAX)
}

/// Days of a time's byte: 2^(byte/16), rounded; 1 to 62,757. 0 stands for unknown where the field allows it.
pub fn days(byte: u8) -> u16 {
    // Half added, so that it rounds; the table of lifts is scaled by 100 and 2^10.
    let scaled = SIXTEENTHS.get(usize::from(byte & 15)).copied().unwrap_or(0) << (byte >> 4);
    u16::try_from((scaled + 51_200) / 102_400).unwrap_or(u16::MAX)
}

/// The writer's side: floats to bytes.
#[cfg(feature = "write")]
pub mod encode {
    /// A row's weights as bytes with the row's scale.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct QuantisedRow {
        /// Scale of the row: its largest weight in 65,535ths of `2^exponent`.
        pub scale: u16,
        /// Weight of each neighbour in 255ths of the row's largest, at least 1.
        pub weights: std::vec::Vec<u8>,
    }

    /// The smallest exponent with `max ≤ 2^exponent`, −60 to 60. A power of two changes rarely between builds, so
    /// that shards whose rows did not change keep their bytes.
    pub fn exponent(max: f32) -> i8 {
        let mut exponent = -60i8;
        while exponent < 60 && f64::from(max) > f64::powi(2.0, exponent.into()) {
            exponent += 1;
        }
        exponent
    }

    /// Quantises the weights of one row (positive, descending not required). An empty row has scale 0.
    pub fn row(weights: &[f32], exponent: i8) -> QuantisedRow {
        let max = weights.iter().copied().fold(0.0f32, f32::max);
        if max <= 0.0 {
            return QuantisedRow { scale: 0, weights: weights.iter().map(|_| 0).collect() };
        }
        let unit = f64::powi(2.0, exponent.into());
        let scale = (f64::from(max) / unit * 65_535.0).round().clamp(1.0, 65_535.0) as u16;
        let byte = |w: &f32| (f64::from(*w) / f64::from(max) * 255.0).round().clamp(1.0, 255.0) as u8;
        QuantisedRow { scale, weights: weights.iter().map(byte).collect() }
    }

    /// A share (0 to 1) in half per cents, rounded down so that a reason never claims more than is so.
    pub fn confidence(share: f32) -> u8 {
        (share * 200.0).floor().clamp(0.0, 200.0) as u8
    }

    /// A time in days as sixteenths of an octave above one day, to the nearest; below a day 0.
    pub fn days(days: f64) -> u8 {
        if days <= 1.0 {
            return 0;
        }
        (days.log2() * 16.0).round().clamp(0.0, 255.0) as u8
    }

    /// A lift in sixteenths of an octave above 1/16, rounded down.
    pub fn lift(lift: f32) -> u8 {
        if lift <= 0.0 {
            return 0;
        }
        ((f64::from(lift).log2() + 4.0) * 16.0).floor().clamp(0.0, 255.0) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_lie_on_the_line_between_knots() {
        let knots = [
            Knot { score: 100, share: 1_000 },
            Knot { score: 200, share: 3_000 },
            Knot { score: 200, share: 3_000 },
        ];
        let check = |score: u64, share: u16| assert_eq!(share_at(&knots, score << 15), share, "at {score}");
        check(0, 0);
        check(50, 500);
        check(100, 1_000);
        check(150, 2_000);
        check(200, 3_000);
        check(1_000_000_000_000, 3_000);
        assert_eq!(share_at(&[], 5 << 15), 0);
    }

    #[test]
    fn lift_bytes_are_sixteenth_octaves() {
        let check = |byte: u8, hundredths: u32| assert_eq!(lift_hundredths(byte), hundredths);
        check(0, 6);
        check(64, 100);
        check(80, 200);
        check(72, 141);
        check(255, 392_234);
    }

    #[test]
    fn day_bytes_are_sixteenth_octaves() {
        let check = |byte: u8, expected: u16| assert_eq!(days(byte), expected, "{byte}");
        check(0, 1);
        check(16, 2);
        check(78, 29);
        check(136, 362);
        check(255, 62_757);
    }

    #[cfg(feature = "write")]
    #[test]
    fn days_come_back_within_a_thirtieth() {
        for written in 1..10_000u16 {
            let read = days(encode::days(f64::from(written)));
            // Half a sixteenth of an octave is 2.2 %; rounding to whole days adds at most one.
            assert!(read.abs_diff(written) <= 1 + written / 30, "{written} came back as {read}");
        }
        assert_eq!((encode::days(0.0), encode::days(1e9)), (0, 255));
    }

    #[cfg(feature = "write")]
    #[test]
    fn figures_never_claim_more_than_was_given() {
        for i in 1..2_000u32 {
            let lift = i as f32 * 0.37;
            assert!(lift_hundredths(encode::lift(lift)) as f32 <= lift * 100.0 + 0.5, "{lift}");
            let share = i as f32 / 2_000.0;
            assert!(f32::from(confidence_permille(encode::confidence(share))) <= share * 1_000.0 + 0.001);
        }
    }

    #[cfg(feature = "write")]
    #[test]
    fn rows_keep_their_scale() {
        let strong = encode::row(&[0.8, 0.4, 0.001], 0);
        let weak = encode::row(&[0.08, 0.04], 0);
        assert_eq!(strong, encode::QuantisedRow { scale: 52_428, weights: std::vec![255, 128, 1] });
        assert_eq!(weak, encode::QuantisedRow { scale: 5_243, weights: std::vec![255, 128] });
        assert_eq!(encode::exponent(0.8), 0);
        assert_eq!(encode::exponent(1.0), 0);
        assert_eq!(encode::exponent(5.0), 3);
    }
}
