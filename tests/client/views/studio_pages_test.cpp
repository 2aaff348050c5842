#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string class_path = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";

class StudioPages : public testing::Test {
  protected:
    void open(std::string_view url) {
        api::PageData data;
        data.roles = the_owner();
        person.open(url, data);
    }
    void list(std::vector<wire::InstructorStream> rows, wire::StudioTotals totals = {}) {
        api::ListInstructorStreams::Response answer;
        answer.totals = totals;
        answer.streams = std::move(rows);
        person.answer("/api/instructor/streams", answer);
    }
    Person person;
};

TEST_F(StudioPages, TheDashboardSortsClassesByWhatComesNext) {
    open("/instructor/streams");
    const UtcTime now = person.now();
    list({own(live(a_class(1, "Morning Dance", now), now - minutes(2), 31)),
          own(a_class(2, "Salsa Basics", now + hours(3))),
          own(ended(a_class(3, "Heels", now - days(2)), now - days(2)))},
         {.classes = 60, .replays = 7, .enrolled_ahead = 300, .revenue = 110});
    EXPECT_TRUE(person.sees(Role::Region, "Next class"));
    EXPECT_TRUE(person.sees(Role::Heading, "Today"));
    EXPECT_TRUE(person.sees(Role::Heading, "Past"));
    EXPECT_TRUE(person.sees(Role::Link, "Console of Morning Dance"));
    EXPECT_TRUE(person.sees(Role::Link, "Broadcast Salsa Basics"));
    EXPECT_TRUE(person.sees(Role::Link, "Page of Heels"));
    EXPECT_TRUE(person.sees(Role::Button, "Change Salsa Basics"));
    EXPECT_TRUE(person.sees(Role::Button, "Cancel Salsa Basics"));
    EXPECT_FALSE(person.sees(Role::Button, "Cancel Heels"));
    EXPECT_TRUE(person.reads("31 watching"));
    // Of all classes, and not of the three that this page has.
    EXPECT_TRUE(person.reads("110 \u25C6 revenue"));
    EXPECT_TRUE(person.reads("300 enrolled ahead"));
    EXPECT_TRUE(person.reads("7 replays"));
    wire::StatisticsChanged sold;
    sold.stream_id = id_number(2);
    sold.statistics = own(a_class(2, "Salsa Basics", now + hours(3))).statistics;
    sold.totals = wire::StudioTotals{.enrolled_ahead = 301, .revenue = 112};
    person.hears(sold);
    EXPECT_TRUE(person.reads("112 \u25C6 revenue"));
    EXPECT_TRUE(person.reads("301 enrolled ahead"));
}

TEST_F(StudioPages, TheDashboardTellsWhatHappenedByItself) {
    open("/instructor/streams");
    list({own(a_class(2, "Salsa Basics", person.now() + hours(3)))});
    EXPECT_FALSE(person.sees(Role::Heading, "Automatic jobs")) << "not before it is known";
    api::ListJobs::Response jobs;
    wire::JobRun run;
    run.job = "cleanup-recordings";
    run.started_at = person.now() - hours(8);
    run.finished_at = run.started_at;
    run.processed = 3;
    run.succeeded = 2;
    run.failed = 1;
    run.failures.push_back({id_number(2), "Heels", "failed", "The recording couldn't be deleted."});
    jobs.jobs = {{run.job, person.now() + hours(16), run, {}},
                 {"migrate-streams-to-workouts", person.now() + hours(17), std::nullopt, {}}};
    jobs.recording_space = {12'300'000'000, 80'000'000'000, std::nullopt, false};
    person.answer("/api/instructor/jobs", jobs);
    EXPECT_TRUE(person.sees(Role::Heading, "Automatic jobs"));
    EXPECT_TRUE(
        person.reads("Last run Today 02:00: 2 done \u00B7 1 failed \u00B7 next Tomorrow 02:00"));
    EXPECT_TRUE(person.reads("Heels: The recording couldn't be deleted."));
    EXPECT_TRUE(person.reads("Has not run yet \u00B7 next Tomorrow 03:00"));
    EXPECT_TRUE(person.reads("Recordings take 12.3 GB, 80.0 GB are free on the disk."));
}

TEST_F(StudioPages, WhatAJobHoldsBackIsSaidAndDoneAfterAQuestion) {
    open("/instructor/streams");
    list({own(a_class(2, "Salsa Basics", person.now() + hours(3)))});
    api::ListJobs::Response jobs;
    wire::JobState cleanup{"cleanup-recordings", person.now() + hours(16), std::nullopt, {}};
    cleanup.held = {{"missed", 12, 14, "12 of 14 planned classes would be cancelled."}};
    jobs.jobs = {cleanup,
                 {"migrate-streams-to-workouts", person.now() + hours(17), std::nullopt, {}}};
    person.answer("/api/instructor/jobs", jobs);
    EXPECT_TRUE(person.reads("12 planned classes would be cancelled at once"));
    person.press(Role::Button, "Do it all the same");
    EXPECT_TRUE(person.reads("can't be brought back"));
    const std::string confirm = "/api/instructor/jobs/cleanup-recordings/confirm";
    EXPECT_FALSE(person.asked(confirm));
    person.press_in_dialog("Do it now");
    ASSERT_TRUE(person.asked(confirm));
    jobs.jobs[0].held.clear();
    person.answer(confirm, jobs);
    EXPECT_FALSE(person.reads("12 planned classes"));
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
}

TEST_F(StudioPages, AFullDiskIsSaidOnTheDashboardAndBeforeTheClass) {
    open("/instructor/streams");
    list({own(a_class(2, "Salsa Basics", person.now() + hours(3)))});
    api::ListJobs::Response jobs;
    jobs.recording_space = {12'300'000'000, 900'000'000, 12'000'000'000, true};
    person.answer("/api/instructor/jobs", jobs);
    EXPECT_TRUE(person.reads("12.3 GB of 12.0 GB"));
    EXPECT_TRUE(person.reads("nothing more is recorded"));
    person.press(Role::Link, "Broadcast Salsa Basics");
    wire::InstructorStream row = own(a_class(2, "Salsa Basics", person.now() + hours(3)));
    row.statistics.media_health.recording_trouble = "The disk is nearly full.";
    person.answer("/api/instructor/streams/" + id_number(2).to_string(),
                  api::OneInstructorStream{row});
    EXPECT_TRUE(person.sees(Role::Status, "The disk is nearly full."));
}

TEST_F(StudioPages, AnEmptyStudioLeadsToTheFirstClass) {
    open("/instructor/streams");
    list({});
    EXPECT_TRUE(person.reads("Plan your first class"));
    person.press(Role::Link, "Create a class");
    EXPECT_EQ(person.browser().history.back(), "/instructor/streams/create");
}

TEST_F(StudioPages, AFailedListOffersAnotherTry) {
    open("/instructor/streams");
    person.refuse("/api/instructor/streams", 500, "internal", "Something went wrong on our side.");
    EXPECT_TRUE(person.sees(Role::Alert, "Your classes can't be shown"));
    person.press(Role::Button, "Try again");
    EXPECT_TRUE(person.asked("/api/instructor/streams"));
}

TEST_F(StudioPages, TheFormHasEveryFieldWithItsLabel) {
    open("/instructor/streams/create");
    for (const std::string_view label :
         {"Title", "Starts", "Length", "Price", "Instructor", "Picture"}) {
        EXPECT_TRUE(person.sees(Role::TextField, label)) << label;
    }
    EXPECT_TRUE(person.sees(Role::TextArea, "Description"));
    EXPECT_TRUE(person.sees(Role::Switch, "Keep for the workout catalogue"));
    EXPECT_TRUE(person.sees(Role::Form, "New class"));
    EXPECT_TRUE(person.get(Role::Button, "Create class").submits);
}

TEST_F(StudioPages, ThePreviewFollowsWhatIsTyped) {
    person.browser().viewport.width = 1440;
    open("/instructor/streams/create");
    person.type("title", "Evening Bachata");
    person.type("priceInTokens", "45");
    EXPECT_TRUE(person.sees(Role::Group, "Preview"));
    EXPECT_TRUE(person.sees(Role::Text, "45 tokens"));
}

TEST_F(StudioPages, TheConsoleShowsTheStepsAndFigures) {
    open(model::url_of(model::broadcast_page(id_number(1))));
    person.answer(class_path, api::OneInstructorStream{
                                  own(a_class(1, "Morning Dance", person.now() + minutes(5)))});
    EXPECT_TRUE(person.sees(Role::Heading, "Morning Dance"));
    EXPECT_TRUE(person.sees(Role::Status, "Not connected"));
    EXPECT_TRUE(person.sees(Role::Text, "Camera and microphone"));
    EXPECT_TRUE(person.sees(Role::Text, "End class, replay follows"));
    EXPECT_TRUE(person.sees(Role::Text, "64 enrolled"));
    EXPECT_TRUE(person.sees(Role::Text, "3,200 \u25C6 revenue"));
    for (const std::string_view name : {"Enrolled", "Revenue", "Watching", "Mbit/s", "fps", "ms"}) {
        EXPECT_TRUE(person.sees(Role::Button, "What is " + std::string(name) + "?")) << name;
    }
    EXPECT_TRUE(person.sees(Role::Text, "offline"));
    EXPECT_TRUE(person.sees(Role::Select, "Camera"));
    EXPECT_TRUE(person.sees(Role::Progress, "Microphone level"));
}

TEST_F(StudioPages, AClassThatIsOverHasNoBroadcastAnyMore) {
    open(model::url_of(model::broadcast_page(id_number(1))));
    person.answer(class_path, api::OneInstructorStream{own(
                                  ended(a_class(1, "Morning Dance", person.now()), person.now()))});
    EXPECT_TRUE(person.reads("The replay is ready"));
    EXPECT_FALSE(person.sees(Role::Button, "Go live"));
    EXPECT_FALSE(person.sees(Role::Button, "Use camera and microphone"));
    EXPECT_FALSE(person.sees(Role::Button, "Other encoders"));
}

TEST_F(StudioPages, TheConsoleSaysWhenTheClassStarts) {
    open(model::url_of(model::broadcast_page(id_number(1))));
    const UtcTime start = person.now() + days(9) + hours(1);
    person.answer(class_path, api::OneInstructorStream{own(a_class(1, "Morning Dance", start))});
    EXPECT_TRUE(person.reads("Starts "));
    EXPECT_TRUE(person.reads(" your time, in 9 days"));
    EXPECT_TRUE(person.reads("60 min"));

    open(model::url_of(model::broadcast_page(id_number(1))));
    person.answer(class_path, api::OneInstructorStream{
                                  own(a_class(1, "Morning Dance", person.now() - minutes(12)))});
    EXPECT_TRUE(person.reads("Planned for "));
    EXPECT_TRUE(person.reads("12 min ago"));
}

TEST_F(StudioPages, AClassThatFellThroughOffersTheMoneyBackAndPromisesNoReplay) {
    open(model::url_of(model::broadcast_page(id_number(1))));
    const auto nothing = fallen_through(a_class(1, "Morning Dance", person.now()), person.now());
    person.answer(class_path, api::OneInstructorStream{own(nothing)});
    EXPECT_TRUE(person.reads("Neither picture nor sound ever came."));
    EXPECT_TRUE(person.reads("There is no replay of it."));
    EXPECT_FALSE(person.reads("replay follows"));
    EXPECT_FALSE(person.reads("Replay for"));
    person.press(Role::Button, "Give the tokens back");
    EXPECT_TRUE(person.sees(Role::Dialog, "Give everybody the tokens back?"));
    EXPECT_FALSE(person.asked(class_path + "/refund"));
    person.press_in_dialog("Give back \u25C6 3,200");
    auto refunded = own(nothing);
    refunded.stream.refunded_at = person.now();
    refunded.statistics.revenue = 0;
    person.answer(class_path + "/refund", api::OneInstructorStream{refunded});
    EXPECT_TRUE(person.reads("Everyone who paid has the tokens back."));
    EXPECT_FALSE(person.sees(Role::Button, "Give the tokens back"));
}

TEST_F(StudioPages, AClassThatTookPlaceOffersNone) {
    open(model::url_of(model::broadcast_page(id_number(1))));
    person.answer(class_path, api::OneInstructorStream{own(
                                  ended(a_class(1, "Morning Dance", person.now()), person.now()))});
    EXPECT_FALSE(person.reads("Give the tokens back"));
}

TEST_F(StudioPages, TheConsoleSaysWhoCarriesThePictureAndWhatThatCannotDo) {
    open("/instructor/streams/01900000-0000-7000-8000-000000000001/broadcast");
    wire::InstructorStream row = own(a_class(1, "Morning Dance", person.now() + hours(1)));
    person.answer(class_path, api::OneInstructorStream{row});
    EXPECT_TRUE(person.sees(Role::Heading, "This server"));
    EXPECT_TRUE(person.reads("Recorded by this server. Viewers are less than a second behind"));
    EXPECT_FALSE(person.reads("so far")) << "minutes cost nothing here";

    row.playback.backend = "cloudflare";
    row.access->webrtc_url = "https://media.test/secret/webRTC/publish";
    row.access->webrtc_token.clear();
    row.statistics.delivered_minutes = 3000;
    row.statistics.stored_minutes = 60;
    row.statistics.hosting_cost = 3.3;
    open("/instructor/streams/01900000-0000-7000-8000-000000000001/broadcast");
    person.answer(class_path, api::OneInstructorStream{row});
    EXPECT_TRUE(person.sees(Role::Heading, "Cloudflare Stream"));
    EXPECT_TRUE(person.reads("Recorded by this server, uploaded after the class."));
    EXPECT_TRUE(person.reads("Nobody can go back while you are live."));
    EXPECT_TRUE(person.reads("3,000 minutes watched, 60 minutes kept: $3.30 so far."));
    person.press(Role::Button, "Other encoders");
    EXPECT_TRUE(person.reads("The address is this class's key"));
    EXPECT_FALSE(person.reads("Bearer token"));
    EXPECT_FALSE(person.reads(row.access->webrtc_url)) << "not before it is asked for";
}

TEST_F(StudioPages, TheUploadOfARecordingIsToldAsItGoes) {
    open("/instructor/streams/01900000-0000-7000-8000-000000000001/broadcast");
    wire::InstructorStream row =
        own(ended(a_class(1, "Morning Dance", person.now()), person.now() - minutes(2)));
    row.recording.available = false;
    row.recording.state = domain::RecordingState::Preparing;
    row.statistics.upload_progress = 0.42;
    person.answer(class_path, api::OneInstructorStream{row});
    EXPECT_TRUE(person.reads("The recording is being uploaded: 42 percent."));
}

TEST_F(StudioPages, AReplayThatIsBeingConvertedTellsHowFarItIs) {
    open("/instructor/streams/01900000-0000-7000-8000-000000000001/broadcast");
    wire::InstructorStream row =
        own(ended(a_class(1, "Morning Dance", person.now()), person.now() - minutes(2)));
    row.recording.available = false;
    row.recording.state = domain::RecordingState::Preparing;
    row.statistics.replay_progress = 0.42;
    person.answer(class_path, api::OneInstructorStream{row});
    EXPECT_TRUE(person.reads("it is being converted: 42 percent."));
}

TEST_F(StudioPages, WhatAReplayLacksIsSaidWhereItIsReady) {
    open("/instructor/streams/01900000-0000-7000-8000-000000000001/broadcast");
    wire::InstructorStream row =
        own(ended(a_class(1, "Morning Dance", person.now()), person.now() - minutes(2)));
    row.recording.available = true;
    row.recording.state = domain::RecordingState::Available;
    row.statistics.media_health.recording_trouble = "The picture stands still for 8 s.";
    person.answer(class_path, api::OneInstructorStream{row});
    EXPECT_TRUE(person.reads("The picture stands still for 8 s."));
}

TEST_F(StudioPages, TheFormEstimatesWhatAClassWillCostWhereMinutesCostMoney) {
    open("/instructor/streams/create");
    list({});
    EXPECT_FALSE(person.sees(Role::TextField, "Viewers you expect")) << "free here";

    open("/instructor/streams/create");
    api::ListInstructorStreams::Response hosted;
    hosted.media_backend = "cloudflare";
    person.answer("/api/instructor/streams", hosted);
    EXPECT_TRUE(person.reads(
        "About $3.30: $3.00 for 3,000 minutes watched and $0.30 a month for the recording."));
    person.type("durationMinutes", "90");
    person.type("expectedViewers", "100");
    EXPECT_TRUE(person.reads("About $9.45: $9.00 for 9,000 minutes watched"));
    person.type("expectedViewers", "many");
    EXPECT_TRUE(person.reads("Cloudflare Stream's price for the class stands here"));
}

TEST_F(StudioPages, AClassOfNobodyLeadsBack) {
    open(model::url_of(model::broadcast_page(id_number(1))));
    person.refuse(class_path, 404, "not_found", "There is no such class.");
    EXPECT_TRUE(person.reads("This class isn't here"));
    person.press(Role::Button, "Your classes");
    EXPECT_EQ(person.browser().history.back(), "/instructor/streams");
}

TEST_F(StudioPages, TheMeterShowsTheVoice) {
    open(model::url_of(model::broadcast_page(id_number(1))));
    person.answer(class_path, api::OneInstructorStream{
                                  own(a_class(1, "Morning Dance", person.now() + minutes(5)))});
    platform::CaptureState state;
    state.phase = platform::CapturePhase::Open;
    person.listener().on_capture(state);
    person.listener().on_level({{0.1f, 0.2f}, {0.1f, 0.2f}});
    person.settle();
    EXPECT_GT(person.get(Role::Progress, "Microphone level").now, 0.5);
}

TEST_F(StudioPages, OnPhonesNothingIsCutOff) {
    person.browser().viewport.width = 360;
    person.browser().viewport.height = 740;
    open(model::url_of(model::broadcast_page(id_number(1))));
    person.answer(class_path, api::OneInstructorStream{
                                  own(a_class(1, "Morning Dance", person.now() + minutes(5)))});
    for (const ui::Node& node : person.tree()) {
        EXPECT_LE(node.rect.x + node.rect.width, 361) << node.name;
    }
}

}  // namespace
}  // namespace lsl::app
