//! What a picture looks like, in some forty small numbers: colours and style. Layer: below the importers and
//! [`data`](cobuy_catalogue::data); knows no files and no network. Nothing of it is published.
//!
//! Read in this order:
//! - [`read`]: bytes to a [`Look`], by way of:
//! - `grid`: decoding within limits, sampled to 64 squares. `oklab`: a colour space in which distances are those people see.
//! - `ground`: what is background. `shades`: the dominant colours of the rest. `style`: edges, tones and shape.
//! - [`Look::likeness`], [`Look::harmony`]: two pictures compared.
//!
//! Sources: OKLab (Ottosson 2020); edges by direction in parts of the picture as in MPEG-7's edge histogram (Manjunath et
//! al. 2001); histograms compared by intersection (Swain & Ballard 1991); harmony of hues that are close or opposite
//! (Itten 1961; as templates on the hue circle in Cohen-Or et al. 2006). No model is loaded and nothing is learnt: a shop
//! that has embeddings gives them as a column, and they count more.
//!
//! Deterministic: integers and + − × ÷ √ only, one picture a task.

mod grid;
mod ground;
mod oklab;
mod shades;
mod style;

use grid::Grid;
pub use grid::PictureError;

use cobuy_catalogue::look::Look;

/// Reads a PNG, JPEG, WebP or GIF (its first frame).
///
/// # Errors
/// [`PictureError`]: not such a file, damaged, or larger than is read.
pub fn read(bytes: &[u8]) -> Result<Look, PictureError> {
    Ok(look(&Grid::decode(bytes)?))
}

/// What an image looks like that was sampled to squares.
fn look(grid: &Grid) -> Look {
    let ground = ground::ground(grid);
    Look { shades: shades::shades(grid, &ground), style: style::style(grid, &ground) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_testshop::picture;

    const WHITE: [u8; 3] = [255, 255, 255];
    const RED: [u8; 3] = [200, 30, 40];
    const ORANGE: [u8; 3] = [230, 110, 30];
    const TEAL: [u8; 3] = [20, 150, 150];
    const GREY: [u8; 3] = [120, 120, 120];

    fn look(ground: [u8; 3], colour: [u8; 3], wide: bool) -> Look {
        read(&picture(ground, colour, wide)).unwrap()
    }

    #[test]
    fn alike_are_those_of_one_colour_and_shape() {
        let red = look(WHITE, RED, true);
        assert!((red.likeness(&red) - 1.0).abs() < 0.01, "{}", red.likeness(&red));
        // The background does not count.
        let on_grey = look([230, 230, 235], RED, true);
        assert!(red.likeness(&on_grey) > 0.95, "{}", red.likeness(&on_grey));
        let other_colour = red.likeness(&look(WHITE, TEAL, true));
        let other_shape = red.likeness(&look(WHITE, RED, false));
        let other_both = red.likeness(&look(WHITE, TEAL, false));
        assert!(other_colour < 0.8 && other_shape < 0.95, "{other_colour} {other_shape}");
        assert!(other_both < other_colour && other_both < other_shape);
    }

    #[test]
    fn close_and_opposite_hues_go_together() {
        let red = look(WHITE, RED, true);
        assert!(red.harmony(&look(WHITE, ORANGE, true)) > 0.9);
        assert!(red.harmony(&look(WHITE, TEAL, true)) > 0.9);
        assert!((red.harmony(&look(WHITE, GREY, true)) - 0.5).abs() < 0.1);
        assert!(red.harmony(&look(WHITE, [90, 160, 40], true)) < 0.1);
    }

    #[test]
    fn broken_pictures_are_refused() {
        let whole = picture(WHITE, RED, true);
        for bytes in [&b""[..], b"GIF89a", b"<svg/>", &whole[..whole.len() / 2]] {
            assert!(read(bytes).is_err());
        }
    }
}
