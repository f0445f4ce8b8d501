//! What the widget's dependencies export to JavaScript and nobody calls.
//!
//! An export is alive by definition: everything behind it is compiled in. Taken out before wasm-bindgen looks, wasm-bindgen
//! drops what only they reached, on both sides of the border. What they reached through function pointers would stay, so
//! those bodies are emptied too.

use std::path::Path;

use anyhow::{Context, Result};
use walrus::{Function, FunctionBuilder, FunctionKind, Module};

/// The streams of `wasm-streams`, which Leptos brings for server functions: 1.2 of 24.2 KB brotli on a bare list.
const UNUSED_CLASSES: [&str; 3] = ["intounderlyingbytesource", "intounderlyingsink", "intounderlyingsource"];

/// Their crate, as mangled names spell it.
const UNUSED_CRATE: &str = "12wasm_streams";

/// Leptos' mark for a tool that splits wasm files: its name holds a hash of the path of cargo's registry, with which the
/// bytes would differ between machines.
const SPLIT_MARKER: &str = "_WASM_SPLIT_MARKER_";

/// The section beside it.
const SPLIT_SECTION: &str = "__wasm_split_unstable";

/// Reads a compiled module and returns its bytes without those exports.
pub fn run(compiled: &Path) -> Result<Vec<u8>> {
    let mut module =
        Module::from_file(compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let unused: Vec<_> =
        module.exports.iter().filter(|export| is_unused(&export.name)).map(|export| export.id()).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
    empty_bodies(&mut module);
    module.customs.remove_raw(SPLIT_SECTION);
    Ok(module.emit_wasm())
}

/// Replaces every function of [`UNUSED_CRATE`], and every generic function made for it, by a trap: 2.3 KB brotli.
fn empty_bodies(module: &mut Module) {
    // Descriptions of types are run by wasm-bindgen, which then takes them out itself.
    let is_unused = |function: &&Function| {
        function.name.as_ref().is_some_and(|name| name.contains(UNUSED_CRATE) && !name.contains("escribe"))
    };
    let unused: Vec<_> = module.funcs.iter().filter(is_unused).map(Function::id).collect();
    for id in unused {
        let FunctionKind::Local(old) = &module.funcs.get(id).kind else { continue };
        let (arguments, kind) = (old.args.clone(), module.types.get(old.ty()));
        let (params, results) = (kind.params().to_vec(), kind.results().to_vec());
        let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
        body.func_body().unreachable();
        module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(arguments));
    }
}

/// wasm-bindgen looks for a function's description first, and passes over a function without one.
fn is_unused(export: &str) -> bool {
    let function = export.strip_prefix("__wbindgen_describe_").unwrap_or(export);
    let function = function.strip_prefix("__wbg_").unwrap_or(function);
    let class = function.split('_').next().unwrap_or_default();
    UNUSED_CLASSES.contains(&class) || export.starts_with(SPLIT_MARKER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_calls() {
        let check = |export, expected| assert_eq!(is_unused(export), expected, "{export}");
        check("intounderlyingsource_pull_3a30ef56150c04af", true);
        check("__wbindgen_describe_intounderlyingsource_pull_3a30ef56150c04af", true);
        check("__wbg_intounderlyingsink_free", true);
        check("_WASM_SPLIT_MARKER_732e786d2a082da8version", true);
        check("memory", false);
        check("__wbindgen_describe_start_70e093eb562a7e18", false);
        check("__wbg_handle_free", false);
    }
}
