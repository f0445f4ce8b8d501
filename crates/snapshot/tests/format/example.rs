//! The annotated dump in `FORMAT.md` is what the writer makes.

use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{self, ShardInfo};
use cobuy_snapshot::write::table::{Item, Neighbour, Row};

/// The shard that `FORMAT.md` takes apart: a tent and its pegs.
fn payload() -> Vec<u8> {
    let item = |key, title, price| Item {
        key,
        title,
        category: "Camp",
        price_minor: Some(price),
        flags: flag::AVAILABLE,
        variants: 1,
        ..Item::default()
    };
    let figures = Figures { confidence: 80, reverse: 120, lift: 112 };
    let neighbours = vec![Neighbour { key: "pegs", weight: 255, figures, season: None }];
    let row = Row { key: "tent", relation: Relation::Together, scale: 52_428, neighbours };
    let info = ShardInfo {
        as_of_ms: 1_320_000_000_000,
        prefix: 0x9,
        k: 1,
        weight_exponent: 0,
        url_template: "/p/{key}",
        image_template: "/i/{key}.webp",
        rank_only: false,
    };
    file::shard(&info, &[item("tent", "Tent", 9_900), item("pegs", "Pegs", 450)], &[row])
        .expect("the example can be written")
}

/// Bytes of the dump: on each of its lines `offset: bytes in hex`, then two spaces and what they are.
fn documented(text: &str) -> Vec<u8> {
    let dump = text.split("```hex\n").nth(1).and_then(|rest| rest.split("```").next());
    let mut bytes: Vec<u8> = Vec::new();
    for line in dump.expect("FORMAT.md has a ```hex block").lines() {
        let (offset, rest) = line.split_once(": ").expect("a line begins with an offset");
        assert_eq!(usize::from_str_radix(offset, 16), Ok(bytes.len()), "offset of: {line}");
        let hex = rest.split("  ").next().unwrap_or_default();
        bytes.extend(hex.split(' ').map(|byte| u8::from_str_radix(byte, 16).expect("a byte in hex")));
    }
    bytes
}

#[test]
fn the_documented_dump_is_what_the_writer_makes() {
    let payload = payload();
    let documented = documented(include_str!("../../FORMAT.md"));
    let first = documented.iter().zip(&payload).position(|(a, b)| a != b);
    let hex: Vec<String> = payload.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        (first, documented.len()),
        (None, payload.len()),
        "first difference, length; the writer makes: {}",
        hex.join(" ")
    );
}
