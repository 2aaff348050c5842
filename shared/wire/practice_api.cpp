#include "shared/wire/practice_api.h"

namespace lsl::wire {

void describe(Archive& a, PracticeLoop& m) {
    a.field("name", m.name);
    a.field("from_ms", m.from_ms);
    a.field("to_ms", m.to_ms);
    a.field("speed_percent", m.speed_percent);
}

void describe(Archive& a, PracticeBeats& m) {
    a.field("start_ms", m.start_ms);
    a.field("beat_us", m.beat_us);
    a.field("group", m.group);
}

void describe(Archive& a, PracticeNotes& m) {
    a.field("loops", m.loops);
    a.field("beats", m.beats);
    a.field("mirrored", m.mirrored);
}

}  // namespace lsl::wire

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, KeepProgress::Request& m) { a.field("positionMs", m.positionMs); }

void describe(Archive& a, GetPracticeNotes::Response& m) { a.field("notes", m.notes); }

void describe(Archive& a, PutPracticeNotes::Request& m) { a.field("notes", m.notes); }

}  // namespace lsl::api
