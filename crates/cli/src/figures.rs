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
            // Of session logs no share is published.
            if figures.confidence == 0 && figures.reverse == 0 {
                return if figures.lift > 0 { format!("{lift:.1} × chance (lift)") } else { String::new() };
            }
            let reverse = share(figures.reverse);
            let support = support(figures)
                .map_or_else(String::new, |share| format!(", in {} of all orders (support)", small(share)));
            format!(
                "{confidence} of its orders have this too (confidence), {reverse} the other way round, \
                 {lift:.1} × chance (lift){support}"
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
        Relation::Popular | Relation::Rising | Relation::Viewed | Relation::Chosen | Relation::Replenish => {
            String::new()
        }
    }
}

/// Share of all orders that hold both, which follows from the other figures: with P for shares, both confidences
/// multiplied are P(ab)² ÷ (P(a) P(b)), and lift is P(ab) ÷ (P(a) P(b)). As near as they are, which are rounded down; none
/// where one of them is too small to tell.
fn support(figures: Figures) -> Option<f64> {
    let [confidence, reverse] =
        [figures.confidence, figures.reverse].map(|byte| f64::from(confidence_permille(byte)) / 1_000.0);
    let lift = f64::from(lift_hundredths(figures.lift)) / 100.0;
    (confidence > 0.0 && reverse > 0.0 && lift > 0.0).then(|| confidence * reverse / lift)
}

/// A share that may be far below a per cent, with two digits that tell.
fn small(share: f64) -> String {
    let percent = share * 100.0;
    let decimals = if percent >= 10.0 { 0 } else { (1.0 - percent.log10().floor()).clamp(1.0, 6.0) as usize };
    format!("{percent:.decimals$} %")
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

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_snapshot::quant::encode;

    #[test]
    fn support_follows_from_the_other_figures() {
        // Of 1,000 orders 100 have a, 50 have b, 40 have both: 40 %, 80 %, lift 8, support 4 %.
        let figures = Figures {
            confidence: encode::confidence(0.4),
            reverse: encode::confidence(0.8),
            lift: encode::lift(8.0),
        };
        let support = support(figures).unwrap();
        assert!((support - 0.04).abs() < 0.002, "{support}");
        let said = said(figures, Relation::Together);
        assert!(
            said.contains("(confidence)") && said.contains("(lift), in 4.0 % of all orders (support)"),
            "{said}"
        );
        let nothing = Figures { confidence: 0, reverse: 0, lift: 0 };
        assert!(!super::said(nothing, Relation::Together).contains("support"));
    }

    #[test]
    fn small_shares_keep_two_digits() {
        let check = |share: f64, expected: &str| assert_eq!(small(share), expected);
        check(0.25, "25 %");
        check(0.041, "4.1 %");
        check(0.002_65, "0.27 %");
        check(0.000_004, "0.00040 %");
    }
}
