# Formatting, fuzzing, benchmarks and screenshots.

# format_sources [--check]
format_sources() {
    local formatter=clang-format arguments=(-i)
    command -v clang-format-14 >/dev/null && formatter=clang-format-14
    command -v "$formatter" >/dev/null || install_packages clang-format
    [ "${1:-}" != --check ] || arguments=(--dry-run --Werror)
    git ls-files -z '*.cpp' '*.h' | xargs -0 -r "$formatter" "${arguments[@]}"
}

# What .clang-tidy looks for, in the code of both sides: the sources that the configured build compiles together are
# read together, five processor seconds each. The server's would cost minutes.
tidy_shared() {
    local tidy=clang-tidy sources
    command -v clang-tidy-14 >/dev/null && tidy=clang-tidy-14
    mapfile -t sources < <(find "$BUILD/asan/shared" -path '*/Unity/unity_*.cxx' | sort)
    [ ${#sources[@]} -gt 0 ] || return 1
    printf '%s\0' "${sources[@]}" |
        xargs -0 -P "$(nproc)" -n 1 "$tidy" --quiet --config-file="$ROOT/.clang-tidy" -p "$BUILD/asan" >&2
}

# run_fuzzers [seconds]: each fuzz_* program gets an equal share, starting from its committed corpus; what it
# finds on the way stays in build/fuzz-corpus.
run_fuzzers() {
    local seconds=${1:-60} fuzzers fuzzer name
    [[ $seconds =~ ^[0-9]+$ ]] || die "fuzz wants a number of seconds, not \"$seconds\""
    set_up build
    build_preset fuzz fuzzers
    mapfile -t fuzzers < <(find "$BUILD/fuzz/tests/fuzz" -maxdepth 1 -name 'fuzz_*' -type f -executable | sort)
    [ ${#fuzzers[@]} -gt 0 ] || die "tests/fuzz holds no fuzzer"
    unlock
    local share=$(((seconds + ${#fuzzers[@]} - 1) / ${#fuzzers[@]})) broken=0
    for fuzzer in "${fuzzers[@]}"; do
        name=$(basename "$fuzzer")
        local found=$BUILD/fuzz-corpus/$name seed=$ROOT/tests/fuzz/corpus/${name#fuzz_}
        mkdir -p "$found" "$BUILD/fuzz-crashes"
        say "$name for $share s"
        local corpora=("$found")
        [ ! -d "$seed" ] || corpora+=("$seed")
        "$fuzzer" -max_total_time="$share" -timeout=5 -print_final_stats=1 \
            -artifact_prefix="$BUILD/fuzz-crashes/$name-" "${corpora[@]}" ||
            broken=$((broken + 1))
    done
    printf '%d fuzzers ran, %d found something\n' "${#fuzzers[@]}" "$broken"
    [ "$broken" = 0 ]
}

run_benchmarks() {
    set_up test
    build wasm web native
    build_preset native benchmarks
    unlock
    exec node "$ROOT/tests/bench/run.mjs" "$@"
}

take_shots() {
    set_up test
    GALLERY=ON build wasm web native
    unlock
    exec node "$ROOT/tests/e2e/shots.mjs" --out "$ROOT/shots" "$@"
}

# third_party [--check]: THIRD-PARTY.md, from the built server and the packages' licence texts.
third_party() {
    node "$DEV/third_party.mjs" "$BUILD/native/leansporty-live" "$@"
}
