//! The reviews of a catalogue, judged and added up.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use cobuy_catalogue::config::Config;
use cobuy_catalogue::data::{Product, TEXT_BYTES};
use cobuy_catalogue::report::Received;
use rayon::prelude::*;

use super::judge::{Judge, Verdict, of_stars};
use super::language::Language;
use super::themes::THEMES;

/// Reviews judged in one go; their texts are kept no longer.
const BLOCK: usize = 4_096;

/// Takes reviews one after the other.
pub struct Collector {
    judge: Judge,
    /// What texts are taken for whose language cannot be told, where no text's can.
    usual: Language,
    pending: Vec<(u32, String, Option<i64>)>,
    verdicts: Vec<Verdict>,
    /// The first texts of each product, a line each.
    texts: BTreeMap<u32, String>,
    seen: HashSet<u64>,
    repeated: u64,
}

impl Collector {
    /// For the reviews of one file.
    pub fn new(config: &Config) -> Self {
        Self {
            judge: Judge::new(config.reviews.language.as_ref().map(|tag| tag.as_str())),
            usual: Language::of_tag(&config.catalog.locale),
            pending: Vec::new(),
            verdicts: Vec::new(),
            texts: BTreeMap::new(),
            seen: HashSet::new(),
            repeated: 0,
        }
    }

    /// Takes a review of a product: text without markup, stars in millionths.
    pub fn take(&mut self, product: u32, text: String, stars: Option<i64>) {
        if !text.is_empty() {
            // Apps that list reviews by variant list each several times.
            let mut hasher = DefaultHasher::new();
            (product, &text).hash(&mut hasher);
            if !self.seen.insert(hasher.finish()) {
                self.repeated += 1;
                return;
            }
            add_line(self.texts.entry(product).or_default(), &text);
        }
        self.pending.push((product, text, stars));
        if self.pending.len() == BLOCK {
            self.judge_pending();
        }
    }

    fn judge_pending(&mut self) {
        let judge = &self.judge;
        let verdict =
            |(product, text, stars): &(u32, String, Option<i64>)| judge.verdict(*product, text, *stars);
        self.verdicts.par_extend(self.pending.par_iter().map(verdict));
        self.pending.clear();
    }

    /// Adds everything to the products.
    pub fn finish(mut self, products: &mut [Product]) -> Received {
        self.judge_pending();
        let mut received =
            Received { reviews: self.verdicts.len() as u64, repeated: self.repeated, ..Received::default() };
        let unsure = self.most_common().unwrap_or(self.usual);
        let most = stars_of(&self.verdicts);
        let mut languages: BTreeMap<Language, u64> = BTreeMap::new();
        let mut rated: BTreeMap<u32, (i64, u32)> = BTreeMap::new();
        let mut reviewed: Vec<u32> = self.verdicts.iter().map(|verdict| verdict.product).collect();
        for verdict in &self.verdicts {
            let opinion = products[verdict.product as usize].details.opinion.get_or_insert_default();
            let by_stars = verdict.stars.map(|stars| of_stars(stars, most));
            let language = verdict.language.unwrap_or(unsure);
            if verdict.text {
                *languages.entry(language).or_default() += 1;
                opinion.texts += 1;
            }
            for (bit, mentions) in opinion.themes.iter_mut().enumerate() {
                mentions.affirmed += u32::from(verdict.themes.0 >> bit & 1);
                mentions.denied += u32::from(verdict.themes.1 >> bit & 1);
            }
            if let Some(stars) = verdict.stars {
                let (sum, count) = rated.entry(verdict.product).or_default();
                *sum = sum.saturating_add(stars);
                *count += 1;
            }
            let by_text = (verdict.text && language == Language::ENGLISH).then_some(verdict.sentiment);
            if let Some((text, stars)) = by_text.zip(by_stars) {
                received.compared.0 += 1;
                received.compared.1 += u64::from(text == stars);
            }
            received.by_text += u64::from(by_text.is_some());
            match by_text.or(by_stars) {
                Some(sentiment) => {
                    received.by_stars += u64::from(by_text.is_none());
                    received.sentiment[(1 - sentiment) as usize] += 1;
                    opinion.judged += 1;
                    opinion.balance += i32::from(sentiment);
                }
                None => received.unjudged += 1,
            }
        }
        for (product, (sum, count)) in rated {
            let details = &mut products[product as usize].details;
            // A mean that the shop states counts reviews that are not in the file.
            if details.rating_hundredths.is_none() {
                let hundredths = sum / i64::from(count) * 5 / most / 10_000;
                details.rating_hundredths = u16::try_from(hundredths.clamp(0, 500)).ok();
                details.ratings = count;
            }
        }
        for (product, text) in std::mem::take(&mut self.texts) {
            add_line(&mut products[product as usize].details.reviews, &text);
        }
        reviewed.sort_unstable();
        reviewed.dedup();
        received.products = reviewed.len() as u64;
        received.languages =
            languages.into_iter().map(|(language, texts)| (language.name(), texts)).collect();
        // Stable: of equal ones the language that is listed first.
        received.languages.sort_by_key(|(_, texts)| std::cmp::Reverse(*texts));
        received.themes = said(&reviewed, products);
        received
    }

    /// The language that most texts are surely in.
    fn most_common(&self) -> Option<Language> {
        let mut counts: BTreeMap<Language, u64> = BTreeMap::new();
        for language in self.verdicts.iter().filter_map(|verdict| verdict.language) {
            *counts.entry(language).or_default() += 1;
        }
        counts
            .into_iter()
            .max_by_key(|(language, texts)| (*texts, std::cmp::Reverse(*language)))
            .map(|(language, _)| language)
    }
}

/// Adds a line where there is room.
fn add_line(text: &mut String, line: &str) {
    if text.len() < TEXT_BYTES {
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text.push_str(line);
        text.truncate(text.floor_char_boundary(TEXT_BYTES));
    }
}

/// The most that a review's stars can be: 5, or 10 or 100 where one has more.
fn stars_of(verdicts: &[Verdict]) -> i64 {
    let highest = verdicts.iter().filter_map(|verdict| verdict.stars).max().unwrap_or(0);
    [5, 10].into_iter().find(|most| highest <= most * 1_000_000).unwrap_or(100)
}

/// Products of which a review affirms each theme.
fn said(reviewed: &[u32], products: &[Product]) -> Vec<(&'static str, u64)> {
    let with = |theme: usize| {
        let affirmed = |product: &&u32| {
            let opinion = products[**product as usize].details.opinion.as_deref();
            opinion.is_some_and(|opinion| opinion.themes[theme].affirmed > 0)
        };
        reviewed.iter().filter(affirmed).count() as u64
    };
    let all = THEMES.iter().enumerate().map(|(at, theme)| (theme.name, with(at)));
    all.filter(|(_, products)| *products > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::opinion::Mentions;

    fn collected(
        toml: &str,
        products: usize,
        reviews: &[(u32, &str, Option<i64>)],
    ) -> (Vec<Product>, Received) {
        let mut collector = Collector::new(&Config::parse(toml, "cobuy.toml").unwrap());
        for (product, text, stars) in reviews {
            collector.take(*product, (*text).to_owned(), stars.map(|stars| stars * 1_000_000));
        }
        let mut products = vec![Product::default(); products];
        let received = collector.finish(&mut products);
        (products, received)
    }

    #[test]
    fn reviews_add_up() {
        let reviews = [
            (0, "I love this tent, it is very durable and we have used it every summer.", Some(5)),
            (0, "Great", Some(2)),
            (0, "Great", Some(2)),
            (0, "", Some(4)),
            (1, "Das Zelt ist leider nicht wasserdicht und nach zwei Wochen kaputt gegangen.", None),
            (1, "Das Zelt ist leider überhaupt nicht zu gebrauchen, ich bin enttäuscht.", Some(1)),
        ];
        let (products, received) = collected("", 3, &reviews);
        let opinion = products[0].details.opinion.as_deref().unwrap();
        assert_eq!((opinion.texts, opinion.judged, opinion.balance), (2, 3, 1));
        assert_eq!(opinion.themes[0], Mentions { affirmed: 1, denied: 0 });
        assert_eq!(products[0].details.reviews.lines().count(), 2);
        // 5, 2 and 4 stars, the repeated 2 left out.
        assert_eq!((products[0].details.rating_hundredths, products[0].details.ratings), (Some(366), 3));
        let opinion = products[1].details.opinion.as_deref().unwrap();
        assert_eq!((opinion.texts, opinion.judged, opinion.balance), (2, 1, -1));
        assert_eq!(opinion.themes[6], Mentions { affirmed: 0, denied: 1 });
        assert_eq!(products[2].details.opinion, None);
        assert_eq!((received.reviews, received.repeated, received.products), (5, 1, 2));
        // "Great" is too short to tell; two texts are German and one English, so it is German and has its stars.
        assert_eq!(received.languages, [("German", 3), ("English", 1)]);
        assert_eq!((received.by_text, received.by_stars, received.unjudged), (1, 3, 1));
        assert_eq!((received.sentiment, received.compared), ([2, 0, 2], (1, 1)));
        assert_eq!(received.themes, [("durable", 1)]);
    }

    #[test]
    fn short_texts_are_of_the_shop_s_language() {
        let check = |toml: &str, text: &str, sentiment: [u64; 3], unjudged: u64| {
            let (_, received) = collected(toml, 1, &[(0, text, None)]);
            assert_eq!((received.sentiment, received.unjudged), (sentiment, unjudged), "{text}");
        };
        check("", "Great", [1, 0, 0], 0);
        check("catalog.locale = 'de'", "Super", [0, 0, 0], 1);
    }

    #[test]
    fn a_stated_rating_stays() {
        let mut products = vec![Product::default()];
        products[0].details.rating_hundredths = Some(450);
        products[0].details.ratings = 80;
        let mut collector = Collector::new(&Config::default());
        collector.take(0, String::new(), Some(10_000_000));
        collector.finish(&mut products);
        assert_eq!((products[0].details.rating_hundredths, products[0].details.ratings), (Some(450), 80));
        assert_eq!(products[0].details.opinion.as_deref().unwrap().balance, 1);
    }
}
