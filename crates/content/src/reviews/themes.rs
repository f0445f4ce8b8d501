//! Words that shoppers choose by, as reviews write them.
//!
//! A theme is found where one of its forms stands: words in lower case one after the other, `-` like a blank, and the last
//! may end in `*` for any ending. It is denied where a negation stands in the same clause at most three words before it
//! ("not very durable", "n'est pas solide", "nicht wirklich haltbar"), unless that is "not only". Words that mean something
//! else as often as not are left out (German "sicher" is also "surely", French "sûr" is in "bien sûr").
//!
//! Forms of all three languages are looked for in every review: none of them is a word of another meaning in another of
//! the three, and short reviews do not show their language.

use std::collections::HashMap;
use std::sync::LazyLock;

use cobuy_catalogue::opinion;

/// One theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Its name in reports.
    pub name: &'static str,
    en: &'static [&'static str],
    de: &'static [&'static str],
    fr: &'static [&'static str],
}

/// All themes; a review's are bits in this order.
#[rustfmt::skip]
pub const THEMES: [Theme; opinion::THEMES] = [
    Theme {
        name: "durable",
        en: &["durable", "durability", "sturdy", "robust", "long lasting", "well made", "well built", "built to last"],
        de: &["haltbar*", "langlebig*", "robust*", "stabil", "stabile*", "strapazierfähig*"],
        fr: &["durables", "solide*", "robuste*", "résistant*"],
    },
    Theme {
        name: "eco-friendly",
        en: &["eco friendly", "environmentally friendly", "sustainable", "sustainably", "biodegradable", "compostable",
            "recyclable", "recycled", "plastic free"],
        de: &["umweltfreundlich*", "nachhaltig*", "plastikfrei*", "abbaubar*", "recycelt*", "recycelbar*", "ökologisch*"],
        fr: &["écologique*", "éco responsable*", "écoresponsable*", "recyclé*", "recyclables", "biodégradable*",
            "sans plastique", "respectueux de environnement"],
    },
    Theme {
        name: "safe",
        en: &["safe", "safely", "safety", "non toxic", "nontoxic"],
        de: &["sicherheit*", "kindersicher*", "ungiftig*", "schadstofffrei*"],
        fr: &["sécurité", "sécuris*", "non toxique*"],
    },
    Theme {
        name: "luxury",
        en: &["luxury", "luxurious", "luxuriously", "premium", "elegant", "high end"],
        de: &["luxus*", "luxuriös*", "edel", "edle*", "hochwertig*"],
        fr: &["luxe", "luxueux", "luxueuse*", "haut de gamme", "élégant*"],
    },
    Theme {
        name: "comfortable",
        en: &["comfortable", "comfortably", "comfy", "cosy", "cozy"],
        de: &["bequem*", "komfortabel", "komfortable*", "gemütlich*"],
        fr: &["confortable*", "confortablement"],
    },
    Theme {
        name: "lightweight",
        en: &["lightweight", "light weight", "ultralight", "very light", "so light", "super light", "weighs nothing"],
        de: &["leichtgewicht*", "federleicht*", "superleicht*", "ultraleicht*", "sehr leicht", "so leicht"],
        fr: &["léger", "légers", "légère", "légères", "ultraléger*"],
    },
    Theme {
        name: "waterproof",
        en: &["waterproof", "watertight", "water tight", "water resistant", "weatherproof"],
        de: &["wasserdicht*", "wasserfest*", "regenfest*", "wetterfest*"],
        fr: &["imperméable*", "étanche*", "étanchéité"],
    },
    Theme {
        name: "easy to use",
        en: &["easy to", "simple to", "user friendly", "straightforward", "effortless"],
        de: &["einfach zu", "leicht zu", "kinderleicht*", "benutzerfreundlich*", "unkompliziert*"],
        fr: &["facile à", "faciles à", "simple à", "facile utilisation"],
    },
    Theme {
        name: "warm",
        en: &["warm", "warmth", "toasty"],
        de: &["warme*", "wärmt*", "mollig*", "kuschelig*"],
        fr: &["chaud", "chauds", "chaude", "chaudes", "bien chaud"],
    },
    Theme {
        name: "compact",
        en: &["compact", "packs small", "folds small", "packable"],
        de: &["kompakt*", "kleines packmaß", "handlich*", "platzsparend*"],
        fr: &["compacte*", "compacts", "peu encombrant*"],
    },
    Theme {
        name: "quiet",
        en: &["quiet", "quietly", "silent", "silently", "noiseless"],
        de: &["leise*", "geräuschlos*", "geräuscharm*"],
        fr: &["silencieux", "silencieuse*"],
    },
    Theme {
        name: "good value",
        en: &["good value", "great value", "excellent value", "value for money", "worth the money", "worth every"],
        de: &["preiswert*", "geld wert", "cent wert", "gutes preis leistungs*"],
        fr: &["bon rapport qualité", "excellent rapport qualité", "bon rapport"],
    },
];

/// Words that deny what follows; with `n't` at the end, `n'` and `kein…`, `aucun…` at the beginning of a word.
const NEGATIONS: [&str; 24] = [
    "not", "no", "never", "neither", "nor", "hardly", "barely", "cannot", "without", "lacks", "less",
    "nicht", "nie", "niemals", "weder", "kaum", "ohne", "wenig", "pas", "jamais", "ni", "sans", "peu",
    "guère",
];

/// After a negation these say that there is more: "not only durable".
const MORE: [&str; 6] = ["only", "just", "nur", "seulement", "uniquement", "merely"];

/// Words that begin another clause.
const CLAUSES: [&str; 5] = ["but", "aber", "mais", "sondern", "although"];

/// Words between a negation and what it denies, and one.
const REACH: usize = 3;

/// Themes that a text affirms and those that it denies, as bits. One that it does both with counts as neither.
pub(super) fn themes(text: &str) -> (u16, u16) {
    let (mut affirmed, mut denied) = (0u16, 0u16);
    for clause in clauses(text) {
        for at in 0..clause.len() {
            for (bit, form) in FORMS.get(beginning(&clause[at])).into_iter().flatten() {
                if stands(form, &clause[at..]) {
                    let of = if is_denied(&clause[..at]) { &mut denied } else { &mut affirmed };
                    *of |= 1 << bit;
                }
            }
        }
    }
    let both = affirmed & denied;
    (affirmed & !both, denied & !both)
}

/// Theme and form by how the form begins: looking through all forms at every word would take longer than the lexicon.
static FORMS: LazyLock<HashMap<&str, Vec<(usize, &str)>>> = LazyLock::new(|| {
    let mut forms: HashMap<&str, Vec<(usize, &str)>> = HashMap::new();
    for (bit, theme) in THEMES.iter().enumerate() {
        for form in [theme.en, theme.de, theme.fr].into_iter().flatten() {
            let word = form.split([' ', '*']).next().unwrap_or(form);
            forms.entry(beginning(word)).or_default().push((bit, form));
        }
    }
    forms
});

/// The first three letters of a word. No form ends in `*` before its third.
fn beginning(word: &str) -> &str {
    word.char_indices().nth(3).map_or(word, |(end, _)| &word[..end])
}

/// The words of a text, clause by clause.
fn clauses(text: &str) -> Vec<Vec<String>> {
    let mut clauses = vec![Vec::new()];
    let lower = text.to_lowercase().replace('’', "'");
    for part in lower.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'') {
        let mark = part.chars().next_back().filter(|c| !c.is_alphanumeric() && *c != '\'');
        let word = unelided(part.trim_matches(|c: char| !c.is_alphanumeric()));
        if CLAUSES.contains(&word) {
            clauses.push(Vec::new());
        }
        if let Some(clause) = clauses.last_mut().filter(|_| !word.is_empty()) {
            clause.push(word.to_owned());
        }
        if mark.is_some_and(|mark| matches!(mark, '.' | '!' | '?' | ';' | ':' | ',' | '(' | ')' | '\n')) {
            clauses.push(Vec::new());
        }
    }
    clauses.retain(|clause| !clause.is_empty());
    clauses
}

/// French articles and pronouns are cut off: "l'étanchéité". `n'` stays, it denies.
fn unelided(word: &str) -> &str {
    match word.split_once('\'') {
        Some((before, after)) if before != "n" && before.chars().count() <= 2 && after.len() > 2 => after,
        _ => word,
    }
}

/// Whether the words begin with a form.
fn stands(form: &str, words: &[String]) -> bool {
    let mut words = words.iter();
    form.split(' ').all(|wanted| {
        words.next().is_some_and(|word| match wanted.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => word == wanted,
        })
    })
}

fn is_denied(before: &[String]) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    let denies = |word: &str| {
        NEGATIONS.contains(&word)
            || word.ends_with("n't")
            || ["n'", "kein", "aucun"].iter().any(|start| word.starts_with(start))
    };
    let at = near.iter().rposition(|word| denies(word));
    at.is_some_and(|at| !near.get(at + 1).is_some_and(|next| MORE.contains(&next.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, affirmed: &[&str], denied: &[&str]) {
        let names = |bits: u16| -> Vec<&str> {
            THEMES
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1 << at) != 0)
                .map(|(_, theme)| theme.name)
                .collect()
        };
        let (yes, no) = themes(text);
        assert_eq!((names(yes), names(no)), (affirmed.to_vec(), denied.to_vec()), "{text}");
    }

    #[test]
    fn what_reviews_say() {
        check("Very durable, and so light!", &["durable", "lightweight"], &[]);
        check("Eco-friendly and well made.", &["durable", "eco-friendly"], &[]);
        check("Sehr haltbares Zelt, leicht zu reinigen", &["durable", "easy to use"], &[]);
        check("Une tente solide, légère et étanche", &["durable", "lightweight", "waterproof"], &[]);
        check("Respectueux de l'environnement", &["eco-friendly"], &[]);
        check("Nothing to say of it.", &[], &[]);
        check("", &[], &[]);
    }

    #[test]
    fn negation_is_respected() {
        check("Not durable.", &[], &["durable"]);
        check("It isn’t very durable", &[], &["durable"]);
        check("This is not at all waterproof", &[], &["waterproof"]);
        check("Nicht wirklich wasserdicht, aber bequem", &["comfortable"], &["waterproof"]);
        check("Ce n'est pas solide mais confortable", &["comfortable"], &["durable"]);
        check("Kein Luxus", &[], &["luxury"]);
        check("Not only durable but also quiet", &["durable", "quiet"], &[]);
        // A negation of another clause, and one too far away.
        check("I would not change it, it is durable", &["durable"], &[]);
        check("Never had a rain jacket that felt so waterproof", &["waterproof"], &[]);
        // Said and denied is neither.
        check("Durable? Not durable!", &[], &[]);
        check("An unsafe thing, unbequem", &[], &[]);
    }

    #[test]
    fn the_table_holds_what_it_promises() {
        assert!(THEMES.len() <= 16);
        for theme in THEMES {
            let forms: Vec<&&str> = [theme.en, theme.de, theme.fr].into_iter().flatten().collect();
            assert!(!theme.en.is_empty() && !theme.de.is_empty() && !theme.fr.is_empty(), "{}", theme.name);
            for form in forms {
                assert_eq!(*form, form.to_lowercase(), "{form}");
                assert!(form.find('*').is_none_or(|end| end > 2), "{form}");
                let found = themes(&form.replace('*', ""));
                assert_ne!(found.0, 0, "{form} does not find itself");
            }
        }
    }
}
