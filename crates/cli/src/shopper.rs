//! What a session says of its shopper, in words: every signal with what it came from.

use std::fmt::Write;

use cobuy_engine::{Profile, Session, Store};

use crate::words::counted;

/// A line for each signal.
pub fn text(store: &Store<'_>, session: &Session) -> String {
    let profile = Profile::of(store, session);
    let mut text = String::from("the shopper\n");
    let mut line = |name: &str, value: String, from: String| {
        let _ = writeln!(text, "  {name:12}{value:>9}   {from}");
    };
    let intent = &profile.intent;
    let parts: Vec<String> = intent.parts().map(|(name, points)| format!("{points:+} {name}")).collect();
    let parts = if parts.is_empty() { "nothing speaks for it yet".to_owned() } else { parts.join(", ") };
    let (visit, shopper) = (&session.visit, &session.shopper);
    line("intent", intent.score.to_string(), parts);
    line(
        "segment",
        profile.segment.name().to_owned(),
        format!(
            "{} bought before, {} before",
            counted(session.purchases.len() as u64, "product"),
            counted(shopper.visits.into(), "visit")
        ),
    );
    line("attention", profile.attention.to_string(), looked(session));
    line("focus", profile.focus.to_string(), path(&visit.path));
    line(
        "velocity",
        profile.velocity.to_string(),
        format!("{} in {:.1} s", counted(visit.pages.into(), "page"), f64::from(visit.elapsed_ms) / 1_000.0),
    );
    line(
        "exit",
        profile.exit.to_string(),
        format!(
            "{} out at the top, {} hidden",
            counted(visit.exits.into(), "time"),
            counted(visit.hidden.into(), "time")
        ),
    );
    let since = shopper
        .days_away()
        .map_or("never before".to_owned(), |days| format!("{} ago", counted(days.into(), "day")));
    line("habit", profile.habit.to_string(), format!("last visit {since}"));
    let level = profile.price_level;
    line(
        "price level",
        level.map_or("unknown".to_owned(), |level| level.to_string()),
        prices(store, session),
    );
    if !visit.searches.is_empty() {
        line("searches", visit.searches.len().to_string(), visit.searches.join(", "));
    }
    text
}

fn looked(session: &Session) -> String {
    let one = |view: &cobuy_engine::session::View| {
        format!("{} {:.1} s, {} %", view.key, f64::from(view.dwell_ms) / 1_000.0, view.scroll_percent)
    };
    let views: Vec<String> = session.views.iter().take(5).map(one).collect();
    if views.is_empty() { "no views".to_owned() } else { views.join("; ") }
}

fn path(categories: &[String]) -> String {
    if categories.is_empty() {
        "share of views in the newest one's category".to_owned()
    } else {
        categories.join(", ")
    }
}

fn prices(store: &Store<'_>, session: &Session) -> String {
    let keys = session.cart.iter().chain(session.views.iter().map(|view| &view.key));
    let position = |key: &String| Some(format!("{key} {}", store.price_position(store.find(key)?)?));
    let known: Vec<String> = keys.filter_map(position).take(8).collect();
    if known.is_empty() { "no price position is known".to_owned() } else { known.join(", ") }
}
