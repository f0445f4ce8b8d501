//! How often a hidden product comes out among the first: scoring as the engine does it, counted over cases.

use cobuy_snapshot::quant::{Q15_ONE, contribution, encode};
use rayon::prelude::*;

use super::top::Ranked;

/// Ranks that are counted; a hidden product further down is a miss.
pub const DEPTH: usize = 20;

/// One question: given these products, is the hidden one among the answers?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Products of the basket or session, distinct; of a session the newest first.
    pub given: Vec<u32>,
    /// The product to be found; not among the given.
    pub hidden: u32,
}

/// Rows as a snapshot holds them: a byte per weight, a scale per row.
#[derive(Debug, Clone)]
pub struct QuantisedRows {
    exponent: i8,
    scales: Vec<u16>,
    offsets: Vec<usize>,
    neighbours: Vec<(u32, u8)>,
}

impl QuantisedRows {
    /// Quantises rows by the exponent of the heaviest weight among them.
    pub fn new(rows: &[Vec<Ranked>]) -> Self {
        let heaviest = rows.iter().flatten().map(|neighbour| neighbour.weight).fold(0.0, f32::max);
        let exponent = encode::exponent(heaviest);
        let mut quantised = Self { exponent, scales: Vec::new(), offsets: vec![0], neighbours: Vec::new() };
        for row in rows {
            let weights: Vec<f32> = row.iter().map(|neighbour| neighbour.weight).collect();
            let bytes = encode::row(&weights, exponent);
            quantised.scales.push(bytes.scale);
            quantised.neighbours.extend(row.iter().map(|neighbour| neighbour.product).zip(bytes.weights));
            quantised.offsets.push(quantised.neighbours.len());
        }
        quantised
    }

    /// Exponent of the weights' unit.
    pub fn exponent(&self) -> i8 {
        self.exponent
    }

    /// Number of rows, which is the number of products.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    fn row(&self, product: u32) -> (u16, &[(u32, u8)]) {
        let i = product as usize;
        (self.scales[i], &self.neighbours[self.offsets[i]..self.offsets[i + 1]])
    }
}

/// Scores one case after another without allocating for each.
pub struct Scorer<'a> {
    rows: &'a QuantisedRows,
    decay_q15: &'a [u16],
    scores: Vec<u64>,
    touched: Vec<u32>,
}

impl<'a> Scorer<'a> {
    /// A scorer over these rows; holds 8 bytes a product. Factors by age in products given, Q15; the last one holds for
    /// all older ages, none at all means 1.
    pub fn new(rows: &'a QuantisedRows, decay_q15: &'a [u16]) -> Self {
        Self { rows, decay_q15, scores: vec![0; rows.len()], touched: Vec::new() }
    }

    fn factor(&self, age: usize) -> u32 {
        let known = self.decay_q15.get(age).or(self.decay_q15.last());
        known.map_or(Q15_ONE, |factor| u32::from(*factor))
    }

    /// All candidates of the given products with their scores, in no order; the given excluded.
    pub fn candidates(&mut self, given: &[u32]) -> Vec<(u32, u64)> {
        for (age, &source) in given.iter().enumerate() {
            let factor = self.factor(age);
            if factor == 0 {
                break;
            }
            let (scale, neighbours) = self.rows.row(source);
            for &(product, weight) in neighbours {
                let score = &mut self.scores[product as usize];
                if *score == 0 {
                    self.touched.push(product);
                }
                // At least 1, as the engine has it, so that a score of 0 means "not touched yet".
                *score += contribution(weight, scale, factor).max(1);
            }
        }
        for &product in given {
            self.scores[product as usize] = 0;
        }
        let scores = &mut self.scores;
        self.touched
            .drain(..)
            .map(|product| (product, std::mem::take(&mut scores[product as usize])))
            .filter(|&(_, score)| score > 0)
            .collect()
    }

    /// The rank of the hidden product, 0 being the first; none where it has no score.
    ///
    /// The order is the engine's: descending score, then ascending key, which is the product's number.
    pub fn rank(&mut self, case: &Case) -> Option<usize> {
        let candidates = self.candidates(&case.given);
        let &(_, score) = candidates.iter().find(|(product, _)| *product == case.hidden)?;
        let before =
            |&&(product, other): &&(u32, u64)| other > score || (other == score && product < case.hidden);
        Some(candidates.iter().filter(before).count())
    }
}

/// The rank of each case's hidden product over these rows (see [`Scorer::rank`]), in the order of the cases.
pub fn outcomes(rows: &QuantisedRows, cases: &[Case], decay_q15: &[u16]) -> Vec<Option<usize>> {
    let of_chunk = |chunk: &[Case]| {
        let mut scorer = Scorer::new(rows, decay_q15);
        chunk.iter().map(|case| scorer.rank(case)).collect::<Vec<_>>()
    };
    cases.par_chunks(512).map(of_chunk).collect::<Vec<_>>().concat()
}

/// How many cases had the hidden product at each rank. Integers, so the sum over threads is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ranks {
    /// Number of cases.
    pub cases: u32,
    /// Cases whose hidden product came out at this rank, the first being 0.
    pub at: [u32; DEPTH],
}

impl Ranks {
    /// Ranks of all cases over these rows, with these factors by age (see [`Scorer::new`]).
    pub fn of(rows: &QuantisedRows, cases: &[Case], decay_q15: &[u16]) -> Self {
        Self::collect(cases, || Scorer::new(rows, decay_q15), |scorer, case| scorer.rank(case))
    }

    /// Ranks of all cases where one list answers every case, the given products passed over.
    pub fn of_list(list: &[Ranked], cases: &[Case]) -> Self {
        let answers = |case: &Case| {
            list.iter()
                .filter(|ranked| !case.given.contains(&ranked.product))
                .position(|r| r.product == case.hidden)
        };
        Self::collect(cases, || (), |(), case| answers(case))
    }

    fn collect<S>(
        cases: &[Case],
        state: impl Fn() -> S + Sync,
        rank: impl Fn(&mut S, &Case) -> Option<usize> + Sync,
    ) -> Self {
        let of_chunk = |chunk: &[Case]| {
            let mut state = state();
            let mut ranks = Self::default();
            chunk.iter().for_each(|case| ranks.add(rank(&mut state, case)));
            ranks
        };
        cases.par_chunks(512).map(of_chunk).reduce(Self::default, Self::plus)
    }

    fn add(&mut self, rank: Option<usize>) {
        self.cases += 1;
        if let Some(count) = rank.and_then(|rank| self.at.get_mut(rank)) {
            *count += 1;
        }
    }

    fn plus(mut self, other: Self) -> Self {
        self.cases += other.cases;
        self.at.iter_mut().zip(other.at).for_each(|(mine, theirs)| *mine += theirs);
        self
    }

    /// Cases with the hidden product among the first `depth` (at most [`DEPTH`]).
    pub fn hits(&self, depth: usize) -> u32 {
        self.at[..depth].iter().sum()
    }

    /// Hit rate: [`Ranks::hits`] by cases, 0 to 1.
    pub fn hr(&self, depth: usize) -> f64 {
        f64::from(self.hits(depth)) / f64::from(self.cases.max(1))
    }

    /// Mean of 1 / log2(rank + 2) over the first six ranks, 0 to 1: hits count more the further up they are.
    pub fn ndcg6(&self) -> f64 {
        /// 1 / log2(2 …  7): constants, because `log2` differs in the last bit between platforms.
        const GAINS: [f64; 6] =
            [1.0, 0.630_929_753_6, 0.5, 0.430_676_558_1, 0.386_852_807_2, 0.356_207_187_1];
        let sum: f64 = self.at.iter().zip(GAINS).map(|(&count, gain)| f64::from(count) * gain).sum();
        sum / f64::from(self.cases.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 → 2 (1.0), 3 (0.5); 1 → 3 (0.8), 2 (0.1); 2 → 0 (0.3).
    fn rows() -> QuantisedRows {
        let row = |neighbours: &[(u32, f32)]| -> Vec<Ranked> {
            neighbours.iter().map(|&(product, weight)| Ranked { product, weight }).collect()
        };
        let rows = [row(&[(2, 1.0), (3, 0.5)]), row(&[(3, 0.8), (2, 0.1)]), row(&[(0, 0.3)]), row(&[])];
        QuantisedRows::new(&rows)
    }

    #[test]
    fn ranks_by_hand() {
        let rows = rows();
        let check = |given: &[u32], hidden: u32, rank: Option<usize>| {
            let case = Case { given: given.to_vec(), hidden };
            assert_eq!(Scorer::new(&rows, &[]).rank(&case), rank, "{given:?} → {hidden}");
        };
        check(&[0], 2, Some(0));
        check(&[0], 3, Some(1));
        // 2 has 1.0 + 0.1, 3 has 0.5 + 0.8.
        check(&[0, 1], 3, Some(0));
        check(&[0, 1], 0, None);
        check(&[1, 2], 0, Some(1));
        // Given products are no answers, even where rows name them.
        check(&[0, 2], 3, Some(0));
        check(&[3], 0, None);
    }

    #[test]
    fn older_products_count_less() {
        let rows = rows();
        let check = |decay: &[u16], hidden: u32, rank: usize| {
            let case = Case { given: vec![0, 1], hidden };
            assert_eq!(Scorer::new(&rows, decay).rank(&case), Some(rank), "{decay:?}");
        };
        check(&[], 3, 0);
        // 2 has 1.0 + 0.05, 3 has 0.5 + 0.4.
        check(&[32_768, 16_384], 2, 0);
        check(&[32_768, 0], 2, 0);
        check(&[16_384], 3, 0);
    }

    #[test]
    fn equal_scores_go_by_number() {
        let mut rows = vec![Vec::new(); 6];
        rows[0] = [5, 3, 4].map(|product| Ranked { product, weight: 1.0 }).to_vec();
        let rows = QuantisedRows::new(&rows);
        let check = |hidden: u32, rank: usize| {
            assert_eq!(Scorer::new(&rows, &[]).rank(&Case { given: vec![0], hidden }), Some(rank));
        };
        check(3, 0);
        check(4, 1);
        check(5, 2);
    }

    #[test]
    fn figures_by_hand() {
        let mut ranks = Ranks::default();
        for rank in [Some(0), Some(2), Some(5), Some(19), Some(20), None, None, None] {
            ranks.add(rank);
        }
        assert_eq!((ranks.cases, ranks.hits(3), ranks.hits(6), ranks.hits(20)), (8, 2, 3, 4));
        assert_eq!(ranks.hr(6), 0.375);
        assert!((ranks.ndcg6() - (1.0 + 0.5 + 0.356_207_187_1) / 8.0).abs() < 1e-12);
    }

    #[test]
    fn a_list_passes_over_what_is_given() {
        let list = [7, 8, 9].map(|product| Ranked { product, weight: 1.0 });
        let cases = [Case { given: vec![7], hidden: 8 }, Case { given: vec![1], hidden: 9 }];
        let ranks = Ranks::of_list(&list, &cases);
        assert_eq!((ranks.cases, ranks.at[0], ranks.at[2]), (2, 1, 1));
    }
}
