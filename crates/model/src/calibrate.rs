//! What a score is worth: the share of candidates with such a score that were the hidden product.
//!
//! Candidates are cut into bins of equal number by score, and the shares are made non-descending by pooling
//! adjacent violators (isotonic regression; Ayer et al. 1955), so that a higher score is never worth less.

use cobuy_snapshot::quant::{KNOTS, Knot, calibration_unit};
use rayon::prelude::*;

use super::evaluate::{Case, DEPTH, QuantisedRows, Ranks, Scorer};

/// Share that means "all" in a [`Knot`].
const ALL: f64 = 65_535.0;

/// Products of the popular list that a hit share is taken over: one shelf of six.
pub const SHELF: usize = 6;

/// The table of a model without a hold-out: every score has the same smallest share, so that nothing is claimed,
/// order stays the score's, and everything passes a threshold of 0.
pub const UNMEASURED: [Knot; KNOTS] = [Knot { score: 0, share: 1 }; KNOTS];

/// A candidate that was shown for a case: its score in calibration units, and whether it was the hidden product.
pub type Shown = (u32, bool);

/// The table from the first [`DEPTH`] candidates of every case. Shares are of one candidate, not of a list.
///
/// [`UNMEASURED`] where no case has a candidate.
pub fn table(rows: &QuantisedRows, cases: &[Case], decay_q15: &[u16]) -> [Knot; KNOTS] {
    let of_chunk = |chunk: &[Case]| {
        let mut scorer = Scorer::new(rows, decay_q15);
        chunk.iter().flat_map(|case| shown(&mut scorer, case)).collect::<Vec<Shown>>()
    };
    knots(cases.par_chunks(512).map(of_chunk).collect::<Vec<_>>().concat())
}

/// Hit share of one place on a shelf filled from the popular list.
pub fn popular_share(popular: &Ranks) -> u16 {
    let share = f64::from(popular.hits(SHELF)) / (f64::from(popular.cases.max(1)) * SHELF as f64);
    (share * ALL).round() as u16
}

/// Brings a table to another exponent of the weights' unit: the same weights have other integers there.
pub fn rescale(table: &mut [Knot; KNOTS], from: i8, to: i8) {
    let factor = f64::powi(2.0, i32::from(from) - i32::from(to));
    for knot in table {
        // `as` saturates at the type's ends.
        knot.score = (f64::from(knot.score) * factor).round() as u32;
    }
}

fn shown(scorer: &mut Scorer<'_>, case: &Case) -> Vec<Shown> {
    let mut candidates = scorer.candidates(&case.given);
    candidates.sort_unstable_by_key(|&(product, score)| (std::cmp::Reverse(score), product));
    candidates.truncate(DEPTH);
    candidates.into_iter().map(|(product, score)| (calibration_unit(score), product == case.hidden)).collect()
}

/// Knots of candidates in any order. Those of one score stay in the order of their cases: sorted by what became of them,
/// too, the misses of a frequent score would fall into one bin and its hits into the next. Bins of one score are one.
pub fn knots(mut shown: Vec<Shown>) -> [Knot; KNOTS] {
    if shown.is_empty() {
        return UNMEASURED;
    }
    shown.sort_by_key(|(score, _)| *score);
    let mut scores = [0u32; KNOTS];
    let mut blocks: Vec<Block> = Vec::with_capacity(KNOTS);
    let mut before = None;
    for (i, score) in scores.iter_mut().enumerate() {
        let bin = quantile_bin(&shown, i);
        *score = bin[bin.len() / 2].0;
        let hits = bin.iter().filter(|(_, hit)| *hit).count();
        match blocks.last_mut().filter(|_| before == Some(*score)) {
            Some(same) => {
                (same.hits, same.candidates, same.bins) =
                    (same.hits + hits, same.candidates + bin.len(), same.bins + 1);
            }
            None => blocks.push(Block { hits, candidates: bin.len(), bins: 1 }),
        }
        before = Some(*score);
    }
    let mut shares = pool(blocks).into_iter();
    scores.map(|score| Knot { score, share: (shares.next().unwrap_or(0.0) * ALL).round() as u16 })
}

/// The `i`-th of [`KNOTS`] bins of equal number; with fewer candidates than bins some share a candidate.
fn quantile_bin(shown: &[Shown], i: usize) -> &[Shown] {
    let start = shown.len() * i / KNOTS;
    let end = (shown.len() * (i + 1) / KNOTS).max(start + 1);
    &shown[start..end]
}

/// Neighbouring bins that have one share.
#[derive(Clone, Copy)]
struct Block {
    hits: usize,
    candidates: usize,
    bins: usize,
}

/// Pools adjacent violators: while a block's share is below that of the block before, the two become one.
/// Returns one share per bin. Shares are compared as cross products, exactly.
fn pool(bins: Vec<Block>) -> Vec<f64> {
    let mut blocks: Vec<Block> = Vec::with_capacity(bins.len());
    for mut block in bins {
        while let Some(before) = blocks.last().copied()
            && before.hits * block.candidates > block.hits * before.candidates
        {
            blocks.pop();
            block.hits += before.hits;
            block.candidates += before.candidates;
            block.bins += before.bins;
        }
        blocks.push(block);
    }
    blocks
        .iter()
        .flat_map(|block| std::iter::repeat_n(block.hits as f64 / block.candidates as f64, block.bins))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled() {
        let check = |bins: &[(usize, usize)], expected: &[f64]| {
            let blocks = bins.iter().map(|&(hits, candidates)| Block { hits, candidates, bins: 1 }).collect();
            assert_eq!(pool(blocks), expected, "{bins:?}");
        };
        check(&[(1, 10), (2, 10), (3, 10)], &[0.1, 0.2, 0.3]);
        check(&[(3, 10), (1, 10)], &[0.2, 0.2]);
        // Weighted: 4 of 10 and 0 of 30 are 4 of 40.
        check(&[(4, 10), (0, 30), (5, 10)], &[0.1, 0.1, 0.5]);
        // A late violator pulls several blocks down.
        check(&[(1, 10), (2, 10), (6, 10), (1, 10)], &[0.1, 0.2, 0.35, 0.35]);
        check(&[(0, 5), (0, 5)], &[0.0, 0.0]);
    }

    #[test]
    fn knots_are_medians_of_equal_bins() {
        // 64 candidates with scores 0 to 63; those from 32 on are hits: four to a bin, the third is the median.
        let shown: Vec<Shown> = (0..64).map(|score| (score, score >= 32)).collect();
        let knots = knots(shown);
        for (i, knot) in knots.iter().enumerate() {
            let share = if i < 8 { 0 } else { 65_535 };
            assert_eq!(*knot, Knot { score: 4 * i as u32 + 2, share });
        }
    }

    #[test]
    fn few_candidates_still_make_a_table() {
        let table = knots(vec![(10, false), (20, true)]);
        assert_eq!((table[0], table[15]), (Knot { score: 10, share: 0 }, Knot { score: 20, share: 65_535 }));
        assert!(
            table.windows(2).all(|pair| pair[0].score <= pair[1].score && pair[0].share <= pair[1].share)
        );
        assert_eq!(knots(Vec::new()), UNMEASURED);
    }

    #[test]
    fn one_score_has_one_share() {
        // Every fourth is a hit, all at one score; below it none.
        let mut shown: Vec<Shown> = (0..800).map(|case| (500, case % 4 == 0)).collect();
        shown.extend([(7, false); 800]);
        let table = knots(shown);
        assert_eq!((table[0], table[7]), (Knot { score: 7, share: 0 }, Knot { score: 7, share: 0 }));
        assert_eq!(table[8..], [Knot { score: 500, share: 16_384 }; 8]);
    }

    #[test]
    fn another_unit_moves_scores_only() {
        let check = |from: i8, to: i8, score: u32| {
            let mut table = [Knot { score: 1_000, share: 7 }; KNOTS];
            rescale(&mut table, from, to);
            assert_eq!(table, [Knot { score, share: 7 }; KNOTS], "{from} to {to}");
        };
        check(0, 0, 1_000);
        check(0, 1, 500);
        check(-2, -3, 2_000);
        check(60, -60, u32::MAX);
    }

    #[test]
    fn popular_share_is_of_one_place() {
        let mut popular = Ranks { cases: 100, ..Ranks::default() };
        popular.at[2] = 6;
        popular.at[6] = 50;
        assert_eq!(popular_share(&popular), 655);
    }
}
