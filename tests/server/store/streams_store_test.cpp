#include "server/store/classes/streams_store.h"

#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/search_key.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "server/store/classes/enrollments_store.h"
#include "server/store/database.h"
#include "server/store/people/users_store.h"
#include "tests/server/store/store_rows.h"
#include "tests/server/temporary_folder.h"

namespace lsl::store {
namespace {

using namespace lsl::testing;
using domain::RecordingState;
using domain::StreamStatus;

class StreamsStoreTest : public ::testing::Test {
  protected:
    StreamsStoreTest() : database(Database::open(folder.path() / "leansporty.db").value()) {}

    void add(const domain::StudioClass& row) {
        ASSERT_TRUE(database->write([&](Connection& tx) { return StreamsStore(tx).insert(row); }));
    }
    std::vector<std::string> titles(StreamList which, std::optional<Position> after = {},
                                    std::int64_t limit = 100) {
        const auto rows = database->read([&](Connection& reader) {
            return StreamsStore(reader).list(which, after, limit, now);
        });
        std::vector<std::string> names;
        for (const auto& row : rows.value()) names.push_back(row.stream.title);
        return names;
    }
    std::vector<std::string> filtered(StreamList which, const ListFilter& filter) {
        const auto rows = database->read([&](Connection& reader) {
            return StreamsStore(reader).list(which, std::nullopt, 100, now, filter);
        });
        std::vector<std::string> names;
        for (const auto& row : rows.value()) names.push_back(row.stream.title);
        return names;
    }
    domain::StudioClass live(std::uint32_t number, const char* since) {
        domain::StudioClass row = a_class(number);
        row.stream.status = StreamStatus::Live;
        row.stream.actual_start_time = at(since);
        return row;
    }
    domain::StudioClass ended(std::uint32_t number, const char* expires) {
        domain::StudioClass row = a_class(number);
        row.stream.status = StreamStatus::Ended;
        row.recording.state = RecordingState::Available;
        row.recording.available = true;
        row.recording.expires_at = at(expires);
        row.recording.video_id = VideoId("video" + std::to_string(number));
        return row;
    }
    /// The steps of a query as SQLite plans them.
    std::string plan(const std::string& sql) {
        sqlite3* handle = nullptr;
        EXPECT_EQ(sqlite3_open(database->file().c_str(), &handle), SQLITE_OK);
        std::string steps;
        const auto note = [](void* text, int, char** values, char**) {
            *static_cast<std::string*>(text) += std::string(values[3]) + "\n";
            return 0;
        };
        EXPECT_EQ(
            sqlite3_exec(handle, ("EXPLAIN QUERY PLAN " + sql).c_str(), note, &steps, nullptr),
            SQLITE_OK)
            << sqlite3_errmsg(handle);
        sqlite3_close(handle);
        return steps;
    }

    TemporaryFolder folder;
    std::unique_ptr<Database> database;
    const UtcTime now = at("2026-12-01T00:00:00Z");
};

TEST_F(StreamsStoreTest, GivesBackEveryColumn) {
    domain::StudioClass row = a_class(1);
    row.stream.media_seconds = 1234;
    row.stream.refunded_at = at("2026-12-03T02:00:00Z");
    row.stream.description = "Zeile 1\nZeile 2 💃";
    row.stream.instructor_name = "Mila Kovač";
    row.stream.actual_start_time = at("2026-12-01T18:00:01.234Z");
    row.recording = {.state = RecordingState::Available,
                     .available = true,
                     .started_at = at("2026-12-01T18:00:02.345Z"),
                     .expires_at = at("2026-12-08T19:00:00Z"),
                     .video_id = VideoId("abc")};
    row.stream.thumbnail_url = "https://example.com/a.jpg";
    row.stream.keep_for_catalog = false;
    row.calendar.sequence = 3;
    add(row);
    const auto found =
        database->read([&](Connection& r) { return StreamsStore(r).find(row.stream.id); }).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->stream.title, row.stream.title);
    EXPECT_EQ(found->stream.description, row.stream.description);
    EXPECT_EQ(found->stream.instructor_name, row.stream.instructor_name);
    EXPECT_EQ(found->stream.scheduled_start_time, row.stream.scheduled_start_time);
    EXPECT_EQ(found->stream.actual_start_time, row.stream.actual_start_time);
    EXPECT_EQ(found->stream.actual_end_time, std::nullopt);
    EXPECT_EQ(found->stream.status, StreamStatus::Scheduled);
    EXPECT_EQ(found->ingest.playback, row.ingest.playback);
    EXPECT_EQ(found->ingest.access, row.ingest.access);
    EXPECT_EQ(found->recording, row.recording);
    EXPECT_EQ(found->stream.thumbnail_url, row.stream.thumbnail_url);
    EXPECT_FALSE(found->stream.keep_for_catalog);
    EXPECT_EQ(found->calendar.sequence, 3);
    EXPECT_EQ(found->stream.created_at, row.stream.created_at);
    EXPECT_EQ(found->stream.media_seconds, 1234);
    EXPECT_EQ(found->stream.refunded_at, row.stream.refunded_at);
}

TEST_F(StreamsStoreTest, LiveClassesAreNewestFirst) {
    add(live(1, "2026-12-01T10:00:00Z"));
    add(live(2, "2026-12-01T12:00:00Z"));
    add(live(3, "2026-12-01T11:00:00Z"));
    add(a_class(4));
    EXPECT_EQ(titles(StreamList::Live),
              (std::vector<std::string>{"Class 2", "Class 3", "Class 1"}));
}

TEST_F(StreamsStoreTest, UpcomingClassesAreSoonestFirst) {
    for (std::uint32_t i = 1; i <= 3; ++i) {
        domain::StudioClass row = a_class(i);
        row.stream.scheduled_start_time -= std::chrono::hours(i);
        add(row);
    }
    EXPECT_EQ(titles(StreamList::Upcoming),
              (std::vector<std::string>{"Class 3", "Class 2", "Class 1"}));
}

TEST_F(StreamsStoreTest, ReplaysEndWithTheirWeek) {
    add(ended(1, "2026-12-03T00:00:00Z"));
    add(ended(2, "2026-11-30T00:00:00Z"));
    add(ended(3, "2026-12-05T00:00:00Z"));
    domain::StudioClass failed = ended(4, "2026-12-05T00:00:00Z");
    failed.recording.state = RecordingState::Failed;
    add(failed);
    EXPECT_EQ(titles(StreamList::Replay), (std::vector<std::string>{"Class 3", "Class 1"}));
}

TEST_F(StreamsStoreTest, PagesNeitherSkipNorRepeatRowsOfTheSameTime) {
    for (std::uint32_t i = 1; i <= 7; ++i) add(a_class(i));
    std::vector<std::string> seen;
    std::optional<Position> after;
    for (int page = 0; page < 4; ++page) {
        const auto rows = database->read([&](Connection& reader) {
            return StreamsStore(reader).list(StreamList::Upcoming, after, 2, now);
        });
        for (const auto& row : rows.value()) seen.push_back(row.stream.title);
        after = StreamsStore::position(StreamList::Upcoming, rows.value().back());
        // A class that comes in front of the page does not shift what follows.
        domain::StudioClass early = a_class(static_cast<std::uint32_t>(100 + page));
        early.stream.scheduled_start_time = at("2026-11-30T00:00:00Z");
        add(early);
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"Class 1", "Class 2", "Class 3", "Class 4", "Class 5",
                                              "Class 6", "Class 7"}));
}

TEST_F(StreamsStoreTest, EveryListIsReadFromItsIndex) {
    struct Case {
        std::string sql;
        const char* index;
    };
    const Case cases[] = {
        {StreamsStore::query(StreamList::Live), "streams_live"},
        {StreamsStore::query(StreamList::Upcoming), "streams_by_status"},
        {StreamsStore::query(StreamList::Past), "streams_past"},
        {StreamsStore::query(StreamList::Replay), "recordings_replay"},
        {EnrollmentsStore::list_query(), "enrollments_of_user"},
        {"SELECT * FROM stream_enrollments WHERE stream_id = ?",
         "sqlite_autoindex_stream_enrollments_2"},
        {"SELECT * FROM wallet_entries WHERE user_id = ? AND sequence < ? "
         "ORDER BY sequence DESC LIMIT 50",
         "wallet_entries_of_user"},
    };
    for (const Case& one : cases) {
        const std::string steps = plan(one.sql);
        EXPECT_NE(steps.find(one.index), std::string::npos) << one.sql << "\n" << steps;
        EXPECT_EQ(steps.find("TEMP B-TREE"), std::string::npos) << one.sql << "\n" << steps;
    }
}

TEST_F(StreamsStoreTest, MaximaOnlyRise) {
    add(a_class(1));
    const auto raise = [&](std::int64_t viewers) {
        return database
            ->write([&](Connection& tx) {
                return ClassCountersStore(tx).raise_max_viewers(a_class(1).stream.id, viewers);
            })
            .value();
    };
    EXPECT_TRUE(raise(5));
    EXPECT_FALSE(raise(5));
    EXPECT_FALSE(raise(3));
    EXPECT_TRUE(raise(6));
}

TEST_F(StreamsStoreTest, OurCopyTakesThePlaceOfItsOwnSourceOnly) {
    domain::StudioClass row = a_class(1);
    row.stream.thumbnail_url = "https://example.com/new.jpg";
    add(row);
    const auto replace = [&](const char* source) {
        return database
            ->write([&](Connection& tx) {
                return StreamsStore(tx).replace_thumbnail(
                    row.stream.id, source, "/thumbnails/x.jpg", row.stream.updated_at);
            })
            .value();
    };
    EXPECT_FALSE(replace("https://example.com/old.jpg"));
    EXPECT_TRUE(replace("https://example.com/new.jpg"));
}

TEST_F(StreamsStoreTest, AnUpdateLeavesTheCountersAlone) {
    add(a_class(1));
    ASSERT_TRUE(database->write([](Connection& tx) -> Result<void> {
        const domain::StudioClass stale = a_class(1);
        LSL_TRY(ClassCountersStore(tx).count_enrollment(stale.stream.id, 1, 30));
        return StreamsStore(tx).update(stale);
    }));
    const auto found =
        database->read([&](Connection& r) { return StreamsStore(r).find(a_class(1).stream.id); });
    EXPECT_EQ(found.value()->stream.total_enrollments, 1);
}

TEST_F(StreamsStoreTest, AFilteredListHasWhatFitsAndFollowsChanges) {
    domain::StudioClass forro = a_class(1);
    forro.stream.title = "Forró for Two";
    forro.stream.instructor_name = "Ana Łukasz";
    forro.stream.style = "Forró";
    forro.stream.level = domain::Level::Beginner;
    add(forro);
    domain::StudioClass salsa = a_class(2);
    salsa.stream.title = "Salsa Basics";
    salsa.stream.style = "Salsa cubana";
    add(salsa);
    using List = std::vector<std::string>;
    const List only_forro{"Forró for Two"};
    const auto found = [&](ListFilter filter) { return filtered(StreamList::Upcoming, filter); };
    EXPECT_EQ(found({.style_key = search_key("FORRO")}), only_forro);
    EXPECT_EQ(found({.style_key = search_key("salsa")}), List{}) << "the whole style";
    EXPECT_EQ(found({.style_key = search_key("Salsa  Cubana")}), List{"Salsa Basics"});
    EXPECT_EQ(found({.level = domain::Level::Beginner}), only_forro);
    EXPECT_EQ(found({.level = domain::Level::Advanced}), List{});
    EXPECT_EQ(found({.words = {"two", "forro"}}), only_forro);
    EXPECT_EQ(found({.words = {"two", "salsa"}}), List{}) << "each word";
    EXPECT_EQ(found({.words = {"cubana"}}), List{"Salsa Basics"}) << "the style, too";
    EXPECT_EQ(found({.words = {"%"}}), List{});

    salsa.stream.style = "Bachata";
    ASSERT_TRUE(database->write([&](Connection& tx) { return StreamsStore(tx).update(salsa); }));
    EXPECT_EQ(found({.words = {"cubana"}}), List{});
    EXPECT_EQ(found({.style_key = "bachata"}), List{"Salsa Basics"});
}

TEST(SearchKey, ForgetsCaseAccentsAndWaysOfWriting) {
    EXPECT_EQ(search_key("  Forró\t "), "forro");
    EXPECT_EQ(search_key("Forro\u0301"), "forro");
    EXPECT_EQ(search_key("STRASSE"), search_key("Straße"));
    EXPECT_EQ(search_key("ﬁtness"), "fitness");
    EXPECT_EQ(search_key("Ｓａｌｓａ\u3000１"), "salsa 1");
    EXPECT_EQ(search_key("رَقْص"), search_key("رقص"));
    EXPECT_EQ(search_key("\xFF"), "");
}

}  // namespace
}  // namespace lsl::store
