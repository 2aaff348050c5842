// A data folder of an earlier release, opened by this one: its classes are what they were.
#include "server/store/database.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/recordings_store.h"
#include "server/store/classes/streams_store.h"
#include "shared/wire/json/json.h"
#include "shared/wire/rows.h"
#include "tests/server/store/store_rows.h"
#include "tests/server/temporary_folder.h"
#include "tests/shared/wire/public_columns.h"

namespace lsl::store {
namespace {

using namespace lsl::testing;

using Texts = std::vector<std::string>;

/// SQL on the file as that release left it.
class OldFile {
  public:
    OldFile(const std::filesystem::path& file, const char* dump) {
        EXPECT_EQ(sqlite3_open(file.c_str(), &handle_), SQLITE_OK);
        std::ifstream source(std::filesystem::path(LSL_SOURCE_DIR) / "tests/server/store/releases" /
                             dump);
        std::ostringstream text;
        text << source.rdbuf();
        EXPECT_FALSE(text.str().empty()) << dump;
        read(text.str());
    }
    ~OldFile() { sqlite3_close(handle_); }
    OldFile(const OldFile&) = delete;
    OldFile& operator=(const OldFile&) = delete;

    /// The first column of every row.
    Texts read(const std::string& sql) {
        Texts rows;
        const auto note = [](void* to, int, char** values, char**) {
            static_cast<Texts*>(to)->emplace_back(values[0] == nullptr ? "" : values[0]);
            return 0;
        };
        char* problem = nullptr;
        EXPECT_EQ(sqlite3_exec(handle_, sql.c_str(), note, &rows, &problem), SQLITE_OK)
            << (problem == nullptr ? "" : problem);
        sqlite3_free(problem);
        return rows;
    }

  private:
    sqlite3* handle_ = nullptr;
};

/// A row of the API as SQL makes it from the columns as they were; members are in the order of
/// their names.
std::string old_rows(const std::set<std::string>& columns) {
    std::string members;
    for (const std::string& name : columns) {
        const bool boolean = name == "recording_available" || name == "keep_for_catalog";
        if (!members.empty()) members += ", ";
        members += "'" + name + "', ";
        if (name == "style" || name == "level") {
            members += name == "style" ? "''" : "'any'";  // they came later
        } else {
            members += boolean ? "json(iif(" + name + ", 'true', 'false'))" : name;
        }
    }
    return "SELECT json_object(" + members + ") FROM live_stream_sessions ORDER BY id";
}

/// Rows of some columns, each row one text.
std::string rows_of(const std::string& columns, const std::string& rest) {
    return "SELECT json_array(" + columns + ") FROM " + rest;
}

/// The same text less what begins with `first`, up to `behind`.
std::string without(std::string json, const std::string& first, const std::string& behind) {
    const std::size_t begin = json.find(first);
    return json.erase(begin, json.find(behind, begin) - begin);
}

class UpgradeTest : public ::testing::Test {
  protected:
    UpgradeTest() : old(file, "version_14.sql") {}

    /// Opens the file with this release, which brings its tables up to date.
    void upgrade() {
        auto opened = Database::open(file);
        ASSERT_TRUE(opened) << opened.error().message << " " << opened.error().detail;
        database = std::move(*opened);
    }
    template <class Read>
    auto read(Read rows) {
        return database->read([&](Connection& reader) { return rows(StreamsStore(reader)); })
            .value();
    }
    template <class Read>
    auto counted(Read sums) {
        return database->read([&](Connection& reader) { return sums(ClassCountersStore(reader)); })
            .value();
    }
    Texts ids_of(const std::vector<domain::StudioClass>& rows) {
        Texts ids;
        for (const auto& row : rows) ids.push_back(row.stream.id.to_string());
        return ids;
    }
    static Texts texts(const std::vector<StreamId>& ids) {
        Texts all;
        for (const StreamId id : ids) all.push_back(id.to_string());
        return all;
    }
    static std::string ids(const std::string& rest) {
        return "SELECT id FROM live_stream_sessions " + rest;
    }

    TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "leansporty.db";
    OldFile old;
    std::unique_ptr<Database> database;
    const UtcTime now = at("2026-11-29T18:00:00Z");
};

TEST_F(UpgradeTest, EveryClassHasTheRowsThatItHad) {
    const Texts before = old.read(old_rows(public_columns));
    std::set<std::string> all = public_columns;
    all.insert({"live_input_id", "webrtc_url", "webrtc_token"});
    const Texts of_staff = old.read(old_rows(all));
    const Texts stamps = old.read(
        "SELECT calendar_sequence || ' ' || calendar_changed_at FROM live_stream_sessions ORDER BY "
        "id");
    const Texts totals = old.read(
        "SELECT total_revenue || ' ' || delivered_seconds FROM live_stream_sessions ORDER BY id");
    const Texts ids_before = old.read(ids("ORDER BY id"));
    ASSERT_EQ(before.size(), 18u);
    upgrade();
    for (std::size_t i = 0; i < before.size(); ++i) {
        const StreamId id = StreamId::parse(ids_before[i]).value();
        const auto row = read([&](StreamsStore streams) { return streams.find(id); });
        ASSERT_TRUE(row) << ids_before[i];
        const std::string seen = wire::to_json(wire::public_stream(*row, 0));
        EXPECT_EQ(without(seen, ",\"viewers\"", "}"), before[i]);
        const std::string own = wire::to_json(wire::instructor_stream(*row, {}));
        EXPECT_EQ(without(own, "\"statistics\"", "\"status\":\""), of_staff[i]);
        EXPECT_EQ(
            std::to_string(row->calendar.sequence) + " " + to_iso8601(row->calendar.changed_at),
            stamps[i]);
        const Totals sums =
            counted([&](ClassCountersStore counters) { return counters.totals(id); });
        EXPECT_EQ(std::to_string(sums.revenue) + " " + std::to_string(sums.delivered_seconds),
                  totals[i]);
    }
}

TEST_F(UpgradeTest, EveryListHasTheClassesThatItHad) {
    const Texts live =
        old.read(ids("WHERE status = 'live' ORDER BY actual_start_time DESC, id DESC"));
    const Texts upcoming =
        old.read(ids("WHERE status = 'scheduled' ORDER BY scheduled_start_time, id"));
    const Texts replays =
        old.read(ids("WHERE status = 'ended' AND recording_state IN ('preparing', 'available') "
                     "AND recording_expires_at > '2026-11-29T18:00:00.000Z' "
                     "ORDER BY recording_expires_at DESC, id DESC"));
    const Texts past = old.read(
        ids("WHERE status IN ('ended', 'cancelled') ORDER BY scheduled_start_time DESC, id DESC"));
    ASSERT_EQ(replays.size(), 4u);
    upgrade();
    const auto list = [&](StreamList which) {
        return ids_of(read(
            [&](StreamsStore streams) { return streams.list(which, std::nullopt, 100, now); }));
    };
    EXPECT_EQ(list(StreamList::Live), live);
    EXPECT_EQ(list(StreamList::Upcoming), upcoming);
    EXPECT_EQ(list(StreamList::Replay), replays);
    EXPECT_EQ(list(StreamList::Past), past);
}

TEST_F(UpgradeTest, JobsAndMediaFindWhatTheyFound) {
    const Texts open =
        old.read(ids("WHERE recording_state IN ('recording', 'preparing') ORDER BY id"));
    const Texts expired = old.read(
        ids("WHERE status = 'ended' AND recording_video_id IS NOT NULL "
            "AND recording_expires_at <= '2026-11-29T18:00:00.000Z' AND (recording_available "
            "OR (NOT keep_for_catalog AND migrated_to_workout_id IS NULL)) "
            "ORDER BY recording_expires_at"));
    const Texts catalog = old.read(
        ids("WHERE status = 'ended' AND migrated_to_workout_id IS NULL AND keep_for_catalog "
            "AND migration_scheduled_at <= '2026-11-29T18:00:00.000Z' "
            "ORDER BY migration_scheduled_at"));
    const Texts inputs =
        old.read(ids("WHERE media_backend = 'cloudflare' AND NOT ingest_closed "
                     "AND status IN ('ended', 'cancelled') ORDER BY id"));
    ASSERT_EQ(open.size(), 4u);
    ASSERT_EQ(expired.size(), 1u);
    ASSERT_EQ(catalog.size(), 1u);
    ASSERT_EQ(inputs.size(), 3u);
    upgrade();
    const auto sorted = [](Texts all) {
        std::sort(all.begin(), all.end());
        return all;
    };
    EXPECT_EQ(sorted(ids_of(read([](StreamsStore s) { return s.with_open_recording(); }))), open);
    const auto now_expired =
        database->read([&](Connection& reader) { return RecordingsStore(reader).expired(now); });
    EXPECT_EQ(texts(now_expired.value()), expired);
    EXPECT_EQ(texts(read([&](StreamsStore s) { return s.due_for_catalog(now); })), catalog);
    EXPECT_EQ(sorted(ids_of(read([](StreamsStore s) { return s.with_open_ingest("cloudflare"); }))),
              inputs);
    const auto named = [&](const auto& found) { return found ? found->stream.title : ""; };
    EXPECT_EQ(
        named(read([](StreamsStore s) { return s.find_by_live_input(LiveInputId("input-04")); })),
        "Live, hosted");
    EXPECT_EQ(
        named(read([](StreamsStore s) { return s.find_by_playback(PlaybackId("playback-07")); })),
        "Replay");
    EXPECT_EQ(
        named(read([](StreamsStore s) { return s.find_by_video(VideoId("hosted-video-08")); })),
        "Replay, hosted, not kept");
}

TEST_F(UpgradeTest, EveryInputIsInItsTable) {
    const std::string access = "webrtc_url, webrtc_token, playback_id";
    const Texts before =
        old.read(rows_of("id, 'main', media_backend, live_input_id, " + access + ", ingest_closed",
                         "live_stream_sessions ORDER BY id"));
    upgrade();
    EXPECT_EQ(
        old.read(rows_of("stream_id, name, media_backend, live_input_id, " + access + ", closed",
                         "class_inputs ORDER BY stream_id")),
        before);
}

TEST_F(UpgradeTest, EveryRecordingIsInItsTableAndBeganWithItsClass) {
    const Texts before = old.read(
        rows_of("id, 'main', recording_state, recording_available, recording_expires_at, "
                "recording_video_id, iif(recording_state = 'none', NULL, actual_start_time)",
                "live_stream_sessions ORDER BY id"));
    upgrade();
    EXPECT_EQ(
        old.read(rows_of("stream_id, input, state, available, expires_at, video_id, started_at",
                         "recordings ORDER BY stream_id")),
        before);
    const auto replay =
        read([](StreamsStore s) { return s.find_by_video(VideoId("hosted-video-08")); });
    ASSERT_TRUE(replay);
    EXPECT_EQ(replay->recording.started_at, replay->stream.actual_start_time);
}

TEST_F(UpgradeTest, MessagesThatOthersWroteAreKeptInTheirOrder) {
    const Texts classes = old.read("SELECT id FROM live_stream_sessions ORDER BY id LIMIT 1");
    const auto write = [&](const std::string& id, const std::string& time, int is_deleted) {
        old.read(
            "INSERT INTO stream_chat_messages (id, stream_id, message, sent_at, is_deleted) "
            "VALUES ('" +
            id + "', '" + classes.at(0) + "', 'text', '2026-01-01T00:00:" + time + ".000Z', " +
            std::to_string(is_deleted) + ")");
    };
    write("b", "02", 1);
    write("a", "01", 0);
    upgrade();
    EXPECT_EQ(old.read("SELECT id || seq || state FROM stream_chat_messages ORDER BY seq"),
              (Texts{"a1visible", "b2removed"}));
    EXPECT_EQ(old.read("SELECT last_seq FROM chat_rooms"), Texts{"2"});
}

TEST_F(UpgradeTest, WhoeverReadsTheOldTableReadsTheSame) {
    const std::string named =
        "SELECT group_concat(name) FROM pragma_table_info('live_stream_sessions')";
    const Texts columns = old.read(named);
    ASSERT_EQ(columns.size(), 1u);
    const std::string rows = rows_of(columns[0], "live_stream_sessions ORDER BY id");
    const Texts before = old.read(rows);
    upgrade();
    EXPECT_EQ(old.read(named), columns);
    EXPECT_EQ(old.read(rows), before);
}

TEST_F(UpgradeTest, EveryReferenceLeadsToTheClassesAsBefore) {
    const auto references = [](const std::string& table) {
        return "SELECT of.name || '.' || key.\"from\" "
               "FROM sqlite_master AS of, pragma_foreign_key_list(of.name) AS key "
               "WHERE of.type = 'table' AND of.name NOT IN ('class_inputs', 'chat_rooms', "
               "'chat_people', 'chat_reports', 'chat_polls', 'reaction_sums', 'class_efforts', "
               "'notice_classes', 'notices', 'watch_people', 'class_chapters', "
               "'class_chapter_lists', 'class_bells') "
               "AND key.\"table\" = '" +
               table + "' ORDER BY 1";
    };
    const Texts before = old.read(references("live_stream_sessions"));
    ASSERT_EQ(before.size(), 8u);
    upgrade();
    EXPECT_EQ(old.read(references("live_stream_sessions")), Texts());
    EXPECT_EQ(old.read(references("classes")), before);
    EXPECT_EQ(old.read("PRAGMA foreign_key_check"), Texts());
}

TEST_F(UpgradeTest, CountersOfAllClassesStayRight) {
    const Texts before = old.read(
        "SELECT status || ' ' || count(*) || ' ' || sum(total_enrollments) || ' ' || "
        "sum(total_revenue) || ' ' || sum(recording_available) "
        "FROM live_stream_sessions GROUP BY status ORDER BY status");
    upgrade();
    Texts after;
    for (const StatusTotals& all :
         counted([](ClassCountersStore counters) { return counters.totals_by_status(); })) {
        after.push_back(std::string(domain::status_name(all.status)) + " " +
                        std::to_string(all.classes) + " " + std::to_string(all.enrollments) + " " +
                        std::to_string(all.revenue) + " " + std::to_string(all.replays));
    }
    std::sort(after.begin(), after.end());
    EXPECT_EQ(after, before);
}

TEST_F(UpgradeTest, PlacesKeepTheirClasses) {
    upgrade();
    const UserId ana = UserId::parse("01900000-0000-7000-8000-00000000a001").value();
    const auto places = database->read(
        [&](Connection& reader) { return EnrollmentsStore(reader).list(ana, std::nullopt, 100); });
    Texts titles;
    for (const EnrolledClass& place : places.value()) titles.push_back(place.row.stream.title);
    EXPECT_EQ(titles, (Texts{"Failed, nothing came", "Replay", "Live"}));
}

}  // namespace
}  // namespace lsl::store
