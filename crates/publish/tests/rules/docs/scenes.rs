//! For every template a shop and a moment in which its example holds. Titles are what the documentation shows.

use cobuy_options::Placement;
use cobuy_snapshot::Relation;

/// A shop small enough to be read.
#[derive(Debug)]
pub(super) struct Shop {
    /// Key, title, category, tag, price in cents; ascending by key.
    pub products: &'static [(&'static str, &'static str, &'static str, &'static str, u64)],
    /// What stands beside a product, best first.
    pub rows: &'static [(&'static str, Relation, &'static [&'static str])],
    /// What is popular in the shop, best first.
    pub popular: &'static [&'static str],
}

/// What is so when a list is asked for. What is empty or none is not known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene {
    /// Whose example is shown.
    pub template: &'static str,
    pub shop: &'static Shop,
    pub placement: Placement,
    /// Key of the product looked at.
    pub product: Option<&'static str>,
    /// Keys in the cart, one piece each.
    pub cart: &'static [&'static str],
    /// Keys looked at before, newest first.
    pub seen: &'static [&'static str],
    /// Key of what was bought last.
    pub bought: Option<&'static str>,
    /// What the host states.
    pub facts: &'static [(&'static str, &'static str)],
    /// What the host told of, and how often.
    pub events: &'static [(&'static str, u32)],
    /// Hours since the visit before, and products in its cart.
    pub away: Option<(u32, u16)>,
    /// Whether this is the first page of a first visit.
    pub first_page: bool,
    /// Pieces left of the product looked at.
    pub left: Option<u32>,
    /// 0 for January.
    pub month: Option<u8>,
    /// Another rule that holds with and without the one that is shown.
    pub beside: &'static str,
}

const CAMP: Shop = Shop {
    products: &[
        ("cabin", "Cabin tent", "Tents", "", 34_000),
        ("camp-set", "Camp set", "Sets", "", 29_900),
        ("dome", "Dome tent", "Tents", "", 28_000),
        ("duo", "Tent for two", "Tents", "", 15_000),
        ("gloves", "Fleece gloves", "Clothing", "winter", 2_200),
        ("lamp", "Lamp", "Lamps", "", 1_800),
        ("lantern", "Lantern", "Lamps", "", 3_900),
        ("mat", "Mat", "Sleeping", "", 4_500),
        ("mug", "Mug", "Kitchen", "", 900),
        ("palace", "Palace tent", "Tents", "", 42_000),
        ("pegs", "Pegs", "Parts", "", 600),
        ("repair-kit", "Repair kit", "Accessories", "", 1_500),
        ("sack", "Stuff sack", "Accessories", "", 1_200),
        ("stove", "Stove", "Kitchen", "", 6_000),
        ("tarp", "Tarp", "Tents", "", 8_500),
        ("tent", "Tent", "Tents", "", 20_000),
        ("wick", "Wick", "Parts", "accessory", 400),
    ],
    rows: &[
        ("tarp", Relation::Together, &["pegs", "mug", "lamp", "mat"]),
        ("tent", Relation::Together, &["pegs", "mat", "lamp", "repair-kit", "sack"]),
        ("tent", Relation::Similar, &["dome", "duo", "tarp"]),
        ("tent", Relation::Upgrade, &["dome", "cabin", "palace"]),
    ],
    popular: &["stove", "mug", "lamp", "gloves", "lantern"],
};

const PHOTO: Shop = Shop {
    products: &[
        ("camera", "Camera", "Cameras", "", 89_900),
        ("card", "Memory card", "Memory cards", "", 2_900),
        ("case", "Case", "Cases", "", 3_900),
        ("strap", "Strap", "Straps", "", 1_900),
        ("tripod", "Tripod", "Tripods", "", 7_900),
    ],
    rows: &[("camera", Relation::Together, &["strap", "tripod", "card", "case"])],
    popular: &["strap", "card", "tripod"],
};

const CARE: Shop = Shop {
    products: &[
        ("cream", "Day cream", "Skincare > Creams", "", 2_400),
        ("night-cream", "Night cream", "Skincare > Creams", "", 2_900),
        ("roller", "Jade roller", "Skincare > Tools", "tool", 1_900),
        ("serum", "Vitamin serum", "Skincare > Serums", "serum", 3_200),
        ("towel", "Towel", "Bath", "", 1_200),
    ],
    rows: &[("cream", Relation::Together, &["towel", "night-cream", "serum", "roller"])],
    popular: &["towel", "cream", "serum"],
};

const PLANS: Shop = Shop {
    products: &[
        ("plan-annual", "Basic, yearly", "Plans", "", 9_000),
        ("plan-basic", "Basic", "Plans", "", 900),
        ("plan-pro", "Pro", "Plans", "", 2_900),
        ("plan-team", "Team", "Plans", "", 7_900),
        ("seats", "More seats", "Extras", "", 500),
        ("storage", "Storage", "Extras", "", 300),
        ("support", "Support", "Extras", "", 1_900),
    ],
    rows: &[
        ("plan-basic", Relation::Together, &["seats", "storage", "support"]),
        ("plan-basic", Relation::Upgrade, &["plan-pro", "plan-team"]),
    ],
    popular: &["seats", "storage", "support"],
};

/// Somebody on a page of the camping shop, of whom nothing is known.
const NOBODY: Scene = Scene {
    template: "",
    shop: &CAMP,
    placement: Placement::Home,
    product: None,
    cart: &[],
    seen: &[],
    bought: None,
    facts: &[],
    events: &[],
    away: None,
    first_page: false,
    left: None,
    month: None,
    beside: "",
};
const TENT: Scene = Scene { placement: Placement::Pdp, product: Some("tent"), ..NOBODY };
const TENT_IN_CART: Scene = Scene { placement: Placement::Cart, cart: &["tent"], ..NOBODY };

/// One for each template.
pub(super) const SCENES: [Scene; 14] = [
    Scene { template: "reach-free-shipping", cart: &["tarp"], ..TENT_IN_CART },
    Scene { template: "cart-over-threshold", ..TENT_IN_CART },
    Scene { template: "accessory-add-ons", bought: Some("wick"), ..TENT },
    Scene { template: "low-stock-alternatives", left: Some(2), ..TENT },
    Scene { template: "premium-alternative", seen: &["duo", "tarp"], ..TENT },
    Scene { template: "camera-accessories", shop: &PHOTO, cart: &["camera"], ..TENT_IN_CART },
    Scene { template: "skincare-routine", shop: &CARE, product: Some("cream"), ..TENT },
    Scene {
        template: "usage-next-tier",
        shop: &PLANS,
        product: Some("plan-basic"),
        facts: &[("plan", "basic")],
        events: &[("used-export", 11)],
        ..TENT
    },
    Scene {
        template: "renewal-annual",
        shop: &PLANS,
        facts: &[("renews_in_days", "14"), ("usage_growth", "25")],
        ..NOBODY
    },
    Scene { template: "came-back", away: Some((5, 3)), ..TENT },
    Scene { template: "loyalty-incentive", facts: &[("loyalty_tier", "gold")], ..TENT_IN_CART },
    Scene {
        template: "new-visitors-cross-sell",
        first_page: true,
        beside: "[[rule]]\nid = \"better\"\nplacements = [\"pdp\"]\nstrategy = \"upgrade\"\n",
        ..TENT
    },
    Scene { template: "high-cart-add-ons", ..TENT_IN_CART },
    Scene { template: "seasonal", month: Some(10), ..NOBODY },
];
