# Everything that the build takes from outside and Debian 12 does not have new enough. It all lands in
# .deps/, each piece under a stamp: fetched to a temporary folder, renamed when complete.

deps_sources() {
    mkdir -p "$DEPS"
    deps_imgui
    deps_httplib
}

# Dear ImGui >= 1.92: dynamic fonts. IMGUI_DIR names a checkout to use instead.
deps_imgui() {
    [ ! -f "$DEPS/imgui/imgui.cpp" ] || return 0
    if [ -n "${IMGUI_DIR:-}" ]; then
        [ -f "$IMGUI_DIR/backends/imgui_impl_opengl3.cpp" ] ||
            die "IMGUI_DIR=$IMGUI_DIR has no backends/imgui_impl_opengl3.cpp"
        ln -sfn "$(realpath "$IMGUI_DIR")" "$DEPS/imgui"
        return 0
    fi
    newer_source imgui 1.92 "$DEPS/imgui" forky
}

# cpp-httplib >= 0.41: range replies, dynamic thread pool. Its own script splits it into declarations and bodies.
deps_httplib() {
    local folder=$DEPS/cpp-httplib
    [ ! -f "$folder/split/httplib.cc" ] || return 0
    [ -f "$folder/split.py" ] || newer_source cpp-httplib 0.41 "$folder" trixie-backports forky
    rm -rf "$folder/split.new"
    quietly "$DEPS/httplib.log" python3 "$folder/split.py" --out "$folder/split.new"
    mv "$folder/split.new" "$folder/split"
}

# npm packages, exactly those of the committed lock file.
deps_npm() {
    local stamp wanted
    wanted=$(cat "$DEV/package.json" "$DEV/package-lock.json" | sha256sum)
    stamp=$DEPS/npm/.stamp
    [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
    say "Fetching npm packages"
    local work=$DEPS/npm.new
    rm -rf "$work"
    mkdir -p "$work"
    cp "$DEV/package.json" "$DEV/package-lock.json" "$work/"
    quietly "$DEPS/npm.log" npm ci --prefix "$work" --no-audit --no-fund --ignore-scripts
    printf '%s\n' "$wanted" >"$work/.stamp"
    rm -rf "$DEPS/npm"
    mv "$work" "$DEPS/npm"
}
