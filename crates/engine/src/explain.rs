//! The same code in a verbose mode: [`crate::Engine::rank`] tells a [`Trace`] what it does. In the widget the trace
//! is empty and compiles to nothing; in the command it becomes an [`Explanation`].

use crate::policy::Exclusion;
use crate::rank::{Engine, Ranking, Request};
use crate::store::{ItemId, Store};
use crate::{Session, Signal};
use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::{Relation, Season};

/// Told of every step of a ranking. Methods do nothing unless overridden.
pub trait Trace {
    /// Whether anybody listens. Where nobody does, ranking looks at nothing that cannot change the list.
    const LISTENS: bool = true;

    /// Rows of this relation are looked for now; what was told of another one's signals came to nothing.
    fn begin(&mut self, relation: Relation) {
        let _ = relation;
    }

    /// A rule of the base, by number, was asked.
    fn rule(&mut self, number: usize, note: RuleNote) {
        let _ = (number, note);
    }

    /// A product of the session counts with this factor (Q15); `found` says whether it has a row.
    fn signal(&mut self, key: &str, signal: Signal, factor_q15: u32, found: bool) {
        let _ = (key, signal, factor_q15, found);
    }

    /// A product gets a contribution from `source`.
    fn part(&mut self, item: ItemId, source: Option<ItemId>, part: Contribution) {
        let _ = (item, source, part);
    }

    /// A candidate may not be shown.
    fn excluded(&mut self, item: ItemId, exclusion: Exclusion) {
        let _ = (item, exclusion);
    }

    /// A candidate promises less than the threshold.
    fn below(&mut self, item: ItemId, share: u16, threshold: u16) {
        let _ = (item, share, threshold);
    }
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTrace;

impl Trace for NoTrace {
    const LISTENS: bool = false;
}

/// What one row gives one of its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    /// What the neighbours of the row are to its item.
    pub relation: Relation,
    /// Weight byte of the neighbour.
    pub weight: u8,
    /// Scale of the row.
    pub scale: u16,
    /// Weight × scale × factor in the unit of the base, in its season with the boost; at least 1, but 0 out of season.
    pub contribution: u64,
    /// The figures behind it; none in rank-only snapshots.
    pub figures: Option<Figures>,
    /// The months in which it counts; none for all year.
    pub season: Option<Season>,
}

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleNote {
    /// It holds, and its actions count.
    Acts,
    /// Another placement, or outside of its validity, or its countdown is over.
    NotHere,
    /// Another rule of its group acts.
    GroupTaken,
    /// This one of its conditions, from 0, does not hold, or nobody knows whether it does.
    Condition(usize),
}

/// A product of the session and what it counted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalNote {
    /// Product key.
    pub key: String,
    /// How it came into the session.
    pub signal: Signal,
    /// Its weight times its decay, Q15.
    pub factor_q15: u32,
    /// Whether it has a row in the files at hand.
    pub found: bool,
}

/// One contribution to a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartNote {
    /// Key of the session's product; none for popular lists.
    pub source: Option<String>,
    /// What the neighbours of the row are to its item.
    pub relation: Relation,
    /// Weight byte of the neighbour.
    pub weight: u8,
    /// Scale of the row.
    pub scale: u16,
    /// Weight × scale × factor in the unit of the base, in its season with the boost; at least 1, but 0 out of season.
    pub contribution: u64,
    /// The figures behind it; none in rank-only snapshots.
    pub figures: Option<Figures>,
    /// The months in which it counts; none for all year.
    pub season: Option<Season>,
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Shown at this rank, from 1.
    Shown(usize),
    /// Policy.
    Excluded(Exclusion),
    /// It promises this share, and the threshold is higher (65,535ths).
    Below(u16, u16),
    /// Good enough, but the list was full, or stayed closed for want of others.
    NotShown,
}

/// A candidate with everything that counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateNote {
    /// Product key.
    pub key: String,
    /// Title on its card.
    pub title: String,
    /// Sum of contributions.
    pub score: u64,
    /// What gave it that score, strongest first.
    pub parts: Vec<PartNote>,
    /// What became of it.
    pub verdict: Verdict,
}

/// A ranking with every figure behind it.
#[derive(Debug, Default)]
pub struct Explanation {
    /// The relation whose rows were looked for last; none where only lists were.
    pub relation: Option<Relation>,
    /// The session as it counted.
    pub signals: Vec<SignalNote>,
    /// Ids of all rules, in their order, and what became of them.
    pub rules: Vec<(String, RuleNote)>,
    /// All candidates by descending score, then key.
    pub candidates: Vec<CandidateNote>,
    /// The list itself.
    pub ranking: Ranking,
}

#[derive(Default)]
struct Recorder<'s, 'a> {
    store: Option<&'s Store<'a>>,
    relation: Option<Relation>,
    signals: Vec<SignalNote>,
    rules: Vec<(String, RuleNote)>,
    parts: BTreeMap<ItemId, Vec<PartNote>>,
    verdicts: BTreeMap<ItemId, Verdict>,
}

impl Recorder<'_, '_> {
    fn key(&self, item: ItemId) -> String {
        self.store.and_then(|store| store.card(item)).map_or(String::new(), |card| card.key.to_owned())
    }
}

impl Trace for Recorder<'_, '_> {
    fn begin(&mut self, relation: Relation) {
        self.relation = Some(relation);
        self.signals.clear();
    }

    fn rule(&mut self, number: usize, note: RuleNote) {
        let id = self.store.and_then(|store| store.rule_id(number)).unwrap_or_default();
        self.rules.push((id.to_owned(), note));
    }

    fn signal(&mut self, key: &str, signal: Signal, factor_q15: u32, found: bool) {
        self.signals.push(SignalNote { key: key.to_owned(), signal, factor_q15, found });
    }

    fn part(&mut self, item: ItemId, source: Option<ItemId>, part: Contribution) {
        let source = source.map(|source| self.key(source));
        let Contribution { relation, weight, scale, contribution, figures, season } = part;
        let note = PartNote { source, relation, weight, scale, contribution, figures, season };
        self.parts.entry(item).or_default().push(note);
    }

    fn excluded(&mut self, item: ItemId, exclusion: Exclusion) {
        self.verdicts.insert(item, Verdict::Excluded(exclusion));
    }

    fn below(&mut self, item: ItemId, share: u16, threshold: u16) {
        self.verdicts.insert(item, Verdict::Below(share, threshold));
    }
}

/// Ranks and says why.
pub fn explain(store: &Store<'_>, request: &Request<'_>) -> Explanation {
    let mut recorder = Recorder { store: Some(store), ..Recorder::default() };
    let mut ranking = Ranking::default();
    Engine::default().rank(store, request, &mut recorder, &mut ranking);
    for (position, ranked) in ranking.items.iter().enumerate() {
        recorder.verdicts.insert(ranked.item, Verdict::Shown(position + 1));
    }
    // What rules name, and what was looked at, is there without anything that speaks for it.
    for ranked in &ranking.items {
        recorder.parts.entry(ranked.item).or_default();
    }
    let mut candidates = Vec::new();
    for (item, mut parts) in core::mem::take(&mut recorder.parts) {
        // A list of alternatives asks for two relations; each product counts by the one that it is shown for.
        let shown = ranking.items.iter().find(|ranked| ranked.item == item).map(|ranked| ranked.relation);
        if let Some(relation) = shown.or(recorder.relation) {
            parts
                .retain(|part| part.relation == relation || part.contribution == 0 || is_list(part.relation));
        }
        parts.sort_by(|a, b| b.contribution.cmp(&a.contribution).then_with(|| a.source.cmp(&b.source)));
        let score = parts.iter().fold(0u64, |score, part| score.saturating_add(part.contribution));
        // What one row leaves out for the season may be in another.
        let counts = |verdict: &Verdict| score == 0 || *verdict != Verdict::Excluded(Exclusion::OutOfSeason);
        candidates.push(CandidateNote {
            key: recorder.key(item),
            title: store.card(item).map_or(String::new(), |card| card.title.to_owned()),
            score,
            parts,
            verdict: recorder.verdicts.get(&item).copied().filter(counts).unwrap_or(Verdict::NotShown),
        });
    }
    candidates.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    let Recorder { relation, signals, rules, .. } = recorder;
    Explanation { relation, signals, rules, candidates, ranking }
}

/// Whether a row is a list of the shop, which no relation asks for.
fn is_list(relation: Relation) -> bool {
    matches!(relation, Relation::Popular | Relation::Rising)
}

/// A session of these products, for commands and tests: `cart` oldest first, `seen` newest first.
pub fn session<'k>(
    cart: impl Iterator<Item = &'k str>,
    seen: impl DoubleEndedIterator<Item = &'k str>,
) -> Session {
    let mut session = Session::default();
    session.set_cart(cart);
    for key in seen.rev() {
        session.view(key);
    }
    session
}
