#include "server/http/metrics.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace lsl::http {
namespace {

using Out = std::back_insert_iterator<std::string>;

void head(Out out, std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(out, "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

void one(Out out, std::string_view name, std::string_view type, std::string_view help,
         std::int64_t value) {
    head(out, name, type, help);
    fmt::format_to(out, "{} {}\n", name, value);
}

}  // namespace

void Metrics::count(std::string_view method, std::string_view route, int status,
                    std::chrono::microseconds took) {
    const double ms = static_cast<double>(took.count()) / 1000.0;
    const std::lock_guard lock(mutex_);
    ++requests_[{std::string(method), std::string(route), status}];
    auto found = latencies_.find(route);
    if (found == latencies_.end()) found = latencies_.emplace(route, Latency{}).first;
    Latency& latency = found->second;
    const auto bound = std::lower_bound(bounds_ms.begin(), bounds_ms.end(), ms);
    ++latency.buckets[static_cast<std::size_t>(bound - bounds_ms.begin())];
    latency.sum_ms += ms;
    ++latency.count;
}

std::string Metrics::text(const Gauges& gauges) const {
    std::string text;
    const Out out(text);
    head(out, "lsl_build_info", "gauge", "The running version.");
    fmt::format_to(out, "lsl_build_info{{version=\"{}\"}} 1\n", gauges.version);
    {
        const std::lock_guard lock(mutex_);
        head(out, "lsl_http_requests_total", "counter", "Requests by route and status.");
        for (const auto& [key, count] : requests_) {
            fmt::format_to(
                out, "lsl_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n",
                key.method, key.route, key.status, count);
        }
        constexpr std::string_view name = "lsl_http_request_duration_seconds";
        head(out, name, "histogram", "Time until the answer was made.");
        for (const auto& [route, latency] : latencies_) {
            std::uint64_t below = 0;
            for (std::size_t i = 0; i < bounds_ms.size(); ++i) {
                below += latency.buckets[i];
                fmt::format_to(out, "{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, route,
                               bounds_ms[i] / 1000, below);
            }
            fmt::format_to(out,
                           "{0}_bucket{{route=\"{1}\",le=\"+Inf\"}} {2}\n"
                           "{0}_sum{{route=\"{1}\"}} {3}\n{0}_count{{route=\"{1}\"}} {2}\n",
                           name, route, latency.count, latency.sum_ms / 1000);
        }
    }
    one(out, "lsl_http_connections", "gauge", "Open connections.",
        static_cast<std::int64_t>(gauges.connections));
    one(out, "lsl_event_connections", "gauge", "Listeners of /api/events.",
        static_cast<std::int64_t>(gauges.event_connections));
    one(out, "lsl_media_sessions", "gauge", "WebRTC sessions.", gauges.media.sessions);
    one(out, "lsl_media_packets_received_total", "counter", "Datagrams that came in.",
        gauges.media.packets_received);
    one(out, "lsl_media_packets_sent_total", "counter", "Datagrams that went out.",
        gauges.media.packets_sent);
    one(out, "lsl_media_received_bytes_total", "counter", "Their bytes.",
        gauges.media.bytes_received);
    one(out, "lsl_media_sent_bytes_total", "counter", "Their bytes.", gauges.media.bytes_sent);
    head(out, "lsl_media_drops_total", "counter", "Packets not used, by reason.");
    for (const auto& [reason, count] : gauges.media.drops) {
        fmt::format_to(out, "lsl_media_drops_total{{reason=\"{}\"}} {}\n", reason, count);
    }
    return text;
}

}  // namespace lsl::http
