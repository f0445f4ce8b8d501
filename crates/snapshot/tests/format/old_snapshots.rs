//! Files of every released version open for ever and say what they said. One folder for each version in
//! `tests/fixtures/snapshot`, written once by
//! `COBUY_WRITE_FIXTURES=v1 cargo test -p cobuy-snapshot --features write old_snapshots` and never again.

use cobuy_snapshot::write::gzip;
use cobuy_snapshot::{Base, Relation, Shard};
use cobuy_testkit::{read, sample};
use std::fs;
use std::path::{Path, PathBuf};

fn path(version: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/snapshot").join(version).join(name)
}

/// The payload of a stored file; written first when the environment asks for it.
fn stored(version: &str, name: &str, today: &[u8]) -> Vec<u8> {
    let path = path(version, name);
    let fail = |error| panic!("{}: {error}", path.display());
    if std::env::var("COBUY_WRITE_FIXTURES").is_ok_and(|asked| asked == version) {
        fs::write(&path, gzip::compress(today)).unwrap_or_else(fail);
    }
    let file = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    gzip::inflate(&file).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn version_1_says_what_it_said() {
    let (base, shard) =
        (stored("v1", "base.bin", &sample::base()), stored("v1", "shard.bin", &sample::shard()));
    assert!(read::everything(&base).base && read::everything(&shard).shard);
    let shard = Shard::open(&shard).expect("version 1 opens");
    let table = shard.table;
    assert_eq!((table.len(), table.row_count(), shard.head.prefix.get()), (13, 17, 0x9e));
    let tent = table.find("tent").expect("the tent is there");
    let card = table.card(tent).expect("its card reads");
    assert_eq!((card.title, card.price_minor, card.flags, card.variants), ("Tent for two", Some(450), 15, 1));
    assert_eq!(table.category(tent), Ok(Some("Camp > Sleep")));
    let tea = table.card(table.find("thé-vert").expect("the tea is there")).expect("its card reads");
    assert_eq!((tea.unit_price, tea.url), ("4,50 €/100 g", ""));
    let row = table.find_row(tent, Relation::Together).expect("the tent has a row");
    let neighbours: Vec<(&str, u8, u8)> = row
        .neighbours()
        .enumerate()
        .map(|(i, neighbour)| {
            let card = table.card(neighbour.item).expect("its card reads");
            (card.key, neighbour.weight, row.figures(i).map_or(0, |figures| figures.lift))
        })
        .collect();
    let expected = [
        ("pegs", 215, 97),
        ("mallet", 175, 104),
        ("lantern", 135, 111),
        ("mat", 95, 118),
        ("stove", 55, 125),
    ];
    assert_eq!(neighbours, expected);

    let base = Base::open(&base).expect("version 1 opens");
    let head = base.head;
    assert_eq!((head.k, head.products.get(), &head.currency), (2, 12, b"EUR"));
    assert_eq!(base.table.text(head.locale), Ok("fr-FR"));
    assert_eq!([0, 1, 2, 3, 99].map(|age| base.decay(age)), [32_768, 29_491, 26_542, 23_888, 23_888]);
    assert_eq!(
        base.calibration(Relation::Together).map(|knots| (knots[15].score, knots[15].share)),
        Some((1_500, 13_500))
    );
    assert_eq!(base.options.len(), 1);
}

/// Seasons came later within version 1: a file of their first day.
#[test]
fn version_1_says_when_pairs_count() {
    let shard = stored("v1", "seasons.bin", &sample::seasonal());
    assert!(read::everything(&shard).shard);
    let table = Shard::open(&shard).expect("version 1 opens").table;
    let row = table.find("tent").and_then(|tent| table.find_row(tent, Relation::Together));
    let row = row.expect("the tent has a row");
    let seasons: Vec<_> = (0..row.len())
        .filter_map(|i| row.season(i).map(|season| (i, season.months(), season.quarter_octaves())))
        .collect();
    assert_eq!(seasons, [(0, 0b1100_0000_0001, 0), (4, 0b1000_0000_0011, 4)]);
}

/// Rules came later within version 1: a file of their first day.
#[test]
fn version_1_says_what_the_merchant_wants() {
    let base = stored("v1", "rules.bin", &sample::ruled());
    assert!(read::everything(&base).base);
    let base = Base::open(&base).expect("version 1 opens");
    let rules: Vec<_> = base.rules.iter().collect();
    assert_eq!(rules.len(), 2);
    let [always, everything] = [rules[0], rules[1]];
    assert_eq!(base.table.text(always.record.id), Ok("always"));
    assert_eq!((always.conditions.len(), always.actions.len()), (0, 0));
    assert_eq!((everything.conditions.len(), everything.actions.len()), (18, 13));
    let (fact, boost) = (everything.conditions[10], everything.actions[1]);
    assert_eq!((fact.kind, fact.set, fact.not, fact.low.get(), fact.high.get()), (10, 10, 0, -10, 10_000));
    assert_eq!(base.table.text(fact.text), Ok("fact 10"));
    assert_eq!((boost.kind, boost.set, boost.value.get(), boost.dearer_percent.get()), (1, 1, -2, 30));
    let holds = |placement, now_ms| everything.record.holds(placement, now_ms);
    assert!(holds(0, 1_000) && holds(2, 1_999) && !holds(1, 1_500) && !holds(0, 999) && !holds(0, 2_000));
    let bundles: Vec<_> =
        base.rules.bundles.iter().map(|bundle| (base.table.text(bundle.id), bundle.percent)).collect();
    assert_eq!(bundles, [(Ok("camp"), 20), (Ok(""), 15)]);
    let table = base.table;
    let tent = table.find("tent").expect("the tent is there");
    assert_eq!((table.sets(tent), table.brand(tent), table.prior_price(tent)), (1, None, None));
    let pegs = table.find("pegs").expect("the pegs are there");
    assert_eq!(
        (table.sets(pegs), table.brand(pegs), table.prior_price(pegs)),
        (3, Some(70_000), Some(99_901))
    );
    let mallet = table.find("mallet").expect("the mallet is there");
    assert_eq!(table.raised_ms(mallet), Some(1_310_000_000_002));
    let lantern = table.find("lantern").expect("the lantern is there");
    assert_eq!((table.attributes(lantern), table.attributes(tent)), ("weight=1.2 kg\nseason=3", ""));
}

/// A writer that makes other bytes of the same content rewrites every shard of every shop at the next build.
#[test]
fn todays_writer_still_makes_the_bytes_of_version_1() {
    for (name, today) in [
        ("base.bin", sample::base()),
        ("shard.bin", sample::shard()),
        ("seasons.bin", sample::seasonal()),
        ("rules.bin", sample::ruled()),
    ] {
        let stored = stored("v1", name, &today);
        let first = stored.iter().zip(&today).position(|(a, b)| a != b);
        assert_eq!((first, stored.len()), (None, today.len()), "{name}: first difference, length");
    }
}
