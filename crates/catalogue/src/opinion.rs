//! What reviews say of a product, in counts. Nothing of a review is ever published.

/// Number of themes that reviews are searched for: durable, safe, quiet and so on. A review's are bits, so there are at most 16.
pub const THEMES: usize = 12;

/// What the reviews of one product say, in counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Opinion {
    /// Reviews with a text.
    pub texts: u32,
    /// Reviews whose sentiment is known.
    pub judged: u32,
    /// Positive ones less negative ones among them.
    pub balance: i32,
    /// What is said of each of the [`THEMES`].
    pub themes: [Mentions; THEMES],
}

/// Reviews that speak of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mentions {
    /// "It is durable."
    pub affirmed: u32,
    /// "Not durable at all."
    pub denied: u32,
}
