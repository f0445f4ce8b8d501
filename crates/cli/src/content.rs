//! What else a shop can say of its products: reviews and pictures.

use std::path::PathBuf;

use anyhow::Result;
use cobuy_catalogue::config::Config;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Progress;
use cobuy_import as import;

/// Files beside orders and products.
#[derive(clap::Args)]
pub struct Content {
    /// Files of reviews: a line per review, with its product and a text, stars, or both
    #[arg(long, num_args = 1.., value_name = "FILE")]
    reviews: Vec<PathBuf>,
    /// Folder of product pictures (PNG, JPEG, WebP, GIF), named by key or like the picture in the products file
    #[arg(long, value_name = "DIR")]
    images: Option<PathBuf>,
}

impl Content {
    /// The files that are read.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.reviews.iter().cloned()
    }

    /// Adds what the files say to the products.
    pub fn add(&self, imported: &mut Imported, config: &Config, progress: &dyn Progress) -> Result<()> {
        if !self.reviews.is_empty() {
            import::add_reviews(imported, &self.reviews, config, progress)?;
        }
        if let Some(folder) = &self.images {
            import::add_pictures(imported, folder, progress)?;
        }
        Ok(())
    }
}
