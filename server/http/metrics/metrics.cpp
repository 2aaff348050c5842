#include "server/http/metrics/metrics.h"

#include <algorithm>

#include "server/http/metrics/media_metrics.h"
#include "server/http/metrics/prometheus_text.h"

namespace lsl::http {

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
    PrometheusText prometheus(text);
    const auto out = prometheus.out();
    prometheus.head("lsl_build_info", "gauge", "The running version.");
    fmt::format_to(out, "lsl_build_info{{version=\"{}\"}} 1\n", gauges.version);
    {
        const std::lock_guard lock(mutex_);
        prometheus.head("lsl_http_requests_total", "counter", "Requests by route and status.");
        for (const auto& [key, count] : requests_) {
            fmt::format_to(
                out, "lsl_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n",
                key.method, key.route, key.status, count);
        }
        constexpr std::string_view name = "lsl_http_request_duration_seconds";
        prometheus.head(name, "histogram", "Time until the answer was made.");
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
    prometheus.gauge("lsl_http_connections", "Open connections.",
                     static_cast<std::int64_t>(gauges.connections));
    prometheus.gauge("lsl_event_connections", "Listeners of /api/events.",
                     static_cast<std::int64_t>(gauges.event_connections));
    prometheus.counter("lsl_event_listeners_dropped_total",
                       "Listeners whose stream was ended because they read too slowly.",
                       static_cast<std::int64_t>(gauges.listeners_dropped));
    prometheus.gauge("lsl_clock_in_doubt", "1 while the daily jobs wait for the clock.",
                     gauges.clock_in_doubt ? 1 : 0);
    prometheus.gauge("lsl_clock_ahead_seconds", "How far the clock is off, if it is in doubt.",
                     gauges.clock_ahead_s);
    prometheus.gauge("lsl_jobs_held", "Steps of the daily jobs that wait to be confirmed.",
                     gauges.jobs_held);
    prometheus.counter("lsl_http_connections_ended_total",
                       "Idle or half-open connections ended to make room for others.",
                       static_cast<std::int64_t>(gauges.connections_ended));
    prometheus.head("lsl_refused_total", "counter", "Turned away at a bound.");
    for (std::size_t i = 0; i < refused_kinds; ++i) {
        prometheus.value("lsl_refused_total", "reason", refused_name(static_cast<Refused>(i)),
                         refused_[i].load());
    }
    write_media_metrics(prometheus, gauges.media);
    write_recorder_metrics(prometheus, gauges.recorder);
    return text;
}

}  // namespace lsl::http
