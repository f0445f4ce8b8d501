//! A year as twelve cells.

use std::fmt::Write;

use cobuy_model::mine::season::Judged;

use crate::words::{counted, month, months};

/// The year of a pair as twelve cells: those of its season, or of what is judged to be one, are filled; with counts their
/// height is that of the orders. Empty for a pair that is bought all year.
pub fn strip(season: Option<u16>, judged: Option<Judged>) -> String {
    let Some(mask) = season.or(judged.map(|judged| judged.months)) else { return String::new() };
    let names = months(mask);
    let words = if season.is_some() {
        format!("Sells together in {names} only")
    } else {
        format!("Sold together in {names}, of one year")
    };
    let orders = judged.map(|judged| judged.orders);
    let most = orders.iter().flatten().copied().max().unwrap_or(1).max(1);
    let mut text = format!(r#"<div class="year" role="img" aria-label="{words}">"#);
    for at in 0..12u8 {
        let class = if mask >> at & 1 != 0 { " class=\"in\"" } else { "" };
        let orders = orders.map(|orders| orders[usize::from(at)]);
        let height = orders.map_or(1.0, |orders| f64::from(orders) / f64::from(most));
        let name = month(at);
        let title =
            orders.map_or(name.to_owned(), |orders| format!("{name}: {}", counted(orders.into(), "order")));
        let _ = write!(
            text,
            r#"<span{class} title="{title}"><i style="--h:{height:.2}"></i>{}</span>"#,
            &name[..1]
        );
    }
    let _ = write!(text, r#"</div><p class="facts">{words}</p>"#);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_in_twelve_cells() {
        assert_eq!(strip(None, None), "");
        let yule = strip(Some(0b1100 << 8), None);
        assert!(yule.contains("Sells together in November and December only"), "{yule}");
        assert_eq!((yule.matches("<span").count(), yule.matches("class=\"in\"").count()), (12, 2));
        let mut orders = [0; 12];
        (orders[0], orders[11]) = (5, 20);
        let judged = Judged { doubtful: true, months: 1 << 11 | 1, orders };
        let winter = strip(None, Some(judged));
        assert!(winter.contains("Sold together in December and January, of one year"), "{winter}");
        assert!(winter.contains("title=\"January: 5 orders\"><i style=\"--h:0.25\">"), "{winter}");
    }
}
