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

/// Replaces every function of [`UNUSED_CRATE`], and every generic function for its types, by a trap.
fn empty_bodies(module: &mut Module) {
    let is_unused = |function: &&Function| function.name.as_ref().is_some_and(|name| is_unused_code(name));
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

/// A mangled name ends in the crate that a generic function was made in. That alone does not count: the linker keeps one
/// of several equal functions under any of their names, and a trap in dropping a boxed future would be everybody's.
/// Descriptions of types are run by wasm-bindgen, which then takes them out itself.
fn is_unused_code(function: &str) -> bool {
    let own = function.strip_suffix(UNUSED_CRATE).unwrap_or(function);
    own.contains(UNUSED_CRATE) && !function.contains("escribe")
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

    #[test]
    fn only_code_of_the_crate_itself() {
        let check = |function, expected| assert_eq!(is_unused_code(function), expected, "{function}");
        check("_RNvXs2_NtCs9PYd_12wasm_streams8writableNtB5_4Sink5close", true);
        check("_RINvNtCs3pRf_4core3ptr13drop_in_placeNtNtCs9PYd_12wasm_streams8writable4SinkEBM_", true);
        // Dropping an optional boxed future: everybody's.
        check(
            "_RINvNtCs3pRf_4core3ptr13drop_in_placeINtNtB4_6option6OptionDNtB2_6FutureEL_EECs9PYd_12wasm_streams",
            false,
        );
        check(
            "_RNvXNtCs9PYd_12wasm_streams8readableNtNtCseBeI_12wasm_bindgen8describe12WasmDescribe8describe",
            false,
        );
        check("_RNvNtCs9PYd_5cobuy7runtime4with", false);
    }
}
