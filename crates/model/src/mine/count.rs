//! Orders and distinct customers, counted together.

/// Orders and distinct customers that hold a product, or two, or that a shop has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Orders.
    pub orders: u32,
    /// Distinct customers; orders that name none count together as one.
    pub customers: u32,
}

/// A [`Count`] in the making. Orders of one customer have to follow each other.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub count: Count,
    /// Customer of the last order; meaningless while there is none.
    last_customer: u32,
}

impl Tally {
    /// Counts an order.
    pub fn add(&mut self, customer: u32) {
        if self.count.orders == 0 || self.last_customer != customer {
            self.count.customers += 1;
            self.last_customer = customer;
        }
        self.count.orders += 1;
    }
}
