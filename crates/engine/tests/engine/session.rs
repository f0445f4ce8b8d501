//! What holds after any sequence of events.

use cobuy_engine::session::View;
use cobuy_engine::{MAX_SESSION_ITEMS, Session};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Event {
    View(u16),
    Attend(u16, u32, u8),
    Cart(Vec<u16>),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    // More products than a session holds, drawn often enough to come back.
    let key = || 0..400u16;
    let event = prop_oneof![
        6 => key().prop_map(Event::View),
        3 => (key(), prop_oneof![0..60_000u32, Just(u32::MAX)], any::<u8>())
            .prop_map(|(key, dwell_ms, scroll)| Event::Attend(key, dwell_ms, scroll)),
        1 => proptest::collection::vec(0..8u16, 0..6).prop_map(Event::Cart),
    ];
    proptest::collection::vec(event, 0..700)
}

fn name(key: u16) -> String {
    format!("p{key}")
}

fn find<'s>(session: &'s Session, key: &str) -> Option<&'s View> {
    session.views.iter().find(|view| view.key == key)
}

fn check_views(session: &Session) -> Result<(), TestCaseError> {
    prop_assert!(session.views.len() <= MAX_SESSION_ITEMS);
    for (position, view) in session.views.iter().enumerate() {
        prop_assert!(view.scroll_percent <= 100);
        prop_assert!(
            session.views[..position].iter().all(|newer| newer.key != view.key),
            "{} twice",
            view.key
        );
    }
    Ok(())
}

fn apply(session: &mut Session, event: &Event) -> Result<(), TestCaseError> {
    let before = session.clone();
    match event {
        Event::View(key) => {
            session.view(&name(*key));
            prop_assert_eq!(&session.views[0].key, &name(*key));
            let times =
                find(&before, &name(*key)).map_or((0, 0), |view| (view.dwell_ms, view.scroll_percent));
            prop_assert_eq!((session.views[0].dwell_ms, session.views[0].scroll_percent), times);
            // The others keep their order; at most the oldest is forgotten.
            let rest = before.views.iter().filter(|view| view.key != name(*key));
            prop_assert!(session.views[1..].iter().eq(rest.take(MAX_SESSION_ITEMS - 1)));
            prop_assert_eq!(&session.cart, &before.cart);
        }
        Event::Attend(key, dwell_ms, scroll_percent) => {
            session.attend(&name(*key), *dwell_ms, *scroll_percent);
            for (view, old) in session.views.iter().zip(&before.views) {
                let mut expected = old.clone();
                if view.key == name(*key) {
                    expected.dwell_ms = old.dwell_ms.saturating_add(*dwell_ms);
                    expected.scroll_percent = old.scroll_percent.max((*scroll_percent).min(100));
                }
                prop_assert_eq!(view, &expected);
            }
            prop_assert_eq!(session.views.len(), before.views.len());
        }
        Event::Cart(keys) => {
            let keys: Vec<String> = keys.iter().copied().map(name).collect();
            let changed = session.set_cart(keys.iter().map(String::as_str));
            let mut once = Vec::new();
            for key in &keys {
                if !once.contains(key) {
                    once.push(key.clone());
                }
            }
            prop_assert_eq!(&session.cart, &once);
            prop_assert_eq!(changed, before.cart != once);
            prop_assert_eq!(&session.views, &before.views);
        }
    }
    Ok(())
}

proptest! {
    // Hundreds of events each.
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_session_keeps_its_shape(events in events()) {
        let mut session = Session::default();
        for event in &events {
            apply(&mut session, event)?;
        }
        check_views(&session)?;
    }
}
