//! What the title of an unknown shop says: which drawing, which colour, which shelf. The words are in `tables`.

use super::palette::{UNNAMED, is_colour};
use super::tables::{KINDS, PROPER};

pub use super::tables::SHELVES;

/// The names in [`KINDS`].
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

/// The drawing for a title.
pub fn kind(title: &str) -> &'static str {
    let title = padded(title);
    let wanted = |words: &[&str]| words.iter().any(|word| has_word(&title, word));
    KINDS.iter().find(|(_, words)| wanted(words)).map_or(super::FALLBACK, |(kind, _)| kind)
}

/// The shelf for a title; [`SHELVES`] ends with the one for everything else.
pub fn shelf(title: &str) -> &'static str {
    let title = padded(title);
    let wanted = |words: &[&str]| words.is_empty() || words.iter().any(|word| has_word(&title, word));
    SHELVES.iter().find(|(.., words)| wanted(words)).map_or("home", |(id, ..)| id)
}

/// The colour a title names, else one that follows from the key.
pub fn colour(title: &str, key: &str) -> String {
    let named = title.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).find(|word| is_colour(word));
    named.unwrap_or_else(|| UNNAMED[hash(key) as usize % UNNAMED.len()].to_owned())
}

/// A title in capitals, as tills print it, in sentence case.
pub fn sentence_case(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for (i, word) in title.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let bare: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        let lower = word.to_lowercase();
        match lower.chars().next() {
            Some(first) if i == 0 || PROPER.contains(&bare.as_str()) => {
                out.extend(first.to_uppercase());
                out.push_str(&lower[first.len_utf8()..]);
            }
            _ => out.push_str(&lower),
        }
    }
    out
}

/// FNV-1a, 32 bits: spreads keys over patterns and colours, the same everywhere.
pub fn hash(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The title in capitals with one blank between and around its words, so that a word can be found with its blanks.
fn padded(title: &str) -> String {
    let words = title.to_uppercase().replace(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'', " ");
    format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn has_word(padded: &str, word: &str) -> bool {
    padded.match_indices(word).any(|(at, _)| {
        let (before, after) = (&padded[..at], &padded[at + word.len()..]);
        before.ends_with(' ') && (after.starts_with(' ') || after.starts_with("S "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_find_their_drawing() {
        let check = |title: &str, expected: &str| assert_eq!(kind(title), expected, "{title}");
        check("WHITE HANGING HEART T-LIGHT HOLDER", "tlight");
        check("JUMBO BAG RED RETROSPOT", "bag");
        check("REGENCY CAKESTAND 3 TIER", "cake");
        check("ALARM CLOCK BAKELIKE GREEN", "clock");
        check("SET OF 3 CAKE TINS PANTRY DESIGN", "cake");
        check("PARTY BUNTING", "bunting");
        check("HOT WATER BOTTLE TEA AND SYMPATHY", "hotwater");
        check("LOVE HEART SOCK HANGER", "hook");
        check("STRAWBERRY CHARM BRACELET", "bracelet");
        check("SOMETHING ELSE ENTIRELY", "gift");
    }

    #[test]
    fn titles_find_their_shelf() {
        let check = |title: &str, expected: &str| assert_eq!(shelf(title), expected, "{title}");
        check("CHRISTMAS TREE T-LIGHT HOLDER", "christmas");
        check("LUNCH BAG BLACK SKULL.", "bags");
        check("ROSES REGENCY TEACUP AND SAUCER", "kitchen");
        check("HAND WARMER UNION JACK", "home");
        check("GIN + TONIC DIET METAL SIGN", "home");
    }

    #[test]
    fn sentences() {
        let check = |title: &str, expected: &str| assert_eq!(sentence_case(title), expected);
        check("WHITE HANGING HEART T-LIGHT HOLDER", "White hanging heart t-light holder");
        check("HAND WARMER UNION JACK", "Hand warmer union Jack");
        check("  SET/6  RED SPOTTY ", "Set/6 red spotty");
        check("", "");
    }

    #[test]
    fn colours() {
        assert_eq!(colour("JUMBO BAG RED RETROSPOT", "85099B"), "red");
        assert_eq!(colour("ALARM CLOCK BAKELIKE GREEN", "22726"), "green");
        assert_eq!(colour("LUNCH BAG", "22383"), colour("LUNCH BOX", "22383"));
    }
}
