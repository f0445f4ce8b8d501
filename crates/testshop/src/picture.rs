//! Pictures to look at.

/// A PNG of 96 × 96: a bar of a colour, lying or standing, on a ground.
///
/// # Panics
/// Never: what is written is a picture.
pub fn picture(ground: [u8; 3], colour: [u8; 3], wide: bool) -> Vec<u8> {
    let bar = |x: u32, y: u32| {
        let (along, over) = if wide { (x, y) } else { (y, x) };
        (10..86).contains(&along) && (36..60).contains(&over)
    };
    let image = image::RgbImage::from_fn(96, 96, |x, y| image::Rgb(if bar(x, y) { colour } else { ground }));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
