//! The demo shop: catalogue, pictures, orders from shoppers' needs, pages.

fn main() {}
