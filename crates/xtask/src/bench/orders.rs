//! Generated orders for the large benchmark: the same bytes on every machine, written once.
//!
//! Products belong to needs; an order comes from one need and adds what sells anyway. So there are pairs that mean
//! something, pairs by popularity and pairs by chance, in the proportions that make mining work: a few products are in
//! many orders, most in few.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// How much is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Order lines, exactly.
    pub lines: u64,
    /// Products that can be bought.
    pub products: u32,
}

/// Products of one need; every product is in two needs, by two different divisions of the catalogue.
const NEED: u32 = 40;
/// Lines that come from the order's need, in per cent; the others from the whole shop.
const FROM_NEED: u64 = 72;
/// One line in this many ends an order: with the first line a mean of 5.
const MORE_LINES: u64 = 5;
/// No order is longer: far below the 100 lines from which `cobuy build` takes a sample of a basket.
const MOST_LINES: usize = 60;
/// Orders of one customer on average.
const ORDERS_PER_CUSTOMER: u64 = 4;
/// Seconds of the year that the orders are spread over, and its first.
const YEAR_S: u64 = 365 * 86_400;
const START_S: i64 = 1_704_067_200;
/// Added to every rank: the head of the popularity curve is flatter than 1 / rank, as it is in shops.
const HEAD: u64 = 20;

/// Writes the file if it is not there.
pub fn write(path: &Path, size: Size) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    println!("generating {} order lines of {} products", size.lines, size.products);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    // Under another name until it is whole, so that an interrupted run leaves no shorter file behind.
    let part = path.with_extension("part");
    let file = File::create(&part).with_context(|| format!("making {}", part.display()))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    generate(size, &mut out)
        .and_then(|()| out.flush())
        .with_context(|| format!("writing {}", part.display()))?;
    fs::rename(&part, path).with_context(|| format!("renaming {}", part.display()))
}

/// Writes the lines, orders ascending by time.
fn generate(size: Size, out: &mut impl Write) -> std::io::Result<()> {
    let shop = Shop::new(size.products);
    // The mean is a little below `MORE_LINES`, because products that come twice are bought once.
    let orders = size.lines / MORE_LINES;
    let customers = (orders / ORDERS_PER_CUSTOMER).max(1);
    let mut rng = Rng(42);
    let mut basket = Vec::new();
    let (mut left, mut order) = (size.lines, 0u64);
    writeln!(out, "order_id,customer_id,timestamp,product_id,title,quantity,unit_price,currency")?;
    while left > 0 {
        shop.fill(&mut rng, &mut basket);
        basket.truncate(left.try_into().unwrap_or(MOST_LINES));
        let time_s = START_S + (order.min(orders) * YEAR_S / orders.max(1)) as i64;
        let time = jiff::Timestamp::from_second(time_s).unwrap_or_default();
        let customer = rng.below(customers);
        for product in &basket {
            let price = 199 + u64::from(*product) * 37 % 9_800;
            writeln!(
                out,
                "o{order:07},c{customer:06},{time},p{product:05},Product number {product} of the shop,1,{}.{:02},EUR",
                price / 100,
                price % 100
            )?;
        }
        left -= basket.len() as u64;
        order += 1;
    }
    Ok(())
}

/// What is bought how often, as sums from the first rank on.
struct Shop {
    products: u32,
    by_product: Vec<u64>,
    by_need: Vec<u64>,
    within_need: Vec<u64>,
}

impl Shop {
    fn new(products: u32) -> Self {
        Self {
            products,
            by_product: zipf(products),
            by_need: zipf(products.div_ceil(NEED) * 2),
            within_need: zipf(NEED),
        }
    }

    /// An order: some products, each once.
    fn fill(&self, rng: &mut Rng, basket: &mut Vec<u32>) {
        basket.clear();
        let need = rng.ranked(&self.by_need);
        loop {
            let product = if rng.below(100) < FROM_NEED {
                self.member(need, rng.ranked(&self.within_need))
            } else {
                rng.ranked(&self.by_product)
            };
            if !basket.contains(&product) {
                basket.push(product);
            }
            if rng.below(MORE_LINES) == 0 || basket.len() == MOST_LINES {
                return;
            }
        }
    }

    /// The product at this rank of a need. Even needs are products in a row, odd ones products at equal distances.
    fn member(&self, need: u32, rank: u32) -> u32 {
        let group = need / 2;
        let stride = self.products.div_ceil(NEED);
        let place = if need.is_multiple_of(2) { group * NEED + rank } else { group + rank * stride };
        place % self.products
    }
}

/// Sums of 1 / (rank + [`HEAD`]) in whole numbers.
fn zipf(ranks: u32) -> Vec<u64> {
    (0..u64::from(ranks))
        .scan(0, |sum, rank| {
            *sum += (1 << 32) / (rank + HEAD);
            Some(*sum)
        })
        .collect()
}

/// SplitMix64 (Steele, Lea, Flood 2014): whole numbers only, the same on every machine.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`, which is not 0.
    fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// A rank, drawn by the share of its step in these sums.
    fn ranked(&mut self, sums: &[u64]) -> u32 {
        let drawn = self.below(sums.last().copied().unwrap_or(1));
        sums.partition_point(|sum| *sum <= drawn) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generated(size: Size) -> String {
        let mut bytes = Vec::new();
        generate(size, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn as_many_lines_as_asked_and_the_same_each_time() {
        let size = Size { lines: 5_000, products: 1_000 };
        let text = generated(size);
        assert_eq!(text.lines().count(), 5_001);
        assert_eq!(text, generated(size));
        let last = text.lines().last().unwrap();
        let order: usize = last[1..8].parse().unwrap();
        assert!((900..1_300).contains(&order), "{last}");
    }

    #[test]
    fn every_product_is_in_the_catalogue() {
        let shop = Shop::new(1_000);
        let needs = shop.by_need.len() as u32;
        let members = (0..needs).flat_map(|need| (0..NEED).map(move |rank| (need, rank)));
        assert!(members.map(|(need, rank)| shop.member(need, rank)).all(|product| product < 1_000));
    }
}
