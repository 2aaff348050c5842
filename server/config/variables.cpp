#include "server/config/variables.h"

#include <algorithm>
#include <utility>

#include "shared/domain/text_rules.h"

namespace lsl::config {
namespace {

bool is_known(std::string_view name, const std::vector<std::string_view>& known) {
    return std::find(known.begin(), known.end(), name) != known.end();
}

/// media-udp-port → MEDIA_UDP_PORT
std::string variable_name(std::string_view flag) {
    std::string name(flag);
    for (char& c : name) {
        if (c == '-') c = '_';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

Error wrong(std::string message) {
    return make_error(ErrorCode::InvalidInput, "invalid_settings", std::move(message));
}

bool is_name(std::string_view text) {
    if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
               (c >= 'a' && c <= 'z');
    });
}

/// The value after `=`: quoted text up to its quote, or everything up to a ` #` comment.
/// `\n`, `\"` and `\\` mean themselves between double quotes, so that a PEM fits into one line.
Result<std::string> dotenv_value(std::string_view text, const std::string& origin) {
    const std::string trimmed = domain::trimmed(text);
    if (trimmed.empty() || (trimmed[0] != '"' && trimmed[0] != '\'')) {
        const std::size_t comment = trimmed.find(" #");
        return domain::trimmed(std::string_view(trimmed).substr(0, comment));
    }
    const char quote = trimmed[0];
    std::string value;
    for (std::size_t i = 1; i < trimmed.size(); ++i) {
        char c = trimmed[i];
        if (c == quote) return value;
        if (c == '\\' && quote == '"' && i + 1 < trimmed.size()) {
            c = trimmed[++i];
            if (c == 'n') c = '\n';
        }
        value += c;
    }
    return wrong("The quoted value on " + origin + " has no closing quote.");
}

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments,
                                       const std::vector<std::string_view>& known) {
    CommandLine line;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--help" || argument == "-h") {
            line.help = true;
            continue;
        }
        if (argument == "--version") {
            line.version = true;
            continue;
        }
        if (!argument.starts_with("--") || argument.size() == 2) {
            return wrong("\"" + argument +
                         "\" is not a flag. Settings are given as --name value; "
                         "--help lists them.");
        }
        const std::size_t equals = argument.find('=');
        const std::string flag = argument.substr(0, equals);
        const std::string name = variable_name(flag.substr(2));
        if (!is_known(name, known)) {
            return wrong("There is no setting " + flag + "; --help lists them.");
        }
        if (equals != std::string::npos) {
            line.variables[name] = {argument.substr(equals + 1), flag};
        } else if (i + 1 < arguments.size()) {
            line.variables[name] = {arguments[++i], flag};
        } else {
            return wrong(flag + " needs a value.");
        }
    }
    return line;
}

Result<Variables> parse_dotenv(std::string_view text, const std::vector<std::string_view>& known) {
    Variables variables;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string line = domain::trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        const std::string origin = "line " + std::to_string(++number) + " of .env";
        if (line.empty() || line[0] == '#') continue;
        if (line.starts_with("export ")) line = domain::trimmed(std::string_view(line).substr(7));

        const std::size_t equals = line.find('=');
        const std::string name =
            equals == std::string::npos ? "" : domain::trimmed(line.substr(0, equals));
        if (!is_name(name)) {
            return wrong("NAME=value was expected on " + origin + ".");
        }
        std::string value =
            LSL_TRY(dotenv_value(std::string_view(line).substr(equals + 1), origin));
        if (is_known(name, known) && !value.empty()) {
            variables[name] = {std::move(value), origin};
        }
    }
    return variables;
}

Variables parse_environment(const char* const* environment,
                            const std::vector<std::string_view>& known) {
    Variables variables;
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        const std::string_view entry(*environment);
        const std::size_t equals = entry.find('=');
        if (equals == std::string_view::npos || equals + 1 == entry.size()) continue;
        const std::string_view name = entry.substr(0, equals);
        if (is_known(name, known)) {
            variables[std::string(name)] = {std::string(entry.substr(equals + 1)),
                                            "the environment variable " + std::string(name)};
        }
    }
    return variables;
}

Variables merged(Variables stronger, const Variables& weaker) {
    stronger.insert(weaker.begin(), weaker.end());
    return stronger;
}

}  // namespace lsl::config
