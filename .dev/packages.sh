# Set-up: Debian packages, Node, then what Debian lacks (deps.sh, emscripten.sh). Everything that is
# there already is skipped, so a warm run spends well under a second here.

# "name [amd64 …]" is listed on these architectures alone.
listed_packages() {
    local here
    here=$(dpkg --print-architecture 2>/dev/null || true)
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e "s/[[:space:]]*\[.*\b$here\b.*\]//" -e '/\[/d' "$@"
}

# Of the packages given, those not installed, one per line.
missing_packages() {
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p' || true)
    printf '%s\n' "$@" | grep -vxF -e "$installed" || true
}

install_packages() {
    command -v apt-get >/dev/null || {
        say "No apt-get here: taking for granted that the packages of .dev/packages*.txt are there"
        return 0
    }
    local missing
    # shellcheck disable=SC2046
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    root_ready "install Debian packages: ${missing[*]}"
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    quietly "$BUILD/log/apt-update.log" as_root apt-get -q update
    quietly "$BUILD/log/apt-install.log" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
        install --no-install-recommends "${missing[@]}"
}

node_ready() {
    local wanted=()
    if ! command -v node >/dev/null ||
        ! version_at_least "$(node --version | tr -d v)" 18.0; then
        wanted+=(nodejs)
    fi
    command -v npm >/dev/null || wanted+=(npm)
    [ ${#wanted[@]} -eq 0 ] || install_packages "${wanted[@]}"
    # Node trusts what the machine trusts.
    if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
        export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    fi
}

# One set-up and build at a time in a working tree: a second one waits.
lock() {
    mkdir -p "$BUILD"
    exec 9>"$BUILD/.lock"
    if ! flock -n 9; then
        say "Waiting for another ./dev in this folder"
        flock 9
    fi
}

unlock() {
    exec 9>&-
}

# set_up build | test
set_up() {
    lock
    local lists=("$DEV/packages.txt")
    [ "$1" != test ] || lists+=("$DEV/packages-test.txt")
    # shellcheck disable=SC2046
    install_packages $(listed_packages "${lists[@]}")
    node_ready
    deps_sources
    deps_npm
    emscripten_ready
    use_compiler_cache
}
