//! A small shop, and the command as a script sees it.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Where a shop was built.
pub struct Built {
    /// The public folder.
    pub out: String,
    /// The private one.
    pub work: String,
}

/// Runs the command.
pub fn cobuy(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cobuy")).args(arguments).output().unwrap()
}

/// Runs the command, compares exit code and what both streams contain, and gives back stdout.
#[track_caller]
pub fn check(arguments: &[&str], code: i32, stdout: &[&str], stderr: &[&str]) -> String {
    let output = cobuy(arguments);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    for (text, wanted) in [(&out, stdout), (&err, stderr)] {
        for wanted in wanted {
            assert!(text.contains(wanted), "{arguments:?}: no {wanted:?} in\n{text}");
        }
    }
    out.into_owned()
}

/// Builds a shop in which tent and pegs, and stove and mug, belong together; from the 60th order on there is a kettle.
/// One title tries to end a script.
pub fn shop(folder: &Path, name: &str, orders: usize, arguments: &[&str]) -> Built {
    let mut text = String::from("order_id,customer_id,timestamp,product_id,title,quantity,unit_price\n");
    let pairs = [("tent", "pegs"), ("stove", "mug"), ("tent", "lamp"), ("tent", "pegs"), ("lamp", "mug")];
    for number in 0..orders {
        let (a, b) = if number >= 60 { ("kettle", "stove") } else { pairs[number % pairs.len()] };
        for product in [a, b] {
            let day = 1 + number / 4;
            let title = if product == "mug" {
                "The </script><b>mug</b>".to_owned()
            } else {
                format!("The {product}")
            };
            let customer = number % 17;
            text += &format!("o{number},c{customer},2026-01-{day:02} 10:00:00,{product},{title},1,9.50\n");
        }
    }
    let file = folder.join(format!("{name}.csv"));
    fs::write(&file, text).unwrap();
    let at = |what: &str| folder.join(format!("{name}-{what}")).display().to_string();
    let built = Built { out: at("recs"), work: at("work") };
    let orders = file.display().to_string();
    let build = ["build", "--orders", &orders, "--out", &built.out, "--work", &built.work];
    check(&[&build, arguments].concat(), 0, &["Snapshot"], &[]);
    built
}
