//! A picture as a small grid of colours.

use std::io::Cursor;

use cobuy_catalogue::look::Lab;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageReader, Limits};

use super::oklab::lab;

/// Squares along the longer side, as many as there are pixels in smaller pictures. Product pictures differ in what is seen
/// at this size; more take longer and see noise.
const SIDE: u32 = 64;

/// Pixels looked at for a square, along each side: large pictures cost no more than their decoding.
const SAMPLES: u32 = 6;

/// Longest side that is decoded, pixels.
const MOST_PIXELS: u32 = 16_384;

/// Memory that decoding one picture may take: 64 megapixels with four bytes each.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Why a picture cannot be used. Remedy: save it again as PNG or JPEG, smaller if it is too large.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PictureError(String);

/// Colours of a picture, row by row; see-through squares have none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub width: usize,
    pub height: usize,
    pub colours: Vec<Option<Lab>>,
}

impl Grid {
    /// Decodes a picture of any of the formats that are read, turned as its camera says.
    pub fn decode(bytes: &[u8]) -> Result<Grid, PictureError> {
        let told = |error: image::ImageError| PictureError(error.to_string());
        let mut limits = Limits::default();
        limits.max_image_width = Some(MOST_PIXELS);
        limits.max_image_height = Some(MOST_PIXELS);
        limits.max_alloc = Some(MOST_BYTES);
        let mut reader = ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()
            .map_err(|error| PictureError(error.to_string()))?;
        reader.limits(limits.clone());
        let mut decoder = reader.into_decoder().map_err(told)?;
        limits.reserve(decoder.total_bytes()).map_err(told)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut image = DynamicImage::from_decoder(decoder).map_err(told)?;
        image.apply_orientation(orientation);
        if image.width() == 0 || image.height() == 0 {
            return Err(PictureError("the picture has no pixels".to_owned()));
        }
        Ok(Grid::sampled(&image))
    }

    fn sampled(image: &DynamicImage) -> Grid {
        let (width, height) = image.dimensions();
        let longer = width.max(height);
        let squares = |side: u32| (side * SIDE.min(longer) / longer).max(1);
        let (columns, rows) = (squares(width), squares(height));
        let square = |column: u32, row: u32| {
            let of = |square: u32, squares: u32, side: u32| {
                let (start, end) = (square * side / squares, (square + 1) * side / squares);
                (start..end).step_by((end - start).div_ceil(SAMPLES) as usize)
            };
            let (mut sum, mut seen, mut count) = ([0u32; 3], 0u32, 0u32);
            for y in of(row, rows, height) {
                for x in of(column, columns, width) {
                    let [red, green, blue, alpha] = image.get_pixel(x, y).0;
                    count += 1;
                    if alpha >= 128 {
                        seen += 1;
                        sum.iter_mut()
                            .zip([red, green, blue])
                            .for_each(|(sum, part)| *sum += u32::from(part));
                    }
                }
            }
            (seen * 2 >= count).then(|| lab(sum.map(|sum| (sum / seen) as u8)))
        };
        let colours = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        Grid {
            width: columns as usize,
            height: rows as usize,
            colours: colours.map(|(column, row)| square(column, row)).collect(),
        }
    }

    /// The squares beside one, at most four.
    pub fn beside(&self, at: usize) -> impl Iterator<Item = usize> {
        let (x, y) = (at % self.width, at / self.width);
        let near = [
            (x > 0).then(|| at - 1),
            (x + 1 < self.width).then(|| at + 1),
            (y > 0).then(|| at - self.width),
            (y + 1 < self.height).then(|| at + self.width),
        ];
        near.into_iter().flatten()
    }

    /// The squares along the edge.
    pub fn border(&self) -> impl Iterator<Item = usize> {
        (0..self.colours.len()).filter(|at| {
            let (x, y) = (at % self.width, at / self.width);
            x == 0 || y == 0 || x + 1 == self.width || y + 1 == self.height
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    #[test]
    fn sides_keep_their_ratio() {
        let check = |width: u32, height: u32, expected: (usize, usize)| {
            let image = DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba([9, 9, 9, 255])));
            let grid = Grid::sampled(&image);
            assert_eq!((grid.width, grid.height), expected, "{width} × {height}");
            assert_eq!(grid.colours.len(), expected.0 * expected.1);
            assert!(grid.colours.iter().all(|colour| *colour == Some(lab([9, 9, 9]))));
        };
        check(1_000, 500, (64, 32));
        check(64, 64, (64, 64));
        check(100, 61, (64, 39));
        check(3, 5, (3, 5));
        check(1, 1, (1, 1));
        check(2_000, 1, (64, 1));
    }

    #[test]
    fn what_is_seen_through_has_no_colour() {
        let mut image = RgbaImage::from_pixel(64, 64, Rgba([9, 9, 9, 0]));
        image.put_pixel(5, 0, Rgba([200, 0, 0, 255]));
        let grid = Grid::sampled(&DynamicImage::ImageRgba8(image));
        let seen: Vec<usize> = (0..grid.colours.len()).filter(|at| grid.colours[*at].is_some()).collect();
        assert_eq!(seen, [5]);
    }
}
