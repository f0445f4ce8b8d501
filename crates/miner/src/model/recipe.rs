//! The recipes a model can be made by, and the ones that are tried.

use std::fmt;

/// A power that needs only square roots: `powf` differs in the last bit between platforms, `sqrt` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exponent {
    /// ¼
    Quarter,
    /// ½
    Half,
    /// 1
    One,
}

impl Exponent {
    /// `x` to this power; `x` is not negative.
    pub fn of(self, x: f32) -> f32 {
        match self {
            Self::Quarter => x.sqrt().sqrt(),
            Self::Half => x.sqrt(),
            Self::One => x,
        }
    }
}

impl fmt::Display for Exponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quarter => "¼",
            Self::Half => "½",
            Self::One => "1",
        })
    }
}

/// Parameters of the damped cosine G_ij / (n_i^a (n_j + s)^b).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cosine {
    /// a: how much a popular source's voice counts less in a basket of several.
    pub source_exponent: Exponent,
    /// b: how much a popular neighbour is held back.
    pub neighbour_exponent: Exponent,
    /// s: orders added to each neighbour, so that rare ones do not come first by chance.
    pub shrink: u16,
}

/// How a model's weights are made, with all parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipe {
    /// Local ridge with this λ: small follows the counts closely, large is cautious with rare products.
    Ridge {
        /// λ, in orders.
        lambda: u16,
    },
    /// Damped cosine.
    Cosine(Cosine),
}

impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ridge { lambda } => write!(f, "ridge, λ {lambda}"),
            Self::Cosine(Cosine { source_exponent: a, neighbour_exponent: b, shrink: s }) => {
                write!(f, "cosine, a {a}, b {b}, s {s}")
            }
        }
    }
}

/// Which recipes compete on the hold-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecipeChoice {
    /// All of them.
    #[default]
    Auto,
    /// Ridge only; λ is chosen.
    Ridge,
    /// Cosine only; its parameters are chosen.
    Cosine,
    /// No choice: this one.
    Fixed(Recipe),
}

/// λ that are tried, in this order; of equals the first wins, so the middle of the range comes first.
pub const LAMBDAS: [u16; 5] = [30, 20, 100, 10, 300];

/// Cosines that are tried, in this order; of equals the first wins.
pub const COSINES: [Cosine; 8] = {
    use Exponent::{Half, One, Quarter};
    const fn cosine(source_exponent: Exponent, neighbour_exponent: Exponent, shrink: u16) -> Cosine {
        Cosine { source_exponent, neighbour_exponent, shrink }
    }
    [
        cosine(Half, Half, 20),
        cosine(Half, Half, 0),
        cosine(Half, Quarter, 20),
        cosine(Half, Quarter, 0),
        cosine(One, Half, 20),
        cosine(One, Half, 0),
        cosine(One, Quarter, 20),
        cosine(One, Quarter, 0),
    ]
};

impl RecipeChoice {
    /// λ to try.
    pub fn lambdas(self) -> Vec<u16> {
        match self {
            Self::Auto | Self::Ridge => LAMBDAS.to_vec(),
            Self::Fixed(Recipe::Ridge { lambda }) => vec![lambda],
            Self::Cosine | Self::Fixed(Recipe::Cosine(_)) => Vec::new(),
        }
    }

    /// Cosines to try.
    pub fn cosines(self) -> Vec<Cosine> {
        match self {
            Self::Auto | Self::Cosine => COSINES.to_vec(),
            Self::Fixed(Recipe::Cosine(cosine)) => vec![cosine],
            Self::Ridge | Self::Fixed(Recipe::Ridge { .. }) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipes_print_their_parameters() {
        let check = |recipe: Recipe, text: &str| assert_eq!(recipe.to_string(), text);
        check(Recipe::Ridge { lambda: 30 }, "ridge, λ 30");
        check(Recipe::Cosine(COSINES[2]), "cosine, a ½, b ¼, s 20");
    }

    #[test]
    fn powers_are_roots() {
        let check = |exponent: Exponent, of_16: f32| assert_eq!(exponent.of(16.0), of_16);
        check(Exponent::Quarter, 2.0);
        check(Exponent::Half, 4.0);
        check(Exponent::One, 16.0);
    }
}
