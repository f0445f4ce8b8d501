//! The knobs of relations.

use cobuy_catalogue::config::{ModelConfig, RelationsConfig};

/// How relations are made. Values out of range are brought into it where the build begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Whether there are rows of similar products. Default true.
    pub similar: bool,
    /// Whether there are rows of better, dearer products. Default true.
    pub upgrade: bool,
    /// Whether there are rows of what is bought next. Default true.
    pub next: bool,
    /// Least and most that an upgrade may cost, as a multiple of the product's price, 1 to 10. Below 1.1 "dearer" is no
    /// step; above 3 it is another need. Default 1.15 and 2.
    pub upgrade_ratio: (f32, f32),
    /// Days after a purchase in which a later order still counts as following it, 2 to 730. Short windows miss what is
    /// used up slowly, long ones mix in new needs. Default 180.
    pub next_window_days: u16,
    /// A product is used up if at least this share of its buyers bought it again within the window, 0.01 to 1.
    /// Default 0.1.
    pub consumable_share: f32,
    /// Distinct customers that a pair of a purchase and a later one needs, 1 to 1,000. As for pairs: default 3.
    pub min_customers: u32,
    /// How much the margin tilts similar products and upgrades, 0 to 1: [`Tilt`](super::Tilt). The margin is never
    /// published; at 1 a competitor could guess at it from the order. Default 0.
    pub margin_weight: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            similar: true,
            upgrade: true,
            next: true,
            upgrade_ratio: (1.15, 2.0),
            next_window_days: 180,
            consumable_share: 0.1,
            min_customers: 3,
            margin_weight: 0.0,
        }
    }
}

impl Settings {
    /// The settings with every value in its range.
    pub fn clamped(&self) -> Self {
        let (least, most) = self.upgrade_ratio;
        let least = least.clamp(1.0, 10.0);
        Self {
            upgrade_ratio: (least, most.clamp(least, 10.0)),
            next_window_days: self.next_window_days.clamp(2, 730),
            consumable_share: self.consumable_share.clamp(0.01, 1.0),
            min_customers: self.min_customers.clamp(1, 1_000),
            margin_weight: self.margin_weight.clamp(0.0, 1.0),
            ..self.clone()
        }
    }

    /// What `[relations]` says; the publication minimum and the weight of the margin are those of `[model]`.
    pub fn of(config: &RelationsConfig, model: &ModelConfig) -> Settings {
        let [least, most] = config.upgrade_ratio;
        Settings {
            similar: config.similar,
            upgrade: config.upgrade,
            next: config.next,
            upgrade_ratio: (least, most),
            next_window_days: config.next_window_days as u16,
            consumable_share: config.consumable_share as f32,
            min_customers: model.min_customers(),
            margin_weight: model.margin_weight as f32,
        }
    }
}
