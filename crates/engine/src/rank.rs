//! Candidates → score → policy → arrange, from top to bottom. This file is the way through; `gather` finds and scores,
//! `arrange` takes the best of what may be shown, `merchandise` does what rules want of the list.

use crate::live::Host;
use crate::policy::decide::Decision;
use crate::policy::quiet::quiet;
use crate::rows::{Decoded, Rows};
use crate::store::{ItemId, Store};
use crate::{Session, Signal, Silence, Trace};
use alloc::string::String;
use alloc::vec::Vec;
use cobuy_options::table::{COMPARE, relation};
use cobuy_options::{Opt, Options, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::rules::Action;
use cobuy_snapshot::table::Figures;

/// What a list asks for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// Where the list stands.
    pub placement: Placement,
    /// The values that hold for it.
    pub options: &'r Options,
    /// Key of the product whose page is open.
    pub product: Option<&'r str>,
    /// What the shopper did.
    pub session: &'r Session,
    /// Keys that other lists of the page show.
    pub claimed: &'r [String],
    /// Price and stock now, and what time it is.
    pub host: Host<'r>,
    /// The shopper's month, 0 for January to 11: pairs that sell in some months only count in those, and more. Without one,
    /// or with what is no month, all count as over the year.
    pub month: Option<u8>,
}

impl Request<'_> {
    /// Whether the snapshot's word on stock does not count: the host speaks for stock, or it is the protocol, where nobody's
    /// word counts.
    pub(crate) fn live_stock(&self) -> bool {
        self.host.speaks_for_stock || self.placement == Placement::Protocol
    }
}

/// One recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The product.
    pub item: ItemId,
    /// Sum of contributions, weighed by the price fit where the list asks for that; comparable within a relation.
    pub score: u64,
    /// Share of hold-out cases with such a score in which the product was bought, 65,535ths.
    pub share: u16,
    /// What it is to its source; [`Relation::Chosen`] where a rule named it.
    pub relation: Relation,
    /// The session's product that speaks most for it; for popular and rising lists the page's product or the category
    /// list that they come from, or none where the list is the whole shop's.
    pub source: Option<ItemId>,
    /// How the source came into the session.
    pub signal: Signal,
    /// Figures of the pair source → item; none for popular and rising lists and rank-only snapshots.
    pub figures: Option<Figures>,
}

/// An ordered list, or a silence with its reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// Best first.
    pub items: Vec<Ranked>,
    /// Why the list is empty.
    pub silence: Option<Silence>,
}

/// A row that counts in this round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    pub item: Option<ItemId>,
    pub signal: Signal,
    pub row: Decoded,
}

/// What the option `relation` asks for, by the position of its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// What the placement shows by itself, or begins with by a rule.
    Auto,
    /// What it shows where what rules want to begin with is not enough.
    Unaided,
    /// A relation of the snapshot.
    Relation(Relation),
    /// Similar products with the best upgrade in front.
    Alternatives,
    /// Similar to what cannot be bought.
    Substitutes,
    /// What was looked at.
    Viewed,
    /// What was bought and is used up.
    Replenish,
}

impl Asked {
    pub(crate) fn of(options: &Options) -> Self {
        match options.get(Opt::Relation) {
            relation::ALTERNATIVES => Self::Alternatives,
            relation::SUBSTITUTES => Self::Substitutes,
            relation::VIEWED => Self::Viewed,
            relation::REPLENISH => Self::Replenish,
            word => {
                let number = u8::try_from(word - relation::TOGETHER).ok();
                number.and_then(Relation::from_number).map_or(Self::Auto, Self::Relation)
            }
        }
    }
}

/// Ranks. Keeps its buffers and what it decoded between calls, so that a re-ranking allocates nothing and reads no file
/// but for the cards of the best.
#[derive(Debug, Default)]
pub struct Engine {
    pub(crate) rows: Rows,
    pub(crate) sources: Vec<Source>,
    /// What the rules want of the list that was ranked last.
    pub decision: Decision,
    /// Rows of what rules pin, with the positions that they want.
    pub(crate) pins: Vec<(Decoded, usize)>,
}

impl Engine {
    /// Ranks into `out`. Same input, same output, on every machine.
    pub fn rank<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        trace: &mut T,
        out: &mut Ranking,
    ) {
        out.items.clear();
        self.decision.make(store, request, trace);
        out.silence = quiet(store, request, &self.decision)
            .or_else(|| self.fill(store, request, trace, &mut out.items));
        if out.silence.is_some() {
            out.items.clear();
        }
    }

    /// The list, or why it is too short to be shown. One that a rule pins something into is never too short.
    fn fill<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        trace: &mut T,
        out: &mut Vec<Ranked>,
    ) -> Option<Silence> {
        let least = request.options.get(Opt::MinItems) as usize;
        let mut silence = match Asked::of(request.options) {
            Asked::Viewed => self.viewed(store, request, trace, out),
            Asked::Replenish => self.due(store, request, trace, out),
            Asked::Alternatives => {
                // The best upgrade first, then what is similar, in one list of which each card says what it is.
                let upgrade = Asked::Relation(Relation::Upgrade);
                self.list(store, request, upgrade, 1, trace, out);
                let best = out.first().copied();
                out.clear();
                let silence = self.list(store, request, Asked::Relation(Relation::Similar), 0, trace, out);
                if let Some(best) = best {
                    out.retain(|ranked| ranked.item != best.item);
                    out.truncate(limit_of(request).saturating_sub(1));
                    out.insert(0, best);
                }
                silence
            }
            asked => self.list(store, request, asked, 0, trace, out),
        };
        if request.options.get(Opt::Layout) == COMPARE {
            // That others promise too little is a reason only where too few are left.
            return tiers(store, request, out).map(|few| silence.unwrap_or(few));
        }
        if self.pin(store, request, trace, out) || out.len() >= least {
            return None;
        }
        // A preference takes no list away: too few of what a rule wants make room for what there is.
        let auto = Asked::of(request.options) == Asked::Auto;
        if auto && self.decision.of(store, Action::Strategy).next().is_some() {
            out.clear();
            silence = self.list(store, request, Asked::Unaided, 0, trace, out);
            if out.len() >= least {
                return None;
            }
        }
        let few = if out.is_empty() { Silence::AllExcluded } else { Silence::BelowConfidence };
        Some(silence.unwrap_or(few))
    }

    /// One list of one relation. `limit` 0 is the option's.
    fn list<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        asked: Asked,
        limit: usize,
        trace: &mut T,
        out: &mut Vec<Ranked>,
    ) -> Option<Silence> {
        self.begin(store, request);
        let relation = match self.choose(store, request, asked, trace) {
            Ok(relation) => relation,
            Err(silence) => {
                self.mark(store, request);
                return Some(silence);
            }
        };
        self.mark(store, request);
        let gap = self.decision.gap(store, request, None);
        let most = match (gap, limit) {
            (Some(_), 0) => crate::policy::reach::MOST,
            (_, 0) => limit_of(request),
            _ => limit,
        };
        let below = self.arrange(store, request, relation, most, trace, out);
        if let Some(gap) = gap.filter(|_| limit == 0) {
            self.reach(store, request, gap, out);
        }
        below.then_some(Silence::BelowConfidence)
    }

    /// A new round: nothing is gathered. What rules pin is decoded now, so that it can be marked like everything else.
    pub(crate) fn begin(&mut self, store: &Store<'_>, request: &Request<'_>) {
        self.rows.begin(store, request.month.unwrap_or(u8::MAX));
        self.sources.clear();
        self.pins.clear();
        if crate::FULL {
            self.find_pins(store);
        }
    }

    fn find_pins(&mut self, store: &Store<'_>) {
        for (act, record) in self.decision.of(store, Action::Pin) {
            let id = store.rule_id(act.rule.into()).unwrap_or_default();
            let owner = store.find_joined(cobuy_snapshot::rules::RULE_PREFIX, id);
            let row = owner.and_then(|owner| self.rows.row(store, owner, Relation::Popular));
            // Where the longest list ends, so does what can be pinned.
            let position = Opt::Limit.kind().clamp(record.value.get()) as usize - 1;
            self.pins.extend(row.map(|row| (row, position)));
        }
    }
}

/// What a comparison stands on: two others beside the product looked at, the dearer one last. One tier less is no
/// comparison, and nothing is shown.
fn tiers(store: &Store<'_>, request: &Request<'_>, out: &mut Vec<Ranked>) -> Option<Silence> {
    out.truncate(2);
    let [one, other] = out.as_mut_slice() else { return Some(Silence::BelowConfidence) };
    let price = |ranked: &Ranked| store.price(ranked.item, &request.host);
    if price(one).zip(price(other)).is_some_and(|(one, other)| one > other) {
        core::mem::swap(one, other);
    }
    None
}

/// Most products of the list.
pub(crate) fn limit_of(request: &Request<'_>) -> usize {
    request.options.get(Opt::Limit) as usize
}
