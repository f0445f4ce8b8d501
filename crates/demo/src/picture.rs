//! Draws products: flat shapes on a soft ground, 480 × 480, two kilobytes. The drawings are templates in `art/`, one per
//! kind of thing, whose colours are filled in here.
//!
//! - [`palette`]: colour names to the shades a drawing uses.
//! - [`words`]: what an unknown shop's title says about kind, colour and shelf.

pub mod palette;
mod tables;
pub mod words;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use minijinja::{Environment, context};

use crate::catalogue::{Catalogue, Product};
use palette::Palette;

/// Includes the drawings by name.
macro_rules! art {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../art/", $name, ".svg")))),*]
    };
}

/// Every drawing: camp and trail, wheels and walls, kitchen and table, and what gift shops sell.
const ART: &[(&str, &str)] = &art![
    "apron" "backpack" "bag" "banneton" "basket" "battery" "bauble" "beanie" "beans" "belay" "bell"
    "bikehelmet" "bikelight" "bikepump" "bird" "bladder" "blanket" "blister" "board" "boot" "bottle" "bowl"
    "box" "bracelet" "brush" "buff" "bunting" "butterfly" "cable" "cage" "cake" "candle" "canister" "canteen"
    "carabiner" "card" "cartridge" "chalkbag" "charger" "climbshoe" "clock" "compass" "cooler" "cord"
    "crashpad" "cream" "cube" "cup" "cushion" "cutlery" "daypack" "descale" "doll" "doorstop" "dripper"
    "drybag" "duffel" "dutchoven" "earrings" "egg" "espresso" "filter" "firstaid" "flask" "fleece" "flower"
    "foil" "frame" "framebag" "frenchpress" "gaiter" "gift" "glass" "gloves" "grinder" "groundsheet" "hammock"
    "harness" "headlamp" "heart" "helmet" "hook" "hotwater" "icepack" "innertube" "insole" "jacket" "jar"
    "kettle" "knife" "lame" "lantern" "letter" "levers" "lighter" "linen" "liner" "lock" "lube" "magnet"
    "mallet" "map" "mat" "mirror" "moka" "mudguard" "mug" "multitool" "necklace" "notebook" "pad" "pannier"
    "papers" "patch" "pegs" "pencil" "pillow" "pitcher" "plant" "plate" "poles" "pot" "pouch" "powerbank"
    "press" "pump" "purse" "puzzle" "quickdraw" "rabbit" "rack" "raincover" "ribbon" "robot" "rope" "sandal"
    "scale" "scraper" "server" "shirt" "shoe" "sign" "sleepingbag" "sling" "soap" "sock" "solar" "spikes"
    "spray" "star" "stone" "stove" "tamper" "tape" "tarp" "teapot" "tent" "tiles" "tin" "tips" "tissue"
    "tlight" "torch" "towel" "tray" "tree" "trousers" "trowel" "tube" "umbrella" "vest" "windscreen"
    "woodstove" "wrap" "wreath"
];

/// What is drawn where no word of a title is known.
pub const FALLBACK: &str = "gift";

/// Draws pictures.
pub struct Painter(Environment<'static>);

impl Painter {
    /// Reads the drawings.
    ///
    /// # Errors
    /// A drawing is not a template; the message names it.
    pub fn new() -> Result<Self> {
        let mut env = Environment::new();
        for (name, source) in ART {
            env.add_template(name, source).with_context(|| format!("art/{name}.svg"))?;
        }
        Ok(Self(env))
    }

    /// The picture of one product, as a complete SVG file.
    ///
    /// # Errors
    /// The product's kind has no drawing.
    pub fn draw(&self, product: &Product) -> Result<String> {
        let p = Palette::named(&product.colour);
        let art = self.0.get_template(&product.kind).with_context(|| format!("art/{}.svg", product.kind))?;
        let shapes = art.render(context! {
            style => style(&product.key),
            m => p.main, d => p.dark, l => p.light, a => p.accent,
            k => palette::INK, s => palette::STEEL, t => palette::IRON, w => palette::PAPER,
            n => palette::WOOD, o => palette::BARK, y => palette::GLOW, r => palette::SIGNAL,
        })?;
        let Palette { ground, halo, .. } = p;
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 480 480\" width=\"480\" height=\"480\">\n\
             <rect width=\"480\" height=\"480\" fill=\"{ground}\"/>\n\
             <circle cx=\"240\" cy=\"232\" r=\"196\" fill=\"{halo}\"/>\n\
             <ellipse cx=\"240\" cy=\"394\" rx=\"150\" ry=\"16\" fill=\"{ink}\" opacity=\".14\"/>\n{shapes}\n</svg>\n",
            ink = palette::INK,
        ))
    }
}

/// Writes `<key>.svg` for every product into `folder`.
///
/// # Errors
/// A folder that cannot be written, or a kind without a drawing.
pub fn write_all(catalogue: &Catalogue, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let painter = Painter::new()?;
    for product in &catalogue.products {
        let path = folder.join(format!("{}.svg", product.key));
        fs::write(&path, painter.draw(product)?)
            .with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    Ok(())
}

/// 0, 1 or 2: which pattern a drawing that has several shows.
fn style(key: &str) -> u32 {
    words::hash(key) % 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::Stock;

    /// Every tag is closed in order and every attribute quoted; what is left of a template would show as a brace.
    fn check_well_formed(svg: &str, name: &str) {
        let mut open = Vec::new();
        for tag in svg.split('<').skip(1) {
            let (tag, after) = tag.split_once('>').unwrap_or_else(|| panic!("{name}: a tag does not end"));
            assert!(after.trim().is_empty(), "{name}: text {after:?} between tags");
            assert_eq!(tag.matches('"').count() % 2, 0, "{name}: <{tag}>");
            if let Some(closed) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(closed), "{name}");
            } else if !tag.ends_with('/') {
                open.push(tag.split_whitespace().next().unwrap_or(""));
            }
        }
        assert!(open.is_empty() && !svg.contains(['{', '}', '$']), "{name}: {open:?}");
    }

    #[test]
    fn every_drawing_in_every_pattern_is_well_formed_and_small() {
        let painter = Painter::new().unwrap();
        let mut product = Stock::load(7).unwrap().items[0].product.clone();
        for (kind, _) in ART {
            for key in ["a", "b", "c", "d", "e", "f"] {
                (product.key, product.kind) = (key.to_owned(), (*kind).to_owned());
                let svg = painter.draw(&product).unwrap();
                check_well_formed(&svg, kind);
                assert!(svg.len() <= 3072, "{kind}: {} bytes", svg.len());
            }
        }
    }

    #[test]
    fn every_product_and_every_word_has_a_drawing() {
        let has = |kind: &str| ART.iter().any(|(name, _)| *name == kind);
        for item in Stock::load(7).unwrap().items {
            assert!(has(&item.product.kind), "{} has no drawing {}", item.product.title, item.product.kind);
        }
        for kind in words::kinds() {
            assert!(has(kind), "no drawing {kind}");
        }
        assert!(has(FALLBACK));
    }

    #[test]
    fn names_are_sorted_and_distinct() {
        assert!(ART.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
