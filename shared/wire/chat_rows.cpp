#include "shared/wire/chat_rows.h"

namespace lsl::wire {

std::optional<std::int64_t>* ReactionCounts::find(std::string_view name) {
    if (name == "clap") return &clap;
    if (name == "fire") return &fire;
    if (name == "heart") return &heart;
    if (name == "sweat") return &sweat;
    if (name == "laugh") return &laugh;
    return nullptr;
}

ChatSettingsRow chat_settings_row(const domain::ChatSettings& settings, bool for_staff) {
    ChatSettingsRow row{.mode = settings.mode,
                        .slow_mode_seconds = settings.slow_mode_seconds,
                        .hold_first = settings.hold_first,
                        .links = settings.links,
                        .opens_minutes_before = settings.opens_minutes_before,
                        .closes_minutes_after = settings.closes_minutes_after,
                        .replay_names = settings.replay_names,
                        .blocked_words = std::nullopt};
    if (for_staff) row.blocked_words = settings.blocked_words;
    return row;
}

void describe(Archive& a, MessageRow& row) {
    a.field("id", row.id);
    a.field("seq", row.seq);
    a.field("kind", row.kind);
    a.field("user_id", row.user_id);
    a.field("message", row.message);
    a.field("sent_at", row.sent_at);
    a.field("state", row.state);
    a.field("reply_to", row.reply_to);
    a.field("pinned_at", row.pinned_at);
    a.field("answered_at", row.answered_at);
    a.field("votes", row.votes);
    a.field("is_deleted", row.is_deleted);
    a.extra("removed_by", row.removed_by);
    a.extra("position_ms", row.position_ms);
    a.extra("removed_reason", row.removed_reason);
}

void describe(Archive& a, ChatPerson& row) {
    a.field("display_name", row.display_name);
    a.field("role", row.role);
}

void describe(Archive& a, WishCounts& row) {
    a.field("again", row.again);
    a.field("slower", row.slower);
    a.field("faster", row.faster);
}

void describe(Archive& a, ReactionCounts& row) {
    a.extra("clap", row.clap);
    a.extra("fire", row.fire);
    a.extra("heart", row.heart);
    a.extra("sweat", row.sweat);
    a.extra("laugh", row.laugh);
}

void describe(Archive& a, PollOption& row) {
    a.field("text", row.text);
    a.field("votes", row.votes);
}

void describe(Archive& a, PollRow& row) {
    a.field("id", row.id);
    a.field("question", row.question);
    a.field("open", row.open);
    a.field("options", row.options);
}

void describe(Archive& a, ReportAnswer& row) {
    a.field("message_id", row.message_id);
    a.field("decision", row.decision);
    a.field("reason", row.reason);
}

void describe(Archive& a, RoomMe& row) {
    a.field("can_write", row.can_write);
    a.field("next_at", row.next_at);
    a.field("timed_out_until", row.timed_out_until);
    a.extra("wish", row.wish);
    a.extra("wish_until", row.wish_until);
    a.extra("voted", row.voted);
    a.extra("poll_option", row.poll_option);
    a.extra("effort", row.effort);
    a.extra("timed_out_reason", row.timed_out_reason);
    a.extra("reports", row.reports);
}

void describe(Archive& a, ChatSettingsRow& row) {
    a.field("mode", row.mode);
    a.field("slow_mode_seconds", row.slow_mode_seconds);
    a.field("hold_first", row.hold_first);
    a.field("links", row.links);
    a.field("opens_minutes_before", row.opens_minutes_before);
    a.field("closes_minutes_after", row.closes_minutes_after);
    a.field("replay_names", row.replay_names);
    if (a.reading() || row.blocked_words) a.field("blocked_words", row.blocked_words);
}

void describe(Archive& a, RoomRow& row) {
    describe(a, row.settings);
    a.field("pins", row.pins);
    a.field("wish", row.wish);
    a.field("viewers", row.viewers);
    a.field("poll", row.poll);
    a.field("epoch", row.epoch);
    a.field("seq", row.seq);
    a.extra("open_reports", row.open_reports);
    a.extra("chapters", row.chapters);
    a.extra("me", row.me);
}

}  // namespace lsl::wire
