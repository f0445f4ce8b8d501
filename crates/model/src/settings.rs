//! The knobs of a build.

use cobuy_catalogue::config::{self, ModelConfig, SPILL_BYTES};

use super::recipes::recipe::{Recipe, RecipeChoice};
use crate::mine::Counting;

/// Below this many cases nothing is chosen: at 200 cases a hit rate near a quarter has a standard error of three
/// points, the size of the differences between recipes; with fewer the choice would be a lottery.
pub const MIN_CASES: usize = 200;

/// How a model is built. Values out of range are brought into it where the build begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Which recipes compete on the hold-out. Default: all.
    pub recipe: RecipeChoice,
    /// Distinct customers a pair needs before anything is derived from it, 1 to 1,000. 1 publishes every pair, also
    /// one customer's single order; large values leave rare products without a row. Default 3. Orders without a
    /// customer count together as one; where no order names one, each counts as a customer of its own.
    pub min_customers: u32,
    /// Bytes of pair counts beyond which they go into a temporary file; see [`Counting`]. Default [`SPILL_BYTES`].
    pub spill_bytes: u64,
    /// Neighbours per row, 1 to 50. Ten are enough for six cards; more help carts of several products and cost
    /// bytes. Default 20.
    pub neighbours: usize,
    /// Most hold-out cases that recipes are compared on, 200 to 1,000,000. Fewer are faster, more are surer: 10,000
    /// put the standard error of a hit rate below half a point. Default 10,000.
    pub holdout_cases: usize,
    /// Length of the shop-wide popular and rising lists, 1 to 100. Default 24.
    pub popular: usize,
    /// Length of each category's popular list, 1 to 100. Default 12.
    pub category_popular: usize,
    /// Whether pairs that keep to a season are marked (see [`crate::mine::season`]). Default true.
    pub season: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recipe: RecipeChoice::Auto,
            min_customers: 3,
            spill_bytes: SPILL_BYTES,
            neighbours: 20,
            holdout_cases: 10_000,
            popular: 24,
            category_popular: 12,
            season: true,
        }
    }
}

impl Settings {
    /// How pairs are counted.
    pub fn counting(&self) -> Counting {
        Counting { min_customers: self.min_customers, spill_bytes: self.spill_bytes }
    }

    /// The settings with every value in its range.
    pub fn clamped(&self) -> Self {
        Self {
            recipe: self.recipe,
            min_customers: self.min_customers.clamp(1, 1_000),
            spill_bytes: self.spill_bytes,
            neighbours: self.neighbours.clamp(1, 50),
            holdout_cases: self.holdout_cases.clamp(MIN_CASES, 1_000_000),
            popular: self.popular.clamp(1, 100),
            category_popular: self.category_popular.clamp(1, 100),
            season: self.season,
        }
    }
}

impl From<&ModelConfig> for Settings {
    fn from(config: &ModelConfig) -> Settings {
        Settings {
            recipe: match config.recipe {
                config::RecipeChoice::Auto => RecipeChoice::Auto,
                config::RecipeChoice::Ridge => RecipeChoice::Ridge,
                config::RecipeChoice::Cosine => RecipeChoice::Cosine,
                config::RecipeChoice::Walk => RecipeChoice::Walk,
                config::RecipeChoice::Textbook => RecipeChoice::Fixed(Recipe::Textbook),
            },
            min_customers: config.min_customers(),
            neighbours: config.neighbours as usize,
            ..Settings::default()
        }
    }
}
