//! Numbers as shops write them, to millionths, without floating point.

/// One, in millionths. Six decimals hold every price seen in exports; more are rounded half up.
pub const ONE: i64 = 1_000_000;
const DECIMALS: usize = 6;

/// The number in `text` in millionths. Allowed are a sign, groups of three digits separated by `.` `,` `'` or a blank,
/// one decimal mark, and a currency before or after (three letters or a sign).
///
/// Where one `.` or `,` stands before exactly three digits it may group or be the decimal mark: `comma` decides.
#[inline]
pub fn millionths(text: &[u8], comma: bool) -> Option<i64> {
    plain(text, comma).or_else(|| adorned(text, comma))
}

/// The usual case: digits, and a decimal mark that is clear by itself or by `comma`.
#[inline]
fn plain(text: &[u8], comma: bool) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let whole_digits = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if whole_digits == 0 || whole_digits > 12 {
        return None;
    }
    let (whole, fraction) = digits.split_at(whole_digits);
    let fraction = match fraction {
        [] => fraction,
        [b'.', rest @ ..] if rest.len() <= DECIMALS && (rest.len() != 3 || !comma) => rest,
        _ => return None,
    };
    let mut value = 0i64;
    for byte in whole.iter().chain(fraction) {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(byte - b'0');
    }
    // At most 12 + 6 digits: below 10^18, which fits.
    let value = value * 10i64.pow((DECIMALS - fraction.len()) as u32);
    Some(if negative { -value } else { value })
}

/// Everything else: groups, decimal commas, currencies.
fn adorned(text: &[u8], comma: bool) -> Option<i64> {
    let text = String::from_utf8_lossy(text);
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let body = &text[first..=last];
    let before = text[..first].trim();
    let (before, leading_mark) = match before.strip_suffix(['.', ',']) {
        Some(rest) => (rest, true),
        None => (before, false),
    };
    let (before, inner_minus) = match before.strip_suffix('-') {
        Some(rest) => (rest, true),
        None => (before, false),
    };
    let after = text[last + 1..].trim().trim_start_matches(['.', ',']).trim_start();
    if !is_currency(before.trim()) || !is_currency(after) || (negative && inner_minus) {
        return None;
    }
    let unsigned = if leading_mark { fraction_of("0", body)? } else { grouped(body, comma)? };
    Some(if negative || inner_minus { -unsigned } else { unsigned })
}

/// Nothing, three letters, or a sign such as `€`, `$`, `kr` or `zł`.
fn is_currency(text: &str) -> bool {
    text.is_empty()
        || (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()))
        || (text.chars().count() <= 3 && text.contains(|c: char| c == '$' || !c.is_ascii()))
        || text == "kr"
}

/// `body` begins and ends with a digit and may have marks between.
fn grouped(body: &str, comma: bool) -> Option<i64> {
    let marks: Vec<(usize, char)> = body.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let Some(&(at, mark)) = marks.last() else {
        return fraction_of(&ungrouped(body, None)?, "");
    };
    let same = marks.iter().filter(|(_, c)| *c == mark).count();
    let (whole, fraction) = (&body[..at], &body[at + 1..]);
    let other = if mark == '.' { ',' } else { '.' };
    if same > 1 {
        // Several of one mark group; the other one would have to come last to be the decimal mark.
        return fraction_of(&ungrouped(body, Some(mark))?, "");
    }
    let alone = marks.len() == 1;
    let groups =
        alone && fraction.len() == 3 && !whole.starts_with('0') && ungrouped(body, Some(mark)).is_some();
    if groups && (mark == ',') != comma {
        return fraction_of(&ungrouped(body, Some(mark))?, "");
    }
    fraction_of(&ungrouped(whole, Some(other))?, fraction)
}

/// The digits of `text`, whose groups of three are separated by `mark`, `'` or blanks.
fn ungrouped(text: &str, mark: Option<char>) -> Option<String> {
    let is_mark = |c: char| Some(c) == mark || matches!(c, '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}');
    let groups: Vec<&str> = text.split(is_mark).collect();
    let sizes_right = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let digits: String = groups.concat();
    (sizes_right && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

fn fraction_of(whole: &str, fraction: &str) -> Option<i64> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.is_empty() {
        return None;
    }
    let kept = &fraction[..fraction.len().min(DECIMALS)];
    let round_up = fraction.as_bytes().get(DECIMALS).is_some_and(|next| *next >= b'5');
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
    let part = part * 10i64.pow((DECIMALS - kept.len()) as u32) + i64::from(round_up);
    whole.checked_mul(ONE)?.checked_add(part)
}

/// `unscaled` · 10^-`scale` in millionths, rounded half up (away from zero).
pub fn rescaled(unscaled: i128, scale: u32) -> Option<i64> {
    let value = match scale.checked_sub(DECIMALS as u32) {
        None => unscaled.checked_mul(10i128.checked_pow(DECIMALS as u32 - scale)?)?,
        Some(surplus) => divided(unscaled, 10i128.checked_pow(surplus)?)?,
    };
    i64::try_from(value).ok()
}

/// Millionths as minor units of a currency with `exponent` decimals, rounded half up; `None` below zero.
pub fn minor(millionths: i64, exponent: u8) -> Option<u64> {
    let per_minor = 10i128.checked_pow((DECIMALS as u32).checked_sub(u32::from(exponent))?)?;
    u64::try_from(divided(i128::from(millionths), per_minor)?).ok()
}

/// `value / by`, rounded half away from zero; `by` is positive.
fn divided(value: i128, by: i128) -> Option<i128> {
    let half = if value < 0 { -(by / 2) } else { by / 2 };
    Some(value.checked_add(half)? / by)
}

/// `unscaled` · 10^-`scale` as text, without zeros at the end of the fraction.
pub fn written(unscaled: i128, scale: u32) -> String {
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    let fraction = fraction.trim_end_matches('0');
    let sign = if unscaled < 0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, comma: bool, expected: Option<i64>) {
        assert_eq!(millionths(text.as_bytes(), comma), expected, "{text:?} with decimal comma {comma}");
    }

    #[test]
    fn plain_numbers() {
        check("6", false, Some(6_000_000));
        check("-2", false, Some(-2_000_000));
        check("2.55", false, Some(2_550_000));
        check("2.55", true, Some(2_550_000));
        check("0.001", false, Some(1_000));
        check("12.", false, Some(12_000_000));
        check(".5", false, Some(500_000));
        check("2.5500000000000003", false, Some(2_550_000));
        check("0.3333335", false, Some(333_334));
        check("+7", false, Some(7_000_000));
    }

    #[test]
    fn groups_and_commas() {
        check("2,55", false, Some(2_550_000));
        check("1,234", false, Some(1_234_000_000));
        check("1,234", true, Some(1_234_000));
        check("1.234", true, Some(1_234_000_000));
        check("1.234", false, Some(1_234_000));
        check("0,125", false, Some(125_000));
        check("1,234.50", true, Some(1_234_500_000));
        check("1.234,50", false, Some(1_234_500_000));
        check("1.234.567", true, Some(1_234_567_000_000));
        check("1 234,50", true, Some(1_234_500_000));
        check("1\u{202f}234,50", false, Some(1_234_500_000));
        check("1'234.50", false, Some(1_234_500_000));
    }

    #[test]
    fn currencies_beside_the_number() {
        check("15.00 USD", false, Some(15_000_000));
        check("EUR 3,50", false, Some(3_500_000));
        check("£2.55", false, Some(2_550_000));
        check("-£2.55", false, Some(-2_550_000));
        check("£-2.55", false, Some(-2_550_000));
        check("2,55 €", true, Some(2_550_000));
        check("1.299,-", true, None);
        check("12 kr", true, Some(12_000_000));
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "-",
            "abc",
            "1e5",
            "12 pieces",
            "1,23,4",
            "1.2.3",
            "--1",
            "12:30",
            "1-2",
            "99999999999999999999",
        ] {
            check(text, false, None);
        }
    }

    #[test]
    fn minor_units_round_half_up() {
        assert_eq!(minor(2_550_000, 2), Some(255));
        assert_eq!(minor(2_555_000, 2), Some(256));
        assert_eq!(minor(2_500_000, 0), Some(3));
        assert_eq!(minor(2_554_900, 3), Some(2_555));
        assert_eq!(minor(-1, 2), Some(0));
        assert_eq!(minor(-10_000, 2), None);
    }

    #[test]
    fn decimals_of_parquet() {
        assert_eq!(rescaled(255, 2), Some(2_550_000));
        assert_eq!(rescaled(-5, 7), Some(-1));
        assert_eq!(rescaled(i128::MAX, 0), None);
        assert_eq!(written(255, 2), "2.55");
        assert_eq!(written(-5, 3), "-0.005");
        assert_eq!(written(1_785_000, 2), "17850");
    }
}
