"""popular_passwords.py <frequency_lists.py> <output.cpp>

Writes the hashes of the passwords that people choose most as a sorted C++ table. They come from
zxcvbn's ranked lists (Debian's python3-zxcvbn), which are read as text: nothing of it is run.
"""
import re
import sys

SHORTEST = 8  # shorter ones are refused for their length (shared/domain/account.h)
FEWEST = 3000  # OWASP ASVS 5.0, 6.2.4


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.lower().encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def main(lists, output):
    with open(lists, encoding="utf-8") as file:
        found = re.search(r'"passwords": "([^\n]*)"\.split\(","\)', file.read())
    passwords = found.group(1).split(",") if found else []
    hashes = sorted({fnv1a(one) for one in passwords if len(one) >= SHORTEST})
    if len(hashes) < FEWEST:
        sys.exit(f"{lists} has {len(hashes)} passwords of {SHORTEST} and more characters: too few")
    rows = "".join(f"    {value:#018x},\n" for value in hashes)
    with open(output, "w", encoding="utf-8") as file:
        file.write(
            "// Made by server/services/accounts/passwords/popular_passwords.py\n"
            '#include "server/services/accounts/passwords/popular_password_hashes.h"\n\n'
            "namespace lsl::services {\n\nnamespace {\n"
            f"constexpr std::uint64_t hashes[] = {{\n{rows}}};\n}}\n\n"
            "std::span<const std::uint64_t> popular_password_hashes() { return hashes; }\n\n"
            "}  // namespace lsl::services\n"
        )


main(*sys.argv[1:])
