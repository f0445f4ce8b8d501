//! A report for people: a table, then what it means.

use std::fmt::Write;

use cobuy_eval::{Figures, Line, Report, Share};

use crate::words::count;

const HEAD: [&str; 7] = ["HR@3", "HR@6", "HR@20", "MRR@20", "NDCG@6", "answered", "coverage"];

/// A difference of less than this many standard errors may be chance (two-sided, one in twenty).
const SURE: f64 = 1.96;

/// The whole report. `sessions` says whether clicks or baskets were asked for.
pub fn report(report: &Report, sessions: bool) -> String {
    let mut text = String::new();
    let Some(model) = report.lines.first() else { return text };
    let what = if sessions { "clicks of sessions" } else { "baskets" };
    let _ = writeln!(text, "{} cases from {what}; recipe: {}\n", count(model.figures.cases), report.recipe);
    let _ = write!(text, "{:30}", "");
    for head in HEAD {
        let _ = write!(text, "{head:>9}");
    }
    text.push('\n');
    for line in &report.lines {
        row(&mut text, line);
    }
    let _ = writeln!(text, "{:30}{}", "  standard error, this model", errors(&model.figures));
    text.push('\n');
    let popular = report.lines.iter().find(|line| line.name == "popular items");
    let cosine = report.lines.iter().find(|line| line.name == "plain cosine");
    for (other, over) in [(popular, &report.over_popular), (cosine, &report.over_cosine)] {
        if let Some(other) = other {
            let _ = writeln!(text, "{}", verdict(model, other, *over));
        }
    }
    text
}

fn row(text: &mut String, line: &Line) {
    let f = &line.figures;
    let _ = write!(text, "{:30}", line.name);
    for share in [f.hr3, f.hr6, f.hr20, f.mrr20, f.ndcg6] {
        let _ = write!(text, "{:>9.4}", share.mean);
    }
    let _ = writeln!(text, "{:>8.1}%{:>8.1}%", f.answered.mean * 100.0, f.coverage * 100.0);
}

fn errors(figures: &Figures) -> String {
    let shares = [figures.hr3, figures.hr6, figures.hr20, figures.mrr20, figures.ndcg6];
    shares.iter().map(|share| format!("{:>9.4}", share.error)).collect()
}

/// Whether the model is better than something, in words, and by how much.
fn verdict(model: &Line, other: &Line, over: Share) -> String {
    let (own, others) = (model.figures.hr6.mean * 100.0, other.figures.hr6.mean * 100.0);
    let name = &other.name;
    let shares = format!("{own:.1} of 100 cases have the product among the first six, {name} in {others:.1}");
    let points = format!("{:.1} ± {:.1} points", over.mean.abs() * 100.0, over.error * 100.0);
    if over.mean.abs() <= SURE * over.error {
        return format!("No clear difference to {name}: {shares}. The difference, {points}, may be chance.");
    }
    if over.mean < 0.0 {
        return format!("The model does not beat {name}: {shares}, {points} more.");
    }
    let times = if others > 0.05 { format!(", {:.1} times as often", own / others) } else { String::new() };
    format!("The model beats {name}: {shares}: {points} more{times}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, hr6: f64) -> Line {
        let figures = Figures { hr6: Share { mean: hr6, error: 0.01 }, ..Figures::default() };
        Line { name: name.to_owned(), figures }
    }

    #[test]
    fn verdicts_say_what_is_sure() {
        let check = |own: f64, error: f64, expected: &str| {
            let over = Share { mean: own - 0.1, error };
            let text = verdict(&line("this model", own), &line("popular items", 0.1), over);
            assert!(text.starts_with(expected), "{text}");
        };
        check(0.3, 0.01, "The model beats popular items: 30.0 of 100 cases");
        check(0.11, 0.01, "No clear difference to popular items");
        check(0.05, 0.01, "The model does not beat popular items");
        let text = verdict(&line("m", 0.3), &line("popular items", 0.1), Share { mean: 0.2, error: 0.01 });
        assert!(text.ends_with("20.0 ± 1.0 points more, 3.0 times as often."), "{text}");
    }
}
