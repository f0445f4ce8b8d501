//! Edges, tones and shape of two pictures, compared.

/// Style of a picture, in 255ths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// For each quarter of the product, left to right and down: shares of squares with an edge that runs upright, rising,
    /// level or falling, and without one.
    pub edges: [[u8; 5]; 4],
    /// Shares of squares by lightness, dark to light.
    pub lightness: [u8; 4],
    /// Shares of squares by chroma, grey to vivid.
    pub chroma: [u8; 4],
    /// Width of the product by width plus height.
    pub aspect: u8,
    /// Share of the rectangle around the product that it fills.
    pub filled: u8,
}

impl Style {
    /// How alike two styles are, 0 to 1: half edges, a quarter tones, a quarter shape.
    #[inline]
    pub fn likeness(&self, other: &Style) -> f32 {
        let edges = self.edges.iter().zip(&other.edges).map(|(a, b)| shared(a, b)).sum::<f32>() / 4.0;
        let tones = (shared(&self.lightness, &other.lightness) + shared(&self.chroma, &other.chroma)) / 2.0;
        let apart = |a: u8, b: u8| f32::from(a.abs_diff(b)) / 255.0;
        let shape =
            (1.0 - 2.0 * apart(self.aspect, other.aspect) - apart(self.filled, other.filled)).max(0.0);
        edges / 2.0 + tones / 4.0 + shape / 4.0
    }
}

/// What two histograms have in common, 0 to 1; 1 where both are empty.
#[inline]
fn shared(a: &[u8], b: &[u8]) -> f32 {
    let sum = |of: &[u8]| of.iter().map(|share| u32::from(*share)).sum::<u32>();
    let common: u32 = a.iter().zip(b).map(|(a, b)| u32::from(*a.min(b))).sum();
    let most = sum(a).max(sum(b));
    if most == 0 { 1.0 } else { common as f32 / most as f32 }
}
