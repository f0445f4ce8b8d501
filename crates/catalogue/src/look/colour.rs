//! Colours of OKLab, Björn Ottosson's space in which equal distances look equally different.

/// A colour: lightness 0 to 1; `a` green to red and `b` blue to yellow, both about −0.4 to 0.4.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Lab {
    /// Lightness.
    pub l: f32,
    /// Green to red.
    pub a: f32,
    /// Blue to yellow.
    pub b: f32,
}

/// Chroma below which a colour has no hue that people would name.
const NEUTRAL: f32 = 0.045;

impl Lab {
    /// Distance; 0.02 is just seen side by side, 1 is black to white.
    #[inline]
    pub fn distance(self, other: Lab) -> f32 {
        let [l, a, b] = [self.l - other.l, self.a - other.a, self.b - other.b];
        (l * l + a * a + b * b).sqrt()
    }

    /// How colourful, 0 for greys to about 0.32.
    #[inline]
    pub fn chroma(self) -> f32 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// Cosine of the angle between two hues; none where one has no hue.
    #[inline]
    pub fn hue_cosine(self, other: Lab) -> Option<f32> {
        let (own, theirs) = (self.chroma(), other.chroma());
        (own >= NEUTRAL && theirs >= NEUTRAL).then(|| (self.a * other.a + self.b * other.b) / (own * theirs))
    }
}
