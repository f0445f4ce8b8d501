//! The name that somebody probably meant.

/// The name with the fewest letters to change, where fewer than half of them are; of equal ones the smallest. Upper and
/// lower case do not count.
pub fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let folded = wanted.to_lowercase();
    let (changes, name) = names.map(|name| (distance(&folded, &name.to_lowercase()), name)).min()?;
    (2 * changes <= wanted.chars().count()).then(|| name.to_owned())
}

/// What an error says of it: nothing, or the name after a semicolon.
pub fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(String::new, |name| format!("; the nearest is {name:?}"))
}

/// Levenshtein's distance: letters to insert, remove or replace.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        let check = |a, b, expected| assert_eq!(distance(a, b), expected, "{a} {b}");
        check("", "abc", 3);
        check("tent", "tent", 0);
        check("tnet", "tent", 2);
        check("kitten", "sitting", 3);
    }

    #[test]
    fn only_what_is_near_is_named() {
        let check = |wanted: &str, expected: Option<&str>| {
            assert_eq!(nearest(wanted, ["Lamp", "mug", "tent"].into_iter()).as_deref(), expected, "{wanted}");
        };
        check("lamp", Some("Lamp"));
        check("tents", Some("tent"));
        check("wheelbarrow", None);
    }
}
