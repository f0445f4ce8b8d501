//! The dense solve inside the local ridge: small symmetric systems, at most [`MAX`] unknowns, in `f32`.
//!
//! A model solves one such system per product and λ, and this is where a build spends its time. So the factor is
//! written for it instead of taken from a general library: upper triangle, row-major, so that every inner loop
//! runs over neighbouring numbers and is vectorised by the compiler; four rows at a time, so that a number is
//! loaded and stored once for four updates. 100 × 100 in `f32` are 40 KB, which a first-level cache holds.
//! Products and sums are rounded one by one (Rust never fuses them), so the bits are the same on every machine.

/// Most unknowns of a system: the candidates of one target.
pub const MAX: usize = 100;

/// Rows factored together.
const PANEL: usize = 4;

/// A symmetric matrix by its upper triangle; what is below the diagonal is never read.
#[derive(Debug, Clone)]
pub struct Symmetric {
    size: usize,
    /// Row-major with rows of `MAX` numbers.
    values: Vec<f32>,
}

impl Default for Symmetric {
    fn default() -> Self {
        Self { size: 0, values: vec![0.0; MAX * MAX] }
    }
}

impl Symmetric {
    /// Makes it a matrix of `size` rows whose numbers are still to be written.
    ///
    /// # Panics
    /// If `size` is above [`MAX`].
    pub fn resize(&mut self, size: usize) {
        assert!(size <= MAX, "at most {MAX} unknowns");
        self.size = size;
    }

    /// Row `i`; only the part from the diagonal on counts.
    pub fn row_mut(&mut self, i: usize) -> &mut [f32] {
        &mut self.values[i * MAX..i * MAX + self.size]
    }

    fn row(&self, i: usize) -> &[f32] {
        &self.values[i * MAX..i * MAX + self.size]
    }

    /// Makes it a copy of `other` with `ridge` added to the diagonal.
    pub fn copy_with_ridge(&mut self, other: &Self, ridge: f32) {
        self.size = other.size;
        self.values[..self.size * MAX].copy_from_slice(&other.values[..self.size * MAX]);
        for i in 0..self.size {
            self.values[i * MAX + i] += ridge;
        }
    }

    /// Replaces the matrix by its Cholesky factor U (UᵀU = A). False where it is not positive definite; the matrix
    /// is then spoilt.
    #[must_use]
    pub fn factor(&mut self) -> bool {
        for first in (0..self.size).step_by(PANEL) {
            let last = self.size.min(first + PANEL);
            for k in first..last {
                if !self.finish_row(k, last) {
                    return false;
                }
            }
            self.update_below(first, last);
        }
        true
    }

    /// Divides row `k` by its pivot's root and takes it off the rows up to `end`, the rest of its panel.
    fn finish_row(&mut self, k: usize, end: usize) -> bool {
        let (above, below) = self.values.split_at_mut((k + 1) * MAX);
        let row = &mut above[k * MAX..k * MAX + self.size];
        let pivot = row[k];
        // Written so that NaN fails too.
        if !(pivot > f32::MIN_POSITIVE && pivot < f32::MAX) {
            return false;
        }
        let inverse = 1.0 / pivot.sqrt();
        row[k..].iter_mut().for_each(|u| *u *= inverse);
        for i in k + 1..end {
            let factor = row[i];
            let target = &mut below[(i - k - 1) * MAX + i..][..self.size - i];
            target.iter_mut().zip(&row[i..]).for_each(|(a, u)| *a -= factor * u);
        }
        true
    }

    /// Takes the finished rows `first..last` off all rows from `last` on, four at a time where there are four.
    fn update_below(&mut self, first: usize, last: usize) {
        let size = self.size;
        if last == size {
            return;
        }
        let (above, below) = self.values.split_at_mut(last * MAX);
        let panel = &above[first * MAX..];
        // Only the last panel can be short, and nothing is below it.
        let [u0, u1, u2, u3] = [0, 1, 2, 3].map(|p| &panel[p * MAX..p * MAX + size]);
        for i in last..size {
            let [f0, f1, f2, f3] = [u0[i], u1[i], u2[i], u3[i]];
            let target = &mut below[(i - last) * MAX + i..][..size - i];
            let rows = u0[i..].iter().zip(&u1[i..]).zip(u2[i..].iter().zip(&u3[i..]));
            for (a, ((x0, x1), (x2, x3))) in target.iter_mut().zip(rows) {
                *a -= (f0 * x0 + f1 * x1) + (f2 * x2 + f3 * x3);
            }
        }
    }

    /// Solves UᵀU x = b in place, the matrix being a factor. `b` has as many numbers as the matrix rows.
    pub fn solve(&self, b: &mut [f32]) {
        // Uᵀ y = b, by rows of U: each finished unknown is taken off all later ones.
        for k in 0..self.size {
            let row = self.row(k);
            let y = b[k] / row[k];
            b[k] = y;
            b[k + 1..].iter_mut().zip(&row[k + 1..]).for_each(|(rest, u)| *rest -= u * y);
        }
        // U x = y, from the last row up.
        for k in (0..self.size).rev() {
            let row = self.row(k);
            let known: f32 = row[k + 1..].iter().zip(&b[k + 1..]).map(|(u, x)| u * x).sum();
            b[k] = (b[k] - known) / row[k];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn symmetric(size: usize, value: impl Fn(usize, usize) -> f32) -> Symmetric {
        let mut matrix = Symmetric::default();
        matrix.resize(size);
        for i in 0..size {
            for j in i..size {
                matrix.row_mut(i)[j] = value(i, j);
            }
        }
        matrix
    }

    #[test]
    fn a_system_by_hand() {
        // 4x + 2y = 10, 2x + 5y = 13: x = 1.5, y = 2.
        let mut matrix = symmetric(2, |i, j| [[4.0, 2.0], [2.0, 5.0]][i][j]);
        assert!(matrix.factor());
        let mut b = [10.0, 13.0];
        matrix.solve(&mut b);
        assert_eq!(b, [1.5, 2.0]);
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        let check =
            |values: [[f32; 2]; 2]| assert!(!symmetric(2, |i, j| values[i][j]).factor(), "{values:?}");
        check([[1.0, 2.0], [2.0, 1.0]]);
        check([[0.0, 0.0], [0.0, 1.0]]);
        check([[f32::NAN, 0.0], [0.0, 1.0]]);
        check([[f32::INFINITY, 0.0], [0.0, 1.0]]);
    }

    proptest! {
        /// Every size around the panel's edges: A x = b holds for the x that comes out.
        #[test]
        fn the_solution_solves(size in 1usize..=MAX, seed in 0u32..1_000) {
            let entry = |i: usize, j: usize| ((i * 31 + j * 17 + seed as usize) % 23) as f32 / 23.0;
            // Diagonally dominant, hence positive definite.
            let value = |i: usize, j: usize| if i == j { size as f32 + 1.0 } else { entry(i.min(j), i.max(j)) };
            let mut matrix = symmetric(size, value);
            prop_assert!(matrix.factor());
            let b: Vec<f32> = (0..size).map(|i| entry(i, 0) * 10.0).collect();
            let mut x = b.clone();
            matrix.solve(&mut x);
            for (i, expected) in b.iter().enumerate() {
                let got: f32 = (0..size).map(|j| value(i, j) * x[j]).sum();
                prop_assert!((got - expected).abs() < 1e-3, "row {i}: {got} instead of {expected}");
            }
        }
    }
}
