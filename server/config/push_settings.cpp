#include "server/config/push_settings.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "server/config/contact_link.h"

namespace lsl::config {
namespace {

bool is_port(std::string_view text) {
    int port = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    return problem == std::errc() && end == text.data() + text.size() && port > 0 && port < 65536;
}

/// "push.example.com", "127.0.0.1:9090", "[::1]:9090"
bool is_host_and_port(std::string_view text) {
    const auto close = text.starts_with('[') ? text.find(']') : 0;
    if (close == text.npos) return false;
    const auto colon = text.find(':', close);
    if (colon != text.npos && !is_port(text.substr(colon + 1))) return false;
    const std::string_view host = text.substr(0, colon);
    return !host.empty() && std::all_of(host.begin(), host.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || (close > 0 && (c == ':' || c == '[' || c == ']'));
    });
}

}  // namespace

void read_push_settings(SettingReader& reader, Settings& s) {
    reader.text("VAPID_SUBJECT", s.vapid_subject);
    if (!s.vapid_subject.empty()) {
        // Apple refuses bare addresses, spaces and angle brackets.
        auto link = contact_link(s.vapid_subject);
        if (link && !link->starts_with("http://")) {
            s.vapid_subject = std::move(*link);
        } else {
            reader.fault("VAPID_SUBJECT", "must be an e-mail address or begin with https://");
        }
    }
    s.push_hosts = reader.list("PUSH_HOSTS");
    if (!std::all_of(s.push_hosts.begin(), s.push_hosts.end(), is_host_and_port)) {
        reader.fault("PUSH_HOSTS",
                     "must be hosts such as push.example.com or 127.0.0.1:9090, with commas "
                     "between");
    }
}

}  // namespace lsl::config
