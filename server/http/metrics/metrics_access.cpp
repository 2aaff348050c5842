#include "server/http/metrics/metrics_access.h"

#include <algorithm>
#include <initializer_list>

#include "server/services/accounts/secrets.h"

namespace lsl::http {
namespace {

bool is_loopback(std::string_view address) {
    if (address.starts_with("::ffff:")) address.remove_prefix(7);
    return address == "::1" || address.starts_with("127.");
}

/// A name of this machine for itself, port aside.
bool is_loopback_host(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']')) == "[::1";
    const std::string_view name = host.substr(0, host.find(':'));
    return equal_ignoring_case(name, "localhost") || name.starts_with("127.");
}

bool is_forwarded(const Request& request) {
    const auto names = {"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
                        "X-Real-IP",       "Forwarded",        "Via",
                        "CF-Connecting-IP"};
    return std::any_of(names.begin(), names.end(),
                       [&](const char* name) { return request.has_header(name); });
}

}  // namespace

bool may_read_metrics(const Request& request, std::string_view token) {
    if (services::same_secret(request.bearer(), token)) return true;
    return is_loopback(request.peer_address) && is_loopback_host(request.header("Host")) &&
           !is_forwarded(request);
}

}  // namespace lsl::http
