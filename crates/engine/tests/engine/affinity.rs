//! The five pairs that introductions to cross-selling give as examples, each with its figures and the place that they name
//! for it: the figures come through the file, and each pair is recommended in its place and nowhere else.

use crate::market::{ASKED, Market, NOW, at, in_set, named, on_set, rule};
use crate::shop::{Ask, store};
use cobuy_engine::{Placement, Ranking, Session, Store};
use cobuy_options::Opt;
use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::{confidence_permille, lift_hundredths};
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{self, ShardInfo};
use cobuy_snapshot::write::rules::{ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::{self, Item};

/// Confidence in per mille, lift in hundredths, and where the pair is to be recommended. The pairs are in 12, 18, 15, 22 and
/// 8 % of orders (support); files hold none of that, because the minimum of customers has already asked for it. No place is
/// named for CRM → email.
const PAIRS: [(&str, &str, u16, u32, &[Placement]); 5] = [
    ("shoes", "socks", 650, 320, &[Placement::Pdp]),
    ("crm", "email", 720, 280, &EVERYWHERE),
    ("laptop", "bag", 580, 250, &[Placement::Cart]),
    ("coffee machine", "beans", 780, 350, &[Placement::ThankYou]),
    ("plan", "analytics", 450, 210, &EVERYWHERE),
];

/// What a test changes of a session.
type Change = fn(&mut Session);

const EVERYWHERE: [Placement; 7] = [
    Placement::Pdp,
    Placement::Cart,
    Placement::AddToCart,
    Placement::Checkout,
    Placement::ThankYou,
    Placement::Home,
    Placement::Category,
];

/// The files, with rules as the command makes them of `[[pair]]`: elsewhere the second product is excluded while the first
/// is looked at, in the cart, or just bought. `plan → analytics` waits for 30 days of usage, of which the host tells.
fn files() -> [Vec<u8>; 2] {
    let mut shop = Market::default();
    let mut keys: Vec<Item<'_>> = Vec::new();
    for (number, (of, with, _, _, placements)) in (0..).zip(PAIRS) {
        let sets = [1u64 << (2 * number), 2u64 << (2 * number)];
        keys.extend([of, with].into_iter().zip(sets).map(|(key, sets)| crate::market::of_sets(key, sets)));
        let elsewhere = at(&EVERYWHERE) & !at(placements);
        let at_hand = [
            in_set(Condition::Viewed, 2 * number),
            ConditionInfo { low: 1, ..in_set(Condition::InCart, 2 * number) },
            in_set(Condition::LastPurchase, 2 * number),
        ];
        for (which, condition) in at_hand.into_iter().enumerate() {
            let id = format!("pair:{of}:{with}:{which}");
            let exclude = vec![on_set(Action::Exclude, 2 * number + 1)];
            shop = shop.with(RuleInfo { placements: elsewhere, ..rule(&id, vec![condition], exclude) });
        }
    }
    let month = vec![named(Condition::Fact, "days_of_usage", 30, i64::MAX)];
    let month = rule("a-month-of-usage", month, vec![]);
    let before = rule("before", vec![], vec![on_set(Action::Exclude, 9)]);
    shop = [month, before].into_iter().fold(shop, |shop, rule| shop.with(RuleInfo { group: 1, ..rule }));
    let rows = PAIRS.map(|(of, with, confidence, lift, _)| table::Row {
        key: of,
        relation: Relation::Together,
        scale: 1,
        neighbours: vec![table::Neighbour {
            key: with,
            weight: 100,
            figures: Figures {
                confidence: byte_of(|byte| confidence_permille(byte).into(), confidence.into()),
                reverse: 0,
                lift: byte_of(lift_hundredths, lift),
            },
            season: None,
        }],
    });
    let info = ShardInfo { prefix: 1, ..crate::shop::SHARD };
    [shop.base(), file::shard(&info, &keys, &rows).unwrap_or_else(|error| panic!("{error}"))]
}

/// The byte that says most of a figure without saying too much: reasons never claim more than is so.
fn byte_of(says: impl Fn(u8) -> u32, exact: u32) -> u8 {
    (0..=u8::MAX).rev().find(|byte| says(*byte) <= exact).unwrap_or(0)
}

fn asked(store: &Store<'_>, placement: Placement, of: &str, change: fn(&mut Session)) -> Ranking {
    let cart = [of];
    let page = placement == Placement::Pdp;
    let bought = placement == Placement::ThankYou;
    let ask = Ask {
        placement,
        product: page.then_some(of),
        cart: if page || bought { &[] } else { &cart },
        purchases: &[],
        set: &[(Opt::CartWeight, 100), (Opt::Fallback, 0), (Opt::MinItems, 1), (Opt::MinConfidence, 0)],
        now_ms: NOW,
        change,
        ..ASKED
    };
    let mut ranking = Ranking::default();
    ask.put(|request| {
        let mut session = request.session.clone();
        session.order = if bought { vec![of.to_owned()] } else { vec![] };
        let request = cobuy_engine::Request { session: &session, ..*request };
        cobuy_engine::Engine::default().rank(store, &request, &mut cobuy_engine::NoTrace, &mut ranking);
    });
    ranking
}

/// Each pair is shown in its place, with its confidence and lift.
#[test]
fn each_pair_is_recommended_where_its_hint_says() {
    let files = files();
    let store = store(&files);
    let month = |session: &mut Session| session.facts.set("days_of_usage", "30");
    for (of, with, confidence, lift, placements) in PAIRS {
        for placement in EVERYWHERE {
            let ranking = asked(&store, placement, of, month);
            let shown = ranking.items.iter().any(|ranked| Some(ranked.item) == store.find(with));
            assert_eq!(shown, placements.contains(&placement), "{of} → {with} at {}", placement.name());
            let Some(figures) = ranking.items.first().and_then(|ranked| ranked.figures) else { continue };
            let got = confidence_permille(figures.confidence);
            assert!(got <= confidence && confidence - got <= 5, "{of} → {with}: {got} ‰");
            let got = lift_hundredths(figures.lift);
            assert!(got <= lift && (lift - got) * 100 <= lift * 5, "{of} → {with}: {got}");
        }
        // The other direction has no row: confidence is directional.
        assert!(asked(&store, Placement::Pdp, with, month).items.is_empty(), "{with}");
    }
}

/// The analytics come after 30 days of usage, by the host's word and not without it.
#[test]
fn analytics_after_thirty_days_of_usage() {
    let files = files();
    let store = store(&files);
    let stated: [(Change, bool); 4] = [
        (|session| session.facts.set("days_of_usage", "30"), true),
        (|session| session.facts.set("days_of_usage", "365"), true),
        (|session| session.facts.set("days_of_usage", "29"), false),
        (|_| {}, false),
    ];
    for placement in EVERYWHERE {
        for (change, expected) in stated {
            let shown = !asked(&store, placement, "plan", change).items.is_empty();
            assert_eq!(shown, expected, "{}", placement.name());
        }
    }
}
