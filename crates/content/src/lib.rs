//! What texts and pictures say of products, in numbers. It never knows a file, and keeps no text of a review and no picture.
//!
//! - [`reviews`]: how a product was received, and which words reviews have for it.
//! - [`pictures`]: colours and style of a picture.

pub mod pictures;
pub mod reviews;
