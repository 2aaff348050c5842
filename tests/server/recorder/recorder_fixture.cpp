#include "tests/server/recorder/recorder_fixture.h"

#include <unistd.h>

#include <algorithm>

namespace lsl::recorder::test {

namespace fs = std::filesystem;

RecorderTest::RecorderTest() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    std::string test = std::string(info->test_suite_name()) + "-" + info->name();
    std::replace(test.begin(), test.end(), '/', '-');
    folder_ =
        fs::temp_directory_path() / ("lsl-recorder-" + std::to_string(::getpid()) + "-" + test);
    fs::remove_all(folder_);
    options_.folder = folder_;
    options_.keep_free_bytes = 0;
    options_.clock = &clock_;
}

RecorderTest::~RecorderTest() {
    recorder_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void RecorderTest::open_recorder() {
    recorder_.reset();
    auto opened = Recorder::open(options_, [this](const RecorderEvent& event) {
        const std::lock_guard lock(mutex_);
        events_.push_back(event);
        heard_.notify_all();
    });
    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    recorder_ = std::move(opened).value();
}

std::vector<RecorderEvent> RecorderTest::events() const {
    const std::lock_guard lock(mutex_);
    return events_;
}

bool RecorderTest::wait_for_event(const std::function<bool(const RecorderEvent&)>& wanted,
                                  int seconds) const {
    std::unique_lock lock(mutex_);
    return heard_.wait_for(lock, std::chrono::seconds(seconds),
                           [&] { return std::any_of(events_.begin(), events_.end(), wanted); });
}

std::optional<RecordingFinished> RecorderTest::finish(const RecordingName& name) {
    std::size_t before = 0;
    {
        const std::lock_guard lock(mutex_);
        before = events_.size();
    }
    recorder_->finish(name);
    std::unique_lock lock(mutex_);
    const RecorderEvent* last = nullptr;
    heard_.wait_for(lock, std::chrono::seconds(30), [&] {
        for (std::size_t i = before; i < events_.size(); ++i) {
            const auto* finished = std::get_if<RecordingFinished>(&events_[i]);
            const auto* failed = std::get_if<RecordingFailed>(&events_[i]);
            if ((finished != nullptr && finished->file.name == name) ||
                (failed != nullptr && failed->name == name)) {
                last = &events_[i];
                return true;
            }
        }
        return false;
    });
    if (last == nullptr || !std::holds_alternative<RecordingFinished>(*last)) return std::nullopt;
    return std::get<RecordingFinished>(*last);
}

std::vector<std::string> RecorderTest::files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace lsl::recorder::test
