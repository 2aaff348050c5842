#include "server/recorder/finish/finishing_line.h"

#include <utility>

#include "server/recorder/attempt.h"
#include "server/recorder/finish/finish_recording.h"

namespace lsl::recorder {

FinishingLine::FinishingLine(int niceness, std::function<std::uint64_t()> free_bytes, Settle settle)
    : niceness_(niceness), free_bytes_(std::move(free_bytes)), settle_(std::move(settle)) {
    finisher_ = std::thread([this] { finish_all(); });
    converter_ = std::thread([this] { convert_all(); });
}

FinishingLine::~FinishingLine() { stop(); }

void FinishingLine::add(const RecordingPtr& recording) {
    const std::lock_guard lock(mutex_);
    to_finish_.push_back({recording, std::nullopt});
    finisher_wakes_.notify_all();
}

void FinishingLine::leave(const RecordingPtr& recording) {
    std::unique_lock lock(mutex_);
    const auto forget = [&] {
        std::erase_if(to_finish_, [&](const auto& one) { return one.recording == recording; });
        std::erase_if(to_convert_, [&](const auto& one) { return one.first == recording; });
    };
    forget();
    // The finisher may be about to give the file its name. Each of both hands on to the other.
    rests_.wait(lock, [&] { return finishing_ != recording && converting_ != recording; });
    forget();
}

void FinishingLine::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    finisher_wakes_.notify_all();
    converter_wakes_.notify_all();
    if (converter_.joinable()) converter_.join();
    if (finisher_.joinable()) finisher_.join();
}

void FinishingLine::finish_all() {
    std::unique_lock lock(mutex_);
    while (true) {
        finisher_wakes_.wait(lock, [this] { return stopping_ || !to_finish_.empty(); });
        if (stopping_) return;
        const ToFinish next = std::move(to_finish_.front());
        to_finish_.pop_front();
        finishing_ = next.recording;
        lock.unlock();
        finish(next);
        lock.lock();
        finishing_.reset();
        rests_.notify_all();
    }
}

void FinishingLine::finish(const ToFinish& next) {
    const RecordingPtr& recording = next.recording;
    ConversionPlan plan;
    Result<RecordingFinished> result = internal_error("finishing was given up");
    attempt([&] {
        if (!next.converted) plan = plan_conversion(recording->files());
        if (!plan.parts.empty()) return;
        result = finish_recording(recording->files(), next.converted.value_or(Converted{}),
                                  free_bytes_(), recording->cancelled());
    });
    if (plan.parts.empty()) {
        attempt([&] { settle_(recording, std::move(result)); });
        return;
    }
    const std::lock_guard lock(mutex_);
    recording->converted_percent() = 0;
    to_convert_.emplace_back(recording, std::move(plan));
    converter_wakes_.notify_all();
}

void FinishingLine::convert_all() {
    std::unique_lock lock(mutex_);
    while (true) {
        converter_wakes_.wait(lock, [this] { return stopping_ || !to_convert_.empty(); });
        if (stopping_) return;
        const auto [recording, plan] = std::move(to_convert_.front());
        to_convert_.pop_front();
        converting_ = recording;
        lock.unlock();
        convert(recording, plan);
        lock.lock();
        converting_.reset();
        rests_.notify_all();
    }
}

void FinishingLine::convert(const RecordingPtr& recording, const ConversionPlan& plan) {
    Result<Converted> result = internal_error("converting was given up");
    attempt([&] {
        result = convert_parts(recording->files(), plan, free_bytes_(), niceness_,
                               recording->cancelled(), recording->converted_percent());
    });
    recording->converted_percent() = -1;
    if (!result) {
        attempt([&] { settle_(recording, std::move(result).error()); });
        return;
    }
    const std::lock_guard lock(mutex_);
    to_finish_.push_back({recording, std::move(result).value()});
    finisher_wakes_.notify_all();
}

}  // namespace lsl::recorder
