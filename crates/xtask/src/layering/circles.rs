//! Circles between the files of a crate: of two files that need each other neither can be read first. A parent and what lies
//! below it may, because the parent is the map of what lies below.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::source::{Path, Source};

/// Names that are followed through imports before a path counts as one of another crate.
const MOST_HOPS: usize = 16;

/// The files of a crate by the path of their module, the root's being empty.
pub type Files = BTreeMap<Path, Source>;

/// The shortest circle through each file that is in one, each circle once: modules, the first of which needs the second.
pub fn circles(files: &Files) -> BTreeSet<Vec<Path>> {
    let needs: BTreeMap<&Path, BTreeSet<Path>> =
        files.iter().map(|(module, source)| (module, needed(files, module, source))).collect();
    let mut found = BTreeSet::new();
    for start in files.keys() {
        if let Some(mut circle) = shortest(&needs, start) {
            let first = circle.iter().enumerate().min_by_key(|(_, module)| *module).map_or(0, |(at, _)| at);
            circle.rotate_left(first);
            found.insert(circle);
        }
    }
    found
}

/// The shortest way from a file back to itself.
fn shortest(needs: &BTreeMap<&Path, BTreeSet<Path>>, start: &Path) -> Option<Vec<Path>> {
    let mut ways = VecDeque::from([vec![start.clone()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in needs.get(way.last()?).into_iter().flatten() {
            if next == start {
                return Some(way);
            }
            if seen.insert(next.clone()) {
                ways.push_back(way.iter().cloned().chain([next.clone()]).collect());
            }
        }
    }
    None
}

/// The files that a file needs, those above and below it left out.
fn needed(files: &Files, module: &Path, source: &Source) -> BTreeSet<Path> {
    let named = source.imports.values().chain(&source.paths);
    let modules = named.filter_map(|path| resolve(files, module, path, 0));
    modules.filter(|other| !other.starts_with(module) && !module.starts_with(other)).collect()
}

/// The file in which what a path means is declared; none where that is another crate.
fn resolve(files: &Files, module: &Path, path: &[String], hops: usize) -> Option<Path> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        _ if hops > MOST_HOPS => None,
        "crate" => walk(files, &Path::new(), rest, hops),
        "self" => walk(files, module, rest, hops),
        "super" => {
            let ups = path.iter().take_while(|segment| *segment == "super").count();
            walk(files, &module[..module.len().saturating_sub(ups)].to_vec(), &path[ups..], hops)
        }
        _ if files.get(module)?.modules.contains(first) => walk(files, module, path, hops),
        _ => {
            let imported = files.get(module)?.imports.get(first).filter(|imported| *imported != path)?;
            let further: Path = imported.iter().chain(rest).cloned().collect();
            resolve(files, module, &further, hops + 1)
        }
    }
}

/// Goes down from a module as far as there are files, and through what they import from others.
fn walk(files: &Files, module: &Path, path: &[String], hops: usize) -> Option<Path> {
    let Some((first, rest)) = path.split_first() else { return Some(module.clone()) };
    let source = files.get(module)?;
    if source.modules.contains(first) {
        let below: Path = module.iter().chain([first]).cloned().collect();
        return walk(files, &below, rest, hops);
    }
    match source.imports.get(first).filter(|imported| *imported != path) {
        Some(imported) => {
            let further: Path = imported.iter().chain(rest).cloned().collect();
            resolve(files, module, &further, hops + 1)
        }
        None => Some(module.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Circles of a crate of these files: module and text.
    fn check(texts: &[(&str, &str)], expected: &[&str]) {
        let path = |name: &str| name.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let source = |text: &str| Source::of(text.parse().expect("valid tokens"));
        let files: Files = texts.iter().map(|(name, text)| (path(name), source(text))).collect();
        let shown =
            |circle: Vec<Path>| circle.iter().map(|module| module.join("/")).collect::<Vec<_>>().join(" → ");
        assert_eq!(circles(&files).into_iter().map(shown).collect::<Vec<_>>(), expected, "{texts:?}");
    }

    #[test]
    fn two_files_that_need_each_other() {
        let root = ("", "mod a; mod b; pub use a::A; pub use b::{B, C as D};");
        check(&[root, ("a", "use super::b::B;"), ("b", "fn f() {}")], &[]);
        check(&[root, ("a", "use super::b::B;"), ("b", "fn f() { crate::a::g(); }")], &["a → b"]);
        // Through what the root passes on.
        check(&[root, ("a", "use crate::D;"), ("b", "use super::{A};")], &["a → b"]);
        check(&[root, ("a", "use crate::b; fn f() { b::g() }"), ("b", "use other::a::A; use std::a;")], &[]);
    }

    #[test]
    fn three_files_in_a_ring() {
        let root = ("", "mod a; mod b; mod c;");
        check(
            &[root, ("a", "use crate::b::x;"), ("b", "use crate::c::{self};"), ("c", "use crate::a as z;")],
            &["a → b → c"],
        );
    }

    #[test]
    fn parents_and_tests_may() {
        let root = ("", "mod a; #[cfg(test)] mod t;");
        check(&[root, ("a", "mod b; use b::B; pub struct A;"), ("a/b", "use super::A;")], &[]);
        let root = ("", "mod a; mod b;");
        let tested = "fn f() {} #[cfg(test)] mod tests { use crate::b::B; } #[cfg(test)] use crate::b::{C};";
        check(&[root, ("a", tested), ("b", "use crate::a::f;")], &[]);
    }
}
