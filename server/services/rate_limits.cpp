#include "server/services/rate_limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace lsl::services {

std::string address_key(std::string_view address) {
    in6_addr v6{};
    const std::string text(address);
    if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        std::array<char, INET_ADDRSTRLEN> v4{};
        inet_ntop(AF_INET, &v6.s6_addr[12], v4.data(), v4.size());
        return v4.data();
    }
    std::fill(v6.s6_addr + 8, v6.s6_addr + 16, std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> prefix{};
    inet_ntop(AF_INET6, &v6, prefix.data(), prefix.size());
    return std::string(prefix.data()) + "/64";
}

RateLimits::RateLimits(const Clock& clock, std::size_t max_keys)
    : clock_(clock), max_keys_(max_keys) {}

Result<void> RateLimits::take(const std::string& key, RateLimit limit) {
    const std::lock_guard lock(mutex_);
    Window& window = touch(key);
    forget_old(window, limit.within);
    const MonoTime now = clock_.mono();
    if (window.events.size() >= limit.most) {
        using std::chrono::ceil;
        using std::chrono::seconds;
        const auto freed = window.events.front() + limit.within - now;
        Error error = make_error(ErrorCode::TooMany, "rate_limited",
                                 "That was too often. Wait a while, then try again.");
        error.retry_after_seconds =
            static_cast<int>(std::max<std::int64_t>(1, ceil<seconds>(freed).count()));
        return error;
    }
    window.events.push_back(now);
    return {};
}

void RateLimits::give_back(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = windows_.find(key);
    if (found != windows_.end() && !found->second.events.empty()) found->second.events.pop_back();
}

std::size_t RateLimits::count(const std::string& key, std::chrono::seconds within) {
    const std::lock_guard lock(mutex_);
    const auto found = windows_.find(key);
    if (found == windows_.end()) return 0;
    forget_old(found->second, within);
    return found->second.events.size();
}

RateLimits::Window& RateLimits::touch(const std::string& key) {
    const auto found = windows_.find(key);
    if (found != windows_.end()) {
        uses_.splice(uses_.end(), uses_, found->second.use);
        return found->second;
    }
    if (windows_.size() >= max_keys_) {
        windows_.erase(uses_.front());
        uses_.pop_front();
    }
    uses_.push_back(key);
    Window& window = windows_[key];
    window.use = std::prev(uses_.end());
    return window;
}

void RateLimits::forget_old(Window& window, std::chrono::seconds within) {
    const MonoTime oldest = clock_.mono() - within;
    while (!window.events.empty() && window.events.front() <= oldest) window.events.pop_front();
}

}  // namespace lsl::services
