//! The names at the border between wasm and its glue, made short.
//!
//! wasm-bindgen gives every import a name with a hash of 16 digits, and every closure's entry an export name of
//! hundreds of letters. Hashes do not compress, and each stands in both files. Measured together with the empty
//! bodies of [`crate::prune`]: wasm 40.1 to 35.4 KB, glue 5.9 to 5.0 KB brotli.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walrus::Module;

/// How the names of the classes begin.
const UNUSED_CLASS: &str = "IntoUnderlying";

/// Exports shorter than this are named by hand and stay readable.
const LONG: usize = 28;

/// Renames in a wasm file and in the glue beside it.
pub fn run(wasm: &Path, glue: &Path) -> Result<()> {
    let mut module = Module::from_file(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let mut renamed = Vec::new();
    for import in module.imports.iter_mut() {
        renamed.push(std::mem::replace(&mut import.name, letters(renamed.len())));
    }
    for export in module.exports.iter_mut().filter(|export| export.name.len() >= LONG) {
        renamed.push(std::mem::replace(&mut export.name, letters(renamed.len())));
    }
    let text = fs::read_to_string(glue).with_context(|| format!("reading {}", glue.display()))?;
    fs::write(glue, replace_names(&without_classes(&text), &renamed))?;
    module.emit_wasm_file(wasm).with_context(|| format!("writing {}", wasm.display()))
}

/// The name number `n`: `$a`, `$b`, … `$z`, `$aa`. The glue has no other names with a dollar sign.
fn letters(n: usize) -> String {
    let mut name = if n >= 26 { letters(n / 26 - 1) } else { "$".to_owned() };
    name.push(char::from(b'a' + (n % 26) as u8));
    name
}

/// The glue without the classes of [`crate::prune`]: their exports are gone, but wasm-bindgen writes a destructor for
/// each, and the bundler takes a registration with `FinalizationRegistry` for a side effect.
fn without_classes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.lines() {
        inside = inside || line.contains(UNUSED_CLASS) && !line.starts_with(' ');
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
        // A statement at the left margin ends in a brace, or in a semicolon on a line of its own or an indented one.
        let ends = line == "}" || line.ends_with(';') && !line.starts_with("        ");
        inside = inside && !ends;
    }
    kept
}

/// Replaces whole identifiers: the name at position `n` becomes [`letters`] of `n`.
fn replace_names(text: &str, names: &[String]) -> String {
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '$';
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
        replaced.push_str(before);
        match names.iter().position(|name| name == word) {
            Some(n) => replaced.push_str(&letters(n)),
            None => replaced.push_str(word),
        }
        rest = after;
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_short() {
        let check = |n, name: &str| assert_eq!(letters(n), name);
        check(0, "$a");
        check(25, "$z");
        check(26, "$aa");
        check(27 * 26, "$aaa");
    }

    #[test]
    fn only_whole_identifiers_are_replaced() {
        let names = ["__wbg_set_1".to_owned(), "wasm_bindgen_invoke".to_owned()];
        let text = "{__wbg_set_1: function(a) { wasm.wasm_bindgen_invoke(__wbg_set_12); }}";
        assert_eq!(replace_names(text, &names), "{$a: function(a) { wasm.$b(__wbg_set_12); }}");
    }
}
