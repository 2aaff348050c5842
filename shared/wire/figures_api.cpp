#include "shared/wire/figures_api.h"

namespace lsl::wire {

void describe(Archive& a, MoneyFigures& m) {
    a.field("charged", m.charged);
    a.field("refunded", m.refunded);
    a.field("revenue", m.revenue);
    a.field("hosting_cost", m.hosting_cost);
}

void describe(Archive& a, FiguresStep& m) {
    a.field("at_ms", m.at_ms);
    a.field("viewers", m.viewers);
    a.field("joins", m.joins);
    a.field("leaves", m.leaves);
    a.field("stayed", m.stayed);
    a.field("plays", m.plays);
    a.field("reactions", m.reactions);
    a.field("messages", m.messages);
    a.extra("taps", m.taps);
    a.extra("wishes", m.wishes);
}

void describe(Archive& a, AttendanceRow& m) {
    a.field("user_id", m.user_id);
    a.field("display_name", m.display_name);
    a.field("enrolled_at", m.enrolled_at);
    a.field("attendance", m.attendance);
    a.field("first_at_ms", m.first_at_ms);
    a.field("live_seconds", m.live_seconds);
    a.field("replay_seconds", m.replay_seconds);
}

void describe(Archive& a, WishFigure& m) {
    a.field("wish", m.wish);
    a.field("people", m.people);
    a.field("at_ms", m.at_ms);
}

void describe(Archive& a, ClassFigures& m) {
    a.field("stream_id", m.stream_id);
    a.field("title", m.title);
    a.field("began_at", m.began_at);
    a.field("length_ms", m.length_ms);
    a.field("is_live", m.is_live);
    a.field("recording_offset_ms", m.recording_offset_ms);
    a.field("enrolled", m.enrolled);
    a.field("attended", m.attended);
    a.field("later", m.later);
    a.field("no_shows", m.no_shows);
    a.field("returning", m.returning);
    a.field("first_time", m.first_time);
    a.field("peak", m.peak);
    a.field("peak_at", m.peak_at);
    a.field("average", m.average);
    a.field("watch_seconds", m.watch_seconds);
    a.field("live_seconds", m.live_seconds);
    a.field("rehearsed_seconds", m.rehearsed_seconds);
    a.field("joins", m.joins);
    a.field("leaves", m.leaves);
    a.field("messages", m.messages);
    a.field("reactions", m.reactions);
    a.field("efforts", m.efforts);
    a.field("wishes", m.wishes);
    a.field("curve", m.curve);
    a.extra("money", m.money);
}

void describe(Archive& a, FiguresRow& m) {
    a.field("stream_id", m.stream_id);
    a.field("title", m.title);
    a.field("begins", m.begins);
    a.field("classes", m.classes);
    a.field("enrolled", m.enrolled);
    a.field("attended", m.attended);
    a.field("later", m.later);
    a.field("no_shows", m.no_shows);
    a.field("people", m.people);
    a.field("peak", m.peak);
    a.field("average", m.average);
    a.field("watch_seconds", m.watch_seconds);
    a.field("money", m.money);
}

}  // namespace lsl::wire

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, GetAttendance::Response& m) { a.field("people", m.people); }

void describe(Archive& a, GetStudioFigures::Response& m) {
    a.field("from", m.from);
    a.field("to", m.to);
    a.field("by", m.by);
    a.field("rows", m.rows);
    a.field("total", m.total);
}

}  // namespace lsl::api
