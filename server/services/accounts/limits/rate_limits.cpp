#include "server/services/accounts/limits/rate_limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace lsl::services {

namespace {

std::string key_of(std::string_view address, std::size_t ipv6_prefix_bytes) {
    in6_addr v6{};
    const std::string text(address);
    if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        std::array<char, INET_ADDRSTRLEN> v4{};
        inet_ntop(AF_INET, &v6.s6_addr[12], v4.data(), v4.size());
        return v4.data();
    }
    std::fill(v6.s6_addr + ipv6_prefix_bytes, v6.s6_addr + 16, std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> prefix{};
    inet_ntop(AF_INET6, &v6, prefix.data(), prefix.size());
    return std::string(prefix.data()) + "/" + std::to_string(ipv6_prefix_bytes * 8);
}

/// How long until one more event fits into the window; nothing to wait when it does now.
std::chrono::microseconds wait_of(const std::vector<MonoTime>& events, RateLimit limit,
                                  MonoTime now) {
    if (limit.most == 0) return limit.within;
    if (events.size() < limit.most) return {};
    return std::max(events[events.size() - limit.most] + limit.within - now,
                    std::chrono::microseconds::zero());
}

}  // namespace

std::string address_key(std::string_view address) { return key_of(address, 8); }

std::string site_key(std::string_view address) { return key_of(address, 6); }

RateLimits::RateLimits(const Clock& clock, std::size_t max_keys)
    : clock_(clock), max_keys_(max_keys) {}

Result<void> RateLimits::take(const std::string& key, RateLimit limit) {
    return take(key, std::span(&limit, 1));
}

Result<void> RateLimits::take(const std::string& key, std::span<const RateLimit> limits) {
    const std::lock_guard lock(mutex_);
    Window& window = touch(key);
    forget_old(window, limits.back().within);
    const MonoTime now = clock_.mono();
    std::chrono::microseconds wait{};
    for (const RateLimit& limit : limits) {
        wait = std::max(wait, wait_of(window.events, limit, now));
    }
    if (wait.count() == 0) {
        window.events.push_back(now);
        return {};
    }
    if (window.events.empty()) forget(key);
    Error error = make_error(ErrorCode::TooMany, "rate_limited",
                             "That was too often. Wait a while, then try again.");
    error.retry_after_seconds = static_cast<int>(
        std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(wait).count()));
    return error;
}

void RateLimits::give_back(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = windows_.find(key);
    if (found == windows_.end() || found->second.events.empty()) return;
    found->second.events.pop_back();
    if (found->second.events.empty()) forget(key);
}

std::size_t RateLimits::count(const std::string& key, std::chrono::seconds within) {
    const std::lock_guard lock(mutex_);
    const auto found = windows_.find(key);
    if (found == windows_.end()) return 0;
    const std::vector<MonoTime>& events = found->second.events;
    const auto fresh = std::upper_bound(events.begin(), events.end(), clock_.mono() - within);
    return static_cast<std::size_t>(events.end() - fresh);
}

RateLimits::Window& RateLimits::touch(const std::string& key) {
    const auto found = windows_.find(key);
    if (found != windows_.end()) {
        uses_.splice(uses_.end(), uses_, found->second.use);
        return found->second;
    }
    if (windows_.size() >= max_keys_) forget(std::string(uses_.front()));
    uses_.push_back(key);
    Window& window = windows_[key];
    window.use = std::prev(uses_.end());
    return window;
}

void RateLimits::forget_old(Window& window, std::chrono::seconds within) {
    const MonoTime oldest = clock_.mono() - within;
    const auto fresh = std::upper_bound(window.events.begin(), window.events.end(), oldest);
    window.events.erase(window.events.begin(), fresh);
}

void RateLimits::forget(const std::string& key) {
    const auto found = windows_.find(key);
    uses_.erase(found->second.use);
    windows_.erase(found);
}

}  // namespace lsl::services
