#include "server/services/watching/playback.h"

#include <gtest/gtest.h>

#include "server/services/accounts/secrets.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/workouts_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using std::chrono::days;
using std::chrono::minutes;

class PlaybackTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    PlaybackTest() : ana(viewer("ana")), ben(viewer("ben")), salsa(create(30)) {
        EXPECT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    }
    void start() { ASSERT_TRUE(streams->start(id(salsa))); }
    void end() {
        ASSERT_TRUE(streams->end(id(salsa)));
        make_replay(salsa.stream.id);
    }
    std::string word(UserId user) {
        const auto answer = playback->playback_for(watcher(user), id(salsa));
        return answer ? answer->kind : answer.error().word;
    }
    VideoId video() { return row(salsa.stream.id).recording.video_id.value(); }
    ErrorCode reading(const RecordingReader& reader) {
        const auto file = playback->may_read_recording(video(), reader);
        EXPECT_FALSE(file);
        return file ? ErrorCode::Internal : file.error().code;
    }

    domain::Enrollment place(UserId user) {
        const auto found = database->read([&](store::Connection& reader) {
            return store::EnrollmentsStore(reader).find(salsa.stream.id, user);
        });
        return found && *found ? **found : domain::Enrollment{};
    }

    const UserId ana;  ///< enrolled
    const UserId ben;  ///< not enrolled
    const domain::StudioClass salsa;
};

TEST_F(PlaybackTest, FollowsTheClassThroughItsLife) {
    EXPECT_EQ(word(ben), "not_enrolled");
    EXPECT_EQ(word(ana), "not_live");
    start();
    EXPECT_EQ(word(ana), "whep");
    EXPECT_EQ(word(ben), "not_enrolled");
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_EQ(word(ana), "replay_preparing");
    make_replay(salsa.stream.id);
    EXPECT_EQ(word(ana), "file");
    EXPECT_EQ(word(ben), "not_enrolled");
    clock.advance(days(7));
    EXPECT_EQ(word(ana), "replay_expired");
}

TEST_F(PlaybackTest, PlayersThatSayTheyPlayCountAsWatchedTime) {
    const auto report = [&](UserId user) {
        const auto told = attendance->report_watching(user, id(salsa));
        return told ? std::string("ok") : told.error().word;
    };
    const auto statistics = [&] {
        const auto shown = streams->get_for_instructor(id(salsa));
        return shown ? shown->stream.statistics : wire::Statistics{};
    };
    EXPECT_EQ(report(ana), "not_live");
    start();
    EXPECT_EQ(report(ben), "not_enrolled");
    EXPECT_EQ(report(ana), "ok");
    EXPECT_TRUE(place(ana).watched_live);
    EXPECT_EQ(statistics().delivered_minutes, 0) << "nobody knows yet for how long";
    for (int i = 0; i < 4; ++i) {
        clock.advance(std::chrono::seconds(30));
        EXPECT_EQ(report(ana), "ok");
    }
    EXPECT_EQ(statistics().delivered_minutes, 2);
    clock.advance(minutes(10));
    EXPECT_EQ(report(ana), "ok");
    EXPECT_EQ(statistics().delivered_minutes, 2) << "it was away in between";
    EXPECT_EQ(statistics().hosting_cost, 0) << "minutes cost nothing here";
    EXPECT_EQ(statistics().stored_minutes, 0) << "there is no recording yet";

    end();
    EXPECT_EQ(statistics().stored_minutes, 12);
    EXPECT_FALSE(place(ana).watched_replay);
    EXPECT_EQ(report(ana), "ok");
    EXPECT_TRUE(place(ana).watched_replay);
    clock.advance(days(7));
    EXPECT_EQ(report(ana), "replay_expired");
}

TEST_F(PlaybackTest, LiveTokensOpenTheirClassForTenMinutes) {
    start();
    const auto answer = playback->playback_for(watcher(ana), id(salsa));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->url, "/whep/" + salsa.ingest.playback.playback_id.text);
    EXPECT_EQ(answer->expires_at, clock.utc() + minutes(10));
    const auto grant = rights->check_token(answer->token, salsa.ingest.playback.playback_id);
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->watcher.user, ana);
    EXPECT_EQ(grant->row.stream.id, salsa.stream.id);
    clock.advance(minutes(10));
    EXPECT_EQ(rights->check_token(answer->token, salsa.ingest.playback.playback_id).error().code,
              ErrorCode::Unauthenticated);
    EXPECT_EQ(rights->holder_of(answer->token, salsa.ingest.playback.playback_id)->user, ana);
}

TEST_F(PlaybackTest, TokensDieWithTheRight) {
    start();
    const std::string token = playback->playback_for(watcher(ana), id(salsa))->token;
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_FALSE(rights->check_token(token, salsa.ingest.playback.playback_id));
}

TEST_F(PlaybackTest, TokensDieWithTheLoginTheyWereGivenTo) {
    start();
    const std::string live = playback->playback_for(watcher(ana), id(salsa))->token;
    const auto second =
        accounts->login({.email = "ana@example.com", .password = "correct horse"}, {});
    ASSERT_TRUE(second);
    const Watcher phone{ana, sha256_hex(second->session_token)};
    const std::string on_the_phone = playback->playback_for(phone, id(salsa))->token;
    accounts->logout(session_tokens[ana]);
    EXPECT_EQ(rights->check_token(live, salsa.ingest.playback.playback_id).error().code,
              ErrorCode::Unauthenticated);
    EXPECT_TRUE(rights->check_token(on_the_phone, salsa.ingest.playback.playback_id));
    end();
    const std::string replay = playback->playback_for(phone, id(salsa))->token;
    EXPECT_TRUE(playback->may_read_recording(video(), {.token = replay}));
    accounts->logout(second->session_token);
    EXPECT_EQ(reading({.token = replay}), ErrorCode::Unauthenticated);
}

TEST_F(PlaybackTest, ATokenOfSomebodyElsesLoginIsNone) {
    start();
    const Watcher mixed{ana, watcher(ben).login};
    const std::string token = playback->playback_for(mixed, id(salsa))->token;
    EXPECT_EQ(rights->check_token(token, salsa.ingest.playback.playback_id).error().code,
              ErrorCode::Unauthenticated);
}

TEST_F(PlaybackTest, StaffSeeWhatViewersSeeAndCountNowhere) {
    const Watcher teacher = staff();
    const auto word = [&] {
        const auto answer = playback->playback_for(teacher, id(salsa));
        return answer ? answer->kind : answer.error().word;
    };
    EXPECT_EQ(word(), "not_live");
    start();
    EXPECT_EQ(word(), "whep");
    const std::string live = playback->playback_for(teacher, id(salsa))->token;
    const auto grant = rights->check_token(live, salsa.ingest.playback.playback_id);
    ASSERT_TRUE(grant);
    EXPECT_FALSE(grant->has_place);
    EXPECT_EQ(row(salsa.stream.id).stream.total_enrollments, 1) << "ana's";
    EXPECT_EQ(revenue(salsa.stream.id), 30);
    end();
    EXPECT_EQ(word(), "file");
    const std::string replay = playback->playback_for(teacher, id(salsa))->token;
    EXPECT_TRUE(playback->may_read_recording(video(), {.token = replay}));
    EXPECT_FALSE(place(ana).watched_replay);
    clock.advance(days(7));
    EXPECT_EQ(word(), "replay_expired");
}

TEST_F(PlaybackTest, AViewersLoginIsNoneOfStaff) {
    start();
    const Watcher pretender{staff().user, watcher(ben).login};
    const std::string token = playback->playback_for(pretender, id(salsa))->token;
    EXPECT_EQ(rights->check_token(token, salsa.ingest.playback.playback_id).error().code,
              ErrorCode::Unauthenticated);
    end();
    const std::string replay = playback->playback_for(pretender, id(salsa))->token;
    EXPECT_EQ(reading({.token = replay}), ErrorCode::Unauthenticated);
}

TEST_F(PlaybackTest, ATokenOpensNoOtherClassAndNoOtherKind) {
    start();
    const std::string token = playback->playback_for(watcher(ana), id(salsa))->token;
    const auto other = create(0, "Other");
    ASSERT_TRUE(streams->start(id(other)));
    EXPECT_EQ(rights->check_token(token, other.ingest.playback.playback_id).error().code,
              ErrorCode::Unauthenticated);
    EXPECT_EQ(rights->check_token(token, PlaybackId("unknown")).error().code, ErrorCode::NotFound);
    end();
    const std::string replay = playback->playback_for(watcher(ana), id(salsa))->token;
    EXPECT_EQ(rights->check_token(replay, salsa.ingest.playback.playback_id).error().code,
              ErrorCode::Unauthenticated);
    EXPECT_EQ(reading({.token = token}), ErrorCode::Unauthenticated);
}

TEST_F(PlaybackTest, AForgedTokenIsRefused) {
    start();
    const std::string token = playback->playback_for(watcher(ana), id(salsa))->token;
    std::string bytes = from_base64url(token);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string forged = bytes;
        forged[i] = static_cast<char>(forged[i] ^ 1);
        EXPECT_FALSE(rights->check_token(to_base64url(forged), salsa.ingest.playback.playback_id))
            << i;
    }
    EXPECT_FALSE(rights->check_token("", salsa.ingest.playback.playback_id));
    EXPECT_FALSE(rights->check_token(token + "A", salsa.ingest.playback.playback_id));
    EXPECT_TRUE(rights->check_token(token, salsa.ingest.playback.playback_id));
}

TEST_F(PlaybackTest, TokensStayGoodThroughARestart) {
    start();
    const std::string token = playback->playback_for(watcher(ana), id(salsa))->token;
    reopen();
    EXPECT_TRUE(rights->check_token(token, salsa.ingest.playback.playback_id));
}

TEST_F(PlaybackTest, AReplayTokenEndsNoLaterThanTheAccess) {
    start();
    end();
    const UtcTime access_ends = row(salsa.stream.id).recording.expires_at.value();
    clock.set(access_ends - minutes(3));
    const auto answer = playback->playback_for(watcher(ana), id(salsa));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->expires_at, access_ends);
    EXPECT_EQ(answer->url, "/recordings/" + video().text);
    EXPECT_TRUE(playback->may_read_recording(video(), {.token = answer->token}));
    clock.set(access_ends);
    EXPECT_EQ(reading({.token = answer->token}), ErrorCode::Unauthenticated);
}

TEST_F(PlaybackTest, AReplayIsForThoseWhoPaid) {
    start();
    end();
    EXPECT_TRUE(playback->may_read_recording(video(), {.people = {ana}}));
    EXPECT_EQ(reading({.people = {ben}}), ErrorCode::Forbidden);
    EXPECT_EQ(reading({}), ErrorCode::Unauthenticated);
    EXPECT_EQ(reading({.token = "made-up"}), ErrorCode::Unauthenticated);
    EXPECT_TRUE(playback->may_read_recording(video(), {.people = {staff().user}}));
    EXPECT_EQ(playback->may_read_recording(VideoId("unknown"), {.people = {ana}}).error().code,
              ErrorCode::NotFound);
    clock.advance(days(7));
    EXPECT_EQ(reading({.people = {ana}}), ErrorCode::Forbidden);
}

TEST_F(PlaybackTest, AReplayTokenOfOneClassReadsNoOther) {
    const auto other = create(0, "Other");
    ASSERT_TRUE(enrollments->enroll(ana, id(other), ""));
    ASSERT_TRUE(streams->start(id(other)));
    ASSERT_TRUE(streams->end(id(other)));
    make_replay(other.stream.id);
    start();
    end();
    const std::string token = playback->playback_for(watcher(ana), id(other))->token;
    EXPECT_EQ(reading({.token = token}), ErrorCode::NotFound);
}

TEST_F(PlaybackTest, TheFirstRangeNotesThatTheReplayWasWatched) {
    start();
    end();
    const auto place = [&] { return enrollments->find(ana, id(salsa))->enrollment.enrollment; };
    EXPECT_FALSE(place().watched_replay);
    ASSERT_TRUE(playback->may_read_recording(video(), {.people = {ana}}));
    database->flush();
    EXPECT_TRUE(place().watched_replay);
    const UtcTime first = place().last_watched_at.value();
    clock.advance(std::chrono::seconds(30));
    ASSERT_TRUE(playback->may_read_recording(video(), {.people = {ana}}));
    database->flush();
    EXPECT_EQ(place().last_watched_at, first);
    clock.advance(minutes(1));
    ASSERT_TRUE(playback->may_read_recording(video(), {.people = {ana}}));
    database->flush();
    EXPECT_EQ(place().last_watched_at, clock.utc());
}

TEST_F(PlaybackTest, AWorkoutPlaysForEverybodySignedIn) {
    start();
    end();
    clock.advance(days(62));
    session_tokens[ben] =
        accounts->login({.email = "ben@example.com", .password = "correct horse"}, {})
            ->session_token;
    EXPECT_EQ(reading({.people = {ben}}), ErrorCode::Forbidden);
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::WorkoutsStore(tx).insert({.id = new_id<WorkoutId>(clock),
                                                .stream_id = salsa.stream.id,
                                                .title = "Salsa",
                                                .duration_seconds = 3600,
                                                .video_id = video(),
                                                .created_at = clock.utc()});
    }));
    EXPECT_TRUE(playback->may_read_recording(video(), {.people = {ben}}));
    EXPECT_EQ(reading({}), ErrorCode::Unauthenticated);

    const auto workout = database->read([&](store::Connection& reader) {
        return store::WorkoutsStore(reader).find_by_video(video());
    });
    const auto ticket =
        playback->playback_of_workout(watcher(ben), workout->value().id.to_string());
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->kind, "file");
    EXPECT_EQ(ticket->url, "/recordings/" + video().text);
    EXPECT_TRUE(playback->may_read_recording(video(), {.token = ticket->token}));
    clock.advance(replay_token_lifetime);
    EXPECT_EQ(reading({.token = ticket->token}), ErrorCode::Unauthenticated);
    for (const std::string wrong : {"x", "01934f5e-7c1a-7b3c-8d2e-0123456789ab"}) {
        EXPECT_EQ(playback->playback_of_workout(watcher(ben), wrong).error().code,
                  ErrorCode::NotFound);
    }
}

TEST_F(PlaybackTest, ARightThatWasTakenAwayIsGone) {
    start();
    ASSERT_TRUE(database->write([](store::Connection& tx) {
        return tx.execute("UPDATE stream_enrollments SET can_watch_live = 0");
    }));
    EXPECT_EQ(word(ana), "revoked");
}

TEST_F(PlaybackTest, MalformedIdsAreNotFound) {
    EXPECT_EQ(playback->playback_for(watcher(ana), "x").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace lsl::services
