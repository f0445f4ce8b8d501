//! The verbose mode says what the quiet one does.

use crate::files::{random_ask, random_files, with_ask};
use crate::shop::{Ask, base, shard, store, together};
use cobuy_engine::explain::Verdict;
use cobuy_engine::{Signal, explain};
use cobuy_snapshot::Relation;
use proptest::prelude::*;

#[test]
fn every_figure_is_there() {
    let rows = [together("tent", &[("pegs", 200), ("mat", 100)]), together("bag", &[("mat", 180)])];
    let files = [base(&[]), shard(1, &rows)];
    let store = store(&files);
    let ask = Ask { product: Some("tent"), cart: &["bag"], seen: &["lamp"], ..Ask::default() };
    let explanation = ask.put(|request| explain(&store, request));
    let signals: Vec<_> = explanation
        .signals
        .iter()
        .map(|note| (note.key.as_str(), note.signal, note.factor_q15, note.found))
        .collect();
    let expected = [
        ("tent", Signal::Page, 32_768, true),
        ("bag", Signal::Cart, 32_768, true),
        ("lamp", Signal::View, 16_384, false),
    ];
    assert_eq!(signals, expected);
    let mat = &explanation.candidates[0];
    assert_eq!((mat.key.as_str(), mat.title.as_str(), mat.verdict), ("mat", "at 10", Verdict::Shown(1)));
    let parts: Vec<_> =
        mat.parts.iter().map(|part| (part.source.as_deref(), part.weight, part.scale)).collect();
    assert_eq!(parts, [(Some("bag"), 180, 1), (Some("tent"), 100, 1)]);
    assert_eq!(mat.parts[0].figures.map(|figures| figures.confidence), Some(90));
}

proptest! {
    #[test]
    fn an_explanation_is_the_ranking_it_explains(files in random_files(), drawn in random_ask()) {
        let store = store(&files);
        with_ask(&drawn, |ask| {
            let ranking = ask.answer(&store);
            let explanation = ask.put(|request| explain(&store, request));
            prop_assert_eq!(&explanation.ranking, &ranking);
            for pair in explanation.candidates.windows(2) {
                let ascending = (pair[1].score, &pair[0].key) < (pair[0].score, &pair[1].key);
                prop_assert!(ascending, "{:?}", pair);
            }
            let mut shown = 0;
            for candidate in &explanation.candidates {
                let sum: u64 = candidate.parts.iter().map(|part| part.contribution).sum();
                prop_assert_eq!(candidate.score, sum);
                let item = store.find(&candidate.key);
                let place = ranking.items.iter().position(|ranked| Some(ranked.item) == item);
                let told = match candidate.verdict {
                    Verdict::Shown(rank) => Some(rank - 1),
                    _ => None,
                };
                prop_assert_eq!(told, place, "{:?}", candidate);
                if let Some(ranked) = place.and_then(|place| ranking.items.get(place)) {
                    shown += 1;
                    prop_assert_eq!(ranked.score, candidate.score);
                    if ranked.relation == Relation::Viewed {
                        prop_assert!(candidate.parts.is_empty(), "nothing speaks for what was looked at");
                        continue;
                    }
                    let source = ranked.source.and_then(|source| store.card(source)).map(|card| card.key);
                    let best = candidate.parts.iter().map(|part| part.contribution).max();
                    let mut strongest =
                        candidate.parts.iter().filter(|part| Some(part.contribution) == best);
                    let named = strongest.find(|part| part.source.as_deref() == source);
                    let figures = named.filter(|part| part.source.is_some()).and_then(|part| part.figures);
                    prop_assert!(named.is_some(), "{:?} names another source", ranked);
                    if ranked.relation == Relation::Together {
                        prop_assert_eq!(ranked.figures, figures);
                    } else {
                        prop_assert_eq!(ranked.figures, None);
                    }
                }
            }
            prop_assert_eq!(shown, ranking.items.len());
            Ok(())
        })?;
    }
}
