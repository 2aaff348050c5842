#include "server/config/warnings.h"

#include <algorithm>

namespace lsl::config {
namespace {

/// The proxy that hides behind a loopback HOST has to be named, or its address counts as
/// everybody's.
bool hides_visitors(const Settings& s) {
    return s.loopback() && s.public_site() && s.trusted_proxies.empty();
}

bool trusts_everybody(const Settings& s) {
    return std::any_of(
        s.trusted_proxies.begin(), s.trusted_proxies.end(), [](const AddressRange& range) {
            return range.prefix_bits == 0 || (range.address.is_ipv4() && range.prefix_bits == 96);
        });
}

}  // namespace

std::vector<std::string> warnings_about(const Settings& s) {
    std::vector<std::string> warnings;
    if (s.public_site() && !s.https()) {
        warnings.emplace_back(
            "People reach this server over plain http: passwords and tokens can be read on the "
            "way, and browsers give no camera. Set TLS_CERT_FILE and TLS_KEY_FILE, or put a TLS "
            "proxy in front and its address into PUBLIC_URL.");
    }
    if (hides_visitors(s)) {
        warnings.emplace_back(
            "PUBLIC_URL names a proxy, but TRUSTED_PROXIES is empty: all visitors count as one "
            "address and share its limits. Set TRUSTED_PROXIES to the proxy's address, such as "
            "127.0.0.1.");
    }
    if (trusts_everybody(s)) {
        warnings.emplace_back(
            "TRUSTED_PROXIES holds every address: anybody can claim any address by "
            "X-Forwarded-For and so has no limits.");
    }
    if (s.demo && s.public_site()) {
        warnings.emplace_back(
            "DEMO is on and others can come here. The demo viewers have random passwords, printed "
            "below.");
    }
    return warnings;
}

}  // namespace lsl::config
