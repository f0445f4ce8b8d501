//! What is kept between pages, with consent only: the views of this visit, as one text. JavaScript writes it under
//! one key of localStorage and deletes it when consent is withdrawn. No identifier is in it.
//!
//! Line 1: version, time of the last change in unix milliseconds. Then a line for each view, newest first: key,
//! visible milliseconds, scroll depth in per cent, separated by tabs.

use cobuy_engine::Session;
use cobuy_engine::session::View;

const VERSION: &str = "1";
/// A visit ends after this long without a page.
const VISIT_MS: f64 = 30.0 * 60_000.0;
/// Longest text that is kept.
const MOST_BYTES: usize = 8 * 1024;

/// The session as a text of at most 8 KB; the oldest views go first.
pub fn write(session: &Session, now_ms: f64) -> String {
    let mut text = [VERSION, &(now_ms as u64).to_string()].join("\t");
    for view in &session.views {
        let line = [&view.key, view.dwell_ms.to_string().as_str(), &view.scroll_percent.to_string()].join("\t");
        if text.len() + 1 + line.len() > MOST_BYTES {
            break;
        }
        text.push('\n');
        text.push_str(&line);
    }
    text
}

/// The views of a text, newest first; none if it is of another version, damaged, or of a visit that has ended.
pub fn read(text: &str, now_ms: f64) -> Vec<View> {
    let mut lines = text.split('\n');
    let mut head = lines.next().unwrap_or("").split('\t');
    let version = head.next();
    let age_ms = head.next().and_then(|time| time.parse::<u64>().ok()).map(|time| now_ms - time as f64);
    if version != Some(VERSION) || !age_ms.is_some_and(|age| (0.0..VISIT_MS).contains(&age)) {
        return Vec::new();
    }
    lines.filter_map(view).collect()
}

fn view(line: &str) -> Option<View> {
    let mut fields = line.split('\t');
    let key = fields.next().filter(|key| !key.is_empty())?.to_owned();
    Some(View { key, dwell_ms: fields.next()?.parse().ok()?, scroll_percent: fields.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        let mut session = Session::default();
        for key in ["tent", "pegs"] {
            session.view(key);
            session.attend(key, 1_500, 60);
        }
        session
    }

    #[test]
    fn what_was_written_is_read() {
        let session = session();
        let text = write(&session, 1_000.0);
        assert_eq!(text, "1\t1000\npegs\t1500\t60\ntent\t1500\t60");
        assert_eq!(read(&text, 2_000.0), session.views);
    }

    #[test]
    fn a_visit_ends_and_other_texts_are_nothing() {
        let text = write(&session(), 1_000.0);
        let check = |text: &str, now_ms: f64| assert_eq!(read(text, now_ms), []);
        check(&text, 1_000.0 + VISIT_MS);
        check(&text, 500.0);
        check("2\t1000\ntent\t1\t1", 1_000.0);
        check("{\"views\":[]}", 1_000.0);
        check("", 1_000.0);
    }

    #[test]
    fn texts_stay_small() {
        let mut session = Session::default();
        for number in 0..300 {
            session.view(&format!("{number:0>80}"));
        }
        let text = write(&session, 1.0);
        assert!(text.len() <= MOST_BYTES && text.len() > MOST_BYTES - 200, "{}", text.len());
        assert_eq!(read(&text, 2.0)[0].key, session.views[0].key);
    }
}
