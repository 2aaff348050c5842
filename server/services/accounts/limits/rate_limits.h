#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

struct RateLimit {
    std::size_t most = 0;
    std::chrono::seconds within{0};
};

/// The part of an address that one customer holds: an IPv4 address, or the /64 of an IPv6 one.
std::string address_key(std::string_view address);
/// The part that a site holds, for what must not be had anew with each network of the site: an
/// IPv4 address, or the /48 of an IPv6 one (RFC 6177: up to 65,536 networks for one customer).
std::string site_key(std::string_view address);

/// Sliding windows by key: at most `most` events within `within`. Memory is bounded: a key lives
/// as long as its events, and beyond `max_keys` the keys longest unused are forgotten.
/// Thread-safe.
class RateLimits {
  public:
    explicit RateLimits(const Clock& clock, std::size_t max_keys = 100'000);

    /// Counts an event. TooMany with retry_after_seconds, and not counted, when the window is full.
    Result<void> take(const std::string& key, RateLimit limit);
    /// The same with several windows, the longest one last: each of them must have room. Windows
    /// that grow slower than their lengths make a delay that grows with each event.
    Result<void> take(const std::string& key, std::span<const RateLimit> limits);
    /// Takes back the newest event of a key: the attempt turned out to be fine.
    void give_back(const std::string& key);
    /// Events of a key within the window.
    std::size_t count(const std::string& key, std::chrono::seconds within);

  private:
    struct Window {
        std::vector<MonoTime> events;  ///< oldest first
        std::list<std::string>::iterator use;
    };
    Window& touch(const std::string& key);
    void forget_old(Window& window, std::chrono::seconds within);
    void forget(const std::string& key);

    const Clock& clock_;
    const std::size_t max_keys_;
    std::mutex mutex_;
    std::list<std::string> uses_;  ///< keys, the longest unused first
    std::unordered_map<std::string, Window> windows_;
};

}  // namespace lsl::services
