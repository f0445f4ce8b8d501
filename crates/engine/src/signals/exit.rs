//! Whether the shopper is about to leave.

/// 0 (no sign) to 100: 40 for each time that the pointer left the page through its top, where the tab and the address are,
/// and 15 for each time that the page was hidden. Phones have no pointer; there only the second is seen.
pub fn exit(exits: u8, hidden: u8) -> u8 {
    (u32::from(exits) * 40 + u32::from(hidden) * 15).min(100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_add_up_to_a_hundred() {
        let check = |exits, hidden, expected| assert_eq!(exit(exits, hidden), expected);
        check(0, 0, 0);
        check(1, 0, 40);
        check(1, 2, 70);
        check(255, 255, 100);
    }
}
