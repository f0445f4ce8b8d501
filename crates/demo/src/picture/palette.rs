//! Colour names to the shades of a drawing. Shades are mixed in whole numbers from one value per name.

/// Outlines and dark parts.
pub const INK: &str = "#2f3437";
/// Bright metal.
pub const STEEL: &str = "#c3cbd0";
/// Dull metal.
pub const IRON: &str = "#8e999f";
/// Paper, fabric, glaze.
pub const PAPER: &str = "#fdfcf8";
/// Wood.
pub const WOOD: &str = "#cfa878";
/// Dark wood, coffee.
pub const BARK: &str = "#9c7347";
/// Light.
pub const GLOW: &str = "#ffd25e";
/// Red that means something.
pub const SIGNAL: &str = "#d8574a";

/// The shades one drawing uses, as `#rrggbb`.
pub struct Palette {
    /// The product's colour.
    pub main: String,
    /// Its shadow side.
    pub dark: String,
    /// Its light side.
    pub light: String,
    /// A colour that goes with it.
    pub accent: String,
    /// Background.
    pub ground: String,
    /// The circle behind the product.
    pub halo: String,
}

/// Name, colour, and a colour that goes with it.
const COLOURS: [(&str, u32, u32); 34] = [
    ("berry", 0x9b3d5a, 0xe8b04a),
    ("black", 0x3b4044, 0xd98a4e),
    ("blue", 0x4f86b8, 0xf0c35e),
    ("brown", 0x8a5f41, 0xe3b778),
    ("charcoal", 0x4b5358, 0xe08e45),
    ("clay", 0xc07a56, 0x4f7f86),
    ("copper", 0xb8714a, 0x3f6f73),
    ("cream", 0xeadfc6, 0xb5653f),
    ("forest", 0x3f6b52, 0xe0a04b),
    ("gold", 0xd6a640, 0x7a4a5a),
    ("green", 0x6a9a5b, 0xe7b350),
    ("grey", 0x8f989d, 0xd98a4e),
    ("moss", 0x728154, 0xd9964a),
    ("navy", 0x35506f, 0xe9b44c),
    ("ochre", 0xd9a03f, 0x3f6f73),
    ("orange", 0xe0843f, 0x3f6f86),
    ("pink", 0xe395ab, 0x7b9e87),
    ("plum", 0x72507a, 0xe3b04f),
    ("purple", 0x8566a8, 0xf0c35e),
    ("red", 0xc94f4a, 0xf1c666),
    ("rust", 0xb85c38, 0x4f7f86),
    ("sand", 0xd3b98c, 0x4f7f86),
    ("silver", 0xb3bdc3, 0x7b6aa0),
    ("sky", 0x6fa5c4, 0xe7a04b),
    ("slate", 0x5f7583, 0xe0964b),
    ("steel", 0xa9b4ba, 0xc06a45),
    ("stone", 0xb3a894, 0x4f7f86),
    ("teal", 0x3f8583, 0xe8a54b),
    ("turquoise", 0x52b0ad, 0xf0b35e),
    ("violet", 0x8566a8, 0xf0c35e),
    ("walnut", 0x7d5638, 0xd9a64e),
    ("white", 0xeceae4, 0xc0655a),
    ("yellow", 0xe8c04a, 0x4f7f86),
    ("ivory", 0xeee3cb, 0x8a9b6a),
];

/// Colours for things whose title names none.
pub const UNNAMED: [&str; 10] =
    ["teal", "clay", "sky", "moss", "plum", "ochre", "pink", "slate", "berry", "sand"];

impl Palette {
    /// The shades of a colour; an unknown name is slate.
    pub fn named(name: &str) -> Self {
        let (_, main, accent) =
            COLOURS.iter().find(|(known, ..)| *known == name).unwrap_or(&("slate", 0x5f7583, 0xe0964b));
        // A pale product stands out against the tint of its accent, a strong one against its own.
        let tint = if is_pale(*main) { accent } else { main };
        Self {
            main: hex(*main),
            dark: hex(mix(*main, 0x1d2428, 26)),
            light: hex(mix(*main, 0xffffff, 46)),
            accent: hex(*accent),
            ground: hex(mix(*tint, 0xfaf8f3, 86)),
            halo: hex(mix(*tint, 0xffffff, 72)),
        }
    }
}

/// Whether a title may name this colour.
pub fn is_colour(name: &str) -> bool {
    COLOURS.iter().any(|(known, ..)| *known == name)
}

/// `percent` of `to` in `from`, per channel.
fn mix(from: u32, to: u32, percent: u32) -> u32 {
    [16, 8, 0].iter().fold(0, |out, shift| {
        let channel = |colour: u32| (colour >> shift) & 0xff;
        let mixed = (channel(from) * (100 - percent) + channel(to) * percent + 50) / 100;
        out | (mixed << shift)
    })
}

/// Whether a colour is too light to stand on its own tint.
fn is_pale(colour: u32) -> bool {
    [16, 8, 0].iter().map(|shift| (colour >> shift) & 0xff).sum::<u32>() > 560
}

fn hex(colour: u32) -> String {
    format!("#{colour:06x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixing() {
        let check = |from, to, percent, expected| assert_eq!(mix(from, to, percent), expected);
        check(0x000000, 0xffffff, 0, 0x000000);
        check(0x000000, 0xffffff, 100, 0xffffff);
        check(0x102030, 0x304050, 50, 0x203040);
    }

    #[test]
    fn every_colour_of_the_shelves_is_known() {
        for item in crate::stock::Stock::load(7).unwrap().items {
            assert!(is_colour(&item.product.colour), "{}: {}", item.product.title, item.product.colour);
        }
        assert!(UNNAMED.iter().all(|name| is_colour(name)));
    }
}
