#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace lsl::config {

/// One setting as it was given, with its place for error sentences: `--port`,
/// `the environment variable PORT`, `line 3 of .env`.
struct Variable {
    std::string value;
    std::string origin;
};

/// Settings by their upper-case name, e.g. "MEDIA_UDP_PORT".
using Variables = std::map<std::string, Variable, std::less<>>;

/// What the command line asks for besides settings.
struct CommandLine {
    Variables variables;
    bool help = false;
    bool version = false;
};

/// `--media-udp-port 8189`, `--MEDIA_UDP_PORT=8189`. A name that is not in `known`, a missing
/// value or a stray word is an error.
Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments,
                                       const std::vector<std::string_view>& known);

/// NAME=value lines, `export NAME=value`, comments, blank lines; values may be quoted with ' or ".
/// Names that are not in `known` belong to somebody else and are left out.
Result<Variables> parse_dotenv(std::string_view text, const std::vector<std::string_view>& known);

/// The known names among `NAME=value` strings as in environ(7). Empty values count as not given.
Variables parse_environment(const char* const* environment,
                            const std::vector<std::string_view>& known);

/// `stronger` wins over `weaker`.
Variables merged(Variables stronger, const Variables& weaker);

}  // namespace lsl::config
