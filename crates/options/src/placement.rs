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
}

impl Placement {
    /// Stands for every placement in the records of `base.bin`.
    pub const EVERY: u8 = u8::MAX;

    /// All placements, by number.
    pub const ALL: [Self; 3] = [Self::Pdp, Self::Cart, Self::Protocol];

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
        }
    }
}
