# The tests, suite after suite, with one sum at the end: "N passed, N failed".
#
#   rules    the source tree keeps the design's rules            tests/rules
#   unit     every other GoogleTest program, with sanitizers     tests/shared, server, client …
#   fast     rules and unit without sanitizers, several programs at a time: the loop of a working day; not part of all
#   threads  what runs in several threads, under the thread sanitizer: the live     tests/threads
#            server with everything at once, HTTP, media over real sockets          and some of server, media
#   media    real media through the server and a real browser    tests/media, tests/e2e/media/media.test.mjs
#   browser  the whole product in a real browser                 tests/e2e

readonly results=$BUILD/test-results

run_tests() {
    local suite
    [ $# -gt 0 ] || set -- rules unit threads media browser
    for suite in "$@"; do
        case $suite in
        fast | rules | unit | threads | media | browser) ;;
        *) die "there is no suite \"$suite\"" "Suites: fast rules unit threads media browser" ;;
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
    say "Formatting"
    if format_sources --check; then
        passed=$((passed + 1))
    else
        say "not formatted: ./dev fmt"
        failed=$((failed + 1))
    fi
    say "Likely faults in shared/"
    if tidy_shared; then
        passed=$((passed + 1))
    else
        say "clang-tidy found something (.clang-tidy says what it looks for)"
        failed=$((failed + 1))
    fi
    say "Types of the JavaScript"
    if node "$ROOT/web/check_types.mjs" >&2; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

suite_unit() {
    # The server's programs carry the web bundle inside.
    build wasm web
    build_preset asan
    # They wait more than they work, for clocks and for each other. Those with real media stay alone (suite_media).
    # shellcheck disable=SC2046
    CTEST_PARALLEL_LEVEL=$(nproc) run_programs asan $(test_folders | grep -vxE 'rules|media|bench')
}

suite_fast() {
    build wasm web
    build_preset fast
    # shellcheck disable=SC2046
    CTEST_PARALLEL_LEVEL=$(nproc) run_programs fast $(test_folders | grep -vx bench)
}

# The folders under tests/ that have programs of their own.
test_folders() {
    local list
    for list in "$ROOT"/tests/*/CMakeLists.txt; do
        basename "$(dirname "$list")"
    done
}

# run_programs <preset> <folder under tests>…: the GoogleTest programs that CTest knows in those folders, or those of
# them whose name matches PROGRAMS.
run_programs() {
    local preset=$1 folder
    shift
    for folder in "$@"; do
        say "Tests of tests/$folder ($preset)"
        local output=$results/$preset-$folder
        mkdir -p "$output"
        GTEST_OUTPUT="xml:$output/" GTEST_BRIEF=${GTEST_BRIEF-1} \
            UBSAN_OPTIONS=print_stacktrace=1 \
            ctest --test-dir "$BUILD/$preset/tests/$folder" --output-on-failure --timeout 1500 \
            ${PROGRAMS:+-R "$PROGRAMS"} --no-tests=ignore --output-junit "$output.ctest" || true
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

# A report of the sanitizer makes the program fail: that is its exit code's business.
suite_threads() {
    build wasm web
    build_preset tsan test_threads test_http test_media_link
    run_programs tsan threads
    PROGRAMS='^test_http$' run_programs tsan server
    # The others of that program turn their own clock, in one thread.
    PROGRAMS='^test_media_link$' GTEST_FILTER='MediaThread*' run_programs tsan media
}

suite_media() {
    if [ -f "$ROOT/tests/media/CMakeLists.txt" ]; then
        build wasm web
        build_preset asan
        run_programs asan media
    fi
    build wasm web native
    say "Media in the browser"
    run_node_suite media media.test.mjs
}

suite_browser() {
    local files
    mapfile -t files < <(find "$ROOT/tests/e2e" -name '*.test.mjs' -printf '%f\n' | sort | grep -vx media.test.mjs)
    build wasm web native
    say "Names and licences of what is linked and bundled"
    if third_party --check; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    say "The product in the browser"
    run_node_suite browser "${files[@]}"
}

# run_node_suite <name> <file>…: tests/e2e/run.mjs writes {"passed": N, "failed": N} to the file named by
# LSL_RESULT_FILE. Without it, or with an exit code that contradicts it, one failure more is counted.
run_node_suite() {
    local name=$1 report=$results/$1.json status=0 counts
    shift
    LSL_RESULT_FILE=$report node "$ROOT/tests/e2e/run.mjs" "$@" || status=$?
    counts=$(node -e '
        const {passed, failed} = JSON.parse(require("fs").readFileSync(process.argv[1]));
        if (!Number.isInteger(passed) || !Number.isInteger(failed)) process.exit(1);
        console.log(passed, failed);' "$report" 2>/dev/null) || counts="0 0"
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
    if [ "$counts" = "0 0" ] || { [ "$status" != 0 ] && [ "${counts#* }" = 0 ]; }; then
        say "the suite $name ended with code $status without counting a failed test"
        failed=$((failed + 1))
    fi
}
