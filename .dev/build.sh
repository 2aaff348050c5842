# The builds, in the order that they need each other: the client in WebAssembly, the web bundle made of
# it, and the server that carries the bundle inside.

# What was compiled once, in this clone or another one, is not compiled again: ccache, in its own folder in the
# home directory. Paths are hashed as seen from the clone, and debug information may name another clone's.
use_compiler_cache() {
    command -v ccache >/dev/null || return 0
    export CMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER-ccache}
    export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
    export CCACHE_BASEDIR=${CCACHE_BASEDIR-$ROOT} CCACHE_NOHASHDIR=1
    export CCACHE_MAXSIZE=${CCACHE_MAXSIZE-10G}
}

# build [wasm|web|native|asan|fuzz …]; nothing named = wasm web native
build() {
    local part
    [ $# -gt 0 ] || set -- wasm web native
    for part in "$@"; do
        case $part in
        wasm) build_wasm ;;
        web) build_web ;;
        native) build_preset native leansporty-live cloudflare-stand-in ;;
        asan | tsan) build_preset "$part" ;;
        fuzz) build_preset fuzz fuzzers ;;
        *) die "there is no part \"$part\" to build" "Parts: wasm web native asan tsan fuzz" ;;
        esac
    done
}

# build_preset <preset> [target …]. CMake is asked once and again when the presets change; afterwards ninja
# notices by itself what is to be done.
build_preset() {
    local preset=$1 folder=$BUILD/$1 stamp wanted
    shift
    stamp=$folder/.configured
    wanted=$(printf '%s\n' "${EMSCRIPTEN_ROOT:-}" "$ROOT" "${CONFIGURE:-}" | cat - CMakePresets.json | sha256sum)
    if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        say "Configuring $preset"
        rm -f "$folder/CMakeCache.txt"
        quietly "$BUILD/log/configure-$preset.log" cmake --preset "$preset" ${CONFIGURE:-}
        printf '%s\n' "$wanted" >"$stamp"
    fi
    say "Building $preset"
    ninja -C "$folder" "$@" >&2 || die "the build of $preset failed (see above)"
}

build_wasm() {
    export EM_CLOSURE_COMPILER=$DEPS/npm/node_modules/.bin/google-closure-compiler
    # The page of all widgets is built for ./dev shots only.
    CONFIGURE="-DLSL_GALLERY=${GALLERY:-OFF}" build_preset wasm
}

# The bundle compresses at the highest level, which takes seconds: it is made again only when something that it
# reads has changed.
build_web() {
    local inputs
    inputs=$(find web assets -type f | sort | xargs cat index.html "$BUILD"/wasm/leansporty-app.js "$BUILD"/wasm/split/*.wasm "$BUILD"/wasm/generated/messages/* "$DEPS/npm/.stamp" 2>/dev/null |
        sha256sum)
    [ ! -f "$BUILD/web/files.json" ] || [ "$(cat "$BUILD/web.stamp" 2>/dev/null)" != "$inputs" ] || return 0
    say "Bundling the web app"
    node "$ROOT/web/bundle.mjs" --wasm "$BUILD/wasm" --out "$BUILD/web" >&2 ||
        die "the web bundle failed (see above)"
    printf '%s\n' "$inputs" >"$BUILD/web.stamp"
}
