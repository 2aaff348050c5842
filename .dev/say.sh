# Words to the person at the terminal: one line a step, and errors that name a way out.
# Progress goes to stderr, so that results on stdout stay machine-readable.

say() {
    printf '\033[1m==>\033[0m %s\n' "$*" >&2
}

# die "what went wrong" "what can be done about it"
die() {
    printf 'dev: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do
        printf '     %s\n' "$line" >&2
    done
    exit 1
}

# quietly <log> command…: the output goes to a log that is shown only when the command fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        die "failed: $*" "The whole output is in $log"
    fi
}

# version_at_least <have> <want>
version_at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# root_ready "what for": whether as_root will work
root_ready() {
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        die "root is needed to $1" "Run ./dev once as root, or install sudo, or do that step yourself."
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}
