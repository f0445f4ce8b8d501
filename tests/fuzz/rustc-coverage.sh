#!/bin/sh
# Cargo's RUSTC_WRAPPER: compiles the reader and the engine, and nothing else, with coverage counters. Stable flags; the
# counters of the fuzzer itself and of its libraries would only be noise.
rustc="$1"
shift
case " $* " in
*" --crate-name cobuy_snapshot "* | *" --crate-name cobuy_engine "*)
    exec "$rustc" "$@" -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    ;;
esac
exec "$rustc" "$@"
