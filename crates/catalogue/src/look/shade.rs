//! The dominant colours of two pictures, compared.

use super::colour::Lab;

/// A dominant colour, in whole hundredths of OKLab's axes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shade {
    /// Lightness, 0 to 100.
    pub lightness: i8,
    /// Green to red, −40 to 40.
    pub a: i8,
    /// Blue to yellow, −40 to 40.
    pub b: i8,
    /// Per cent of what is not background.
    pub share: u8,
}

/// Distance at which two shades have nothing in common.
const UNLIKE: f32 = 0.25;
/// Cosine of 30°: hues as close as this, or as close to opposite, go together.
const CLOSE_HUE: f32 = 0.866;

impl Shade {
    #[inline]
    fn lab(self) -> Lab {
        let of = |hundredths: i8| f32::from(hundredths) / 100.0;
        Lab { l: of(self.lightness), a: of(self.a), b: of(self.b) }
    }
}

/// Sum over pairs of shades of `of`, weighed by their shares, 0 to 1.
#[inline]
fn weighed(own: &[Shade], of: impl Fn(Shade) -> f32) -> f32 {
    let all: f32 = own.iter().map(|shade| f32::from(shade.share)).sum();
    let sum: f32 = own.iter().map(|shade| f32::from(shade.share) * of(*shade)).sum();
    if all > 0.0 { sum / all } else { 0.0 }
}

/// How much of each palette is found in the other one, 0 to 1.
#[inline]
pub(super) fn likeness(a: &[Shade], b: &[Shade]) -> f32 {
    let found = |shade: Shade, among: &[Shade]| {
        let close = |other: &Shade| (1.0 - shade.lab().distance(other.lab()) / UNLIKE).max(0.0);
        among.iter().map(close).fold(0.0, f32::max)
    };
    (weighed(a, |shade| found(shade, b)) + weighed(b, |shade| found(shade, a))) / 2.0
}

/// How well two palettes go together, 0 to 1.
#[inline]
pub(super) fn harmony(a: &[Shade], b: &[Shade]) -> f32 {
    let fit = |one: Shade, other: Shade| match one.lab().hue_cosine(other.lab()) {
        None => 0.5,
        Some(cosine) if cosine.abs() >= CLOSE_HUE => 1.0,
        Some(_) => 0.0,
    };
    weighed(a, |one| weighed(b, |other| fit(one, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_like_nothing() {
        let red = [Shade { lightness: 50, a: 20, b: 10, share: 90 }];
        assert_eq!((likeness(&red, &[]), likeness(&[], &[]), harmony(&red, &[])), (0.0, 0.0, 0.0));
        assert_eq!((likeness(&red, &red), harmony(&red, &red)), (1.0, 1.0));
    }
}
