//! What answers are worth: hit rates, reciprocal ranks, gains and coverage, each share with its standard error.

use std::collections::BTreeSet;

/// Places of a list that count.
pub const DEPTH: usize = 20;

/// A mean over cases.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Share {
    /// The mean, 0 to 1.
    pub mean: f64,
    /// Its standard error over the cases, taken as independent: sample deviation by the root of their number.
    pub error: f64,
}

/// What came of all cases.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Figures {
    /// Number of cases.
    pub cases: u64,
    /// Share of cases with the hidden product among the first 3.
    pub hr3: Share,
    /// Among the first 6.
    pub hr6: Share,
    /// Among the first 20.
    pub hr20: Share,
    /// Mean of 1 / rank of the hidden product, 0 beyond the first 20.
    pub mrr20: Share,
    /// Mean of 1 / log2(rank + 1) over the first 6 places: with one right answer that is the normalised gain.
    pub ndcg6: Share,
    /// Share of cases that got any answer.
    pub answered: Share,
    /// Share of the catalogue that was in at least one answer.
    pub coverage: f64,
}

/// The answer to one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Rank of the hidden product, 0 being the first; none where it is not in the list.
    pub rank: Option<usize>,
    /// Products shown, best first, at most [`DEPTH`].
    pub shown: Vec<u32>,
}

impl Answer {
    /// The answer of a list: where the hidden product stands in it.
    pub fn of(shown: Vec<u32>, hidden: u32) -> Self {
        Self { rank: shown.iter().position(|product| *product == hidden), shown }
    }
}

impl Figures {
    /// The figures of the answers of all cases, in a shop of so many products.
    pub fn of(answers: &[Answer], products: usize) -> Self {
        let within = |depth: usize| share(answers, |answer| f64::from(u8::from(rank(answer) < depth)));
        let shown: BTreeSet<u32> = answers.iter().flat_map(|answer| answer.shown.iter().copied()).collect();
        Self {
            cases: answers.len() as u64,
            hr3: within(3),
            hr6: within(6),
            hr20: within(DEPTH),
            mrr20: share(answers, |answer| match rank(answer) {
                rank if rank < DEPTH => 1.0 / (rank + 1) as f64,
                _ => 0.0,
            }),
            ndcg6: share(answers, |answer| match rank(answer) {
                rank if rank < 6 => 1.0 / ((rank + 2) as f64).log2(),
                _ => 0.0,
            }),
            answered: share(answers, |answer| f64::from(u8::from(!answer.shown.is_empty()))),
            coverage: shown.len() as f64 / products.max(1) as f64,
        }
    }
}

fn rank(answer: &Answer) -> usize {
    answer.rank.unwrap_or(usize::MAX)
}

fn share(answers: &[Answer], value: impl Fn(&Answer) -> f64) -> Share {
    let n = answers.len() as f64;
    if answers.is_empty() {
        return Share::default();
    }
    let (sum, squares) = answers.iter().map(value).fold((0.0, 0.0), |(s, q), v| (s + v, q + v * v));
    let mean = sum / n;
    let variance = if n > 1.0 { (squares - n * mean * mean).max(0.0) / (n - 1.0) } else { 0.0 };
    Share { mean, error: (variance / n).sqrt() }
}

/// How sure it is that the answers `a` hit more often than `b` on the same cases, among the first six: the difference of
/// the hit rates and its standard error over the pairs.
pub fn difference(a: &[Answer], b: &[Answer]) -> Share {
    let hit = |answer: &Answer| i32::from(rank(answer) < 6);
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| f64::from(hit(a) - hit(b))).collect();
    let n = differences.len() as f64;
    if n < 2.0 {
        return Share::default();
    }
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    Share { mean, error: (variance / n).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(ranks: &[Option<usize>]) -> Vec<Answer> {
        ranks
            .iter()
            .map(|&rank| Answer { rank, shown: rank.map_or(Vec::new(), |r| vec![r as u32]) })
            .collect()
    }

    #[test]
    fn figures_by_hand() {
        let figures =
            Figures::of(&answers(&[Some(0), Some(2), Some(5), Some(19), None, None, None, None]), 16);
        let check =
            |got: f64, expected: f64| assert!((got - expected).abs() < 1e-9, "{got} is not {expected}");
        assert_eq!(figures.cases, 8);
        check(figures.hr3.mean, 0.25);
        check(figures.hr6.mean, 0.375);
        check(figures.hr20.mean, 0.5);
        check(figures.mrr20.mean, (1.0 + 1.0 / 3.0 + 1.0 / 6.0 + 0.05) / 8.0);
        check(figures.ndcg6.mean, (1.0 + 0.5 + 1.0 / 7f64.log2()) / 8.0);
        check(figures.answered.mean, 0.5);
        check(figures.coverage, 0.25);
        // The error of a share: √(p (1 − p) / (n − 1)).
        check(figures.hr6.error, (0.375f64 * 0.625 / 7.0).sqrt());
        assert_eq!(Figures::of(&[], 3), Figures::default());
    }

    #[test]
    fn a_difference_is_over_the_same_cases() {
        let (a, b) = (answers(&[Some(0), Some(1), None, Some(6)]), answers(&[None, Some(0), None, Some(3)]));
        let found = difference(&a, &b);
        assert_eq!(found.mean, 0.0);
        assert!((found.error - (2.0f64 / 3.0 / 4.0).sqrt()).abs() < 1e-9);
        assert_eq!(difference(&a[..1], &b[..1]), Share::default());
    }
}
