//! When two products are bought together, where that is not all year.

/// All twelve months.
const YEAR: u16 = 0xfff;

/// One, and the square root of two rounded down, in 128ths: a boost never claims more than was counted.
const HALF_OCTAVES: [u64; 2] = [128, 181];

/// The months in which a neighbour counts, and how much stronger it is in them than over the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season(u16);

impl Season {
    /// A season of these months, bit 0 being January (bits above 11 are dropped), whose neighbour is stronger by so many
    /// half octaves, 0 to 15; greater ones are taken as 15.
    pub fn new(months: u16, half_octaves: u8) -> Self {
        Self((months & YEAR) | (u16::from(half_octaves.min(15)) << 12))
    }

    /// A season as files hold it: the months in the low 12 bits, the boost above.
    pub fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// As files hold it.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Its months, bit 0 being January.
    pub fn months(self) -> u16 {
        self.0 & YEAR
    }

    /// How much stronger the neighbour is in them than over the year: 2^(this/2), 0 to 15.
    pub fn half_octaves(self) -> u8 {
        (self.0 >> 12) as u8
    }

    /// Whether a month, 0 for January to 11, is one of them. What is no month is none.
    pub fn has(self, month: u8) -> bool {
        self.months().checked_shr(month.into()).is_some_and(|rest| rest & 1 != 0)
    }

    /// Whether it says anything: at least one month, and not all.
    pub fn is_sound(self) -> bool {
        !matches!(self.months(), 0 | YEAR)
    }

    /// A weight × scale in its months, saturating; no product of a byte and a scale does.
    pub fn boosted(self, strength: u32) -> u32 {
        let half_octaves = self.half_octaves();
        let [one, root] = HALF_OCTAVES;
        let factor = if half_octaves & 1 == 0 { one } else { root };
        let exact = u64::from(strength).saturating_mul(factor) << (half_octaves >> 1) >> 7;
        u32::try_from(exact).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_boost_share_two_bytes() {
        let season = Season::new(0xf000 | 1 << 11 | 1, 5);
        assert_eq!((season.months(), season.half_octaves(), season.bits()), (0x801, 5, 0x5801));
        assert_eq!(Season::from_bits(0x5801), season);
        assert_eq!(Season::new(1, 99).half_octaves(), 15);
        let has: std::vec::Vec<u8> = (0..=u8::MAX).filter(|month| season.has(*month)).collect();
        assert_eq!(has, [0, 11]);
        assert!(season.is_sound() && !Season::new(0, 3).is_sound() && !Season::new(YEAR, 3).is_sound());
    }

    #[test]
    fn boosts_are_half_octaves_rounded_down() {
        let check = |half_octaves: u8, expected: u32| {
            assert_eq!(Season::new(1, half_octaves).boosted(1_280), expected, "{half_octaves}");
        };
        check(0, 1_280);
        check(1, 1_810);
        check(2, 2_560);
        check(3, 3_620);
        check(8, 20_480);
        check(15, 231_680);
        assert_eq!((Season::new(1, 1).boosted(1), Season::new(1, 1).boosted(100)), (1, 141));
        assert_eq!(Season::new(1, 15).boosted(255 * 65_535), 3_024_767_925);
        assert_eq!(Season::new(1, 15).boosted(u32::MAX), u32::MAX);
    }
}
