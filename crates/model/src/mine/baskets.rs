//! Orders regrouped by customer, with the inverted index from products to orders.

use std::ops::Range;

use cobuy_catalogue::data::Orders;

/// A range of orders, ascending by customer, and for each product the orders that hold it in the same sequence.
///
/// The regrouping is what lets distinct customers be counted with one remembered number per pair: all orders of
/// a customer are neighbours. It costs one more copy of the baskets (4 bytes a line) and the index as much again.
#[derive(Debug, Clone)]
pub struct Baskets {
    /// Number of each order among all of the import.
    number: Vec<u32>,
    customer: Vec<u32>,
    basket_offsets: Vec<usize>,
    basket_products: Vec<u32>,
    index_offsets: Vec<usize>,
    index_orders: Vec<u32>,
}

impl Baskets {
    /// Regroups the orders of `range`. `products` is the size of the catalogue; every product number is below it.
    pub fn new(orders: &Orders, range: Range<usize>, products: usize) -> Self {
        let mut sequence: Vec<u32> = range.map(|o| o as u32).collect();
        sequence.sort_unstable_by_key(|&o| (orders.customer[o as usize], o));

        let lines: usize = sequence.iter().map(|&o| orders.basket(o as usize).len()).sum();
        let mut baskets = Self {
            number: Vec::new(),
            customer: sequence.iter().map(|&o| orders.customer[o as usize]).collect(),
            basket_offsets: Vec::with_capacity(sequence.len() + 1),
            basket_products: Vec::with_capacity(lines),
            index_offsets: vec![0; products + 1],
            index_orders: vec![0; lines],
        };
        baskets.basket_offsets.push(0);
        for &o in &sequence {
            baskets.basket_products.extend_from_slice(orders.basket(o as usize));
            baskets.basket_offsets.push(baskets.basket_products.len());
        }
        baskets.number = sequence;
        baskets.invert();
        baskets
    }

    /// Fills the index by counting sort, which keeps the sequence of the orders within each product.
    fn invert(&mut self) {
        for &product in &self.basket_products {
            self.index_offsets[product as usize + 1] += 1;
        }
        for product in 1..self.index_offsets.len() {
            self.index_offsets[product] += self.index_offsets[product - 1];
        }
        let mut next = self.index_offsets.clone();
        for order in 0..self.customer.len() {
            for &product in &self.basket_products[self.basket_offsets[order]..self.basket_offsets[order + 1]]
            {
                let slot = &mut next[product as usize];
                self.index_orders[*slot] = order as u32;
                *slot += 1;
            }
        }
    }

    /// Number of products of the catalogue.
    pub fn products(&self) -> usize {
        self.index_offsets.len() - 1
    }

    /// Number of orders in the range.
    pub fn orders(&self) -> usize {
        self.customer.len()
    }

    /// Number of distinct customers in the range, all orders without one counting as one more.
    pub fn customers(&self) -> usize {
        self.customer.chunk_by(|a, b| a == b).count()
    }

    /// How many orders hold `product`.
    pub fn orders_with(&self, product: u32) -> u32 {
        (self.index_offsets[product as usize + 1] - self.index_offsets[product as usize]) as u32
    }

    /// Customer and basket of every order that holds `product`, orders of one customer in succession.
    pub fn holding(&self, product: u32) -> impl Iterator<Item = (u32, &[u32])> {
        self.orders_holding(product).map(|(_, customer, basket)| (customer, basket))
    }

    /// Number, customer and basket of every order that holds `product`, orders of one customer in succession.
    pub fn orders_holding(&self, product: u32) -> impl Iterator<Item = (u32, u32, &[u32])> {
        let index = self.index_offsets[product as usize]..self.index_offsets[product as usize + 1];
        self.index_orders[index].iter().map(|&order| {
            let order = order as usize;
            (
                self.number[order],
                self.customer[order],
                &self.basket_products[self.basket_offsets[order]..self.basket_offsets[order + 1]],
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::ANONYMOUS;

    #[test]
    fn orders_of_a_customer_follow_each_other() {
        let orders = Orders {
            time_ms: vec![1, 2, 3, 4],
            customer: vec![ANONYMOUS, 7, 3, 7],
            offsets: vec![0, 2, 3, 5, 7],
            products: vec![0, 1, 1, 0, 2, 1, 2],
        };
        let baskets = Baskets::new(&orders, 0..4, 4);
        let check = |product: u32, expected: &[(u32, &[u32])]| {
            assert_eq!(baskets.holding(product).collect::<Vec<_>>(), expected, "product {product}");
            assert_eq!(baskets.orders_with(product) as usize, expected.len());
        };
        check(0, &[(3, &[0, 2]), (ANONYMOUS, &[0, 1])]);
        check(1, &[(7, &[1]), (7, &[1, 2]), (ANONYMOUS, &[0, 1])]);
        check(2, &[(3, &[0, 2]), (7, &[1, 2])]);
        check(3, &[]);
        assert_eq!((baskets.orders(), baskets.customers(), baskets.products()), (4, 3, 4));
        assert_eq!(Baskets::new(&orders, 0..2, 4).orders_with(2), 0);
    }
}
