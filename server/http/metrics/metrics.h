#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "server/http/edge/refused.h"
#include "server/services/live/media_inbox.h"

namespace lsl::http {

/// Figures that are read when somebody asks for them.
struct Gauges {
    std::size_t event_connections = 0;
    std::uint64_t listeners_dropped = 0;  ///< because they read too slowly
    std::size_t connections = 0;
    std::uint64_t connections_ended = 0;
    media::EngineStats media;
    recorder::RecorderLoad recorder;
    std::int64_t clock_ahead_s = 0;  ///< seconds; below zero: behind; 0: believed
    bool clock_in_doubt = false;
    std::int64_t jobs_held = 0;
    std::string_view version;
};

/// Counts requests by route and status and the time they took. Thread-safe.
class Metrics {
  public:
    void count(std::string_view method, std::string_view route, int status,
               std::chrono::microseconds took);
    void refused(Refused why) { ++refused_[static_cast<std::size_t>(why)]; }
    /// In the text format 0.0.4 of Prometheus.
    std::string text(const Gauges& gauges) const;

  private:
    static constexpr std::array<double, 10> bounds_ms{0.5, 1, 2, 5, 10, 20, 50, 100, 500, 2000};
    struct Latency {
        std::array<std::uint64_t, bounds_ms.size() + 1> buckets{};
        double sum_ms = 0;
        std::uint64_t count = 0;
    };
    struct RequestKey {
        std::string method, route;
        int status;
        auto operator<=>(const RequestKey&) const = default;
    };

    std::array<std::atomic<std::uint64_t>, refused_kinds> refused_{};
    mutable std::mutex mutex_;
    std::map<RequestKey, std::uint64_t> requests_;
    std::map<std::string, Latency, std::less<>> latencies_;  ///< by route
};

}  // namespace lsl::http
