#include "server/http/metrics/media_metrics.h"

namespace lsl::http {
namespace {

void write_histogram(PrometheusText& out, std::string_view name, std::string_view help,
                     const media::SizeHistogram& sizes) {
    out.head(name, "histogram", help);
    const std::string bucket_name = std::string(name) + "_bucket";
    std::int64_t below = 0;
    for (std::size_t i = 0; i < media::SizeHistogram::kBuckets; ++i) {
        below += sizes.in_bucket(i);
        const std::size_t bound = media::SizeHistogram::upper_bound(i);
        out.value(bucket_name, "le", bound == 0 ? "+Inf" : std::to_string(bound), below);
    }
    out.value(std::string(name) + "_sum", sizes.sum());
    out.value(std::string(name) + "_count", below);
}

void write_received(PrometheusText& out, const media::EngineStats& stats) {
    out.counter("lsl_media_packets_received_total", "Datagrams that came in.",
                stats.packets_received);
    out.counter("lsl_media_received_bytes_total", "Their bytes.", stats.bytes_received);
    constexpr std::string_view by_kind = "lsl_media_received_total";
    out.head(by_kind, "counter", "Datagrams by what they look like, before any check.");
    const media::MediaCounters& c = stats.counters;
    out.value(by_kind, "kind", "stun", c.stun_received);
    out.value(by_kind, "kind", "dtls", c.dtls_received);
    out.value(by_kind, "kind", "rtp", c.rtp_received);
    out.value(by_kind, "kind", "rtcp", c.rtcp_received);

    constexpr std::string_view drops = "lsl_media_drops_total";
    out.head(drops, "counter", "Packets not used, by reason.");
    for (const auto& [reason, count] : stats.drops) out.value(drops, "reason", reason, count);
}

void write_feedback(PrometheusText& out, const media::MediaCounters& c) {
    out.counter("lsl_media_nacks_sent_total", "Packets asked for again of publishers.",
                c.packets_asked_again);
    out.counter("lsl_media_nacks_received_total", "Packets that viewers asked for again.",
                c.packets_asked_of_us);
    out.counter("lsl_media_key_frame_requests_sent_total", "Key frames asked of publishers.",
                c.key_frame_requests_sent);
    out.counter("lsl_media_key_frame_requests_received_total", "Key frames viewers asked for.",
                c.key_frame_requests_heard);
}

void write_sent(PrometheusText& out, const media::EngineStats& stats) {
    const media::MediaCounters& c = stats.counters;
    out.counter("lsl_media_packets_forwarded_total", "Media packets sent on to a viewer.",
                c.packets_forwarded);
    out.counter("lsl_media_packets_repeated_total", "Media packets sent to a viewer again.",
                c.packets_repeated);
    out.counter("lsl_media_ring_overtaken_total",
                "Times that a viewer was so far behind that the ring no longer had its place.",
                c.viewers_overtaken);
    out.counter("lsl_media_ring_misses_total",
                "Packets that viewers asked for again and the ring no longer had.",
                stats.ring_misses);
    out.counter("lsl_media_packets_sent_total", "Datagrams that went out.", stats.packets_sent);
    out.counter("lsl_media_sent_bytes_total", "Their bytes.", stats.bytes_sent);
    write_histogram(out, "lsl_media_batch_datagrams", "Datagrams that left in one batch.", c.batch);
    write_histogram(out, "lsl_media_gso_datagrams",
                    "Datagrams in one buffer for the kernel; 1 = without UDP_SEGMENT.",
                    stats.socket.run);
    out.counter("lsl_media_send_calls_total", "System calls that sent them.",
                stats.socket.system_calls);
    out.counter("lsl_media_send_buffer_full_total", "Times the kernel had no room.",
                stats.socket.full);
    out.gauge("lsl_media_gso", "1 while the kernel takes UDP_SEGMENT.",
              stats.socket.segments ? 1 : 0);
}

}  // namespace

void write_media_metrics(PrometheusText& out, const media::EngineStats& stats) {
    out.gauge("lsl_media_sessions", "WebRTC sessions, connected or about to be.", stats.sessions);
    out.gauge("lsl_media_publishers", "Connected publishers.", stats.publishers);
    out.gauge("lsl_media_viewers", "Connected viewers.", stats.viewers);
    out.gauge("lsl_media_rooms", "Classes with anybody or a recording in them.", stats.rooms);
    write_received(out, stats);
    write_feedback(out, stats.counters);
    write_sent(out, stats);
}

void write_recorder_metrics(PrometheusText& out, const recorder::RecorderLoad& load) {
    out.gauge("lsl_recorder_recordings", "Recordings that take packets.",
              static_cast<std::int64_t>(load.open));
    out.gauge("lsl_recorder_queue_bytes", "What waits to be written.",
              static_cast<std::int64_t>(load.queued_bytes));
    out.counter("lsl_recorder_dropped_packets_total", "Packets that found their queue full.",
                static_cast<std::int64_t>(load.dropped_packets));
    out.counter("lsl_recorder_replays_total", "Recordings that became replays.",
                static_cast<std::int64_t>(load.finished));
    out.counter("lsl_recorder_short_replays_total",
                "Replays that lack two seconds, or more than one packet of sound in a hundred.",
                static_cast<std::int64_t>(load.short_replays));
    out.counter("lsl_recorder_sound_packets_received_total",
                "Packets of sound that came in of the classes that became replays.",
                load.sound_received);
    out.counter("lsl_recorder_sound_packets_written_total",
                "Those of them that are in the replays.", load.sound_written);
}

}  // namespace lsl::http
