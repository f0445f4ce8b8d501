//! Numbers and times for people.

use std::borrow::Cow;

use cobuy_rules::words::MONTHS;
use cobuy_targets::PAGE_TITLES;
use jiff::Timestamp;

/// `text` as a terminal may show it: a blank for each control character but line ends and tabs. Texts come out of files of
/// anybody, and a terminal takes an escape for an order.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_order = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(is_order) { text.replace(is_order, " ").into() } else { text.into() }
}

/// `1234567` as "1,234,567".
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "1 product", "2 products".
pub fn counted(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", count(number))
}

/// What a snapshot was learnt from, in words: orders of customers who bought, or sessions of visitors who looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learnt {
    /// "order" or "session".
    pub order: &'static str,
    /// "customer" or "visitor".
    pub customer: &'static str,
    /// "bought" or "looked at".
    pub bought: &'static str,
    /// What the pairs of such a snapshot are, as a heading.
    pub together: &'static str,
}

impl Learnt {
    /// The words where `viewed` says that there were session logs and no orders.
    pub fn of(viewed: bool) -> Learnt {
        if viewed {
            Learnt { order: "session", customer: "visitor", bought: "looked at", together: PAGE_TITLES[1] }
        } else {
            Learnt { order: "order", customer: "customer", bought: "bought", together: PAGE_TITLES[0] }
        }
    }
}

/// A share, 0 to 1, as "98.3 %".
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Bytes as "10.5 KB" of 1,024.
pub fn bytes(number: u64) -> String {
    match number {
        0..1024 => format!("{number} bytes"),
        1024..1_048_576 => format!("{:.1} KB", number as f64 / 1024.0),
        _ => format!("{:.1} MB", number as f64 / 1_048_576.0),
    }
}

/// A price in minor units: "£2.95", "1,200 JPY".
pub fn money(minor: u64, exponent: u8, currency: &str) -> String {
    let unit = 10u64.saturating_pow(exponent.into());
    let mut amount = count(minor / unit);
    if exponent > 0 {
        let width = usize::from(exponent);
        amount += &format!(".{:0width$}", minor % unit);
    }
    match currency {
        "EUR" => format!("€{amount}"),
        "GBP" => format!("£{amount}"),
        "USD" => format!("${amount}"),
        other => format!("{amount} {other}").trim_end().to_owned(),
    }
}

/// A month, 0 for January to 11.
pub fn month(number: u8) -> &'static str {
    MONTHS[usize::from(number) % 12]
}

/// Months as bits, January first: "November, December and January", beginning after the first gap.
pub fn months(mask: u16) -> String {
    let has = |month: u8| mask >> (month % 12) & 1 != 0;
    let start = (0..12).find(|month| has(*month) && !has(month + 11)).unwrap_or(0);
    let names: Vec<&str> = (start..start + 12).filter(|at| has(*at)).map(month).collect();
    match names.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        names => names.concat(),
    }
}

/// The day of a time in unix milliseconds, in UTC.
pub fn day(ms: i64) -> String {
    Timestamp::from_millisecond(ms)
        .map_or_else(|_| "unknown".to_owned(), |time| time.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        let check = |number, expected: &str| assert_eq!(count(number), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(12_345_678, "12,345,678");
        assert_eq!(counted(1, "order"), "1 order");
        assert_eq!(counted(1_500, "order"), "1,500 orders");
        assert_eq!(percent(0.98349), "98.3 %");
        assert_eq!([bytes(1023), bytes(1536), bytes(3 << 20)], ["1023 bytes", "1.5 KB", "3.0 MB"]);
        assert_eq!(money(295, 2, "GBP"), "£2.95");
        assert_eq!([money(120_005, 2, "CHF"), money(1_200, 0, "JPY")], ["1,200.05 CHF", "1,200 JPY"]);
        assert_eq!(day(1_320_081_180_000), "2011-10-31");
        let check = |mask, expected: &str| assert_eq!(months(mask), expected);
        check(1 << 6, "July");
        check(0b1100 << 8, "November and December");
        check(0b1100 << 8 | 1, "November, December and January");
        check(0b101, "January and March");
        check(0, "");
    }
}
