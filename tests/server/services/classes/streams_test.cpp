#include "server/services/classes/streams.h"

#include <gtest/gtest.h>

#include "server/store/classes/enrollments_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;
using domain::StreamStatus;
using domain::WalletReason;

class StreamsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    StreamStatus status(const domain::StudioClass& made) {
        return row(made.stream.id).stream.status;
    }
    std::vector<std::string> titles(const std::vector<wire::PublicStream>& rows) {
        std::vector<std::string> names;
        for (const auto& one : rows) names.push_back(one.stream.title);
        return names;
    }
};

TEST_F(StreamsTest, CreatesAClassWithAPublishSecretOfItsOwn) {
    const auto created = streams->create({.title = "  Salsa  ",
                                          .scheduledStartTime = clock.utc(),
                                          .durationMinutes = 45,
                                          .priceInTokens = 20});
    ASSERT_TRUE(created);
    const domain::Stream& stream = created->stream.stream;
    EXPECT_EQ(stream.title, "Salsa");
    EXPECT_EQ(stream.scheduled_duration_seconds, 45 * 60);
    EXPECT_EQ(stream.status, StreamStatus::Scheduled);
    EXPECT_TRUE(stream.keep_for_catalog);
    const domain::PublishAccess& access = created->stream.access.value();
    EXPECT_EQ(access.webrtc_token.size(), 43u);  // 256 bits
    EXPECT_EQ(access.webrtc_url, "http://localhost:8080/whip/" + access.live_input_id.text);
    EXPECT_EQ(created->stream.statistics.media_health.verdict, "offline");
    EXPECT_NE(create().ingest.access.webrtc_token, access.webrtc_token);
}

TEST_F(StreamsTest, RefusesDetailsThatBreakARuleByField) {
    const auto field = [&](api::CreateStream::Request request) {
        const auto refused = streams->create(request);
        return refused ? "" : refused.error().field;
    };
    const UtcTime soon = clock.utc() + std::chrono::hours(1);
    EXPECT_EQ(field({.title = " ", .scheduledStartTime = soon}), "title");
    EXPECT_EQ(field({.title = "A", .scheduledStartTime = clock.utc() - std::chrono::hours(25)}),
              "scheduledStartTime");
    EXPECT_EQ(field({.title = "A", .scheduledStartTime = soon, .durationMinutes = 0}),
              "durationMinutes");
    EXPECT_EQ(field({.title = "A", .scheduledStartTime = soon, .priceInTokens = -1}),
              "priceInTokens");
    EXPECT_EQ(field({.title = "A", .scheduledStartTime = soon, .thumbnailUrl = "ftp://x"}),
              "thumbnailUrl");
    EXPECT_EQ(field({.title = "A", .scheduledStartTime = soon, .thumbnailUrl = ""}), "");
}

TEST_F(StreamsTest, PublicRowsNeverNameThePublishSecret) {
    const auto salsa = create();
    for (const std::string& json :
         {wire::to_json(*streams->get(id(salsa))), wire::to_json(*streams->list({}))}) {
        EXPECT_EQ(json.find("webrtc"), std::string::npos);
        EXPECT_EQ(json.find(salsa.ingest.access.webrtc_token), std::string::npos);
        EXPECT_EQ(json.find("live_input"), std::string::npos);
    }
}

TEST_F(StreamsTest, ListsLiveNewestFirstAndUpcomingSoonestFirst) {
    std::vector<domain::StudioClass> classes;
    for (int i = 0; i < 4; ++i) {
        classes.push_back(create(0, "Class " + std::to_string(i)));
        clock.advance(std::chrono::minutes(1));
    }
    ASSERT_TRUE(streams->start(id(classes[1])));
    clock.advance(std::chrono::minutes(1));
    ASSERT_TRUE(streams->start(id(classes[0])));
    const auto lists = streams->list({});
    ASSERT_TRUE(lists);
    EXPECT_EQ(titles(lists->live_streams), (std::vector<std::string>{"Class 0", "Class 1"}));
    EXPECT_EQ(titles(lists->upcoming_streams), (std::vector<std::string>{"Class 2", "Class 3"}));
    EXPECT_EQ(lists->next_cursor, std::nullopt);
}

TEST_F(StreamsTest, AReplayIsListedUntilItsWeekIsOver) {
    const auto salsa = create();
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(streams->end(id(salsa)));
    make_replay(salsa.stream.id);
    EXPECT_EQ(titles(streams->list({})->replay_streams), std::vector<std::string>{"Salsa"});
    clock.advance(std::chrono::days(7));
    EXPECT_TRUE(streams->list({})->replay_streams.empty());
}

TEST_F(StreamsTest, PagesWalkThroughEveryRowOnce) {
    for (int i = 0; i < 7; ++i) {
        const auto salsa = create(0, "Class " + std::to_string(i));
        if (i >= 4) {
            ASSERT_TRUE(streams->start(id(salsa)));
        }
        clock.advance(std::chrono::minutes(1));
    }
    PageRequest page{.limit = 2};
    std::vector<std::string> upcoming;
    std::vector<std::string> live;
    int pages = 0;
    while (true) {
        const auto lists = streams->list(page);
        ASSERT_TRUE(lists);
        for (const auto& title : titles(lists->upcoming_streams)) upcoming.push_back(title);
        for (const auto& title : titles(lists->live_streams)) live.push_back(title);
        ++pages;
        if (!lists->next_cursor) break;
        page.cursor = *lists->next_cursor;
    }
    EXPECT_EQ(pages, 2);
    EXPECT_EQ(upcoming, (std::vector<std::string>{"Class 0", "Class 1", "Class 2", "Class 3"}));
    EXPECT_EQ(live, (std::vector<std::string>{"Class 6", "Class 5", "Class 4"}));
}

TEST_F(StreamsTest, TheInstructorSeesLiveThenScheduledThenPastInPages) {
    std::vector<domain::StudioClass> classes;
    for (int i = 0; i < 8; ++i) {
        classes.push_back(create(0, "Class " + std::to_string(i)));
        clock.advance(std::chrono::minutes(1));
    }
    for (const std::size_t i : {0u, 1u, 2u, 3u}) ASSERT_TRUE(streams->start(id(classes[i])));
    for (const std::size_t i : {0u, 1u}) ASSERT_TRUE(streams->end(id(classes[i])));
    ASSERT_TRUE(streams->cancel(id(classes[7])));
    for (const std::int64_t limit : {1, 2, 3, 4, 200}) {
        std::vector<std::string> seen;
        PageRequest page{.limit = limit};
        while (true) {
            const auto rows = streams->list_for_instructor(page);
            ASSERT_TRUE(rows);
            EXPECT_LE(std::ssize(rows->streams), limit);
            for (const auto& one : rows->streams) seen.push_back(one.stream.title);
            if (!rows->next_cursor) break;
            page.cursor = *rows->next_cursor;
        }
        ASSERT_EQ(seen.size(), 8u) << limit;
        EXPECT_EQ(std::vector(seen.begin() + 2, seen.end()),
                  (std::vector<std::string>{"Class 4", "Class 5", "Class 6", "Class 7", "Class 1",
                                            "Class 0"}))
            << limit;
    }
}

TEST_F(StreamsTest, CursorsOfOtherListsAndInventedOnesAreRefused) {
    for (int i = 0; i < 3; ++i) create();
    const auto first = streams->list({.limit = 1});
    ASSERT_TRUE(first->next_cursor);
    EXPECT_EQ(streams->list_for_instructor({.cursor = *first->next_cursor}).error().field,
              "cursor");
    for (const char* made_up : {"x", "????", "c3RyZWFtcw", "AAAAAAAAAAAAAAAAAAAAAAAA"}) {
        EXPECT_EQ(streams->list({.cursor = made_up}).error().field, "cursor") << made_up;
    }
}

TEST_F(StreamsTest, PageSizesAreReadFromTheQuery) {
    EXPECT_EQ(PageRequest::parse("", "")->limit, 50);
    EXPECT_EQ(PageRequest::parse("7", "")->limit, 7);
    EXPECT_EQ(PageRequest::parse("1000", "")->limit, 200);
    EXPECT_EQ(PageRequest::parse("99999999999999999999", "")->limit, 200);
    for (const char* wrong : {"0", "-1", "abc", "5x", " 5", "1e3", "-99999999999999999999"}) {
        EXPECT_EQ(PageRequest::parse(wrong, "").error().field, "limit") << wrong;
    }
}

TEST_F(StreamsTest, MalformedAndUnknownIdsAreNotFound) {
    for (const char* bad : {"", "x", "00000000-0000-7000-8000-000000000000", "%00"}) {
        EXPECT_EQ(streams->get(bad).error().code, ErrorCode::NotFound);
        EXPECT_EQ(streams->get_for_instructor(bad).error().code, ErrorCode::NotFound);
        EXPECT_EQ(streams->calendar_file(bad).error().code, ErrorCode::NotFound);
        EXPECT_EQ(streams->change(bad, {}).error().code, ErrorCode::NotFound);
        EXPECT_EQ(streams->start(bad).error().code, ErrorCode::NotFound);
        EXPECT_EQ(streams->end(bad).error().code, ErrorCode::NotFound);
        EXPECT_EQ(streams->cancel(bad).error().code, ErrorCode::NotFound);
    }
}

TEST_F(StreamsTest, StartsOnceAndTellsTheMedia) {
    const auto salsa = create();
    ASSERT_TRUE(streams->start(id(salsa)));
    const auto started = row(salsa.stream.id);
    EXPECT_EQ(started.stream.status, StreamStatus::Live);
    EXPECT_EQ(started.stream.actual_start_time, clock.utc());
    EXPECT_EQ(started.recording.state, RecordingState::Recording);
    EXPECT_TRUE(started.recording.video_id);
    clock.advance(std::chrono::minutes(5));
    const auto again = streams->start(id(salsa));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->stream.stream.actual_start_time, started.stream.actual_start_time);
    EXPECT_EQ(again->stream.recording.video_id, started.recording.video_id);
    EXPECT_EQ(media.steps, std::vector<std::string>{"started Salsa"});
}

TEST_F(StreamsTest, TheEndSetsEveryDateAndKillsThePublishToken) {
    const UserId ana = viewer();
    const auto salsa = create();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(streams->start(id(salsa)));
    clock.set(lsl::parse_iso8601("2026-12-31T20:00:00Z").value());
    const auto ended = streams->end(id(salsa));
    ASSERT_TRUE(ended);
    const auto after = row(salsa.stream.id);
    EXPECT_EQ(after.stream.status, StreamStatus::Ended);
    EXPECT_EQ(after.ingest.access.webrtc_token, "");
    EXPECT_EQ(to_iso8601(after.recording.expires_at.value()), "2027-01-07T20:00:00.000Z");
    EXPECT_EQ(to_iso8601(after.stream.migration_scheduled_at.value()), "2027-02-28T20:00:00.000Z");
    EXPECT_FALSE(after.recording.available);
    EXPECT_EQ(after.recording.state, RecordingState::Preparing);
    EXPECT_EQ(enrollments->find(ana, id(salsa))->enrollment.enrollment.replay_access_expires_at,
              after.recording.expires_at);
    clock.advance(std::chrono::minutes(5));
    const auto again = streams->end(id(salsa));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->stream.stream.actual_end_time, after.stream.actual_end_time);
    EXPECT_EQ(media.steps, (std::vector<std::string>{"started Salsa", "ended Salsa"}));
}

TEST_F(StreamsTest, StepsThatDoNotFitAreConflicts) {
    const auto scheduled = create();
    EXPECT_EQ(streams->end(id(scheduled)).error().code, ErrorCode::Conflict);
    const auto ended = create();
    ASSERT_TRUE(streams->start(id(ended)));
    ASSERT_TRUE(streams->end(id(ended)));
    EXPECT_EQ(streams->start(id(ended)).error().code, ErrorCode::Conflict);
    EXPECT_EQ(streams->cancel(id(ended)).error().code, ErrorCode::Conflict);
    const auto cancelled = create();
    ASSERT_TRUE(streams->cancel(id(cancelled)));
    EXPECT_EQ(streams->start(id(cancelled)).error().code, ErrorCode::Conflict);
    EXPECT_EQ(streams->end(id(cancelled)).error().code, ErrorCode::Conflict);
}

TEST_F(StreamsTest, ACancelledClassGivesEverybodyTheirTokensBackOnce) {
    const auto salsa = create(30);
    std::vector<UserId> users;
    for (const char* name : {"ana", "ben", "cem"}) {
        users.push_back(viewer(name));
        ASSERT_TRUE(enrollments->enroll(users.back(), id(salsa), ""));
    }
    const auto cancelled = streams->cancel(id(salsa));
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(cancelled->stream.statistics.revenue, 0);
    EXPECT_TRUE(streams->cancel(id(salsa)));
    for (const UserId user : users) {
        EXPECT_EQ(balance(user), 100);
        EXPECT_EQ(ledger(user)[0].reason, WalletReason::Cancelled);
        EXPECT_EQ(ledger(user)[0].stream_id, salsa.stream.id);
        EXPECT_EQ(ledger(user).size(), 3u);
        EXPECT_EQ(enrollments->withdraw(user, id(salsa)).error().code, ErrorCode::Conflict);
        EXPECT_EQ(balance(user), 100);
    }
    EXPECT_TRUE(ledger_adds_up());
    EXPECT_EQ(media.steps, std::vector<std::string>{"cancelled Salsa"});
}

TEST_F(StreamsTest, ALiveClassCanBeCancelled) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(streams->cancel(id(salsa)));
    EXPECT_EQ(balance(ana), 100);
    EXPECT_EQ(row(salsa.stream.id).recording.video_id, std::nullopt);
    EXPECT_EQ(row(salsa.stream.id).ingest.access.webrtc_token, "");
}

TEST_F(StreamsTest, ANewPriceIsForThoseWhoComeLater) {
    const UserId ana = viewer("ana");
    const auto salsa = create(30);
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(streams->change(id(salsa), {.priceInTokens = 10}));
    const UserId ben = viewer("ben");
    ASSERT_TRUE(enrollments->enroll(ben, id(salsa), ""));
    ASSERT_TRUE(streams->cancel(id(salsa)));
    EXPECT_EQ(ledger(ana)[0].delta, 30);
    EXPECT_EQ(ledger(ben)[0].delta, 10);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(StreamsTest, TheStartTimeIsFixedOnceLive) {
    const auto salsa = create();
    ASSERT_TRUE(streams->start(id(salsa)));
    EXPECT_EQ(streams->change(id(salsa), {.scheduledStartTime = clock.utc()}).error().code,
              ErrorCode::Conflict);
    EXPECT_TRUE(streams->change(id(salsa), {.title = "Salsa II"}));
    EXPECT_EQ(row(salsa.stream.id).stream.title, "Salsa II");
}

TEST_F(StreamsTest, KeepingCanBeTakenBackAndReturnsOnlyWithTheMedia) {
    const auto salsa = create();
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(streams->end(id(salsa)));
    make_replay(salsa.stream.id);
    EXPECT_TRUE(streams->change(id(salsa), {.keepForCatalog = false}));
    EXPECT_TRUE(streams->change(id(salsa), {.keepForCatalog = true}));
    EXPECT_TRUE(streams->change(id(salsa), {.keepForCatalog = false}));
    ASSERT_TRUE(database->write([&](store::Connection& tx) -> Result<void> {
        auto bare = row(salsa.stream.id);
        bare.recording.video_id.reset();
        bare.recording.available = false;
        return store::StreamsStore(tx).update(bare);
    }));
    EXPECT_EQ(streams->change(id(salsa), {.keepForCatalog = true}).error().code,
              ErrorCode::Conflict);
}

TEST_F(StreamsTest, StatisticsCountPlacesTokensAndViewers) {
    const auto salsa = create(30);
    ASSERT_TRUE(enrollments->enroll(viewer("ana"), id(salsa), ""));
    ASSERT_TRUE(enrollments->enroll(viewer("ben"), id(salsa), ""));
    media.viewers[salsa.stream.id] = 2;
    const auto statistics = streams->get_for_instructor(id(salsa))->stream.statistics;
    EXPECT_EQ(statistics.enrollments, 2);
    EXPECT_EQ(statistics.revenue, 60);
    EXPECT_EQ(statistics.viewers, 2);
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 2);
}

TEST_F(StreamsTest, TheCalendarFileIsTheSameUntilTheClassChanges) {
    const auto salsa = create();
    const auto first = streams->calendar_file(id(salsa));
    ASSERT_TRUE(first);
    clock.advance(std::chrono::hours(1));
    EXPECT_EQ(streams->calendar_file(id(salsa))->text, first->text);
    EXPECT_EQ(streams->calendar_file(id(salsa))->etag, first->etag);
    EXPECT_NE(first->text.find("http://localhost:8080/streams/"), std::string::npos);
    ASSERT_TRUE(streams->change(id(salsa), {.durationMinutes = 90}));
    EXPECT_NE(streams->calendar_file(id(salsa))->etag, first->etag);
    ASSERT_TRUE(streams->cancel(id(salsa)));
    EXPECT_NE(streams->calendar_file(id(salsa))->text.find("STATUS:CANCELLED"), std::string::npos);
}

TEST_F(StreamsTest, EverybodyHearsOfChangesAndOnlyInstructorsOfStatistics) {
    const auto anybody = listen(Topic::everybody());
    const auto instructor = listen(Topic::studio());
    const auto salsa = create();
    ASSERT_TRUE(streams->start(id(salsa)));
    const auto events = heard(*anybody);
    ASSERT_EQ(events.size(), 2u);
    EXPECT_NE(events[1].data.find(R"("status":"live")"), std::string::npos);
    EXPECT_EQ(heard(*instructor).size(), 4u);
}

TEST_F(StreamsTest, TotalsAreThoseOfAllClassesAndNotOfThePage) {
    for (int i = 0; i < 55; ++i) {
        const auto salsa = create(2, "Class " + std::to_string(i));
        const UserId user = viewer("viewer" + std::to_string(i));
        ASSERT_TRUE(enrollments->enroll(user, id(salsa), ""));
        if (i < 3) {
            ASSERT_TRUE(streams->start(id(salsa)));
        }
        if (i < 2) {
            ASSERT_TRUE(streams->end(id(salsa)));
            make_replay(salsa.stream.id);
        }
        if (i == 54) {
            ASSERT_TRUE(streams->cancel(id(salsa)));
        }
        if (i == 53) {
            ASSERT_TRUE(enrollments->withdraw(user, id(salsa)));
        }
    }
    const auto first = streams->list_for_instructor({}).value();
    ASSERT_EQ(first.streams.size(), 50u);
    EXPECT_EQ(first.totals.classes, 55);
    EXPECT_EQ(first.totals.live, 1);
    EXPECT_EQ(first.totals.planned, 51);
    EXPECT_EQ(first.totals.past, 3);
    EXPECT_EQ(first.totals.replays, 2);
    EXPECT_EQ(first.totals.enrollments, 54);
    EXPECT_EQ(first.totals.enrolled_ahead, 51);
    EXPECT_EQ(first.totals.revenue, 106);
    const auto second =
        streams->list_for_instructor({.limit = 50, .cursor = *first.next_cursor}).value();
    EXPECT_EQ(second.totals.revenue, 106) << "on every page the same";
}

TEST_F(StreamsTest, AStartThatWasAMistakeIsUndoneWithinAMinute) {
    const auto salsa = create();
    const UserId ana = viewer();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(streams->start(id(salsa)));
    clock.advance(std::chrono::minutes(1));
    const auto undone = streams->go_back_to_planned(id(salsa));
    ASSERT_TRUE(undone) << undone.error().message;
    EXPECT_EQ(undone->stream.stream.status, StreamStatus::Scheduled);
    EXPECT_EQ(undone->stream.access->webrtc_token, salsa.ingest.access.webrtc_token);
    const auto after = row(salsa.stream.id);
    EXPECT_EQ(after.stream.status, StreamStatus::Scheduled);
    EXPECT_EQ(after.stream.actual_start_time, std::nullopt);
    EXPECT_EQ(after.recording.video_id, std::nullopt);
    EXPECT_EQ(after.recording.state, RecordingState::None);
    EXPECT_EQ(media.steps.back(), "planned again Salsa");
    EXPECT_TRUE(streams->go_back_to_planned(id(salsa))) << "a retry after a lost answer";
    EXPECT_EQ(media.steps.size(), 2u);
    // All is as before: people may leave again, and the class starts again.
    EXPECT_TRUE(enrollments->withdraw(ana, id(salsa)));
    EXPECT_EQ(balance(ana), 100);
    ASSERT_TRUE(streams->start(id(salsa)));
    EXPECT_EQ(row(salsa.stream.id).stream.actual_start_time, clock.utc());
}

TEST_F(StreamsTest, AStartStaysOnceAMinutePassedOrSomebodyWatched) {
    const auto salsa = create();
    const UserId ana = viewer();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(streams->start(id(salsa)));
    media.viewers[salsa.stream.id] = 1;
    EXPECT_EQ(streams->go_back_to_planned(id(salsa)).error().word, "already_watched");
    media.viewers.clear();
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::EnrollmentsStore(tx).note_watched_live(salsa.stream.id, ana, clock.utc());
    }));
    EXPECT_EQ(streams->go_back_to_planned(id(salsa)).error().word, "already_watched")
        << "was there and left";
    const auto other = create();
    ASSERT_TRUE(streams->start(id(other)));
    clock.advance(std::chrono::minutes(1) + std::chrono::milliseconds(1));
    EXPECT_EQ(streams->go_back_to_planned(id(other)).error().word, "too_late");
    EXPECT_EQ(row(other.stream.id).stream.status, StreamStatus::Live);
    EXPECT_EQ(streams->go_back_to_planned("nonsense").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace lsl::services
