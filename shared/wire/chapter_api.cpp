#include "shared/wire/chapter_api.h"

namespace lsl::wire {

void describe(Archive& a, ChapterRow& row) {
    a.field("id", row.id);
    a.field("kind", row.kind);
    a.field("title", row.title);
    a.field("at", row.at);
    a.field("position_ms", row.position_ms);
}

}  // namespace lsl::wire

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, ListChapters::Response& m) { a.field("chapters", m.chapters); }

void describe(Archive& a, OneChapter& m) { a.field("chapter", m.chapter); }

void describe(Archive& a, MarkChapter::Request& m) {
    a.field("title", m.title);
    a.field("kind", m.kind);
    a.field("at", m.at);
    a.field("clientId", m.clientId);
}

void describe(Archive& a, ChangeChapter::Request& m) {
    a.field("title", m.title);
    a.field("moveSeconds", m.moveSeconds);
}

}  // namespace lsl::api
