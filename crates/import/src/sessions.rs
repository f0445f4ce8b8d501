//! Session logs: who looked at what, in which order.
//!
//! Three columns are needed: session, product, time, by name, or by number in a file without a header. A log that names
//! visitors instead of sessions is cut into visits where nothing happened for half an hour, which is what web analytics
//! calls a session. A column of events, if there is one, says what was done; removals, searches and the like are no signals of their own and are counted as dropped.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cobuy_catalogue::config::{Config, Fold};
use cobuy_catalogue::data::{Act, Event, Sessions};
use cobuy_catalogue::progress::Progress;
use cobuy_catalogue::report::{BadLine, SessionsReport};

use super::cell::{Cell, Row, decoded, has_control};
use super::chunk::MAX_KEY_BYTES;
use super::columns::{Header, Wanted};
use super::error::{ImportError, check_unreadable};
use super::intern::Interner;
use super::run::sizes;
use super::table::{self, FirstLine, Sink};
use super::time::TimeRules;

/// Silence that ends a visit where the log knows visitors only, milliseconds.
const VISIT_GAP_MS: i64 = 30 * 60 * 1000;

const SESSION: [&str; 8] =
    ["sessionid", "session", "sessid", "visitid", "usersession", "sid", "queryid", "playlistid"];
const VISITOR: [&str; 9] =
    ["visitorid", "visitor", "userid", "user", "customerid", "clientid", "customer", "uid", "userpseudoid"];
const PRODUCT: [&str; 15] = [
    "productid",
    "product",
    "itemid",
    "item",
    "sku",
    "stockcode",
    "articleid",
    "productkey",
    "productsku",
    "contentid",
    "trackid",
    "key",
    "aid",
    "asin",
    "clickarticleid",
];
const TIME: [&str; 13] = [
    "timestamp",
    "time",
    "eventtime",
    "datetime",
    "createdat",
    "date",
    "eventdate",
    "ts",
    "unixtime",
    "servertime",
    "timems",
    "clicktime",
    "clicktimestamp",
];
const EVENT: [&str; 8] =
    ["event", "eventtype", "eventname", "type", "action", "behavior", "behaviour", "behaviortype"];

/// Words for what was done, as logs write them, in lower case with letters only.
const WORDS: [(Act, &[&str]); 3] = [
    (
        Act::View,
        &["view", "click", "pageview", "productview", "detail", "viewitem", "pv", "clicks", "viewproduct"],
    ),
    (Act::Add, &["addtocart", "add", "cart", "basket", "carts", "addtobasket"]),
    (Act::Buy, &["transaction", "purchase", "buy", "order", "orders", "bought", "sale"]),
];

/// A log as it was read, products by their own names.
#[derive(Debug, Clone, Default)]
pub(super) struct Log {
    /// Distinct product names, normalised.
    pub products: Vec<String>,
    /// Sessions of these products' numbers.
    pub sessions: Sessions,
    /// What became of the lines.
    pub report: SessionsReport,
}

/// Reads session logs. `columns` names session, product and time where the well-known names are not used.
///
/// # Errors
/// [`ImportError`]: a file that cannot be read or used, a missing column, more unreadable lines than allowed, no session.
pub(super) fn read(
    files: &[PathBuf],
    columns: Option<&[String; 3]>,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Log, ImportError> {
    let bytes = sizes(files)?;
    progress.stage("Reading sessions", bytes);
    let mut sink = LogSink::new(columns, config);
    for path in files {
        let before = sink.report.lines;
        table::read(path, progress, &mut sink)?;
        if sink.report.lines == before {
            return Err(ImportError::NoLines { file: path.display().to_string() });
        }
    }
    check_unreadable(&sink.report.unreadable, sink.report.lines, config.orders.max_unreadable)?;
    sink.finish()
}

/// A session whose visitor no line names.
const NOBODY: u32 = u32::MAX;

/// Where things are in a file.
#[derive(Debug, Clone, Copy)]
struct Places {
    session: usize,
    /// Whether that column names visitors, who come more than once.
    visitors: bool,
    /// Whose the session is, where another column says so.
    visitor: Option<usize>,
    product: usize,
    time: usize,
    event: Option<usize>,
}

struct LogSink<'c> {
    columns: Option<&'c [String; 3]>,
    rules: TimeRules,
    upper: bool,
    file: String,
    places: Option<Places>,
    visitors: bool,
    sessions: Interner,
    visitor_names: Interner,
    /// By session: its visitor, or [`NOBODY`].
    visitor_of: Vec<u32>,
    products: Interner,
    /// Session, and its event; in the order of the log.
    events: Vec<(u32, Event)>,
    /// Those whose word for what was done is not known, as views.
    others: Vec<(u32, Event)>,
    report: SessionsReport,
}

impl<'c> LogSink<'c> {
    fn new(columns: Option<&'c [String; 3]>, config: &Config) -> Self {
        let orders = &config.orders;
        Self {
            columns,
            rules: TimeRules::new(orders),
            upper: orders.fold == Some(Fold::Upper),
            file: String::new(),
            places: None,
            visitors: false,
            sessions: Interner::default(),
            visitor_names: Interner::default(),
            visitor_of: Vec::new(),
            products: Interner::default(),
            events: Vec::new(),
            others: Vec::new(),
            report: SessionsReport::default(),
        }
    }

    fn take(&mut self, places: Places, row: &impl Row) -> Result<(), &'static str> {
        let session = row.cell(places.session).text();
        if session.is_empty() {
            return Err("the session is empty");
        }
        let product = row.cell(places.product).text();
        if product.is_empty() {
            return Err("the product is empty");
        }
        if product.len() > MAX_KEY_BYTES {
            return Err("the product is longer than 255 bytes");
        }
        if has_control(&product) {
            return Err("the product has a control character in it, such as a tab or a line end");
        }
        let act = match places.event.map(|column| row.cell(column).text()) {
            None => Some(Act::View),
            Some(word) => act(&word),
        };
        let time_ms = self.time(row.cell(places.time)).ok_or("the time is not a time that is known")?;
        let session = self.sessions.intern(&session).0;
        self.belongs(session, places, row);
        let product = self.products.intern(&product).0;
        match act {
            Some(act) => self.events.push((session, Event { time_ms, product, act })),
            None => self.others.push((session, Event { time_ms, product, act: Act::View })),
        }
        Ok(())
    }

    /// Takes note of whose a session is.
    fn belongs(&mut self, session: u32, places: Places, row: &impl Row) {
        let Some(column) = places.visitor else { return };
        let name = row.cell(column).text();
        if !name.is_empty() {
            let at = session as usize;
            self.visitor_of.resize(self.visitor_of.len().max(at + 1), NOBODY);
            self.visitor_of[at] = self.visitor_names.intern(&name).0;
        }
    }

    /// The visitor of a session; one of its own where nobody is named.
    fn visitor(&self, session: u32) -> u32 {
        let named = self.visitor_of.get(session as usize).copied().filter(|visitor| *visitor != NOBODY);
        named.unwrap_or(self.visitor_names.len() as u32 + session)
    }

    /// A time, or a number of seconds from wherever the log begins to count: only differences matter within a log.
    fn time(&self, cell: Cell<'_>) -> Option<i64> {
        if let Ok(Some(time)) = self.rules.read(cell) {
            return Some(time);
        }
        let seconds: f64 = std::str::from_utf8(&cell.text()).ok()?.parse().ok()?;
        (0.0..1e12).contains(&seconds).then_some((seconds * 1000.0) as i64)
    }

    fn finish(mut self) -> Result<Log, ImportError> {
        let (mut events, others) = (std::mem::take(&mut self.events), std::mem::take(&mut self.others));
        // A column called "type" that holds none of the words is about something else.
        if events.is_empty() {
            events = others;
        } else {
            self.report.other_events = others.len() as u64;
        }
        // Stable, so that equal times keep the order of the log.
        events.sort_by_key(|(session, event)| (*session, event.time_ms));
        let mut cut: Vec<(i64, u32, std::ops::Range<usize>)> = Vec::new();
        let mut start = 0;
        for at in 1..=events.len() {
            let ends = at == events.len()
                || events[at].0 != events[at - 1].0
                || (self.visitors && events[at].1.time_ms - events[at - 1].1.time_ms > VISIT_GAP_MS);
            if ends {
                cut.push((events[at - 1].1.time_ms, events[start].0, start..at));
                start = at;
            }
        }
        if cut.is_empty() {
            return Err(ImportError::NoSessions { lines: self.report.lines });
        }
        let names = &self.sessions;
        cut.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| names.get(a.1).cmp(names.get(b.1))));
        let mut sessions = Sessions::default();
        for (_, _, range) in cut {
            sessions
                .push_of(self.visitor(events[range.start].0), events[range].iter().map(|(_, event)| *event));
        }
        let name = |name: &[u8]| {
            let name = decoded(name).0.into_owned();
            if self.upper { name.to_uppercase() } else { name }
        };
        let mut report = self.report;
        report.sessions = sessions.len() as u64;
        report.events = sessions.events.len() as u64;
        Ok(Log { products: self.products.iter().map(name).collect(), sessions, report })
    }
}

impl Sink for LogSink<'_> {
    fn begin(&mut self, header: Header, delimiter: Option<u8>) -> Result<FirstLine, ImportError> {
        self.file.clone_from(&header.file);
        let by_number = self.columns.and_then(|columns| header.numbered(columns));
        if let Some([session, product, time]) = by_number.filter(|_| delimiter.is_some()) {
            self.places =
                Some(Places { session, visitors: false, visitor: None, product, time, event: None });
            return Ok(FirstLine::Row);
        }
        let configured = |at: usize| self.columns.map(|columns| columns[at].as_str());
        let wanted = |at: usize, known| Wanted { configured: configured(at), known };
        let remedy = "--columns SESSION,PRODUCT,TIME";
        let session = header.optional(wanted(0, &SESSION))?;
        let visitor = header.optional(Wanted { configured: None, known: &VISITOR })?;
        let places = Places {
            session: match session.or(visitor) {
                Some(column) => column,
                None => header.needed(wanted(0, &SESSION), "session", remedy)?,
            },
            visitors: session.is_none(),
            visitor: visitor.filter(|_| session.is_some()),
            product: header.needed(wanted(1, &PRODUCT), "product", remedy)?,
            time: header.needed(wanted(2, &TIME), "time", remedy)?,
            event: header.optional(Wanted { configured: None, known: &EVENT })?,
        };
        self.visitors |= places.visitors;
        self.places = Some(places);
        Ok(FirstLine::Names)
    }

    fn columns(&self) -> Vec<usize> {
        let Some(places) = self.places else { return Vec::new() };
        let mut columns = vec![places.session, places.product, places.time];
        columns.extend(places.event.into_iter().chain(places.visitor));
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    fn row(&mut self, row: &impl Row, line: u64) {
        self.report.lines += 1;
        let Some(places) = self.places else { return };
        if let Err(reason) = self.take(places, row) {
            let bad = BadLine { file: self.file.clone(), line, reason: reason.to_owned() };
            self.report.unreadable.add(1, bad);
        }
    }

    fn refuse(&mut self, line: u64, lines: u64, reason: String) {
        self.report.lines += lines;
        self.report.unreadable.add(lines, BadLine { file: self.file.clone(), line, reason });
    }
}

/// What a word for an event means; nothing for events that are no signal. An empty cell is a view.
fn act(word: &[u8]) -> Option<Act> {
    let plain: Vec<u8> =
        word.iter().filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect();
    if plain.is_empty() {
        return Some(Act::View);
    }
    WORDS.iter().find(|(_, words)| words.iter().any(|known| known.as_bytes() == plain)).map(|(act, _)| *act)
}

impl Log {
    /// The log with its products numbered by `number`, which knows the catalogue; events of unknown products are left
    /// out and counted.
    pub fn numbered(mut self, number: impl Fn(&str) -> Option<u32>) -> (Sessions, SessionsReport) {
        let numbers: Vec<Option<u32>> = self.products.iter().map(|name| number(name)).collect();
        let mut sessions = Sessions::default();
        let mut unknown: BTreeMap<u32, u64> = BTreeMap::new();
        for s in 0..self.sessions.len() {
            let events: Vec<Event> = self
                .sessions
                .session(s)
                .iter()
                .filter_map(|event| match numbers[event.product as usize] {
                    Some(product) => Some(Event { product, ..*event }),
                    None => {
                        *unknown.entry(event.product).or_default() += 1;
                        None
                    }
                })
                .collect();
            if !events.is_empty() {
                sessions.push_of(self.sessions.visitors[s], events);
            }
        }
        self.report.unjoined_events = unknown.values().sum();
        self.report.unjoined_products = unknown.len() as u64;
        self.report.sessions = sessions.len() as u64;
        self.report.events = sessions.events.len() as u64;
        (sessions, self.report)
    }
}
