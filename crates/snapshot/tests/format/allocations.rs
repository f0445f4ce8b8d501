//! Opening, verifying and reading allocate nothing, for sound and for broken files.

use allocation_counter::measure;
use cobuy_testkit::{read, sample};

fn check(name: &str, bytes: &[u8]) {
    let info = measure(|| {
        read::everything(bytes);
    });
    assert_eq!(info.count_total, 0, "{name} allocates {} bytes", info.bytes_total);
}

#[test]
fn the_counter_counts() {
    assert!(measure(|| drop(std::hint::black_box(vec![1u8; 100]))).count_total > 0);
}

#[test]
fn reading_allocates_nothing() {
    for (name, payload) in
        [("shard", sample::shard()), ("seasons", sample::seasonal()), ("base", sample::base())]
    {
        check(name, &payload);
        for position in 0..payload.len() {
            let mut broken = payload.clone();
            broken[position] ^= 0xff;
            check("a broken file", &broken);
        }
    }
}
