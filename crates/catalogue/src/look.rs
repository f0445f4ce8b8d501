//! What a picture looks like, in some forty small numbers, and two pictures compared. Nothing of it is published.
//!
//! - `colour`: OKLab, in which distances are those that people see. `shade`: dominant colours. `style`: edges, tones, shape.

mod colour;
mod shade;
mod style;

pub use colour::Lab;
pub use shade::Shade;
pub use style::Style;

/// What a picture looks like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Dominant colours of what is not background, largest first, at most [`SHADES`].
    pub shades: Vec<Shade>,
    /// Edges, tones and shape.
    pub style: Style,
}

/// Most dominant colours of a picture.
pub const SHADES: usize = 4;

impl Look {
    /// How alike two pictures are, 0 to 1: half colours, half style.
    #[inline]
    pub fn likeness(&self, other: &Look) -> f32 {
        (shade::likeness(&self.shades, &other.shades) + self.style.likeness(&other.style)) / 2.0
    }

    /// How well the colours of two pictures go together, 0 to 1: hues that are close or opposite do, greys go with
    /// everything half as well, all else does not.
    #[inline]
    pub fn harmony(&self, other: &Look) -> f32 {
        shade::harmony(&self.shades, &other.shades)
    }
}
