//! Small snapshots, and questions to them. A product whose key starts with `!` cannot be bought, says its snapshot; one whose
//! key starts with `~` is bought again after 16 days; a card's title ends with the time of the file it came from.

use cobuy_engine::{Engine, Host, Live, NoTrace, Ranking, Request, Session, Store, explain};
use cobuy_options::{Opt, Options, Placement};
use cobuy_snapshot::base::SHOP_KEY;
use cobuy_snapshot::quant::{KNOTS, Knot, Q15_ONE};
use cobuy_snapshot::records::flag;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{BaseInfo, ShardInfo};
use cobuy_snapshot::write::{file, table};
use cobuy_snapshot::{Relation, Season};
use std::collections::BTreeSet;

/// A row: product, relation, neighbours with their weights. A neighbour whose key begins with `*` counts in December and
/// January only, and there four times as much.
pub type Row<'a> = (&'a str, Relation, Vec<(&'a str, u8)>);

/// December and January, two octaves.
const WINTER: u16 = 0b1000_0000_0001;

/// As a byte of a time: 2^(64 / 16) days.
const SIXTEEN_DAYS: u8 = 64;

/// A row of what is bought together with a product.
pub fn together<'a>(key: &'a str, neighbours: &[(&'a str, u8)]) -> Row<'a> {
    (key, Relation::Together, neighbours.to_vec())
}

/// A row of what is popular instead of a product's own neighbours, or in the shop.
pub fn popular<'a>(key: &'a str, neighbours: &[(&'a str, u8)]) -> Row<'a> {
    (key, Relation::Popular, neighbours.to_vec())
}

/// A shard with rows of scale 1, so that scores are weights in Q15.
pub fn shard(prefix: u32, rows: &[Row<'_>]) -> Vec<u8> {
    shard_of(&ShardInfo { prefix, ..SHARD }, 1, rows)
}

/// What a shard says of itself unless a test says otherwise.
pub const SHARD: ShardInfo<'static> = ShardInfo {
    as_of_ms: 10,
    prefix: 0,
    k: 4,
    weight_exponent: 0,
    url_template: "/p/{key}",
    image_template: "/i/{key}.svg",
    rank_only: false,
};

/// A shard with this head and rows of this scale.
pub fn shard_of(info: &ShardInfo<'_>, scale: u16, rows: &[Row<'_>]) -> Vec<u8> {
    let title = format!("at {}", info.as_of_ms);
    let payload = file::shard(info, &items(rows, &title), &written(rows, scale));
    payload.unwrap_or_else(|error| panic!("{error}"))
}

/// A base with these popular products, no decay and no calibration.
pub fn base(neighbours: &[(&str, u8)]) -> Vec<u8> {
    base_of(&BaseInfo { as_of_ms: 10, k: 4, ..BaseInfo::default() }, neighbours)
}

/// A base with this head.
pub fn base_of(info: &BaseInfo<'_>, neighbours: &[(&str, u8)]) -> Vec<u8> {
    let rows = [popular(SHOP_KEY, neighbours)];
    let title = format!("base at {}", info.as_of_ms);
    let payload = file::base(info, &items(&rows, &title), &written(&rows, 1));
    payload.unwrap_or_else(|error| panic!("{error}"))
}

/// A calibration on a straight line: a score of `weight` in rows of scale 1 promises `weight × 100`.
pub fn line() -> [Knot; KNOTS] {
    std::array::from_fn(|i| Knot { score: i as u32 * 40, share: i as u16 * 4_000 })
}

fn items<'a>(rows: &[Row<'a>], title: &'a str) -> Vec<table::Item<'a>> {
    let mut keys = BTreeSet::new();
    for (key, _, neighbours) in rows {
        keys.insert(*key);
        keys.extend(neighbours.iter().map(|(key, _)| *key));
    }
    let item = |key: &'a str| {
        let flags = match key {
            SHOP_KEY => flag::PSEUDO,
            _ if key.starts_with('!') => 0,
            _ => flag::AVAILABLE,
        };
        let title = if key == SHOP_KEY { "" } else { title };
        let repurchase = if key.starts_with('~') { SIXTEEN_DAYS } else { 0 };
        table::Item { key, title, flags, repurchase, ..table::Item::default() }
    };
    keys.into_iter().map(item).collect()
}

pub fn written<'a>(rows: &[Row<'a>], scale: u16) -> Vec<table::Row<'a>> {
    let neighbour = |(key, weight): &(&'a str, u8)| table::Neighbour {
        key,
        weight: *weight,
        figures: Figures { confidence: *weight / 2, reverse: *weight / 3, lift: *weight / 4 },
        season: key.starts_with('*').then(|| Season::new(WINTER, 8)),
    };
    let row = |(key, relation, neighbours): &Row<'a>| table::Row {
        key,
        relation: *relation,
        scale,
        neighbours: neighbours.iter().map(neighbour).collect(),
    };
    rows.iter().map(row).collect()
}

/// The files at hand, as one store; the base is the first.
pub fn store(files: &[Vec<u8>]) -> Store<'_> {
    let mut store = Store::default();
    for payload in files {
        let added = store.add_base(payload).or_else(|_| store.add_shard(payload));
        added.unwrap_or_else(|error| panic!("{error}"));
    }
    store
}

/// A question to a shop: everything is shown unless a test says otherwise.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    pub placement: Placement,
    pub set: &'a [(Opt, i32)],
    pub product: Option<&'a str>,
    /// Oldest first.
    pub cart: &'a [&'a str],
    /// Newest first.
    pub seen: &'a [&'a str],
    pub purchases: &'a [&'a str],
    pub claimed: &'a [&'a str],
    pub sold_out: &'a [&'a str],
    pub live_stock: bool,
    pub month: Option<u8>,
    /// The host's words, before those of `sold_out`.
    pub live: &'a [Live],
    /// Whether the snapshot's prices hold.
    pub same_prices: bool,
    /// Whether the host's amounts are in another currency than the snapshot's.
    pub foreign: bool,
    pub now_ms: u64,
    /// What else the session knows.
    pub change: fn(&mut Session),
}

/// Nothing is known, and nobody asks for anything.
pub const ASK: Ask<'static> = Ask {
    placement: Placement::Pdp,
    set: &[],
    product: None,
    cart: &[],
    seen: &[],
    purchases: &[],
    claimed: &[],
    sold_out: &[],
    live_stock: false,
    month: None,
    live: &[],
    same_prices: false,
    foreign: false,
    now_ms: 0,
    change: |_| {},
};

impl Default for Ask<'_> {
    fn default() -> Self {
        ASK
    }
}

fn owned(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

impl Ask<'_> {
    fn options(&self) -> Options {
        let mut options = Options::preset(self.placement);
        for (option, value) in [(Opt::MinItems, 1), (Opt::MinConfidence, 0)].iter().chain(self.set) {
            options.set(*option, *value);
        }
        options
    }

    fn session(&self) -> Session {
        let cart = self.cart.iter().copied();
        let mut session = explain::session(cart, self.seen.iter().copied());
        session.purchases = owned(self.purchases);
        (self.change)(&mut session);
        session
    }

    /// Hands the question to `act` as the engine takes it.
    pub fn put<T>(&self, act: impl FnOnce(&Request<'_>) -> T) -> T {
        let gone = |key: &&str| Live { key: (*key).to_owned(), price_minor: Some(1), ..Live::default() };
        let live: Vec<Live> = self.live.iter().cloned().chain(self.sold_out.iter().map(gone)).collect();
        act(&Request {
            placement: self.placement,
            options: &self.options(),
            product: self.product,
            session: &self.session(),
            claimed: &owned(self.claimed),
            host: Host {
                live: &live,
                speaks_for_stock: self.live_stock,
                same_prices: self.same_prices,
                foreign: self.foreign,
                now_ms: self.now_ms,
            },
            month: self.month,
        })
    }

    /// The answer of a store.
    pub fn answer(&self, store: &Store<'_>) -> Ranking {
        let mut ranking = Ranking::default();
        self.put(|request| Engine::default().rank(store, request, &mut NoTrace, &mut ranking));
        ranking
    }
}

/// Keys with their scores in the unit of weights, best first, or the code of the silence.
pub fn told(store: &Store<'_>, ranking: &Ranking) -> String {
    let one = |ranked: &cobuy_engine::Ranked| {
        let key = store.card(ranked.item).map_or("?", |card| card.key);
        format!("{key} {}", ranked.score / u64::from(Q15_ONE))
    };
    match ranking.silence {
        Some(silence) if ranking.items.is_empty() => silence.code().to_owned(),
        Some(silence) => format!("{} with a list", silence.code()),
        None => ranking.items.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}

/// The answer to a question must read like this.
#[track_caller]
pub fn check(files: &[Vec<u8>], ask: &Ask<'_>, expected: &str) {
    let store = store(files);
    assert_eq!(told(&store, &ask.answer(&store)), expected, "{ask:?}");
}
