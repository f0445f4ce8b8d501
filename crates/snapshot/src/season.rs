//! When two products are bought together, where that is not all year.

/// All twelve months.
const YEAR: u16 = 0xfff;

/// The first quarters of an octave, from none on, in 128ths rounded down: a byte each, because a number takes less of the
/// widget than a table.
const QUARTER_OCTAVES: u32 = u32::from_le_bytes([128, 152, 181, 215]);

/// The months in which a neighbour counts, and how much stronger it is in them than over the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season(u16);

impl Season {
    /// A season of these months, bit 0 being January (bits above 11 are dropped), whose neighbour is stronger by so many
    /// quarter octaves, 0 to 15; greater ones are taken as 15.
    pub fn new(months: u16, quarter_octaves: u8) -> Self {
        Self((months & YEAR) | (u16::from(quarter_octaves.min(15)) << 12))
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

    /// How much stronger the neighbour is in them than over the year: 2^(this/4), 0 to 15.
    pub fn quarter_octaves(self) -> u8 {
        (self.0 >> 12) as u8
    }

    /// Whether a month, 0 for January to 11, is one of them. What is no month is none.
    pub fn has(self, month: u8) -> bool {
        u32::from(self.months()).checked_shr(month.into()).is_some_and(|rest| rest & 1 != 0)
    }

    /// Whether it says anything: at least one month, and not all.
    pub fn is_sound(self) -> bool {
        !matches!(self.months(), 0 | YEAR)
    }

    /// A weight × scale, at most 255 × 65,535, in its months; a greater number becomes some other one.
    pub fn boosted(self, strength: u32) -> u32 {
        let quarter_octaves = u32::from(self.0 >> 12);
        let factor = QUARTER_OCTAVES.wrapping_shr(8u32.wrapping_mul(quarter_octaves & 3)) & 255;
        (strength.wrapping_mul(factor) >> 7).wrapping_shl(quarter_octaves >> 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_boost_share_two_bytes() {
        let season = Season::new(0xf000 | 1 << 11 | 1, 5);
        assert_eq!((season.months(), season.quarter_octaves(), season.bits()), (0x801, 5, 0x5801));
        assert_eq!(Season::from_bits(0x5801), season);
        assert_eq!(Season::new(1, 99).quarter_octaves(), 15);
        let has: std::vec::Vec<u8> = (0..=u8::MAX).filter(|month| season.has(*month)).collect();
        assert_eq!(has, [0, 11]);
        assert!(season.is_sound() && !Season::new(0, 3).is_sound() && !Season::new(YEAR, 3).is_sound());
    }

    #[test]
    fn boosts_are_quarter_octaves_rounded_down() {
        let check = |quarter_octaves: u8, expected: u32| {
            assert_eq!(Season::new(1, quarter_octaves).boosted(1_280), expected, "{quarter_octaves}");
        };
        check(0, 1_280);
        check(1, 1_520);
        check(2, 1_810);
        check(3, 2_150);
        check(4, 2_560);
        check(13, 12_160);
        check(15, 17_200);
        assert_eq!((Season::new(1, 2).boosted(1), Season::new(1, 2).boosted(100)), (1, 141));
        assert_eq!(Season::new(1, 15).boosted(255 * 65_535), 224_559_768);
    }
}
