//! Where a list stands.

/// A placement selects presets. The numbers are part of the snapshot format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Placement {
    /// Product page.
    Pdp = 0,
    /// Cart page or drawer.
    Cart = 1,
    /// Evaluation: 20 items, no threshold, nothing left out but the session's own products.
    Protocol = 2,
    /// What the shop says when something was put into the cart.
    AddToCart = 3,
    /// Checkout.
    Checkout = 4,
    /// After the order.
    ThankYou = 5,
    /// Start page.
    Home = 6,
    /// Page of a category.
    Category = 7,
}

impl Placement {
    /// Stands for every placement in the records of `base.bin`.
    pub const EVERY: u8 = u8::MAX;

    /// All placements, by number.
    pub const ALL: [Self; 8] = [
        Self::Pdp,
        Self::Cart,
        Self::Protocol,
        Self::AddToCart,
        Self::Checkout,
        Self::ThankYou,
        Self::Home,
        Self::Category,
    ];

    /// The placement of a name as it stands in attributes and `cobuy.toml`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placement| placement.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdp => "pdp",
            Self::Cart => "cart",
            Self::Protocol => "protocol",
            Self::AddToCart => "add-to-cart",
            Self::Checkout => "checkout",
            Self::ThankYou => "thank-you",
            Self::Home => "home",
            Self::Category => "category",
        }
    }
}
