//! Minifies the stylesheet that lies beside the views, so that it can be written for people and shipped for machines.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=src/views/shelf.css");
    let source =
        fs::read_to_string("src/views/shelf.css").expect("src/views/shelf.css is part of the package");
    let minified = minifier::css::minify(&source).expect("src/views/shelf.css is valid CSS").to_string();
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    fs::write(Path::new(&out).join("shelf.css"), minified).expect("OUT_DIR is writable");
}
