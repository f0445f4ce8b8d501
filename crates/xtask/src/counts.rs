//! What a test runner said at its end, as numbers.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// Tests of one or more runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Tests that ran and held.
    pub passed: u64,
    /// Tests that ran and did not.
    pub failed: u64,
    /// Tests that did not run.
    pub skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// Adds up the summary lines of `cargo test`, `cargo nextest` and `node --test` in an output.
    pub fn of(lines: &[String]) -> Self {
        let mut total = Self::default();
        for line in lines {
            let line = plain(line);
            let line = line.trim_start();
            if let Some(rest) = line.strip_prefix("test result: ") {
                total += from_phrases(rest);
            } else if let Some((_, rest)) =
                line.strip_prefix("Summary ").and_then(|line| line.split_once("run: "))
            {
                total += from_phrases(rest);
            } else if let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) {
                total += from_node(rest);
            }
        }
        total
    }
}

/// A line without terminal colours.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, text)| text);
    }
    out + rest
}

/// `ok. 5 passed; 0 failed; 1 ignored` and `45 passed (1 slow), 2 failed, 3 skipped`.
fn from_phrases(text: &str) -> Counts {
    let mut counts = Counts::default();
    let words: Vec<&str> = text.split([' ', ';', ',']).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u64>() else { continue };
        match pair[1] {
            "passed" => counts.passed += number,
            "failed" | "timed" => counts.failed += number,
            "ignored" | "skipped" => counts.skipped += number,
            _ => {}
        }
    }
    counts
}

/// `pass 12`, `fail 0`, `skipped 1`, …: one line each.
fn from_node(text: &str) -> Counts {
    let number =
        |name: &str| text.strip_prefix(name).and_then(|rest| rest.trim().parse::<u64>().ok()).unwrap_or(0);
    Counts {
        passed: number("pass "),
        failed: number("fail ") + number("cancelled "),
        skipped: number("skipped ") + number("todo "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_every_runner() {
        let check = |output: &str, passed, failed, skipped| {
            let lines: Vec<String> = output.lines().map(String::from).collect();
            assert_eq!(Counts::of(&lines), Counts { passed, failed, skipped }, "{output}");
        };
        check(
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.00s",
            5,
            0,
            1,
        );
        check("test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", 5, 2, 0);
        check("     Summary [   0.109s] 45 tests run: 45 passed (1 slow), 2 skipped", 45, 0, 2);
        check(
            "\u{1b}[32;1m     Summary\u{1b}[0m [ 0.1s] \u{1b}[1m9\u{1b}[0m tests run: \u{1b}[1m8\u{1b}[0m passed, \u{1b}[1m1\u{1b}[0m failed, 0 skipped",
            8,
            1,
            0,
        );
        check("ℹ tests 3\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0", 2, 2, 0);
        check("# pass 7\n# fail 0\n# a comment", 7, 0, 0);
        check("test tests::x ... ok\nnothing to see", 0, 0, 0);
    }
}
