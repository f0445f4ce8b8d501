//! What is tried on the hold-out, and what is taken where nothing can be tried.

use super::recipes::decay::Decay;
use super::recipes::recipe::{Blend, Cosine, Exponent, Formula, Recipe, RecipeChoice};
use super::recipes::walk::{Span, Walk};

/// λ that are tried, in this order; of equals the first wins, so the middle of the range comes first.
pub const LAMBDAS: [u16; 5] = [30, 20, 100, 10, 300];

/// Cosines that are tried, in this order; of equals the first wins.
pub const COSINES: [Cosine; 9] = {
    use Exponent::{Half, One, Quarter, Zero};
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
        // Confidence: what most buyers of a product bought too, however common it is.
        cosine(One, Zero, 0),
    ]
};

/// Walks that are tried, in this order; of equals the first wins.
pub const WALKS: [Walk; 6] = [
    Walk { span: Span::Month, further: true },
    Walk { span: Span::Fortnight, further: true },
    Walk { span: Span::Ever, further: true },
    Walk { span: Span::Week, further: true },
    Walk { span: Span::Month, further: false },
    Walk { span: Span::Ever, further: false },
];

/// Shares of the second recipe that are tried, per cent.
const BLENDS: [u8; 2] = [30, 50];

/// What is used where too few orders leave nothing to choose on. See [`build`](fn@super::build).
const WITHOUT_HOLDOUT: Recipe = Recipe::Ridge { lambda: 30 };

/// The same for session logs.
const WITHOUT_HOLDOUT_SESSIONS: Formula =
    Formula { recipe: Recipe::Walk(WALKS[0]), blend: None, decay: Decay::One };

/// Recipes to try, kind by kind.
#[derive(Debug)]
pub(super) struct Candidates {
    /// Walks, where there are session logs.
    pub walks: Vec<Walk>,
    /// Ridges.
    pub lambdas: Vec<u16>,
    /// Whether the association rules of the textbook are tried.
    pub textbook: bool,
    /// Damped cosines.
    pub cosines: Vec<Cosine>,
}

impl Candidates {
    /// Those that a choice leaves.
    pub fn of(choice: RecipeChoice) -> Self {
        use RecipeChoice::{Auto, Fixed, Ridge, Walk as Walks};
        Self {
            walks: match choice {
                Auto | Walks => WALKS.to_vec(),
                Fixed(Recipe::Walk(walk)) => vec![walk],
                Ridge | RecipeChoice::Cosine | Fixed(_) => Vec::new(),
            },
            lambdas: match choice {
                Auto | Ridge => LAMBDAS.to_vec(),
                Fixed(Recipe::Ridge { lambda }) => vec![lambda],
                RecipeChoice::Cosine | Walks | Fixed(_) => Vec::new(),
            },
            textbook: choice == Fixed(Recipe::Textbook),
            cosines: match choice {
                Auto | RecipeChoice::Cosine => COSINES.to_vec(),
                Fixed(Recipe::Cosine(cosine)) => vec![cosine],
                Ridge | Walks | Fixed(_) => Vec::new(),
            },
        }
    }
}

/// Mixtures of the best recipe with another one, and its share in each, per cent.
pub(super) fn blends(best: Formula, other: Recipe) -> [(u8, Formula); BLENDS.len()] {
    BLENDS.map(|percent| (percent, Formula { blend: Some(Blend { recipe: other, percent }), ..best }))
}

/// The formula where there is nothing to choose on.
pub(super) fn unchosen(choice: RecipeChoice, sessions: bool) -> Formula {
    match choice {
        RecipeChoice::Auto if !sessions => WITHOUT_HOLDOUT.into(),
        RecipeChoice::Auto | RecipeChoice::Walk => WITHOUT_HOLDOUT_SESSIONS,
        RecipeChoice::Ridge => WITHOUT_HOLDOUT.into(),
        RecipeChoice::Cosine => Recipe::Cosine(COSINES[0]).into(),
        RecipeChoice::Fixed(recipe) => recipe.into(),
    }
}
