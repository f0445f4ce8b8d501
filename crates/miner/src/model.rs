//! Orders in, a model out: which products belong with which, how strongly, and how well that was shown to predict.

/// One neighbour of a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Number of the neighbouring product.
    pub product: u32,
    /// Weight given by the recipe, above 0. Comparable within one model.
    pub weight: f32,
    /// Share of the baskets with the source that hold the neighbour, 0 to 1.
    pub confidence: f32,
    /// Share of the baskets with the neighbour that hold the source, 0 to 1.
    pub reverse: f32,
    /// How many times more often the two are together than chance would have them.
    pub lift: f32,
}
