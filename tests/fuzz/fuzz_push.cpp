// A subscription as a stranger sends it: whatever its address is, what is accepted leads to a host
// of the list alone; whatever its keys are, what is accepted can be sealed for.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "server/push/encryption.h"
#include "server/push/endpoint.h"

namespace {

using namespace lsl;

std::string_view take(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_listed(std::string_view origin) {
    constexpr std::array<std::string_view, 3> families{".push.services.mozilla.com",
                                                       ".push.apple.com", ".notify.windows.com"};
    return origin == "https://fcm.googleapis.com" || origin == "http://127.0.0.1:9090" ||
           origin == "https://127.0.0.1:9090" || origin == "https://push.example.com" ||
           (origin.starts_with("https://") && origin.find('@') == origin.npos &&
            std::any_of(families.begin(), families.end(),
                        [&](std::string_view family) { return origin.ends_with(family); }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<push::PushHost> hosts{*push::parse_push_host("127.0.0.1:9090"),
                                                   *push::parse_push_host("push.example.com")};
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const std::string_view address = take(rest), point = take(rest), auth = take(rest);
    if (const auto endpoint = push::parse_endpoint(address, hosts)) {
        require(is_listed(endpoint->origin));
        require(endpoint->may_be_loopback == (endpoint->origin.find("127.0.0.1") < 9));
        require(endpoint->url.size() <= push::longest_endpoint);
    }
    static_cast<void>(push::parse_push_host(address));
    if (const auto keys = push::parse_browser_keys(point, auth)) {
        const auto body = push::sealed(*keys, rest.substr(0, push::longest_push_text));
        require(body.has_value() && body->size() <= 4096);
    }
    return 0;
}
