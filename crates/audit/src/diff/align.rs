//! Which product of one folder is which of the other: by key, the one name that every build knows.

use crate::Published;

/// Two folders whose products know their counterparts.
pub(super) struct Aligned<'a> {
    pub old: &'a Published,
    pub new: &'a Published,
    /// Old number to new number.
    pub to_new: Vec<Option<u32>>,
    /// New number to old number.
    pub to_old: Vec<Option<u32>>,
}

impl<'a> Aligned<'a> {
    /// Both lists ascend by key, so each is walked once.
    pub fn new(old: &'a Published, new: &'a Published) -> Self {
        let (mut to_new, mut to_old) = (vec![None; old.products.len()], vec![None; new.products.len()]);
        let (mut at_old, mut at_new) = (0, 0);
        while let (Some(before), Some(now)) = (old.products.get(at_old), new.products.get(at_new)) {
            let order = before.key.cmp(&now.key);
            if order.is_eq() {
                to_new[at_old] = Some(at_new as u32);
                to_old[at_new] = Some(at_old as u32);
            }
            at_old += usize::from(order.is_le());
            at_new += usize::from(order.is_ge());
        }
        Self { old, new, to_new, to_old }
    }
}
