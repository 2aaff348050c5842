#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/client/person.h"

// What a player tells the server of the replay that it plays.

namespace lsl::app {
namespace {

using platform::PlayerPhase;

const std::string watched_path = "/api/streams/01900000-0000-7000-8000-000000000001";
const std::string watching_path = watched_path + "/watching";

class WatchReports : public testing::Test {
  protected:
    void open_replay() {
        const wire::PublicStream row =
            ended(a_class(1, "Morning Dance", person.now() - hours(2)), person.now() - hours(1));
        api::PageData data;
        data.session = ana();
        data.stream = row;
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place_in(row));
        person.open(model::url_of(model::watch_page(id_number(1))), data);
        person.answer(watched_path + "/playback",
                      api::GetPlayback::Response{"file", "/recordings/v1", "",
                                                 person.now() + minutes(5), ""});
    }
    void player(double position_s, PlayerPhase phase = PlayerPhase::Playing, double rate = 1) {
        platform::PlayerState state;
        state.phase = phase;
        state.picture = true;
        state.has_audio = true;
        state.duration_s = 3600;
        state.position_s = position_s;
        state.rate = rate;
        person.listener().on_player(state);
        person.settle();
    }
    /// The newest report has this in it; it is answered.
    bool says(std::string_view part) {
        const auto* request = person.browser().pending(watching_path);
        if (request == nullptr) return false;
        const bool found = request->body.find(part) != std::string::npos;
        person.answer(watching_path, api::Empty{});
        return found;
    }
    Person person;
};

TEST_F(WatchReports, TellWhereAReplayBeganAndThatItGoesOn) {
    open_replay();
    player(65);
    const auto* request = person.browser().pending(watching_path);
    ASSERT_NE(request, nullptr) << "at once";
    EXPECT_NE(request->body.find("\"span\":"), std::string::npos) << request->body;
    EXPECT_NE(request->body.find("\"speedPercent\":100"), std::string::npos) << request->body;
    EXPECT_TRUE(says("\"positionMs\":65000"));
    person.wait(seconds(31));
    EXPECT_TRUE(says("\"positionMs\":9"));
}

TEST_F(WatchReports, WhoLeavesThePageTellsWhatWasPlayed) {
    open_replay();
    player(65);
    EXPECT_TRUE(says("\"positionMs\":65000"));
    person.browser().advance(seconds(20));
    person.listener().on_leave();
    EXPECT_TRUE(says("\"playing\":false")) << "at once, the page is gone afterwards";
    // From the browser's memory it comes back, and plays on.
    player(86);
    person.wait(seconds(5));
    EXPECT_TRUE(says("\"positionMs\":"));
}

TEST_F(WatchReports, WhoLeavesAPageWithoutAPictureTellsNothing) {
    open_replay();
    person.listener().on_leave();
    EXPECT_FALSE(person.asked(watching_path));
}

TEST_F(WatchReports, AJumpEndsASpanWhereItWasAndBeginsAnother) {
    open_replay();
    player(65);
    EXPECT_TRUE(says("\"positionMs\":65000"));
    person.wait(seconds(10));
    player(1800);
    EXPECT_TRUE(says("\"positionMs\":1800000"));
    EXPECT_TRUE(says("\"playing\":false")) << "told before it";
}

TEST_F(WatchReports, AnotherSpeedIsASpanOfItsOwn) {
    open_replay();
    player(65);
    EXPECT_TRUE(says("\"speedPercent\":100"));
    person.wait(seconds(10));
    player(75, PlayerPhase::Playing, 0.5);
    EXPECT_TRUE(says("\"speedPercent\":50"));
    EXPECT_TRUE(says("\"playing\":false")) << "told before it";
}

TEST_F(WatchReports, ManyJumpsAreNotManyReports) {
    open_replay();
    player(65);
    EXPECT_TRUE(says("\"positionMs\":65000"));
    for (const double position : {300.0, 600.0, 900.0, 1200.0}) player(position);
    EXPECT_TRUE(says("\"playing\":false"));
    EXPECT_FALSE(person.asked(watching_path)) << "what plays for a moment is not told";
    person.wait(seconds(5));
    EXPECT_TRUE(says("\"span\":"));
}

TEST_F(WatchReports, APauseIsTheEndOfIt) {
    open_replay();
    player(65);
    EXPECT_TRUE(says("\"positionMs\":65000"));
    person.wait(seconds(10));
    player(75, PlayerPhase::Paused);
    EXPECT_TRUE(says("\"playing\":false"));
    person.wait(minutes(2));
    EXPECT_FALSE(person.asked(watching_path)) << "nobody watches a paused picture";
}

}  // namespace
}  // namespace lsl::app
