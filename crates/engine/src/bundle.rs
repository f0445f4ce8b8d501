//! What is bought at once: a set that the merchant declared, or the page's product with what is bought together with it.
//! Sets come from pairs that were bought, never from what merely looks fitting.

use crate::part::part_of;
use crate::policy::decide::in_time;
use crate::rank::{Engine, Ranking, Request};
use crate::replenish::is_due;
use crate::store::{ItemId, Store};
use crate::{Host, Silence, Trace};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use cobuy_options::table::relation;
use cobuy_options::{Opt, Options};
use cobuy_snapshot::Relation;
use cobuy_snapshot::rules::{BUNDLE_PREFIX, BundleRecord};

/// Fewest and most products of a bundle.
pub const MEMBERS: core::ops::RangeInclusive<usize> = 2..=4;
/// By how many per cent of the bundle's value a substitute may change it.
pub const TOLERANCE_PERCENT: u64 = 15;
/// Name, before the bundle's, of the event by which a session remembers that a promised discount did not come.
pub const MISSING: &str = "discount-missing/";

/// A product of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The product.
    pub item: ItemId,
    /// Its price now, minor units.
    pub price_minor: u64,
    /// The product that it stands in for, because that cannot be bought.
    pub stands_for: Option<ItemId>,
}

/// A bundle that can be bought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle<'a> {
    /// 2 to 4 products: the page's first, where it is about one.
    pub members: Vec<Member>,
    /// Its name; empty for one that the merchant did not declare.
    pub id: &'a str,
    /// Words for its heading; empty for the usual ones.
    pub title: &'a str,
    /// What the merchant takes off when all are bought, per cent; 0 for nothing.
    pub percent: u8,
    /// Code that brings it; empty where the shop takes it off by itself.
    pub code: &'a str,
}

impl Bundle<'_> {
    /// What all members cost one by one, minor units.
    pub fn alone_minor(&self) -> u64 {
        sum_minor(self.members.iter().map(|member| member.price_minor))
    }
}

/// What prices come to: the greatest number where that is more than fits, because nobody checked what a file says of them.
fn sum_minor(prices: impl Iterator<Item = u64>) -> u64 {
    prices.fold(0, u64::saturating_add)
}

/// What is taken off a sum, minor units, rounded down so that it is never less in truth than in words.
pub fn saving_minor(sum_minor: u64, percent: u8) -> u64 {
    part_of::<100>(sum_minor, percent.min(100).into())
}

/// A member that cannot be bought, and whose substitutes are in a file that is not at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted(pub Vec<String>);

impl Engine {
    /// The bundle to show: the merchant's first that holds the page's product and can be bought, else one of what is
    /// bought together with it. Where a file would help, its product is added to `wanted`.
    ///
    /// # Errors
    /// Why there is none.
    pub fn bundle<'a, T: Trace>(
        &mut self,
        store: &Store<'a>,
        request: &Request<'_>,
        trace: &mut T,
        wanted: &mut Wanted,
    ) -> Result<Bundle<'a>, Silence> {
        let page = request.product.and_then(|key| store.find(key)).ok_or(Silence::NoSignal)?;
        // Asked of the engine as a list: rules, quiet and what may not be shown are the same for both.
        let mut options: Options = *request.options;
        options.set(Opt::Relation, relation::TOGETHER);
        options.set(Opt::MinItems, 1);
        options.set(Opt::Limit, request.options.get(Opt::Limit).min(*MEMBERS.end() as i32 - 1));
        // What goes with the cart or with what was looked at was not bought with this product.
        for (option, weight) in [(Opt::PageWeight, 100), (Opt::CartWeight, 0), (Opt::ViewWeight, 0)] {
            options.set(option, weight);
        }
        let mut ranking = Ranking::default();
        self.rank(store, &Request { options: &options, ..*request }, trace, &mut ranking);
        let quiet = ranking.silence.filter(|silence| *silence > Silence::BelowConfidence);
        if let Some(silence) = quiet {
            return Err(silence);
        }
        let mut withdrawn = None;
        for record in self.declared(store, request) {
            match self.assemble(store, request, page, record, wanted) {
                Ok(Some(bundle)) => return Ok(bundle),
                Ok(None) => {}
                Err(silence) => withdrawn = Some(silence),
            }
        }
        let anchor = member(store, &request.host, page, None).filter(|_| self.may_sell(store, request, page));
        // Nor was what a rule pins.
        let bought = ranking.items.iter().filter(|ranked| ranked.relation == Relation::Together);
        let others = bought.filter_map(|ranked| member(store, &request.host, ranked.item, None));
        let members: Vec<Member> = anchor.into_iter().chain(others).collect();
        if anchor.is_none() || !MEMBERS.contains(&members.len()) {
            return Err(withdrawn.or(ranking.silence).unwrap_or(Silence::Withdrawn));
        }
        let terms = declared_terms(store, request);
        Ok(claimed(store, request, terms, Bundle { members, ..Bundle::default() }))
    }

    /// The merchant's bundles of now, in their order.
    fn declared<'a>(&self, store: &Store<'a>, request: &Request<'_>) -> Vec<&'a BundleRecord> {
        let records = store.base().map_or(&[][..], |base| base.rules.bundles);
        let now_ms = request.host.now_ms;
        records.iter().filter(|record| record.id.length.get() > 0 && holds(record, now_ms)).collect()
    }

    /// A declared bundle as it can be bought now; nothing where it does not hold the page's product.
    fn assemble<'a>(
        &mut self,
        store: &Store<'a>,
        request: &Request<'_>,
        page: ItemId,
        record: &'a BundleRecord,
        wanted: &mut Wanted,
    ) -> Result<Option<Bundle<'a>>, Silence> {
        let id = store.rule_text(record.id).unwrap_or_default();
        let row =
            store.find_joined(BUNDLE_PREFIX, id).and_then(|owner| store.row_of(owner, Relation::Popular));
        let Some(row) = row else { return Ok(None) };
        let mut items: Vec<ItemId> = row.row.neighbours().filter_map(|one| row.id(one.item)).collect();
        let Some(at) = items.iter().position(|item| *item == page) else { return Ok(None) };
        items.remove(at);
        items.insert(0, page);
        let twice = |(at, item): (usize, &ItemId)| items.iter().take(at).any(|before| before == item);
        if !MEMBERS.contains(&items.len()) || items.iter().enumerate().any(twice) {
            return Ok(None);
        }
        let value = sum_minor(items.iter().filter_map(|item| known_price(store, &request.host, *item)));
        let mut members: Vec<Member> = Vec::new();
        for item in items.iter().copied() {
            let free = |other: &Member| {
                !items.contains(&other.item) && !members.iter().any(|one| one.item == other.item)
            };
            let found = if self.may_sell(store, request, item) {
                member(store, &request.host, item, None)
            } else if item != page && !is_available(store, request, item) {
                self.substitute(store, request, item, value, wanted, free)
            } else {
                None
            };
            members.push(found.ok_or(Silence::Withdrawn)?);
        }
        let bundle = Bundle { members, id, ..Bundle::default() };
        if !about(bundle.alone_minor(), value, value) {
            return Err(Silence::Withdrawn);
        }
        Ok(Some(claimed(store, request, Some(record), bundle)))
    }

    /// The first product that is similar to one that cannot be bought, can be bought, is not there yet, and leaves the
    /// bundle's value about as it was.
    fn substitute(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        item: ItemId,
        value_minor: u64,
        wanted: &mut Wanted,
        free: impl Fn(&Member) -> bool,
    ) -> Option<Member> {
        let Some(row) = store.row_of(item, Relation::Similar) else {
            let key = store.card(item).map_or("", |card| card.key);
            if !key.is_empty() {
                wanted.0.push(key.to_owned());
            }
            return None;
        };
        let price = known_price(store, &request.host, item)?;
        let modest = |one: &Member| about(one.price_minor, price, value_minor);
        let alike = row.row.neighbours().filter_map(|one| row.id(one.item));
        let mut members = alike
            .filter(|other| self.may_sell(store, request, *other))
            .filter_map(|other| member(store, &request.host, other, Some(item)));
        members.find(|one| modest(one) && free(one))
    }

    /// Whether a product may stand in a bundle: it can be bought, is not in the cart and not shown elsewhere, and no rule
    /// is against it. The page's own product is what its bundle is about.
    fn may_sell(&self, store: &Store<'_>, request: &Request<'_>, item: ItemId) -> bool {
        let Some(card) = store.card(item).filter(|card| !card.title.is_empty()) else { return false };
        let own = request.product == Some(card.key);
        let session = request.session;
        let named = |list: &[String]| list.iter().any(|key| key == card.key);
        let elsewhere = named(&session.cart)
            || named(&session.order)
            || named(&session.purchases) && !is_due(store, request, card.key)
            || named(request.claimed);
        request.host.sells(card.key, card.flags)
            && (own || !elsewhere && !self.decision.excludes(store, request, item))
    }
}

/// The terms of bundles that the merchant did not declare one by one.
fn declared_terms<'a>(store: &Store<'a>, request: &Request<'_>) -> Option<&'a BundleRecord> {
    let records = store.base()?.rules.bundles;
    records.iter().find(|record| record.id.length.get() == 0 && holds(record, request.host.now_ms))
}

fn holds(record: &BundleRecord, now_ms: u64) -> bool {
    in_time(record.from_ms.get(), record.until_ms.get(), now_ms)
}

/// Whether a product can be bought. What has no card cannot.
fn is_available(store: &Store<'_>, request: &Request<'_>, item: ItemId) -> bool {
    store.card(item).is_some_and(|card| request.host.sells(card.key, card.flags))
}

/// Whether a price is another one but for the tolerance.
fn about(price_minor: u64, other_minor: u64, value_minor: u64) -> bool {
    price_minor.abs_diff(other_minor).saturating_mul(100) <= value_minor.saturating_mul(TOLERANCE_PERCENT)
}

/// A bundle with what the merchant promises for it. A promise that was broken in this session is not made again, and for a
/// bundle with a stand-in in it none was made: the shop takes off nothing for other products than it declared.
fn claimed<'a>(
    store: &Store<'a>,
    request: &Request<'_>,
    record: Option<&'a BundleRecord>,
    bundle: Bundle<'a>,
) -> Bundle<'a> {
    let Some(record) = record else { return bundle };
    let broken = |(name, _): &(String, u32)| name.strip_prefix(MISSING) == Some(bundle.id);
    let text = |text| store.rule_text(text).unwrap_or_default();
    let bundle = Bundle { title: text(record.title), ..bundle };
    let stands_in = |member: &Member| member.stands_for.is_some();
    if request.session.events.iter().any(broken) || bundle.members.iter().any(stands_in) {
        return bundle;
    }
    Bundle { percent: record.percent, code: text(record.code), ..bundle }
}

/// A product with its price of now; nothing where that is not known.
fn member(store: &Store<'_>, host: &Host<'_>, item: ItemId, stands_for: Option<ItemId>) -> Option<Member> {
    Some(Member { item, price_minor: store.price(item, host)?, stands_for })
}

/// A price to compare by: what is sold out may have none of now, then that of the snapshot is near enough.
fn known_price(store: &Store<'_>, host: &Host<'_>, item: ItemId) -> Option<u64> {
    store.price(item, host).or_else(|| host.comparable(store.card(item)?.price_minor))
}
