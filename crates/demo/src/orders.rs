//! Turns shoppers' visits into an order file: times, ids, fees, cancellations and returns.

use anyhow::Result;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::catalogue::decimal;
use crate::goals::Goal;
use crate::rng::Rng;
use crate::shopper::live;
use crate::stock::Stock;

/// First day of the file.
const START: Date = date(2025, 5, 1);
/// Orders below this pay for delivery, minor units.
const FREE_DELIVERY_MINOR: u64 = 6000;
/// What delivery costs, minor units.
const DELIVERY_MINOR: u64 = 490;
/// Percent of orders that are cancelled before they are sent.
const CANCELLED: u32 = 3;
/// Percent of lines that come back; worn things come back more often.
const RETURNED: u32 = 2;
/// The same for clothing and footwear.
const RETURNED_WORN: u32 = 7;
/// Percent of orders with a gift card.
const GIFT_CARDS: u32 = 1;
/// The stream of clock times and afterthoughts, far from the shoppers' streams.
const STREAM: u64 = 1 << 40;
/// Weight of each hour of the day: lunch, and the evening above all.
const HOURS: [u32; 24] =
    [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 12, 13, 11, 10, 10, 11, 12, 14, 17, 20, 19, 12, 6];

/// One order.
pub struct Order {
    /// Seconds from the start of the file.
    pub second: u32,
    /// The shopper's number; `None` for a guest.
    pub customer: Option<u32>,
    /// Lines in the order they were put in.
    pub lines: Vec<Line>,
}

/// One line of an order.
pub struct Line {
    /// A variant's SKU, or the code of a fee or gift card.
    pub sku: String,
    /// Title as the till prints it.
    pub title: String,
    /// The item; `None` for fees and gift cards.
    pub item: Option<usize>,
    /// Pieces.
    pub quantity: u32,
    /// Price of one, minor units.
    pub price_minor: u64,
    /// What became of it.
    pub status: Status,
}

/// What became of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Sent and kept.
    Paid,
    /// Cancelled with its order.
    Cancelled,
    /// Sent back.
    Returned,
}

impl Status {
    /// The word in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Returned => "returned",
        }
    }
}

/// Lets shoppers live one after another until they made `count` orders; ascending by time.
pub fn simulate(stock: &Stock, goals: &[Goal], seed: u64, count: usize) -> Vec<Order> {
    let mut orders = Vec::with_capacity(count);
    let mut clock = Rng::new(seed, STREAM);
    let mut number = 0;
    while orders.len() < count {
        let life = live(stock, goals, seed, number);
        let customer = (!life.guest).then_some(number);
        for visit in life.visits {
            let second = visit.day * 86_400 + time_of_day(&mut clock);
            let lines = till(stock, &visit.lines, &mut clock);
            orders.push(Order { second, customer, lines });
        }
        number += 1;
    }
    orders.truncate(count);
    orders.sort_by_key(|order| (order.second, order.customer));
    orders
}

fn time_of_day(clock: &mut Rng) -> u32 {
    let hour = clock.weighted(&HOURS).unwrap_or(12) as u32;
    hour * 3600 + clock.below(3600)
}

/// Rings up one order.
fn till(stock: &Stock, bought: &[(usize, usize, u32)], clock: &mut Rng) -> Vec<Line> {
    let cancelled = clock.percent(CANCELLED);
    let mut lines: Vec<Line> = bought
        .iter()
        .map(|&(item, variant, quantity)| {
            let product = &stock.items[item].product;
            let variant = &product.variants[variant];
            let worn = matches!(product.shelf.as_str(), "clothing" | "footwear");
            let returned = clock.percent(if worn { RETURNED_WORN } else { RETURNED });
            let status = if returned { Status::Returned } else { Status::Paid };
            let title = match variant.title.as_str() {
                "" => product.title.clone(),
                form => format!("{}, {form}", product.title),
            };
            let sku = variant.sku.clone();
            Line { sku, title, item: Some(item), quantity, price_minor: variant.price_minor, status }
        })
        .collect();
    lines.extend(extras(&lines, clock));
    if cancelled {
        lines.iter_mut().for_each(|line| line.status = Status::Cancelled);
    }
    lines
}

/// Gift cards and the delivery fee: lines that are no products, as every real export has them.
fn extras(lines: &[Line], clock: &mut Rng) -> Vec<Line> {
    let fee = |sku: &str, title: &str, price_minor| Line {
        sku: sku.to_owned(),
        title: title.to_owned(),
        item: None,
        quantity: 1,
        price_minor,
        status: Status::Paid,
    };
    let total: u64 = lines.iter().map(|line| line.price_minor * u64::from(line.quantity)).sum();
    let mut extras = Vec::new();
    if clock.percent(GIFT_CARDS) {
        extras.push(match clock.below(2) {
            0 => fee("GIFT-25", "Gift card €25", 2500),
            _ => fee("GIFT-50", "Gift card €50", 5000),
        });
    }
    if total < FREE_DELIVERY_MINOR {
        extras.push(fee("FEE-DELIVERY", "Standard delivery", DELIVERY_MINOR));
    }
    extras
}

/// The text of `orders.csv`.
///
/// # Errors
/// A time outside the calendar, which 18 months from 2025 are not.
pub fn to_csv(orders: &[Order], currency: &str) -> Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "order_id",
        "customer_id",
        "timestamp",
        "product_id",
        "title",
        "quantity",
        "unit_price",
        "currency",
        "status",
    ])?;
    for (i, order) in orders.iter().enumerate() {
        let id = format!("{}", 100_001 + i);
        let customer = order.customer.map_or(String::new(), |number| format!("c{number:05}"));
        let time = START.at(0, 0, 0, 0).checked_add(i64::from(order.second).seconds())?;
        for line in &order.lines {
            csv.write_record([
                &id,
                &customer,
                &format!("{time}Z"),
                &line.sku,
                &line.title,
                &line.quantity.to_string(),
                &decimal(line.price_minor),
                currency,
                line.status.name(),
            ])?;
        }
    }
    Ok(csv.into_inner()?)
}
