// A class lies in three tables: how they are read and written together, and by their old name.
#include "server/store/classes/class_tables.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/inputs_store.h"
#include "server/store/classes/recordings_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/database.h"
#include "tests/server/store/store_rows.h"
#include "tests/server/temporary_folder.h"

namespace lsl::store {
namespace {

using namespace lsl::testing;
using domain::RecordingState;
using domain::StreamStatus;

class ClassTablesTest : public ::testing::Test {
  protected:
    ClassTablesTest() : database(Database::open(folder.path() / "leansporty.db").value()) {}

    template <class Work>
    void write(Work work) {
        const auto done = database->write(work);
        ASSERT_TRUE(done) << done.error().message << " " << done.error().detail;
    }
    void execute(const char* sql) {
        write([&](Connection& tx) { return tx.execute(sql); });
    }
    std::optional<domain::StudioClass> found(std::uint32_t number) {
        return database
            ->read([&](Connection& reader) {
                return StreamsStore(reader).find(id_number<StreamId>(number));
            })
            .value();
    }
    StatusTotals totals(StreamStatus status) {
        const auto all = database->read(
            [](Connection& reader) { return ClassCountersStore(reader).totals_by_status(); });
        for (const StatusTotals& one : all.value()) {
            if (one.status == status) return one;
        }
        return {};
    }
    domain::StudioClass with_replay(std::uint32_t number) {
        domain::StudioClass row = a_class(number);
        row.stream.status = StreamStatus::Ended;
        row.recording = {.state = RecordingState::Available,
                         .available = true,
                         .started_at = at("2026-12-01T18:00:00Z"),
                         .expires_at = at("2026-12-08T19:00:00Z"),
                         .video_id = VideoId("video" + std::to_string(number))};
        return row;
    }

    TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

TEST_F(ClassTablesTest, AChangeOfAClassChangesAllOfItsParts) {
    domain::StudioClass row = a_class(1);
    write([&](Connection& tx) { return StreamsStore(tx).insert(row); });
    row.stream.title = "Another";
    row.ingest.access.webrtc_token = "another";
    ASSERT_TRUE(row.recording.begin(VideoId("video"), at("2026-12-01T18:00:00Z")));
    write([&](Connection& tx) { return StreamsStore(tx).update(row); });
    const auto after = found(1);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->stream.title, "Another");
    EXPECT_EQ(after->ingest.access, row.ingest.access);
    EXPECT_EQ(after->recording, row.recording);
}

TEST_F(ClassTablesTest, AnotherInputIsNeitherTheClassTwiceNorItsMainOne) {
    const domain::StudioClass row = with_replay(1);
    domain::Ingest feet = a_class(2).ingest;
    const domain::Recording of_feet = with_replay(2).recording;
    write([&](Connection& tx) -> Result<void> {
        LSL_TRY(StreamsStore(tx).insert(row));
        LSL_TRY(InputsStore(tx).insert(row.stream.id, "feet", feet));
        return RecordingsStore(tx).insert(row.stream.id, "feet", of_feet);
    });
    const auto replays = database->read([&](Connection& reader) {
        return StreamsStore(reader).list(StreamList::Replay, std::nullopt, 10,
                                         at("2026-12-02T00:00:00Z"));
    });
    ASSERT_EQ(replays.value().size(), 1u);
    EXPECT_EQ(replays.value()[0].ingest.access, row.ingest.access);
    EXPECT_EQ(replays.value()[0].recording, row.recording);
    EXPECT_EQ(totals(StreamStatus::Ended).replays, 1) << "replays are counted by class";
    write([&](Connection& tx) { return StreamsStore(tx).update(row); });
    EXPECT_EQ(found(1)->ingest.access, row.ingest.access);
}

TEST_F(ClassTablesTest, OneNameOfAnInputIsGivenOnce) {
    write([](Connection& tx) { return StreamsStore(tx).insert(a_class(1)); });
    const auto twice = database->write([](Connection& tx) {
        return InputsStore(tx).insert(a_class(1).stream.id, "main", a_class(2).ingest);
    });
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, ErrorCode::Conflict);
    const auto of_nothing = database->write([](Connection& tx) {
        return RecordingsStore(tx).insert(a_class(1).stream.id, "feet", {});
    });
    EXPECT_FALSE(of_nothing) << "a recording has an input";
}

TEST_F(ClassTablesTest, ReplaysAreCountedWhereverTheyChange) {
    domain::StudioClass row = with_replay(1);
    write([&](Connection& tx) { return StreamsStore(tx).insert(row); });
    EXPECT_EQ(totals(StreamStatus::Ended).replays, 1);
    row.stream.status = StreamStatus::Cancelled;
    write([&](Connection& tx) { return StreamsStore(tx).update(row); });
    EXPECT_EQ(totals(StreamStatus::Ended).replays, 0);
    EXPECT_EQ(totals(StreamStatus::Ended).classes, 0);
    EXPECT_EQ(totals(StreamStatus::Cancelled).replays, 1);
    ASSERT_TRUE(row.recording.stop_announcing());
    write([&](Connection& tx) { return StreamsStore(tx).update(row); });
    EXPECT_EQ(totals(StreamStatus::Cancelled).replays, 0);
    EXPECT_EQ(totals(StreamStatus::Cancelled).classes, 1);
}

TEST_F(ClassTablesTest, TheOldNameTakesWhatIsWrittenFromOutside) {
    write([&](Connection& tx) { return StreamsStore(tx).insert(with_replay(1)); });
    execute(
        "UPDATE live_stream_sessions SET recording_expires_at = '2026-11-01T00:00:00.000Z', "
        "recording_available = 0, title = 'Older', webrtc_token = 'new', "
        "total_enrollments = 3");
    const auto row = found(1);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->recording.expires_at, at("2026-11-01T00:00:00Z"));
    EXPECT_FALSE(row->recording.available);
    EXPECT_EQ(row->recording.started_at, at("2026-12-01T18:00:00Z"));
    EXPECT_EQ(row->stream.title, "Older");
    EXPECT_EQ(row->ingest.access.webrtc_token, "new");
    EXPECT_EQ(totals(StreamStatus::Ended).replays, 0);
    EXPECT_EQ(totals(StreamStatus::Ended).enrollments, 3);
    const auto renamed = database->write([](Connection& tx) {
        return tx.execute("UPDATE live_stream_sessions SET id = 'another'");
    });
    EXPECT_FALSE(renamed);
}

TEST_F(ClassTablesTest, TheOldNameTakesNewClassesAndGivesThemUp) {
    execute(
        "INSERT INTO live_stream_sessions (id, title, description, instructor_name, "
        "scheduled_start_time, media_backend, live_input_id, webrtc_url, webrtc_token, "
        "playback_id, calendar_changed_at, created_at, updated_at) VALUES "
        "('00000000-0000-7000-8000-000000000001', 'By hand', '', '', "
        "'2026-12-01T18:00:00.000Z', 'local', 'in', 'url', 'token', 'out', "
        "'2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z')");
    const auto row = found(1);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->stream.status, StreamStatus::Scheduled);
    EXPECT_EQ(row->stream.scheduled_duration_seconds, 3600);
    EXPECT_TRUE(row->stream.keep_for_catalog);
    EXPECT_EQ(row->ingest.playback.playback_id, PlaybackId("out"));
    EXPECT_EQ(row->recording, domain::Recording());
    EXPECT_EQ(totals(StreamStatus::Scheduled).classes, 1);
    execute("DELETE FROM live_stream_sessions");
    EXPECT_FALSE(found(1));
    EXPECT_EQ(totals(StreamStatus::Scheduled).classes, 0);
}

}  // namespace
}  // namespace lsl::store
