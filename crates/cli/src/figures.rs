//! What the figures of a pair say, in words (FORMAT.md, "What the figures mean").

use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::{confidence_permille, days, lift_hundredths};
use cobuy_snapshot::records::why;
use cobuy_snapshot::table::Figures;

use crate::words::percent;

/// The figures of one neighbour; empty where they say nothing.
pub fn said(figures: Figures, relation: Relation) -> String {
    let share = |byte| percent(f64::from(confidence_permille(byte)) / 1000.0);
    let lift = f64::from(lift_hundredths(figures.lift)) / 100.0;
    let confidence = share(figures.confidence);
    match relation {
        Relation::Together => {
            let reverse = share(figures.reverse);
            format!(
                "{confidence} of its orders have this too, {reverse} the other way round, {lift:.1} × chance"
            )
        }
        Relation::Similar | Relation::Upgrade => {
            let viewed = (figures.confidence > 0)
                .then(|| format!("{confidence} of the sessions that viewed it viewed this too"));
            let price = (figures.lift > 0).then(|| format!("{lift:.2} × its price"));
            let shared =
                WHY.iter().filter(|(bit, _)| figures.reverse & bit != 0).map(|(_, name)| (*name).to_owned());
            let all: Vec<String> = viewed.into_iter().chain(shared).chain(price).collect();
            all.join(", ")
        }
        Relation::Next => {
            let days = days(figures.reverse);
            format!(
                "{confidence} of its buyers bought this later, half of them within {days} days, {lift:.1} × chance"
            )
        }
        Relation::Popular | Relation::Rising => String::new(),
    }
}

/// Why something is similar, in words.
const WHY: [(u8, &str); 8] = [
    (why::CATEGORY, "same category"),
    (why::BRAND, "same brand"),
    (why::ATTRIBUTES, "shared properties"),
    (why::WORDS, "words of the title"),
    (why::PRICE, "about the same price"),
    (why::VIEWED, "viewed together"),
    (why::REVIEWS, "better reviewed"),
    (why::LOOKS, "looks alike"),
];
