//! How much older clicks count: e^(−age/δ), age in clicks, as the Q15 table that base carries.

use std::fmt;

use cobuy_snapshot::quant::Q15_ONE;

/// Entries of a table: at δ = 8 the last one is a quarter of a per cent, and it holds for all older clicks.
const LENGTH: usize = 48;

/// How fast a session forgets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decay {
    /// All clicks count alike; baskets have no sequence.
    #[default]
    None,
    /// δ = ½: the click before the last counts a seventh.
    Half,
    /// δ = 1.
    One,
    /// δ = 2.
    Two,
    /// δ = 4.
    Four,
    /// δ = 8: the click before the last counts seven eighths.
    Eight,
}

impl Decay {
    /// All of them, in the order in which they are tried; of equals the first wins.
    pub const ALL: [Self; 6] = [Self::One, Self::Two, Self::Half, Self::Four, Self::Eight, Self::None];

    /// Q15 factor by age in clicks, the newest being 0; the last one holds for all older ones.
    pub fn q15(self) -> Vec<u16> {
        // e^(−1/δ) as constants: `exp` differs in the last bit between platforms.
        let step: f64 = match self {
            Self::None => return vec![Q15_ONE as u16],
            Self::Half => 0.135_335_283_236_612_7,
            Self::One => 0.367_879_441_171_442_33,
            Self::Two => 0.606_530_659_712_633_4,
            Self::Four => 0.778_800_783_071_404_9,
            Self::Eight => 0.882_496_902_584_595_5,
        };
        let mut factor = f64::from(Q15_ONE);
        let mut table = Vec::with_capacity(LENGTH);
        while table.len() < LENGTH && table.last() != Some(&0) {
            table.push(factor.round() as u16);
            factor *= step;
        }
        table
    }
}

impl fmt::Display for Decay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Half => "½",
            Self::One => "1",
            Self::Two => "2",
            Self::Four => "4",
            Self::Eight => "8",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_fall_from_one() {
        assert_eq!(Decay::None.q15(), [32_768]);
        assert_eq!(Decay::One.q15()[..3], [32_768, 12_055, 4_435]);
        assert_eq!(Decay::Half.q15(), [32_768, 4_435, 600, 81, 11, 1, 0]);
        for decay in Decay::ALL {
            let table = decay.q15();
            assert!(table.is_sorted_by(|a, b| a >= b) && table.len() <= LENGTH, "{decay}");
        }
        assert_eq!(Decay::Eight.q15().len(), LENGTH);
    }
}
