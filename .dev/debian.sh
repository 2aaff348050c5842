# A private view of newer Debian suites. The machine's own sources and package database are never
# touched: lists, caches and downloads live in .deps/apt. Signatures are checked with Debian's
# installed keyring, and the mirror is the one that the machine's own sources name.

debian_dir=$DEPS/apt
debian_sources=$debian_dir/newer.sources
readonly debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror of Debian itself that the machine's own sources name. apt is asked, so every format of sources
# counts; where it has no package lists yet (fresh containers), private ones are read.
debian_mirror() {
    local lists=/var/lib/apt/lists
    if [ -z "$(debian_mirror_in "$lists")" ]; then
        lists=$debian_dir/own-lists
        mkdir -p "$lists/partial"
        apt-get -o Dir::State::Lists="$lists" update >"$debian_dir/own-update.log" 2>&1 || true
    fi
    debian_mirror_in "$lists"
}

debian_mirror_in() {
    # shellcheck disable=SC2016
    apt-get -o Dir::State::Lists="$1" indextargets --format '$(REPO_URI)' \
        'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 'Component: main' | sed -n '1s#/$##p'
}

newer_apt() {
    local tool=$1
    shift
    "$tool" -o Dir::State::Lists="$debian_dir/lists" \
        -o Dir::Cache="$debian_dir/cache" \
        -o Dir::Etc::sourcelist="$debian_sources" \
        -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::Etc::preferences=/dev/null \
        -o Dir::Etc::preferencesparts=/dev/null \
        -o APT::Sandbox::User=root \
        -o APT::Get::List-Cleanup=false \
        -o Acquire::Retries=3 \
        -o Acquire::Languages=none \
        -o APT::Install-Recommends=false "$@"
}

# The newer suites are signed with keys that an installation of Debian 12's first days lacks; its own
# updates bring them.
newer_keyring_ready() {
    local key=/usr/share/keyrings/debian-archive-trixie-automatic.gpg
    if [ ! -r "$debian_keyring" ] || [ ! -e "$key" ]; then
        root_ready "update the package debian-archive-keyring"
        say "Updating Debian's keyring"
        quietly "$debian_dir/keyring.log" as_root apt-get -q update
        quietly "$debian_dir/keyring.log" as_root apt-get -q -y install debian-archive-keyring
    fi
    [ -e "$key" ] ||
        die "the keyring of this machine lacks the keys of Debian 13" \
            "Update the package debian-archive-keyring and start ./dev again."
}

# Reads the suites' indices once a run: sources of the newest suites, packages of the next one.
newer_debian_ready() {
    [ -z "${newer_debian_read:-}" ] || return 0
    command -v apt-get >/dev/null || die "this step needs Debian's apt-get" \
        "Elsewhere, provide the tools yourself: see .dev/README.md, \"Other systems\"."
    local mirror
    mkdir -p "$debian_dir"
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || die "apt's sources name no mirror of Debian" \
        "Add one (deb … bookworm main) to /etc/apt/sources.list and start ./dev again." \
        "On another distribution see .dev/README.md, \"Other systems\"."
    newer_keyring_ready
    mkdir -p "$debian_dir/lists/partial" "$debian_dir/cache/archives/partial"
    # A frozen mirror is fine: what is signed counts, not how old the signature is.
    cat >"$debian_sources" <<END
Types: deb
URIs: $mirror
Suites: trixie
Components: main
Architectures: amd64
Signed-By: $debian_keyring
Check-Valid-Until: no
Check-Date: no

Types: deb-src
URIs: $mirror
Suites: trixie-backports forky
Components: main
Signed-By: $debian_keyring
Check-Valid-Until: no
Check-Date: no
END
    say "Reading the package lists of newer Debian suites (privately, in .deps/apt)"
    quietly "$debian_dir/update.log" newer_apt apt-get --error-on=any update
    newer_debian_read=yes
}

# newer_source <package> <minimum version> <folder> <suite>…: the upstream source, unpacked. The first
# suite that has it new enough wins.
newer_source() {
    local package=$1 minimum=$2 into=$3
    shift 3
    newer_debian_ready
    local work=$debian_dir/source-$package suite tarball version
    for suite in "$@"; do
        rm -rf "$work"
        mkdir -p "$work/unpacked"
        say "Fetching the source of $package from Debian $suite"
        # Only upstream's tarball is wanted, not Debian's packaging. Its hash is in the signed index.
        (cd "$work" && newer_apt apt-get source --download-only --tar-only "$package/$suite") \
            >"$debian_dir/$package.log" 2>&1 || continue
        tarball=$(find "$work" -name "${package}_*.orig.tar.*" ! -name '*.asc' | head -n 1)
        [ -n "$tarball" ] || continue
        version=${tarball##*_}
        version=${version%%.orig.tar.*}
        version_at_least "$version" "$minimum" || continue
        tar -xf "$tarball" -C "$work/unpacked" --strip-components=1
        printf '%s\n' "$version" >"$work/unpacked/.version"
        mkdir -p "$(dirname "$into")"
        rm -rf "$into"
        mv "$work/unpacked" "$into"
        rm -rf "$work"
        say "  $package $version"
        return 0
    done
    tail -n 20 "$debian_dir/$package.log" >&2
    die "Debian's suites ($*) gave no $package >= $minimum" \
        "The whole output is in $debian_dir/$package.log" \
        "See .dev/README.md, \"Other systems\", for how to provide it yourself."
}
