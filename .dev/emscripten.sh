# The WASM compiler, Emscripten >= 3.1.69: one on the PATH, else the distribution's, else Debian trixie's
# unpacked into .deps/emscripten, on top of the clang 19 that Debian 12 has itself.

readonly emscripten_minimum=3.1.69

emscripten_version() {
    "$1" --version 2>/dev/null | sed -nE '1s/.* ([0-9]+\.[0-9]+\.[0-9]+).*/\1/p'
}

# Exports EMSCRIPTEN_ROOT, and EM_CONFIG when the compiler is ours.
emscripten_ready() {
    local found
    if [ -z "${LSL_OWN_EMSCRIPTEN:-}" ] && found=$(command -v em++); then
        local version
        version=$(emscripten_version "$found")
        if [ -n "$version" ] && version_at_least "$version" "$emscripten_minimum"; then
            EMSCRIPTEN_ROOT=$(dirname "$(realpath "$found")")
            export EMSCRIPTEN_ROOT
            return 0
        fi
    fi
    deps_emscripten
    export EMSCRIPTEN_ROOT=$DEPS/emscripten/emscripten EM_CONFIG=$DEPS/emscripten/config.py
}

deps_emscripten() {
    [ ! -f "$DEPS/emscripten/.version" ] || return 0
    [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] ||
        die "Emscripten $emscripten_minimum or newer is not on the PATH" \
            "On this machine it cannot be fetched: install emsdk and start ./dev again."
    newer_debian_ready
    local work=$DEPS/emscripten.new
    rm -rf "$work"
    mkdir -p "$work/packages" "$work/root"
    say "Fetching Emscripten from Debian trixie (240 MB)"
    (cd "$work/packages" && quietly "$DEPS/emscripten.log" \
        newer_apt apt-get download emscripten binaryen libc6 libstdc++6 libgcc-s1)
    say "Unpacking Emscripten"
    local package
    for package in "$work"/packages/*.deb; do
        dpkg -x "$package" "$work/root"
    done
    rm -rf "$work/packages"
    local version
    version=$(sed 's/[^0-9.]//g' "$work/root/usr/share/emscripten/emscripten-version.txt")
    version_at_least "$version" "$emscripten_minimum" ||
        die "Debian trixie has Emscripten $version, but $emscripten_minimum is needed"

    # Paths inside name the final place, so everything is written for it before the rename.
    local home=$DEPS/emscripten
    mv "$work/root/usr/share/emscripten" "$work/emscripten"
    emscripten_wrap_binaryen "$work" "$home"
    ln -sfn "$DEPS/npm/node_modules" "$work/emscripten/node_modules"
    cat >"$work/config.py" <<END
import os
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$home/binaryen'
NODE_JS = '$(command -v node)'
CACHE = '$home/emscripten/cache'
FROZEN_CACHE = True  # the package ships its system libraries prebuilt
END
    printf '%s\n' "$version" >"$work/.version"
    rm -rf "$home"
    mv "$work" "$home"
    say "  Emscripten $version"
}

# binaryen is built against a newer libc than this system's: each tool runs through the loader that was
# unpacked with it.
emscripten_wrap_binaryen() {
    local work=$1 home=$2 tool name
    local loader
    loader=$(cd "$work/root" && find . -name 'ld-linux-x86-64.so.2' | head -n 1)
    mkdir -p "$work/binaryen/bin"
    for tool in "$work"/root/usr/bin/wasm*; do
        name=$(basename "$tool")
        cat >"$work/binaryen/bin/$name" <<END
#!/bin/sh
root=$home/root
exec "\$root/$loader" --library-path "\$root/usr/lib/x86_64-linux-gnu:\$root/lib/x86_64-linux-gnu" "\$root/usr/bin/$name" "\$@"
END
        chmod +x "$work/binaryen/bin/$name"
    done
}
