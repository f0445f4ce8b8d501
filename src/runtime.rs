//! One per page: the files at hand, the session, the shelves. JavaScript that may call back is never called while it is
//! borrowed; what the page shall hear is gathered in [`Runtime::events`] and dispatched afterwards.

use crate::arbiter;
use crate::events::Event;
use crate::host::{bridge, can};
use crate::price;
use crate::shelf::Shelf;
use cobuy_engine::policy::page;
use cobuy_engine::{Engine, Host, Live, NoTrace, Ranking, Request, Session, Silence, Store};
use cobuy_options::{Options, Placement};
use std::cell::{OnceCell, RefCell};

/// What a list asks for at one moment.
pub struct List {
    /// Where it stands.
    pub placement: Placement,
    /// The values that hold for it.
    pub options: Options,
    /// Key of the product that it is about.
    pub product: Option<String>,
    /// Keys that other lists of the page show.
    pub claimed: Vec<String>,
    /// What time it is, unix milliseconds.
    pub now_ms: f64,
}

/// What a page has one of.
#[derive(Default)]
pub struct Runtime {
    /// The files at hand. Their payloads live as long as the page.
    pub store: Store<'static>,
    /// Ranks.
    pub engine: Engine,
    /// What the shopper did.
    pub session: Session,
    /// Key of the product that the page is about; empty for none.
    pub page: String,
    /// The shopper's month, 0 for January to 11.
    pub month: Option<u8>,
    /// The build, 32 hexadecimal digits.
    pub generation: String,
    /// The elements on the page.
    pub shelves: Vec<Shelf>,
    /// Price and stock now.
    pub live: Vec<Live>,
    /// ISO 4217 code of the amounts on this page, empty where none is known.
    pub currency: String,
    /// Whether these are in another currency than the snapshot's.
    pub foreign: bool,
    /// What the host can do, see [`can`].
    pub can: u32,
    /// What the page shall hear.
    pub events: Vec<Event>,
    /// Keys whose files would help a bundle.
    pub wanted: Vec<String>,
}

thread_local! {
    static RUNTIME: OnceCell<&'static RefCell<Runtime>> = const { OnceCell::new() };
}

/// Works on the runtime, then tells the page what happened.
pub fn with<R>(act: impl FnOnce(&mut Runtime) -> R) -> R {
    let runtime = runtime();
    let result = act(&mut runtime.borrow_mut());
    dispatch(runtime);
    result
}

#[inline(never)]
fn runtime() -> &'static RefCell<Runtime> {
    RUNTIME.with(|cell| *cell.get_or_init(|| Box::leak(Box::default())))
}

#[inline(never)]
fn dispatch(runtime: &RefCell<Runtime>) {
    let events = std::mem::take(&mut runtime.borrow_mut().events);
    for event in events {
        bridge().emit(&event.element, event.name, event.detail, false);
    }
}

impl Runtime {
    /// Position of a shelf.
    #[inline(never)]
    pub fn position(&self, id: u32) -> Option<usize> {
        self.shelves.iter().position(|shelf| shelf.id == id)
    }

    /// What the host says of a product now.
    #[inline(never)]
    pub fn live(&self, key: &str) -> Option<&Live> {
        self.live.iter().find(|live| live.key == key)
    }

    /// Whether the snapshot's prices hold on this page at `now_ms`.
    pub fn same_prices(&self, now_ms: f64) -> bool {
        self.can & can::SAME_PRICES != 0 && self.store.base().is_some_and(|base| price::young(base, now_ms))
    }

    /// What a shelf asks for.
    pub fn list(&self, position: usize) -> List {
        let shelf = &self.shelves[position];
        List {
            placement: shelf.placement(),
            options: shelf.options(&self.store),
            product: shelf.product(&self.page),
            claimed: arbiter::claimed(&self.shelves, position),
            now_ms: js_sys::Date::now(),
        }
    }

    /// Puts a list to the engine, with the page's own session; the one way to it.
    #[inline(never)]
    pub fn ask(&mut self, list: &List, act: &mut dyn FnMut(&mut Engine, &Store<'static>, &Request<'_>)) {
        let host = Host {
            live: &self.live,
            speaks_for_stock: self.can & can::LIVE != 0,
            same_prices: self.same_prices(list.now_ms),
            foreign: self.foreign,
            now_ms: list.now_ms as u64,
        };
        let request = Request {
            placement: list.placement,
            options: &list.options,
            product: list.product.as_deref(),
            session: &self.session,
            claimed: &list.claimed,
            host,
            month: self.month,
        };
        act(&mut self.engine, &self.store, &request);
    }

    /// Ranks.
    pub fn rank(&mut self, list: &List) -> Ranking {
        let mut ranking = Ranking::default();
        self.ask(list, &mut |engine, store, request| engine.rank(store, request, &mut NoTrace, &mut ranking));
        ranking
    }

    /// Brings every list that may change up to date, those first that choose first.
    #[inline(never)]
    pub fn paint(&mut self) {
        let mut units = arbiter::units(&self.shelves, &self.store);
        for position in arbiter::order(&self.shelves, &units) {
            let shelf = &self.shelves[position];
            // Whoever chooses later waits for whoever chooses first.
            if !shelf.ready {
                break;
            }
            let list = self.list(position);
            let mut drawn = false;
            if shelf.may_change() {
                if !shelf.is_overlay() && !page::has_room(&units, position) {
                    self.fall_silent(position, Silence::CapReached.code());
                } else if shelf.bundle {
                    drawn = self.show_bundle(position, &list);
                } else {
                    drawn = self.show(position, &list);
                }
                units[position].open = arbiter::counts(&self.shelves[position]);
            }
            self.refresh(position, &list, drawn);
        }
    }

    /// Whether something on the page reads otherwise a second from now, or waits for the shopper: then it wants to be
    /// painted again.
    pub fn waits(&self) -> bool {
        let waits = Silence::WaitsForIntent.code();
        self.shelves.iter().any(|shelf| shelf.counts || shelf.silence == waits)
    }
}
