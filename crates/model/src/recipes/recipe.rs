//! The recipes a model can be made by, and the ones that are tried.

use std::fmt;

use super::decay::Decay;
use super::textbook::{LIFT_TENTHS, SUPPORT_PERCENT};
use super::walk::Walk;

/// A power that needs only square roots: `powf` differs in the last bit between platforms, `sqrt` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exponent {
    /// 0: does not count at all.
    Zero,
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
            Self::Zero => 1.0,
            Self::Quarter => x.sqrt().sqrt(),
            Self::Half => x.sqrt(),
            Self::One => x,
        }
    }
}

impl fmt::Display for Exponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zero => "0",
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
    /// What is clicked after what; needs session logs.
    Walk(Walk),
    /// Association rules with fixed thresholds.
    Textbook,
}

/// What is made of a model's weights: one recipe, or two of them, and how a session's clicks are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formula {
    /// The recipe.
    pub recipe: Recipe,
    /// Another one that is mixed in.
    pub blend: Option<Blend>,
    /// How much older clicks count; [`Decay::None`] for baskets, which have no sequence.
    pub decay: Decay,
}

/// A second recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blend {
    /// The recipe.
    pub recipe: Recipe,
    /// Its share of the weight, 1 to 99 per cent.
    pub percent: u8,
}

impl From<Recipe> for Formula {
    fn from(recipe: Recipe) -> Self {
        Self { recipe, blend: None, decay: Decay::None }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.recipe)?;
        if let Some(Blend { recipe, percent }) = self.blend {
            write!(f, ", with {percent} % of {recipe}")?;
        }
        if self.decay == Decay::None { Ok(()) } else { write!(f, "; decay {} clicks", self.decay) }
    }
}

impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ridge { lambda } => write!(f, "ridge, λ {lambda}"),
            Self::Cosine(Cosine { source_exponent: a, neighbour_exponent: b, shrink: s }) => {
                write!(f, "cosine, a {a}, b {b}, s {s}")
            }
            Self::Walk(walk) => write!(f, "{walk}"),
            Self::Textbook => {
                let (support, lift) = (SUPPORT_PERCENT, LIFT_TENTHS as f32 / 10.0);
                write!(f, "textbook, support at least {support} %, lift at least {lift}")
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
    /// Walk only; its parameters are chosen.
    Walk,
    /// No choice: this one.
    Fixed(Recipe),
}

#[cfg(test)]
mod tests {
    use super::super::walk::Span;
    use super::*;

    #[test]
    fn recipes_print_their_parameters() {
        let check = |recipe: Recipe, text: &str| assert_eq!(recipe.to_string(), text);
        check(Recipe::Ridge { lambda: 30 }, "ridge, λ 30");
        check(
            Recipe::Cosine(Cosine {
                source_exponent: Exponent::Half,
                neighbour_exponent: Exponent::Quarter,
                shrink: 20,
            }),
            "cosine, a ½, b ¼, s 20",
        );
        check(Recipe::Walk(Walk { span: Span::Month, further: true }), "walk, 30 days, two steps");
        check(Recipe::Textbook, "textbook, support at least 3 %, lift at least 1.5");
        let blend = Some(Blend { recipe: Recipe::Ridge { lambda: 30 }, percent: 30 });
        let formula = Formula {
            recipe: Recipe::Walk(Walk { span: Span::Ever, further: false }),
            blend,
            decay: Decay::Half,
        };
        assert_eq!(formula.to_string(), "walk, all time, one step, with 30 % of ridge, λ 30; decay ½ clicks");
    }

    #[test]
    fn powers_are_roots() {
        let check = |exponent: Exponent, of_16: f32| assert_eq!(exponent.of(16.0), of_16);
        check(Exponent::Quarter, 2.0);
        check(Exponent::Half, 4.0);
        check(Exponent::One, 16.0);
    }
}
