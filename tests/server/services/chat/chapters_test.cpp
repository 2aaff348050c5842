#include "server/services/chat/chapters.h"

#include <gtest/gtest.h>

#include <string>

#include "server/store/people/audit_store.h"
#include "shared/wire/json/json.h"
#include "tests/server/services/chat/chat_room.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;

class ChaptersTest : public lsl::testing::ChatRoomTest {
  protected:
    Chapters& chapters() { return studio_.community->chapters; }
    Result<Chapters::Marked> mark(const std::string& title, const std::string& client_id = {},
                                  std::optional<UtcTime> at = {}) {
        api::MarkChapter::Request request;
        request.title = title;
        request.kind = domain::ChapterKind::Phrase;
        request.at = at;
        if (!client_id.empty()) request.clientId = client_id;
        return chapters().mark(class_, request);
    }
    std::string refusal(const std::string& title, const std::string& client_id = {},
                        std::optional<UtcTime> at = {}) {
        const auto marked = mark(title, client_id, at);
        return marked ? "" : marked.error().word;
    }
    std::vector<wire::ChapterRow> list(const Caller& who) {
        return chapters().list(who, class_).value().chapters;
    }
    /// "Warm-up 2000, Phrase 62000": milliseconds of the recording.
    std::string places(const Caller& who) {
        std::string line;
        for (const wire::ChapterRow& row : list(who)) {
            if (!line.empty()) line += ", ";
            line += row.title + " " + (row.position_ms ? std::to_string(*row.position_ms) : "-");
        }
        return line;
    }
    void end_with_replay() {
        ASSERT_TRUE(studio_.streams->end(class_));
        studio_.make_replay(made_.stream.id);
    }
    api::OneChapter change(const std::string& id, const api::ChangeChapter::Request& request) {
        return chapters().change(class_, id, request).value();
    }
};

TEST_F(ChaptersTest, StandInTheRecordingWhereTheyWereMarked) {
    const Caller ana = caller(enrolled());
    live_for(2s);
    EXPECT_TRUE(mark("Warm-up").value().created);
    live_for(60s);
    mark("Phrase 1").value();
    live_for(60s);
    end_with_replay();
    EXPECT_EQ(places(ana), "Warm-up 2000, Phrase 1 62000");
    EXPECT_EQ(chapters().web_vtt(ana, class_).value(),
              "WEBVTT\n\n00:00:02.000 --> 00:01:02.000\nWarm-up\n"
              "\n00:01:02.000 --> 00:02:02.000\nPhrase 1\n");
}

TEST_F(ChaptersTest, AreMarkedOnceHoweverOftenThePressIsSent) {
    const auto first = mark("Phrase 1", "press-1").value();
    live_for(5s);
    const auto again = mark("Phrase 1", "press-1").value();
    EXPECT_FALSE(again.created);
    EXPECT_EQ(again.response.chapter, first.response.chapter);
    EXPECT_EQ(list(owner()).size(), 1u);
    EXPECT_EQ(refusal("Phrase 1", "no spaces"), "invalid_clientId");
}

TEST_F(ChaptersTest, AreRenamedMovedTakenBackAndPutBack) {
    live_for(10s);
    const wire::ChapterRow row = mark("Phrase 1").value().response.chapter;
    const std::string id = row.id.to_string();
    EXPECT_EQ(change(id, {.title = " Turns ", .moveSeconds = {}}).chapter.title, "Turns");
    const auto moved = change(id, {.title = {}, .moveSeconds = -4}).chapter;
    EXPECT_EQ(moved.title, "Turns");
    EXPECT_EQ(moved.at, row.at - 4s);
    ASSERT_TRUE(chapters().remove(owner(), class_, id));
    EXPECT_TRUE(list(owner()).empty());
    EXPECT_EQ(chapters().remove(owner(), class_, id).error().code, ErrorCode::NotFound);
    const auto trail = studio_.database->read(
        [](store::Connection& reader) { return store::AuditStore(reader).latest(1); });
    EXPECT_EQ(trail.value().front().action, "chapter_removed");
    live_for(10s);
    EXPECT_EQ(mark("Turns", {}, moved.at).value().response.chapter.at, moved.at);
}

TEST_F(ChaptersTest, HaveNamesThatPeopleCanReadAndAreNotWithoutEnd) {
    EXPECT_NE(refusal(""), "");
    EXPECT_EQ(refusal(std::string(60, 'x')), "");
    EXPECT_EQ(refusal(std::string(61, 'x')), "invalid_chapter_title");
    std::string dancers;
    for (int i = 0; i < 60; ++i) dancers += "\U0001F469\u200D\U0001F3A8";
    EXPECT_EQ(refusal(dancers), "") << "sixty characters, as people count them";
    for (int i = 2; i < 100; ++i) mark("Phrase").value();
    EXPECT_EQ(refusal("one too many"), "too_many_chapters");
}

TEST_F(ChaptersTest, AreForWhoMayWatch) {
    const Caller ana = caller(enrolled("ana"));
    const Caller ben = caller(studio_.viewer("ben"));
    mark("Phrase 1").value();
    EXPECT_EQ(list(ana).size(), 1u) << "while the class is live, too";
    EXPECT_EQ(chapters().list(ben, class_).error().word, "not_enrolled");
    ASSERT_TRUE(studio_.streams->end(class_));
    EXPECT_EQ(chapters().list(ana, class_).error().word, "replay_preparing");
    EXPECT_EQ(list(owner()).size(), 1u);
    studio_.make_replay(made_.stream.id);
    EXPECT_EQ(list(ana).size(), 1u);
    live_for(std::chrono::days(7));
    EXPECT_EQ(chapters().web_vtt(ana, class_).error().word, "replay_expired");
}

TEST_F(ChaptersTest, TextOfAChapterEndsNoCue) {
    live_for(1s);
    mark("a --> b & <i>").value();
    live_for(1s);
    end_with_replay();
    const std::string text = chapters().web_vtt(owner(), class_).value();
    EXPECT_NE(text.find("a --&gt; b &amp; &lt;i&gt;\n"), std::string::npos) << text;
}

TEST_F(ChaptersTest, AnotherConsoleHearsOfThem) {
    studio_.tell_news();
    const auto listener =
        studio_.hub.subscribe({.topics = {Topic::person(owner().person()->user.id)},
                               .room = Topic::staff_room(made_.stream.id),
                               .last_event_id = {}});
    mark("Phrase 1").value();
    std::optional<std::int64_t> told;
    for (const auto& event : studio_.heard(*listener)) {
        if (event.name != wire::RoomChanged::name) continue;
        const auto change = wire::from_json<wire::RoomChanged>(event.data).value();
        if (change.room && change.room->chapters) told = change.room->chapters;
    }
    EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace lsl::services
