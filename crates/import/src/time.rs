//! Times as exports write them, to unix milliseconds.

use cobuy_catalogue::config::{self, OrdersConfig};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, fmt::rfc2822};

use super::cell::Cell;

const DAY_MS: i64 = 86_400_000;

/// Earliest and latest time believed, 1970 to 2100: outside is a placeholder (0001-01-01) or a slip.
const BELIEVED_MS: std::ops::Range<i64> = 0..4_102_444_800_000;

/// Formats without an offset, tried in order after the fast path. No text matches two of them with different results:
/// years outside [`BELIEVED_MS`] are refused, so a two-digit year never passes for a four-digit one.
const ISO_LIKE: [&str; 8] = [
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
];
const DAY_FIRST_DOTS: [&str; 1] = ["%d.%m.%Y"];
const SLASHES_MONTH_FIRST: [&str; 10] = [
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%y %H:%M",
    "%m/%d/%y %H:%M:%S",
    "%m/%d/%y",
    "%m-%d-%Y %H:%M",
    "%m-%d-%Y",
];
const SLASHES_DAY_FIRST: [&str; 10] = [
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y",
    "%d/%m/%Y %I:%M %p",
    "%d/%m/%Y %I:%M:%S %p",
    "%d/%m/%y %H:%M",
    "%d/%m/%y %H:%M:%S",
    "%d/%m/%y",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
];

/// Formats with an offset that RFC 3339 does not cover; Shopify writes the first.
const WITH_OFFSET: [&str; 3] = ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S UTC%z", "%Y-%m-%d %H:%M %z"];

/// How times without offset and dates with slashes are meant.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TimeRules {
    /// Minutes east of Greenwich of times without an offset.
    pub utc_offset_minutes: i32,
    /// Whether 12/1/2010 is in January.
    pub day_first: bool,
}

/// In which order dates with slashes or hyphens have day and month, as far as the dates seen tell: a first number above
/// 12 is a day. Dates that speak for both orders speak for none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DateOrder {
    day_first: bool,
    month_first: bool,
}

impl DateOrder {
    /// Looks at a date such as `26/1/2010`; anything else tells nothing.
    pub fn see(&mut self, text: &[u8]) {
        let text = text.trim_ascii();
        let Some(mark) = text.iter().take(3).position(|byte| matches!(byte, b'/' | b'-')) else { return };
        let rest = &text[mark + 1..];
        let end = rest.iter().take(3).position(|byte| *byte == text[mark]).unwrap_or(0);
        let number = |digits: &[u8]| std::str::from_utf8(digits).ok()?.parse::<u8>().ok();
        if let (Some(first), Some(second)) = (number(&text[..mark]), number(&rest[..end])) {
            self.day_first |= first > 12;
            self.month_first |= second > 12;
        }
    }

    /// Whether days are first.
    pub fn is_day_first(self) -> bool {
        self.day_first && !self.month_first
    }
}

impl TimeRules {
    /// As `[orders]` says. `date_order` `auto` counts as month first here: what dates of a file tell comes later.
    pub fn new(orders: &OrdersConfig) -> Self {
        Self {
            utc_offset_minutes: orders.utc_offset_minutes,
            day_first: orders.date_order == config::DateOrder::DayFirst,
        }
    }

    /// The time in `cell` in unix milliseconds; `Ok(None)` where there is none.
    ///
    /// # Errors
    /// Where it is not a time from 1970 to 2100.
    pub fn read(self, cell: Cell<'_>) -> Result<Option<i64>, ()> {
        let time = match cell {
            Cell::Empty => return Ok(None),
            Cell::Text(text) => match text.trim_ascii() {
                [] => return Ok(None),
                text => self.parse(text),
            },
            Cell::Instant(ms) => Some(ms),
            Cell::Local(ms) => self.at_offset(ms),
            Cell::Whole(value) => epoch(value.to_string().as_bytes()),
            Cell::Real(value) => epoch(value.to_string().as_bytes()),
            Cell::Decimal { .. } => None,
        };
        time.filter(|ms| BELIEVED_MS.contains(ms)).map(Some).ok_or(())
    }

    /// The time that `text`, trimmed and not empty, says.
    fn parse(self, text: &[u8]) -> Option<i64> {
        if let Some((local, zone)) = usual(text) {
            return match zone {
                None => self.at_offset(local),
                Some(east_minutes) => Some(local - east_minutes * 60_000),
            };
        }
        if text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
            && text.iter().filter(|b| **b == b'.').count() < 2
        {
            return self.digits(text);
        }
        let text = std::str::from_utf8(text).ok()?;
        self.local(text).or_else(|| with_offset(text))
    }

    fn digits(self, text: &[u8]) -> Option<i64> {
        match text.len() {
            8 => {
                let date = Date::strptime("%Y%m%d", text).ok()?;
                self.at_offset(civil_ms(date.to_datetime(jiff::civil::Time::midnight())))
            }
            _ => epoch(text),
        }
    }

    fn local(self, text: &str) -> Option<i64> {
        let slashes = if self.day_first { &SLASHES_DAY_FIRST } else { &SLASHES_MONTH_FIRST };
        ISO_LIKE.iter().chain(slashes).chain(&DAY_FIRST_DOTS).find_map(|format| {
            let time = DateTime::strptime(format, text)
                .or_else(|_| {
                    Date::strptime(format, text).map(|date| date.to_datetime(jiff::civil::Time::midnight()))
                })
                .ok()?;
            self.at_offset(civil_ms(time)).filter(|ms| BELIEVED_MS.contains(ms))
        })
    }

    /// The day of a time where the shop is, such as `2010-12-01`.
    pub fn day(self, time_ms: i64) -> String {
        let local_ms = time_ms.saturating_add(i64::from(self.utc_offset_minutes) * 60_000);
        Timestamp::from_millisecond(local_ms)
            .map(|time| jiff::tz::TimeZone::UTC.to_datetime(time).date().to_string())
            .unwrap_or_default()
    }

    fn at_offset(self, local_ms: i64) -> Option<i64> {
        local_ms.checked_sub(i64::from(self.utc_offset_minutes) * 60_000)
    }
}

fn with_offset(text: &str) -> Option<i64> {
    let instant = text.strip_suffix(" UTC").map(|local| format!("{local}Z"));
    instant
        .as_deref()
        .unwrap_or(text)
        .parse::<Timestamp>()
        .ok()
        .or_else(|| WITH_OFFSET.iter().find_map(|format| Timestamp::strptime(format, text).ok()))
        .or_else(|| rfc2822::DateTimeParser::new().parse_timestamp(text).ok())
        .map(Timestamp::as_millisecond)
}

/// `YYYY-MM-DD HH:MM:SS`, with `T` between too, any fraction and the usual offsets: nearly all lines of nearly all exports.
/// Milliseconds since 1970-01-01T00:00 there, and where it is: minutes east of Greenwich, none where it is not said.
#[inline]
fn usual(text: &[u8]) -> Option<(i64, Option<i64>)> {
    if text.len() < 19 || text[4] != b'-' || text[7] != b'-' || !matches!(text[10], b' ' | b'T') {
        return None;
    }
    if text[13] != b':' || text[16] != b':' {
        return None;
    }
    let year = two(text, 0)? * 100 + two(text, 2)?;
    let (month, day) = (two(text, 5)?, two(text, 8)?);
    let (hour, minute, second) = (two(text, 11)?, two(text, 14)?, two(text, 17)?);
    if !(1..=12).contains(&month)
        || day < 1
        || day > days_in(year, month)
        || hour > 23
        || minute > 59
        || second > 59
    {
        return None;
    }
    let (fraction, zone) = fraction(&text[19..])?;
    let seconds = (hour * 60 + minute) * 60 + second;
    Some((days_since_1970(year, month, day) * DAY_MS + seconds * 1000 + fraction, zone_minutes(zone)?))
}

/// Milliseconds of a fraction of a second, if there is one, and what stands behind it.
#[inline]
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(digits) = text.strip_prefix(b".") else { return Some((0, text)) };
    let (digits, rest) =
        digits.split_at(digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len()));
    (!digits.is_empty()).then(|| (milliseconds(digits), rest))
}

/// Minutes east of Greenwich: nothing, `Z`, ` UTC`, or an offset such as `+05:00`, `+0500` or ` +0500`.
#[inline]
fn zone_minutes(text: &[u8]) -> Option<Option<i64>> {
    let offset = match text {
        [] => return Some(None),
        b"Z" | b" UTC" => return Some(Some(0)),
        [b' ', offset @ ..] | offset => offset,
    };
    let (sign, digits) = match offset {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.len() {
        5 if digits[2] == b':' => (two(digits, 0)?, two(digits, 3)?),
        4 => (two(digits, 0)?, two(digits, 2)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
}

#[inline]
fn two(text: &[u8], at: usize) -> Option<i64> {
    let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens) * 10 + i64::from(ones))
}

fn milliseconds(digits: &[u8]) -> i64 {
    (0..3).fold(0, |ms, at| ms * 10 + digits.get(at).map_or(0, |byte| i64::from(byte - b'0')))
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar: years counted from March, so that the leap day is last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

fn civil_ms(time: DateTime) -> i64 {
    let (year, month, day) = (i64::from(time.year()), i64::from(time.month()), i64::from(time.day()));
    let seconds = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    days_since_1970(year, month, day) * DAY_MS + seconds * 1000 + i64::from(time.millisecond())
}

/// A count since 1970, whose unit shows by its length: seconds (with any fraction), milli-, micro- or nanoseconds.
fn epoch(text: &[u8]) -> Option<i64> {
    let point = text.iter().position(|byte| *byte == b'.').unwrap_or(text.len());
    let whole: i64 = std::str::from_utf8(&text[..point]).ok()?.parse().ok()?;
    match point {
        9 | 10 => Some(whole * 1000 + text.get(point + 1..).map_or(0, milliseconds)),
        12 | 13 => Some(whole),
        15 | 16 => Some(whole / 1000),
        18 | 19 => Some(whole / 1_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT_1030: i64 = 1_771_669_800_000; // 2026-02-21T10:30:00Z

    #[track_caller]
    fn check(rules: TimeRules, text: &str, expected: Result<Option<i64>, ()>) {
        assert_eq!(rules.read(Cell::Text(text.as_bytes())), expected, "{text:?}");
    }

    #[test]
    fn formats_of_exports() {
        let rules = TimeRules::default();
        for text in [
            "2026-02-21 10:30:00",
            "2026-02-21T10:30:00",
            " 2026-02-21 10:30:00.000 ",
            "2026-02-21 10:30",
            "2026-02-21T10:30:00Z",
            "2026-02-21T15:30:00+05:00",
            "2026-02-21 15:30:00 +0500",
            "2026-02-21 10:30:00 UTC",
            "2026-02-21T10:30:00.000+00:00",
            "2/21/2026 10:30",
            "02/21/2026 10:30:00",
            "2/21/2026 10:30 AM",
            "2/21/26 10:30",
            "21.02.2026 10:30",
            "21.2.2026 10:30:00",
            "2026/02/21 10:30:00",
            "Sat, 21 Feb 2026 10:30:00 +0000",
            "1771669800",
            "1771669800.0",
            "1771669800000",
            "1771669800000000",
        ] {
            check(rules, text, Ok(Some(AT_1030)));
        }
        check(rules, "12/1/2010 8:26", Ok(Some(1_291_191_960_000)));
        check(rules, "2026-02-21", Ok(Some(AT_1030 - 37_800_000)));
        check(rules, "20260221", Ok(Some(AT_1030 - 37_800_000)));
        check(rules, "1396860669.277", Ok(Some(1_396_860_669_277)));
        check(rules, "", Ok(None));
    }

    #[test]
    fn offset_and_date_order() {
        let rules = TimeRules { utc_offset_minutes: 60, day_first: true };
        check(rules, "2026-02-21 11:30:00", Ok(Some(AT_1030)));
        check(rules, "21/2/2026 11:30", Ok(Some(AT_1030)));
        check(rules, "2026-02-21T10:30:00Z", Ok(Some(AT_1030)));
    }

    #[test]
    fn dates_tell_their_order() {
        let check = |texts: &[&str], expected: bool| {
            let mut order = DateOrder::default();
            texts.iter().for_each(|text| order.see(text.as_bytes()));
            assert_eq!(order.is_day_first(), expected, "{texts:?}");
        };
        check(&[], false);
        check(&["1/12/2010 8:26", "2/12/2010 8:26"], false);
        check(&["1/12/2010 8:26", "26/1/2010 8:26"], true);
        check(&["26-01-2010"], true);
        check(&["1/26/2010", "2/1/2010"], false);
        check(&["26/1/2010", "1/26/2010"], false);
        check(&["2010-01-26", "26.1.2010", "", "1330", "26/", "26/x/2010"], false);
    }

    #[test]
    fn the_fast_path_agrees_on_offsets() {
        for text in [
            "2026-02-21T10:30:00Z",
            "2026-02-21 10:30:00Z",
            "2026-02-21T10:30:00.25Z",
            "2026-02-21T10:30:00-09:30",
            "2026-02-21T10:30:00.125+14:00",
            "2026-02-21 10:30:00 UTC",
            "2026-02-21 10:30:00 -0330",
            "2026-02-21 10:30:00 +0000",
        ] {
            let (local, zone) = usual(text.as_bytes()).unwrap();
            assert_eq!(Some(local - zone.unwrap() * 60_000), with_offset(text), "{text}");
        }
        for text in [
            "2026-02-21 10:30:00 CET",
            "2026-02-21 10:30:00.",
            "2026-02-21 10:30:00+5",
            "2026-02-21 10:30:00 +24:00",
        ] {
            assert_eq!(usual(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "yesterday",
            "0001-01-01 00:00:00",
            "2026-02-30 00:00:00",
            "2026-13-01",
            "25:00",
            "12",
            "9999-12-31",
        ] {
            check(TimeRules::default(), text, Err(()));
        }
    }

    #[test]
    fn the_fast_path_agrees_with_the_calendar() {
        let mut date = jiff::civil::date(1970, 1, 1);
        while date.year() < 2100 {
            let text = format!("{date} 23:59:58");
            let slow = DateTime::strptime("%Y-%m-%d %H:%M:%S", &text).unwrap();
            let expected = slow.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond();
            assert_eq!(usual(text.as_bytes()), Some((expected, None)), "{text}");
            date = date.checked_add(jiff::Span::new().days(13)).unwrap();
        }
    }
}
