//! Products that rules name.

use cobuy_catalogue::data::{Catalogue, Product};

/// Products with a category, a brand and a tag each, ascending by key.
const PRODUCTS: [(&str, &str, &str, &str); 8] = [
    ("bag", "Bags", "Acme", "travel"),
    ("camera", "Photo > Cameras", "Zoom", "gift"),
    ("camera-2", "Photo > Cameras", "Zoom", "gift"),
    ("card", "Photo > Memory cards", "Acme", "accessory"),
    ("case", "Photo > Cases", "Acme", "accessory"),
    ("laptop", "Computers", "Acme", ""),
    ("mug", "Kitchen", "", "gift"),
    ("untitled", "Kitchen", "", ""),
];

/// A camera shop in which every product has a category, most a brand and a tag.
pub fn named() -> Catalogue {
    let product = |(key, category, brand, tag): (&str, &str, &str, &str)| {
        let title = if key == "untitled" { "" } else { key };
        let mut product = Product {
            key: key.into(),
            title: title.into(),
            category: category.into(),
            available: key != "mug",
            ..Product::default()
        };
        product.details.brand = brand.into();
        if !tag.is_empty() {
            product.details.attributes = vec![("tag".into(), tag.into())];
        }
        product
    };
    Catalogue { products: PRODUCTS.map(product).to_vec() }
}
