//! Decimals of currencies. An amount of money is a whole number of minor units everywhere; how many of them make one
//! unit is decided here and nowhere else. Browsers are not asked: by the Unicode CLDR some of them give a forint or a rupiah
//! no decimals, where ISO 4217 and the files of shops give two.

/// Codes of the currencies whose minor unit is not a hundredth, by their number of decimals (ISO 4217, list one, as of
/// January 2026).
const OTHERS: [(u8, &str); 3] =
    [(0, "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF"), (3, "BHDIQDJODKWDLYDOMRTND"), (4, "CLFUYW")];

/// Number of decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD. `code` is an ISO 4217 code in capitals; two decimals
/// for one that the list does not name.
pub fn exponent(code: &str) -> u8 {
    let names = |codes: &str| codes.as_bytes().chunks(3).any(|known| known == code.as_bytes());
    OTHERS.iter().find(|(_, codes)| names(codes)).map_or(2, |(decimals, _)| *decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_by_iso_4217() {
        let check = |codes: &[&str], decimals| {
            for code in codes {
                assert_eq!(exponent(code), decimals, "{code}");
            }
        };
        check(&["BIF", "ISK", "JPY", "KRW", "PYG", "XPF"], 0);
        // To these the Unicode CLDR gives no decimals.
        check(&["HUF", "IDR", "COP", "PKR", "RSD", "EUR", "USD", "TWD", "LAK"], 2);
        check(&["BHD", "IQD", "KWD", "TND"], 3);
        check(&["CLF", "UYW"], 4);
        // A code begins where a code begins, and what is none has two.
        check(&["IFC", "PDJ", "", "J", "JPYKMF"], 2);
    }
}
