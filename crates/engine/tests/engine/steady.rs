//! A re-ranking allocates nothing: pages re-rank while a shopper scrolls.

use crate::shop::{Ask, base, shard, store, together};
use cobuy_engine::{Engine, NoTrace, Ranking};
use cobuy_options::Opt;

#[test]
fn the_second_ranking_allocates_nothing() {
    let neighbours: Vec<String> = (0..50).map(|n| format!("neighbour-{n:02}")).collect();
    let weighted: Vec<(&str, u8)> = neighbours.iter().map(String::as_str).zip(100..).collect();
    let keys: Vec<String> = (0..10).map(|n| format!("product-{n}")).collect();
    let mut files = vec![base(&[("seller", 255)])];
    files.extend(keys.iter().zip(0..).map(|(key, prefix)| shard(prefix, &[together(key, &weighted)])));
    let store = store(&files);
    let seen: Vec<&str> = keys[6..].iter().map(String::as_str).collect();
    let cart: Vec<&str> = keys[1..6].iter().map(String::as_str).collect();
    let ask = Ask {
        product: Some(&keys[0]),
        cart: &cart,
        seen: &seen,
        claimed: &["neighbour-03"],
        ..Ask::default()
    };
    let empty = Ask { set: &[(Opt::MinConfidence, 10_000)], ..ask.clone() };
    let fallback = Ask { product: Some("unknown"), ..Ask::default() };
    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    let rank = |engine: &mut Engine, ranking: &mut Ranking, ask: &Ask<'_>| {
        ask.put(|request| {
            allocation_counter::measure(|| engine.rank(&store, request, &mut NoTrace, ranking)).count_total
        })
    };
    assert!(rank(&mut engine, &mut ranking, &ask) > 0, "the first ranking makes the buffers");
    for ask in [&ask, &empty, &fallback, &ask] {
        assert_eq!(rank(&mut engine, &mut ranking, ask), 0, "{ask:?}");
    }
    assert_eq!(ranking.items.len(), 6);
}
