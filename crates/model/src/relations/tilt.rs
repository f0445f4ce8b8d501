//! What a shop earns with a product, how often it comes back, and whether the colours of two go together: nudges that order
//! what is close to equal.
//!
//! A tilt only takes away: what earns most, never comes back, or goes together best, keeps its weight, and nothing loses
//! more than its share of a knob, or than the share that comes back. So a tilted score never claims more than the hold-out
//! found for it.

use cobuy_catalogue::data::Catalogue;

/// The nudges of a shop.
#[derive(Debug, Clone)]
pub struct Tilt<'a> {
    catalogue: &'a Catalogue,
    margin_weight: f32,
    harmony_weight: f32,
    /// The largest margin of the shop, as a share.
    most: f32,
}

impl<'a> Tilt<'a> {
    /// Both weights from 0, which is no tilt, to 1.
    pub fn new(catalogue: &'a Catalogue, margin_weight: f32, harmony_weight: f32) -> Self {
        let margins = (0..catalogue.products.len()).map(|product| margin(catalogue, product));
        let most = margins.fold(0.0, f32::max);
        Self { catalogue, margin_weight, harmony_weight, most }
    }

    /// What is left of a product's weight: 1 for the largest margin of the shop; none known counts as none. What comes
    /// back was no sale: its share is taken off.
    pub fn of(&self, product: usize) -> f32 {
        let tilted = |margin: f32| 1.0 + self.margin_weight * margin;
        tilted(margin(self.catalogue, product)) / tilted(self.most) * kept(self.catalogue, product)
    }

    /// The same of `other` beside `product`, whose colours count too; where one has no picture, they are half in harmony.
    pub fn of_pair(&self, product: usize, other: usize) -> f32 {
        if self.harmony_weight == 0.0 {
            return self.of(other);
        }
        let look = |product: usize| self.catalogue.products[product].details.look.as_deref();
        let harmony = look(product).zip(look(other)).map_or(0.5, |(own, theirs)| own.harmony(theirs));
        self.of(other) * (1.0 + self.harmony_weight * harmony) / (1.0 + self.harmony_weight)
    }
}

/// Margin as a share, 0 to 1.
fn margin(catalogue: &Catalogue, product: usize) -> f32 {
    f32::from(catalogue.products[product].details.margin_permille.unwrap_or(0).max(0)) / 1_000.0
}

/// Share of a product's pieces that do not come back; never 0, so that nothing drops out of its row; 1 where nothing is known.
pub(super) fn kept(catalogue: &Catalogue, product: usize) -> f32 {
    let returns = catalogue.products[product].details.returns_permille.unwrap_or(0);
    f32::from(1_000 - returns.min(999)) / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::Product;
    use cobuy_content::pictures;
    use cobuy_testshop::picture;

    fn product(margin: Option<i16>, colour: Option<[u8; 3]>) -> Product {
        let mut product = Product::default();
        product.details.margin_permille = margin;
        let look = |colour| Box::new(pictures::read(&picture([255; 3], colour, true)).unwrap());
        product.details.look = colour.map(look);
        product
    }

    #[test]
    fn margins_nudge() {
        let margins = [Some(500), Some(0), None, Some(-300), Some(250)];
        let catalogue = Catalogue { products: margins.map(|margin| product(margin, None)).to_vec() };
        let tilt = Tilt::new(&catalogue, 1.0, 0.0);
        let close =
            |found: f32, expected: f32| assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        for (product, expected) in [1.0, 1.0 / 1.5, 1.0 / 1.5, 1.0 / 1.5, 1.25 / 1.5].into_iter().enumerate()
        {
            close(tilt.of(product), expected);
        }
        let untilted = Tilt::new(&catalogue, 0.0, 0.0);
        assert!((0..5).all(|product| untilted.of_pair(0, product) == 1.0));
    }

    #[test]
    fn what_comes_back_loses() {
        let returned = [None, Some(0), Some(250), Some(1_000)].map(|returns| {
            let mut product = product(None, None);
            product.details.returns_permille = returns;
            product
        });
        let catalogue = Catalogue { products: returned.to_vec() };
        let tilt = Tilt::new(&catalogue, 0.0, 0.0);
        assert_eq!([0, 1, 2, 3].map(|product| tilt.of_pair(0, product)), [1.0, 1.0, 0.75, 0.001]);
    }

    #[test]
    fn colours_nudge() {
        let colours = [Some([200, 30, 40]), Some([230, 110, 30]), Some([90, 160, 40]), None];
        let catalogue = Catalogue { products: colours.map(|colour| product(None, colour)).to_vec() };
        let tilt = Tilt::new(&catalogue, 0.0, 1.0);
        let (close, unknown, apart) = (tilt.of_pair(0, 1), tilt.of_pair(0, 3), tilt.of_pair(0, 2));
        assert!(close > unknown && unknown > apart && apart >= 0.5, "{close} {unknown} {apart}");
        assert_eq!(unknown, 0.75);
    }
}
