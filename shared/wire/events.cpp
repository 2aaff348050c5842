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

void describe(Archive& a, NoticesChanged& event) { a.field("unread", event.unread); }

void describe(Archive& a, StatisticsChanged& event) {
    a.field("stream_id", event.stream_id);
    a.field("statistics", event.statistics);
    a.extra("totals", event.totals);
}

void describe(Archive& a, RoomMeChanged& event) {
    a.field("stream_id", event.stream_id);
    a.field("me", event.me);
    a.extra("messages", event.messages);
}

namespace {

void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& more) {
    if (more) sum = sum.value_or(0) + *more;
}

void add(ReactionCounts& sum, const ReactionCounts& more) {
    add(sum.clap, more.clap);
    add(sum.fire, more.fire);
    add(sum.heart, more.heart);
    add(sum.sweat, more.sweat);
    add(sum.laugh, more.laugh);
}

/// A message that changes again before it was told is told once, at its place.
void put(std::vector<MessageRow>& messages, const MessageRow& later) {
    for (MessageRow& known : messages) {
        if (known.id == later.id) {
            known = later;
            return;
        }
    }
    messages.push_back(later);
}

}  // namespace

void merge(RoomChanged& change, const RoomChanged& later) {
    if (later.viewers) change.viewers = later.viewers;
    if (later.resync) change.resync = later.resync;
    for (const MessageRow& message : later.messages) put(change.messages, message);
    for (const auto& [id, person] : later.people) change.people.insert_or_assign(id, person);
    if (later.reactions) {
        add(change.reactions ? *change.reactions : change.reactions.emplace(), *later.reactions);
    }
    if (later.wish) change.wish = later.wish;
    if (later.room) change.room = later.room;
}

void describe(Archive& a, RoomChanged& event) {
    a.extra("viewers", event.viewers);
    a.extra("resync", event.resync);
    // The first frame has its list also when that is empty: it is the state, and not a change.
    const bool is_state = a.reading() || (event.room && event.room->me);
    if (is_state || !event.messages.empty()) a.with_default("messages", event.messages);
    if (is_state || !event.people.empty()) a.with_default("people", event.people);
    a.extra("reactions", event.reactions);
    a.extra("wish", event.wish);
    a.extra("room", event.room);
}

void describe(Archive&, Resync&) {}

}  // namespace lsl::wire
