#!/usr/bin/env bash
# Tests the engine's arithmetic as 64-bit ARM code under qemu: the unit tests of int8/ and float.rs, on a processor with the dot
# product and on one without, and the bits of the answers against this machine's. A few seconds; writes nothing into the checkout.
#
# Needs qemu-aarch64 (Debian: qemu-user), aarch64-linux-gnu-gcc with its libc (gcc-aarch64-linux-gnu, libc6-dev-arm64-cross) and a
# rustc with the standard library of aarch64-unknown-linux-gnu: `rustup target add` it, or name another rustc in RUSTC. Where one is
# missing, it says "skipped" and succeeds.
set -euo pipefail
cd "$(dirname "$0")"

rustc=${RUSTC:-rustc}
target=aarch64-unknown-linux-gnu
skip() { echo "skipped: $1"; exit 0; }
command -v "$rustc" >/dev/null || skip "no $rustc"
qemu=$(command -v qemu-aarch64 || command -v qemu-aarch64-static) || skip "no qemu-aarch64"
command -v aarch64-linux-gnu-gcc >/dev/null || skip "no aarch64-linux-gnu-gcc"
compgen -G "$("$rustc" --print target-libdir --target $target)/libstd-*.rlib" >/dev/null || skip "$rustc has no standard library for $target"

built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
build() { "$rustc" --edition 2024 --test -O harness.rs "$@"; }
build -o "$built/here"
build -o "$built/arm" --target $target -C linker=aarch64-linux-gnu-gcc -C target-feature=+crt-static

# run NAME LAST-PATH COMMAND…: all tests pass, and the fastest path is the one that this processor is here for.
run() {
    echo "== $1"
    "${@:3}" --test-threads=1 --nocapture >"$built/out" || { cat "$built/out"; exit 1; }
    grep -E '^(paths|bits|test result)' "$built/out"
    grep -qE "^paths .*$2\]" "$built/out" || { echo "$1 did not take $2"; exit 1; }
    grep '^bits' "$built/out" >>"$built/bits"
}
run "this machine" "" "$built/here"
run "ARM without dot product" "Neon" "$qemu" -cpu cortex-a53 "$built/arm"
run "ARM with dot product" "NeonDot" "$qemu" -cpu max "$built/arm"
[ "$(sort -u "$built/bits" | wc -l)" = 1 ] || { echo "the bits differ"; exit 1; }
echo "passed: the same bits on all three"
