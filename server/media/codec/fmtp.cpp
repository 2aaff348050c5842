#include "server/media/codec/fmtp.h"

#include "server/media/sdp/sdp_lines.h"

namespace lsl::media {

std::optional<std::string_view> fmtp_parameter(std::string_view line, std::string_view name) {
    while (!line.empty()) {
        const auto [entry, rest] = split_once(line, ';');
        line = rest;
        const std::size_t begin = entry.find_first_not_of(" \t");
        if (begin == std::string_view::npos) continue;
        const auto [key, value] = split_once(entry.substr(begin), '=');
        const std::size_t key_end = key.find_last_not_of(" \t");
        if (key_end == std::string_view::npos) continue;
        if (!equal_ignoring_case(key.substr(0, key_end + 1), name)) continue;
        const std::size_t from = value.find_first_not_of(" \t");
        if (from == std::string_view::npos) return std::string_view{};
        return value.substr(from, value.find_last_not_of(" \t") - from + 1);
    }
    return std::nullopt;
}

}  // namespace lsl::media
