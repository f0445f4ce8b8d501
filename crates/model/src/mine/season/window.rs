//! Runs of calendar months.

use crate::mine::months::Month;

/// A run of calendar months, December being followed by January.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First month, 0 for January.
    start: u8,
    /// Number of months, 1 to 11.
    length: u8,
}

/// Where a month stands in the year around a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    Inside,
    After,
}

impl Window {
    /// The shortest run of at most `longest` months that holds so many per cent of what is counted by calendar month, January
    /// first; among equally short ones that which holds most, then the earliest. None where there is none, or nothing.
    pub fn shortest(counts: &[u64; 12], percent: u64, longest: u32) -> Option<Self> {
        let all: u64 = counts.iter().sum();
        let held = |window: &Self| -> u64 {
            (0..usize::from(window.length)).map(|step| counts[(usize::from(window.start) + step) % 12]).sum()
        };
        (1..=longest.min(11) as u8).find_map(|length| {
            let windows = (0..12).map(|start| Self { start, length });
            // The first of equal ones: `max_by_key` takes the last.
            let best = windows.rev().max_by_key(held)?;
            (all > 0 && held(&best) * 100 >= all * percent).then_some(best)
        })
    }

    /// Its months, bit 0 being January.
    pub fn mask(self) -> u16 {
        (0..self.length).fold(0, |mask, step| mask | 1 << ((self.start + step) % 12))
    }

    /// Whether a month is one of them.
    pub fn has(self, month: Month) -> bool {
        self.mask() >> month.of_year() & 1 != 0
    }

    /// The year that a month belongs to, and where it stands in it: `after` months after `first`. A year has the window in its
    /// middle, so that both what came before and what came after count.
    pub(super) fn year_of(self, first: Month, after: u32) -> (u32, Place) {
        let before = (12 - self.length) / 2;
        // Months since a month in which some year began.
        let since = u32::from(first.of_year() + 24 - self.start + before) + after;
        let place = match (since % 12) as u8 {
            month if month < before => Place::Before,
            month if month < before + self.length => Place::Inside,
            _ => Place::After,
        };
        (since / 12, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(usize, u64)]) -> [u64; 12] {
        let mut counts = [0; 12];
        of.iter().for_each(|(month, count)| counts[*month] += count);
        counts
    }

    #[test]
    fn the_shortest_run_that_holds_enough() {
        let check = |of: &[(usize, u64)], expected: Option<u16>| {
            assert_eq!(Window::shortest(&counts(of), 90, 4).map(Window::mask), expected, "{of:?}");
        };
        check(&[], None);
        check(&[(11, 3)], Some(1 << 11));
        check(&[(10, 40), (11, 50), (5, 10)], Some(0b1100 << 8));
        check(&[(10, 40), (11, 49), (5, 11)], None);
        check(&[(11, 5), (0, 5)], Some(1 << 11 | 1));
        check(&[(10, 3), (0, 3), (1, 3)], Some(1 << 10 | 1 << 11 | 0b11));
        check(&[(2, 5), (6, 5)], None);
        let even: Vec<_> = (0..12).map(|month| (month, 10)).collect();
        check(&even, None);
        check(&[(4, 5), (6, 5)], Some(0b111 << 4));
        // May and June hold as much as June and July: the earlier ones count.
        check(&[(4, 6), (5, 88), (6, 6)], Some(0b11 << 4));
    }

    #[test]
    fn a_year_lies_around_its_window() {
        let november = Window { start: 10, length: 2 };
        let first = Month::from_yyyymm(202_401).unwrap();
        let year = |after| november.year_of(first, after);
        // Five months before, two inside, five after: June to May.
        let (zero, one) = (year(0).0, year(5).0);
        assert_eq!(one, zero + 1);
        assert_eq!([year(0), year(4), year(5), year(9)].map(|(_, place)| place), {
            use Place::{After, Before};
            [After, After, Before, Before]
        });
        assert_eq!([year(10), year(11), year(12), year(16)].map(|(number, _)| number), [one; 4]);
        assert_eq!([year(10).1, year(11).1, year(12).1], [Place::Inside, Place::Inside, Place::After]);
        assert_eq!(year(17), (one + 1, Place::Before));
    }
}
