# The tests, suite after suite, with one sum at the end: "N passed, N failed".
#
#   rules    the source tree keeps the design's rules            tests/rules
#   unit     every other GoogleTest program, with sanitizers     tests/shared, server, client …
#   media    the media engine with real senders and receivers    tests/media
#   browser  the whole product in a real browser                 tests/e2e

readonly results=$BUILD/test-results

run_tests() {
    local suite
    [ $# -gt 0 ] || set -- rules unit media browser
    for suite in "$@"; do
        case $suite in
        rules | unit | media | browser) ;;
        *) die "there is no suite \"$suite\"" "Suites: rules unit media browser" ;;
        esac
    done
    passed=0 failed=0
    set_up test
    rm -rf "$results"
    mkdir -p "$results"
    for suite in "$@"; do
        "suite_$suite"
    done
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

suite_rules() {
    build_preset asan test_rules
    run_programs asan rules
}

suite_unit() {
    local folders=() list
    # The server's programs carry the web bundle inside.
    build wasm web
    build_preset asan
    for list in "$ROOT"/tests/*/CMakeLists.txt; do
        case $(basename "$(dirname "$list")") in
        rules | media | bench) ;;
        *) folders+=("$(basename "$(dirname "$list")")") ;;
        esac
    done
    run_programs asan "${folders[@]}"
}

# run_programs <preset> <folder under tests>…: the GoogleTest programs that CTest knows in those folders
run_programs() {
    local preset=$1 folder
    shift
    for folder in "$@"; do
        say "Tests of tests/$folder ($preset)"
        local output=$results/$preset-$folder
        mkdir -p "$output"
        GTEST_OUTPUT="xml:$output/" GTEST_BRIEF=${GTEST_BRIEF-1} \
            UBSAN_OPTIONS=print_stacktrace=1 \
            ctest --test-dir "$BUILD/$preset/tests/$folder" --output-on-failure --timeout 900 \
            --no-tests=ignore --output-junit "$output.ctest" || true
        count_programs "$output"
    done
}

# A program counts its own tests. One that failed without reporting a failed test (crash, timeout,
# sanitizer) is one failure.
count_programs() {
    local output=$1 report tests failures
    for report in "$output"/*.xml; do
        [ -f "$report" ] || continue
        tests=$(attribute "$report" tests)
        failures=$(($(attribute "$report" failures) + $(attribute "$report" errors)))
        passed=$((passed + tests - failures - $(attribute "$report" disabled)))
        failed=$((failed + failures))
    done
    local name
    while read -r name; do
        report=$output/$name.xml
        if [ ! -f "$report" ] || [ "$(attribute "$report" failures)" = 0 ]; then
            say "$name failed outside of its tests"
            failed=$((failed + 1))
        fi
    done < <(sed -nE '/<testcase /{s/.* name="([^"]*)".* status="fail".*/\1/p}' "$output.ctest")
}

# The attribute of a GoogleTest report's outermost element.
attribute() {
    sed -nE "/<testsuites /{s/.* $2=\"([0-9]+)\".*/\1/p;q}" "$1"
}

suite_media() {
    [ -f "$ROOT/tests/media/CMakeLists.txt" ] || die "tests/media is missing"
    build_preset asan
    run_programs asan media
}

suite_browser() {
    build wasm web native
    say "Tests in the browser"
    node_modules_link
    run_node_suite "$ROOT/tests/e2e/run.mjs" "$results/browser.json"
}

# A Node program that writes {"passed": N, "failed": N} to the file named by LSL_RESULT_FILE. Without that
# file, or with an exit code that contradicts it, it counts as one failure more.
run_node_suite() {
    local program=$1 report=$2 status=0 counts
    LSL_RESULT_FILE=$report node "$program" || status=$?
    counts=$(node -e '
        const {passed, failed} = JSON.parse(require("fs").readFileSync(process.argv[1]));
        if (!Number.isInteger(passed) || !Number.isInteger(failed)) process.exit(1);
        console.log(passed, failed);' "$report" 2>/dev/null) || counts="0 0"
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
    if [ "$counts" = "0 0" ] || { [ "$status" != 0 ] && [ "${counts#* }" = 0 ]; }; then
        say "$program ended with code $status without counting a failed test"
        failed=$((failed + 1))
    fi
}
