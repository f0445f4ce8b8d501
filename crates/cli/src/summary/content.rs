//! What became of reviews and pictures.

use cobuy_catalogue::report::{PicturesReport, Received, ReviewsReport};

use super::{SHOWN, ellipsis, line, row, unreadable};
use crate::words::{count, counted, percent};

/// What was found in files of reviews.
pub fn reviews(text: &mut String, report: &ReviewsReport) {
    for file in &report.files {
        let lines = counted(file.lines, "line");
        line(text, "Reviews", &format!("{}: {lines} ({})", file.file, file.kind));
    }
    row(text, report.received.reviews, &format!("used, of {}", counted(report.received.products, "product")));
    let left_out = [
        (report.received.repeated, "the same text of the same product once more, left out"),
        (report.too_old, "older than max_age_days, left out"),
        (report.unreadable.lines, "unreadable"),
    ];
    for (lines, what) in left_out.into_iter().filter(|(lines, _)| *lines > 0) {
        row(text, lines, what);
    }
    unreadable(text, &report.unreadable);
    let mut joined = format!("{} of the reviews found their product", percent(report.join_rate));
    if report.unjoined.lines > 0 {
        let shown: Vec<&str> = report.unjoined.first.iter().take(SHOWN).map(|(id, _)| id.as_str()).collect();
        joined += &format!("; not there: {}", ellipsis(&shown, report.unjoined.products));
    }
    line(text, "", &joined);
    received(text, &report.received);
}

/// What reviews say, from a file or from a column of the products file.
pub fn received(text: &mut String, received: &Received) {
    let listed = |of: &[(&str, u64)]| {
        of.iter().map(|(name, number)| format!("{name} {}", count(*number))).collect::<Vec<_>>().join(", ")
    };
    if !received.languages.is_empty() {
        line(text, "", &format!("texts: {}", listed(&received.languages)));
    }
    let [positive, neutral, negative] = received.sentiment.map(count);
    let mut read = vec![format!("{} read from English texts", count(received.by_text))];
    if received.by_stars > 0 {
        read.push(format!("{} taken from stars", count(received.by_stars)));
    }
    if received.unjudged > 0 {
        let none = "not in English and without stars, so of no known sentiment";
        read.push(format!("{} {none}", count(received.unjudged)));
    }
    let found = format!("sentiment: {positive} positive, {neutral} neutral, {negative} negative");
    line(text, "", &format!("{found}; {}", read.join(", ")));
    if received.compared.0 > 0 {
        let share = percent(received.compared.1 as f64 / received.compared.0 as f64);
        let texts = counted(received.compared.0, "English text");
        line(text, "", &format!("{share} of {texts} with stars say what the stars say"));
    }
    if !received.themes.is_empty() {
        line(text, "", &format!("products praised as: {}", listed(&received.themes)));
    }
}

/// What was found in a folder of pictures.
pub fn pictures(text: &mut String, report: &PicturesReport) {
    line(text, "Pictures", &format!("{}: {}", report.folder, counted(report.files, "file")));
    row(text, report.products, "products with colours and style");
    let (broken, others) = (&report.broken_first, &report.other_files);
    if report.broken > 0 {
        row(text, report.broken, "cannot be read, their products have none");
        for (file, reason) in broken.iter().take(SHOWN) {
            line(text, "", &format!("{:14}{file}: {reason}", ""));
        }
    }
    if report.further > 0 {
        row(text, report.further, "further pictures of a product that has one");
    }
    if report.strangers > 0 {
        let shown: Vec<&str> = report.strangers_first.iter().take(SHOWN).map(String::as_str).collect();
        row(text, report.strangers, &format!("of no product: {}", ellipsis(&shown, report.strangers)));
    }
    if !others.is_empty() {
        let kinds: Vec<String> = others
            .iter()
            .map(|(ending, files)| {
                let ending = if ending.is_empty() { "without ending" } else { ending };
                format!("{ending} {}", count(*files))
            })
            .collect();
        let files = others.iter().map(|(_, files)| files).sum();
        row(text, files, &format!("files of kinds that are not read: {}", kinds.join(", ")));
    }
}
