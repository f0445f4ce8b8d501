//! Recipe "ridge": for each product, a ridge regression on the few products that go with it best.
//!
//! EASE (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data") predicts every product of a basket
//! from all others by one ridge regression with zero diagonal, which inverts a dense matrix over all products.
//! Here each target is regressed on its 100 best candidates only: the cost is linear in products, memory stays
//! sparse, and on 4,000 to 12,000 products the ranking is as good as the dense one or better.
//!
//! Two additions, both measured on the hold-out of Online Retail (hit rate at 6, all else equal):
//! - Pairs below the publication minimum are missing from the counts. Taking them for 0 pushes weights apart that
//!   belong together and costs two points; they are taken to be as frequent as if the target alone
//!   connected them, which gives the two points back.
//! - Each product's own count is raised by a third, which is the regression that expects a quarter of every basket
//!   not to be there yet (Steck 2020, "Autoencoders that don't overfit towards the Identity"). It costs nothing on
//!   baskets that are nearly complete and gains half a point where one to three products are given.

use rayon::prelude::*;

use super::cholesky::{MAX, Symmetric};
use super::top::{Rows, Ranked, insert, keep_best};
use crate::mine::PairCounts;
use crate::progress::Progress;

/// Targets solved before their weights are sorted into source rows: bounds what waits in memory (8,192 × 100
/// weights of 8 bytes are 6.5 MB per λ).
const BLOCK: usize = 8_192;

/// Added to a product's orders in the similarity that picks candidates, so that two rare products that met by
/// chance do not come first.
const CANDIDATE_DAMPING: f32 = 5.0;

/// Added to each product's own count, as a share of it: p / (1 − p) for p = ¼ of a basket not there yet.
const DROPOUT: f32 = 1.0 / 3.0;

/// Rows of the `limit` heaviest neighbours for each λ of `lambdas`, in their order.
///
/// The gathered counts are shared by all λ. `wanted` says which source rows are needed; others stay empty, and
/// targets that reach none of the wanted are not solved. Reports one step per product.
pub fn fit(
    counts: &PairCounts,
    lambdas: &[u16],
    limit: usize,
    wanted: &(dyn Fn(u32) -> bool + Sync),
    progress: &dyn Progress,
) -> Vec<Rows> {
    let n = counts.len();
    let damping: Vec<f32> =
        counts.item_orders().iter().map(|&orders| 1.0 / (orders as f32 + CANDIDATE_DAMPING).sqrt()).collect();
    let mut tables: Vec<Rows> = vec![vec![Vec::new(); n]; lambdas.len()];
    for start in (0..n).step_by(BLOCK) {
        let end = n.min(start + BLOCK);
        let solved: Vec<Vec<Vec<Ranked>>> = (start as u32..end as u32)
            .into_par_iter()
            .with_min_len(16)
            .map_init(
                || Solver::new(counts, &damping),
                |solver, target| solver.weights_into(target, lambdas, wanted),
            )
            .collect();
        tables.par_iter_mut().enumerate().for_each(|(which, rows)| {
            for (target, weights) in (start as u32..).zip(&solved) {
                for source in weights.get(which).into_iter().flatten().filter(|source| wanted(source.product)) {
                    let neighbour = Ranked { product: target, weight: source.weight };
                    insert(&mut rows[source.product as usize], neighbour, limit);
                }
            }
        });
        progress.advance((end - start) as u64);
    }
    tables
}

/// What one thread needs to solve targets one after another.
struct Solver<'a> {
    counts: &'a PairCounts,
    damping: &'a [f32],
    /// 1 + the position of a product among the target's candidates, 0 for all others. A byte each, so that the
    /// table of 100,000 products stays in the second-level cache while long rows run past it.
    position: Vec<u8>,
    gathered: Symmetric,
    factor: Symmetric,
}

const _: () = assert!(MAX < u8::MAX as usize, "positions are bytes");

impl<'a> Solver<'a> {
    fn new(counts: &'a PairCounts, damping: &'a [f32]) -> Self {
        Self {
            counts,
            damping,
            position: vec![0; counts.len()],
            gathered: Symmetric::default(),
            factor: Symmetric::default(),
        }
    }

    /// For each λ the sources that speak for `target`, with their weights above 0. Empty where nothing is wanted.
    fn weights_into(
        &mut self,
        target: u32,
        lambdas: &[u16],
        wanted: &(dyn Fn(u32) -> bool + Sync),
    ) -> Vec<Vec<Ranked>> {
        let candidates = self.candidates(target);
        if !candidates.iter().any(|c| wanted(c.product)) {
            return Vec::new();
        }
        self.gather(target, &candidates);
        lambdas.iter().map(|&lambda| self.solve(&candidates, f32::from(lambda))).collect()
    }

    /// The target's best candidates by damped cosine, ascending by product; the weight is the pair's count.
    fn candidates(&self, target: u32) -> Vec<Ranked> {
        let row = self.counts.row(target);
        let mut best: Vec<Ranked> = row
            .iter()
            .map(|(product, orders)| Ranked { product, weight: orders as f32 * self.damping[product as usize] })
            .collect();
        keep_best(&mut best, MAX);
        best.sort_unstable_by_key(|candidate| candidate.product);
        for candidate in &mut best {
            let at = row.products.binary_search(&candidate.product);
            candidate.weight = at.map_or(0.0, |at| row.orders[at] as f32);
        }
        best
    }

    /// Fills the upper triangle of the candidates' counts among each other: estimates, then what is known.
    fn gather(&mut self, target: u32, candidates: &[Ranked]) {
        self.estimate(target, candidates);
        for (i, candidate) in candidates.iter().enumerate() {
            self.position[candidate.product as usize] = i as u8 + 1;
        }
        for (i, candidate) in candidates.iter().enumerate() {
            let values = self.gathered.row_mut(i);
            values[i] = self.counts.orders_with(candidate.product) as f32 * (1.0 + DROPOUT);
            let row = self.counts.row(candidate.product);
            // Candidates ascend like the row, so the upper triangle is in the part of the row after the product.
            let after = row.products.partition_point(|&product| product <= candidate.product);
            for (product, orders) in row.products[after..].iter().zip(&row.orders[after..]) {
                let position = self.position[*product as usize];
                if position != 0 {
                    values[usize::from(position) - 1] = *orders as f32;
                }
            }
        }
        for candidate in candidates {
            self.position[candidate.product as usize] = 0;
        }
    }

    /// Fills the matrix with what pairs would count if the target were all that connects them: among its orders,
    /// and among the others, the two are bought independently. At most what a missing pair may have.
    fn estimate(&mut self, target: u32, candidates: &[Ranked]) {
        let with_target = self.counts.orders_with(target) as f32;
        let roots = [with_target, (self.counts.orders as f32 - with_target).max(1.0)].map(f32::sqrt);
        let (mut inside, mut outside) = ([0.0; MAX], [0.0; MAX]);
        for (i, candidate) in candidates.iter().enumerate() {
            inside[i] = candidate.weight / roots[0];
            outside[i] = (self.counts.orders_with(candidate.product) as f32 - candidate.weight) / roots[1];
        }
        let most = self.counts.unpublished_orders;
        self.gathered.resize(candidates.len());
        for i in 0..candidates.len() {
            let (own_inside, own_outside) = (inside[i], outside[i]);
            let values = self.gathered.row_mut(i).iter_mut().zip(inside.iter().zip(&outside)).skip(i + 1);
            values.for_each(|(value, (x, y))| *value = (own_inside * x + own_outside * y).min(most));
        }
    }

    /// Solves (G + λI) b = g and keeps what is above 0.
    ///
    /// Counts below the publication minimum are estimates in G, so it can be slightly indefinite. Then the ridge
    /// (at least 1) is doubled until it is not; from the largest row sum on it cannot be.
    fn solve(&mut self, candidates: &[Ranked], lambda: f32) -> Vec<Ranked> {
        let mut ridge = lambda.max(1.0);
        loop {
            self.factor.copy_with_ridge(&self.gathered, ridge);
            if self.factor.factor() {
                break;
            }
            ridge *= 2.0;
        }
        let mut weights: Vec<f32> = candidates.iter().map(|candidate| candidate.weight).collect();
        self.factor.solve(&mut weights);
        candidates
            .iter()
            .zip(weights)
            .filter(|(_, weight)| *weight > 0.0)
            .map(|(candidate, weight)| Ranked { product: candidate.product, weight })
            .collect()
    }
}
