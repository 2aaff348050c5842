#include "server/recorder/recorder.h"

#include <fstream>

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

class Recordings : public RecorderTest {
  protected:
    void record(const RecordingName& name, double seconds) {
        tell_all(*recorder_->begin(name),
                 publish({}, encode_video({.seconds = seconds}), encode_audio(seconds)));
    }
};

TEST_F(Recordings, WithNamesThatCouldBePathsAreRefused) {
    open_recorder();
    for (const char* name :
         {"", "../up", "a/b", "UPPER", "with space", "-dash", "dot.dot", "a\nb"}) {
        EXPECT_EQ(recorder_->begin(name), nullptr) << name;
        EXPECT_FALSE(recorder_->find(name).has_value()) << name;
        EXPECT_TRUE(recorder_->remove(name).has_value()) << name;
    }
    EXPECT_EQ(recorder_->begin(std::string(101, 'a')), nullptr);
    EXPECT_NE(recorder_->begin(std::string(100, 'a')), nullptr);
    EXPECT_TRUE(files().empty());
}

TEST_F(Recordings, AreFoundOnceTheyAreFinished) {
    open_recorder();
    record("one", 2);
    EXPECT_EQ(recorder_->find("one").error().code, ErrorCode::NotFound);
    const auto finished = finish("one");
    ASSERT_TRUE(finished.has_value());
    open_recorder();
    const auto found = recorder_->find("one");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->path, finished->file.path);
    EXPECT_EQ(found->duration, finished->file.duration);
    EXPECT_EQ(found->started_at, finished->file.started_at);
    EXPECT_EQ(found->bytes, finished->file.bytes);
    EXPECT_EQ(found->content_type, "video/webm");
    EXPECT_EQ(recorder_->find("two").error().code, ErrorCode::NotFound);
}

TEST_F(Recordings, GiveTheSameTapUntilTheyAreFinishedAndNoneAfter) {
    open_recorder();
    const auto tap = recorder_->begin("one");
    EXPECT_EQ(recorder_->begin("one"), tap);
    tell_all(*tap, publish({}, encode_video({.seconds = 2}), encode_audio(2)));
    ASSERT_TRUE(finish("one").has_value());
    EXPECT_EQ(recorder_->begin("one"), nullptr);
    EXPECT_TRUE(recorder_->find("one").has_value());
}

TEST_F(Recordings, TellAgainThatTheyAreFinishedWhenAskedAgain) {
    open_recorder();
    record("one", 2);
    const auto first = finish("one");
    ASSERT_TRUE(first.has_value());
    open_recorder();
    const auto second = finish("one");
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->file.path, first->file.path);
    EXPECT_FALSE(finish("never-begun").has_value());
}

TEST_F(Recordings, AreRemovedInEveryState) {
    open_recorder();
    EXPECT_TRUE(recorder_->remove("none").has_value());

    record("open", 2);
    EXPECT_TRUE(recorder_->remove("open").has_value());
    EXPECT_TRUE(files().empty());

    record("finishing", 2);
    recorder_->finish("finishing");
    EXPECT_TRUE(recorder_->remove("finishing").has_value());
    EXPECT_TRUE(files().empty());

    record("finished", 2);
    ASSERT_TRUE(finish("finished").has_value());
    { std::ofstream(folder_ / "finished-2.webm") << "another's"; }
    EXPECT_TRUE(recorder_->remove("finished").has_value());
    EXPECT_EQ(files(), std::vector<std::string>{"finished-2.webm"});

    record("left", 2);
    open_recorder();
    EXPECT_EQ(recorder_->unfinished(), std::vector<RecordingName>{"left"});
    EXPECT_TRUE(recorder_->remove("left").has_value());
    EXPECT_TRUE(recorder_->unfinished().empty());
    EXPECT_EQ(files(), std::vector<std::string>{"finished-2.webm"});
}

TEST_F(Recordings, OfSeveralClassesRunSideBySide) {
    open_recorder();
    const std::vector<Heard> heard = publish({}, encode_video({.seconds = 3}), encode_audio(3));
    std::vector<std::shared_ptr<media::MediaTap>> taps;
    for (int i = 0; i < 5; ++i) taps.push_back(recorder_->begin("class-" + std::to_string(i)));
    for (const Heard& one : heard) {
        for (const auto& tap : taps) tell(*tap, one);
    }
    for (int i = 0; i < 5; ++i) {
        const auto finished = finish("class-" + std::to_string(i));
        ASSERT_TRUE(finished.has_value());
        EXPECT_EQ(play(finished->file.path).pictures.size(), 90u);
    }
}

TEST_F(Recordings, LetTheListenerCallBack) {
    std::unique_ptr<Recorder> recorder;
    std::mutex mutex;
    std::condition_variable done;
    bool removed = false;
    auto opened = Recorder::open(options_, [&](const RecorderEvent& event) {
        if (const auto* finished = std::get_if<RecordingFinished>(&event)) {
            const bool found = recorder->find(finished->file.name).has_value();
            const bool gone = recorder->remove(finished->file.name).has_value();
            const std::lock_guard lock(mutex);
            removed = found && gone;
            done.notify_all();
        }
    });
    ASSERT_TRUE(opened.has_value());
    recorder = std::move(opened).value();
    tell_all(*recorder->begin("one"), publish({}, encode_video({.seconds = 1}), {}));
    recorder->finish("one");
    std::unique_lock lock(mutex);
    EXPECT_TRUE(done.wait_for(lock, std::chrono::seconds(20), [&] { return removed; }));
}

}  // namespace
}  // namespace lsl::recorder::test
