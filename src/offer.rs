//! Whether an offer may interrupt, and with which of its angles.

use crate::runtime::Runtime;
use crate::texts::push_number;
use cobuy_engine::policy::interrupt;
use cobuy_engine::{FULL, NoTrace};
use cobuy_snapshot::rules::Action;

impl Runtime {
    /// Whether a shelf's offer may interrupt, its name, and the angle that is due.
    pub fn offer(&mut self, position: usize) -> String {
        let list = self.list(position);
        let placement = list.placement.name();
        let mut told = (String::new(), String::from(placement), 0);
        if !FULL {
            return told.0;
        }
        self.ask(&list, &mut |engine, store, request| {
            engine.decision.make(store, request, &mut NoTrace);
            let first = engine.decision.of(store, Action::Angle).next();
            if let Some(id) = first.and_then(|(act, _)| store.rule_id(act.rule.into())) {
                told.1 = [placement, "/", id].concat();
            }
            let count = engine.decision.of(store, Action::Angle).count().max(1) as u8;
            match interrupt::angle(request.options, request.session, &told.1, count, request.host.now_ms) {
                Ok(angle) => told.2 = angle,
                Err(silence) => told.0 = silence.code().to_owned(),
            }
        });
        self.shelves[position].angle = told.2.into();
        let mut text = [&told.0, "\u{c}", &told.1, "\u{c}"].concat();
        push_number(&mut text, told.2.into());
        text
    }
}
