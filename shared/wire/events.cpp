#include "shared/wire/events.h"

namespace lsl::wire {

std::string description_digest(std::string_view description) {
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325;  // FNV-1a
    for (const char c : description) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[(hash >> shift) & 0xf];
    return text;
}

void describe(Archive& a, StreamChanged& event) {
    a.field("stream", event.stream);
    a.extra("description_digest", event.description_digest);
}

void describe(Archive& a, EnrollmentChanged& event) {
    a.field("enrollment", event.enrollment);
    a.extra("description_digest", event.description_digest);
}

void describe(Archive& a, EnrollmentGone& event) { a.field("stream_id", event.stream_id); }

void describe(Archive& a, WalletChanged& event) { a.field("balance", event.balance); }

void describe(Archive& a, StatisticsChanged& event) {
    a.field("stream_id", event.stream_id);
    a.field("statistics", event.statistics);
    a.extra("totals", event.totals);
}

void merge(RoomChanged& change, const RoomChanged& later) {
    if (later.viewers) change.viewers = later.viewers;
    if (later.resync) change.resync = later.resync;
}

void describe(Archive& a, RoomChanged& event) {
    a.extra("viewers", event.viewers);
    a.extra("resync", event.resync);
}

void describe(Archive&, Resync&) {}

}  // namespace lsl::wire
