//! sRGB to OKLab, Björn Ottosson's colour space in which equal distances look equally different.
//!
//! Written here and not taken from a crate because crates use `powf` and `cbrt`, which differ in the last bit between
//! platforms: the same pictures are to give the same snapshot everywhere. Roots are found with + − × ÷.

use std::sync::LazyLock;

use cobuy_catalogue::look::Lab;

/// Linear light of each sRGB byte.
static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        let share = byte as f64 / 255.0;
        if share <= 0.04045 {
            return share / 12.92;
        }
        // x^2.4 is x² times the fifth root of x².
        let square = ((share + 0.055) / 1.055) * ((share + 0.055) / 1.055);
        let mut root = 1.0;
        for _ in 0..40 {
            let fourth = root * root * root * root;
            root = (4.0 * root + square / fourth) / 5.0;
        }
        square * root
    })
});

/// Cube root of a number from 0 to 1, by Newton's method from a guess that divides the exponent by three.
fn cube_root(x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let mut root = f64::from_bits(x.to_bits() / 3 + 0x2a9f_7893_0000_0000);
    for _ in 0..4 {
        root = (2.0 * root + x / (root * root)) / 3.0;
    }
    root
}

/// The colour of three sRGB bytes.
pub(super) fn lab(rgb: [u8; 3]) -> Lab {
    let [r, g, b] = rgb.map(|byte| LINEAR[usize::from(byte)]);
    let l = cube_root(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = cube_root(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = cube_root(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    Lab {
        l: (0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s) as f32,
        a: (1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s) as f32,
        b: (0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s) as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours() {
        let check = |rgb: [u8; 3], expected: [f32; 3]| {
            let found = lab(rgb);
            for (found, expected) in [found.l, found.a, found.b].into_iter().zip(expected) {
                assert!((found - expected).abs() < 0.001, "{rgb:?}: {found} is not {expected}");
            }
        };
        // As published with the space.
        check([0, 0, 0], [0.0, 0.0, 0.0]);
        check([255, 255, 255], [1.0, 0.0, 0.0]);
        check([255, 0, 0], [0.628, 0.2249, 0.1258]);
        check([0, 255, 0], [0.8664, -0.2339, 0.1795]);
        check([0, 0, 255], [0.452, -0.0325, -0.3115]);
    }

    #[test]
    fn roots_are_roots() {
        for i in 1..=1_000u32 {
            let x = f64::from(i) / 1_000.0;
            assert!((cube_root(x) - x.cbrt()).abs() < 1e-12, "{x}");
        }
        assert_eq!(cube_root(0.0), 0.0);
        let share: f64 = (200.0 / 255.0 + 0.055) / 1.055;
        assert!((LINEAR[200] - share.powf(2.4)).abs() < 1e-12);
    }

    #[test]
    fn greys_have_no_hue() {
        assert_eq!(lab([128, 128, 128]).hue_cosine(lab([255, 0, 0])), None);
        assert!((lab([255, 0, 0]).hue_cosine(lab([120, 0, 0])).unwrap() - 1.0).abs() < 0.01);
    }
}
