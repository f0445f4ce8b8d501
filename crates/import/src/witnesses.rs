//! Whether several customers say the same, in twelve bytes.

use cobuy_catalogue::data::ANONYMOUS;

/// Customers who have to say the same before it is published: what fewer say may be about one of them.
pub(super) const ENOUGH_CUSTOMERS: usize = 3;

/// Up to [`ENOUGH_CUSTOMERS`] orders that say the same, of as many different customers as have been seen. Orders are kept
/// and not customers, because whose an order is may stand on a later line, and whether the shop names customers at all is
/// known at the end only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Witnesses {
    orders: [u32; ENOUGH_CUSTOMERS],
}

/// A place that no order has taken. Orders stay below it.
const FREE: u32 = u32::MAX;

impl Default for Witnesses {
    fn default() -> Self {
        Witnesses { orders: [FREE; ENOUGH_CUSTOMERS] }
    }
}

impl Witnesses {
    /// Takes note of an order. One of a named customer takes a free place, or that of an order that names nobody; one that
    /// names nobody takes a free place only, as all of them together may turn out to be one customer.
    #[inline]
    pub fn add(&mut self, order: u32, customer_of: impl Fn(u32) -> u32) {
        if self.orders.contains(&order) {
            return;
        }
        let customer = customer_of(order);
        let mut place = None;
        for (at, other) in self.orders.iter().enumerate() {
            if *other == FREE {
                place = Some(at);
                break;
            }
            match customer_of(*other) {
                ANONYMOUS if customer != ANONYMOUS => place = Some(at),
                known if known == customer && customer != ANONYMOUS => return,
                _ => {}
            }
        }
        if let Some(place) = place {
            self.orders[place] = order;
        }
    }

    /// The orders.
    pub fn orders(&self) -> impl Iterator<Item = u32> {
        self.orders.into_iter().filter(|order| *order != FREE)
    }

    /// Whether [`ENOUGH_CUSTOMERS`] different customers are among them; all orders that name nobody are one customer.
    pub fn are_enough(&self, customer_of: impl Fn(u32) -> u32) -> bool {
        let mut customers: Vec<u32> = self.orders().map(customer_of).collect();
        customers.sort_unstable();
        customers.dedup();
        customers.len() >= ENOUGH_CUSTOMERS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Order `o` is of the customer `customers[o]`.
    #[track_caller]
    fn check(customers: &[u32], enough: bool) {
        let customer_of = |order: u32| customers[order as usize];
        let mut witnesses = Witnesses::default();
        for order in (0..customers.len() as u32).flat_map(|order| [order, order]) {
            witnesses.add(order, customer_of);
        }
        assert_eq!(witnesses.are_enough(customer_of), enough, "{customers:?}");
    }

    #[test]
    fn three_customers_are_enough() {
        check(&[], false);
        check(&[1, 2], false);
        check(&[1, 1, 1, 1, 2, 2], false);
        check(&[1, 1, 1, 2, 2, 3], true);
        check(&[ANONYMOUS; 9], false);
        check(&[ANONYMOUS, ANONYMOUS, ANONYMOUS, 1], false);
        check(&[ANONYMOUS, ANONYMOUS, ANONYMOUS, 1, 2], true);
        check(&[1, 2, ANONYMOUS], true);
        check(&[ANONYMOUS, ANONYMOUS, ANONYMOUS, 1, 1, 2, 3], true);
        check(&[1, ANONYMOUS, 1, ANONYMOUS, 1], false);
    }

    /// Where no order names anybody, each gets a customer of its own at the end.
    #[test]
    fn nameless_orders_may_get_customers_at_the_end() {
        let mut witnesses = Witnesses::default();
        [4, 4, 7].into_iter().for_each(|order| witnesses.add(order, |_| ANONYMOUS));
        assert!(!witnesses.are_enough(|order| order));
        witnesses.add(9, |_| ANONYMOUS);
        assert!(witnesses.are_enough(|order| order));
    }
}
