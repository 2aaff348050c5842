#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "server/recorder/recorder.h"
#include "tests/server/recorder/playback.h"
#include "tests/server/recorder/publisher.h"

namespace lsl::recorder::test {

class ManualClock final : public Clock {
  public:
    UtcTime utc() const override { return UtcTime(std::chrono::milliseconds(utc_ms_.load())); }
    MonoTime mono() const override { return {mono_us_.load()}; }
    void pass(std::chrono::milliseconds time) {
        utc_ms_ += time.count();
        mono_us_ += time.count() * 1000;
    }

  private:
    std::atomic<std::int64_t> utc_ms_{1'800'000'000'000};
    std::atomic<std::int64_t> mono_us_{server_start.us};
};

/// A recorder in a folder of its own, and what it says.
class RecorderTest : public testing::Test {
  protected:
    RecorderTest();
    ~RecorderTest() override;

    /// Opens or, as after a restart, opens again.
    void open_recorder();
    /// What became of a recording after `finish`.
    std::optional<RecordingFinished> finish(const RecordingName& name);
    /// Waits until the recorder has nothing left to read from its queues.
    std::vector<RecorderEvent> events() const;
    bool wait_for_event(const std::function<bool(const RecorderEvent&)>& wanted,
                        int seconds = 30) const;
    std::vector<std::string> files() const;

    std::filesystem::path folder_;
    ManualClock clock_;
    RecorderOptions options_;
    std::unique_ptr<Recorder> recorder_;

  private:
    mutable std::mutex mutex_;
    mutable std::condition_variable heard_;
    std::vector<RecorderEvent> events_;
};

}  // namespace lsl::recorder::test
