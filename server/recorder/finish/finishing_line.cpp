#include "server/recorder/finish/finishing_line.h"

#include <utility>

#include "server/recorder/finish/finish_recording.h"
#include "server/threads/attempt.h"

namespace lsl::recorder {

FinishingLine::FinishingLine(int niceness, std::function<std::uint64_t()> free_bytes, Settle settle)
    : niceness_(niceness),
      free_bytes_(std::move(free_bytes)),
      settle_(std::move(settle)),
      finisher_({.name = "finisher"}, [this] { return finish_next(); }),
      converter_({.name = "converter"}, [this] { return convert_next(); }) {}

FinishingLine::~FinishingLine() { stop(); }

void FinishingLine::add(const RecordingPtr& recording) {
    {
        const std::lock_guard lock(mutex_);
        to_finish_.push_back({recording, std::nullopt});
    }
    finisher_.wake();
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
    finisher_.ask_to_stop();
    converter_.ask_to_stop();
    converter_.stop();
    finisher_.stop();
}

threads::Worker::Rest FinishingLine::finish_next() {
    std::unique_lock lock(mutex_);
    if (to_finish_.empty()) return threads::Worker::until_woken;
    const ToFinish next = std::move(to_finish_.front());
    to_finish_.pop_front();
    finishing_ = next.recording;
    lock.unlock();
    finish(next);
    lock.lock();
    finishing_.reset();
    rests_.notify_all();
    return threads::Worker::no_rest;
}

void FinishingLine::finish(const ToFinish& next) {
    const RecordingPtr& recording = next.recording;
    ConversionPlan plan;
    Result<RecordingFinished> result = internal_error("finishing was given up");
    threads::attempt("recorder", [&] {
        if (!next.converted) plan = plan_conversion(recording->files());
        if (!plan.parts.empty()) return;
        result = finish_recording(recording->files(), next.converted.value_or(Converted{}),
                                  free_bytes_(), recording->cancelled());
    });
    if (plan.parts.empty()) {
        threads::attempt("recorder", [&] { settle_(recording, std::move(result)); });
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        recording->converted_percent() = 0;
        to_convert_.emplace_back(recording, std::move(plan));
    }
    converter_.wake();
}

threads::Worker::Rest FinishingLine::convert_next() {
    std::unique_lock lock(mutex_);
    if (to_convert_.empty()) return threads::Worker::until_woken;
    const auto [recording, plan] = std::move(to_convert_.front());
    to_convert_.pop_front();
    converting_ = recording;
    lock.unlock();
    convert(recording, plan);
    lock.lock();
    converting_.reset();
    rests_.notify_all();
    return threads::Worker::no_rest;
}

void FinishingLine::convert(const RecordingPtr& recording, const ConversionPlan& plan) {
    Result<Converted> result = internal_error("converting was given up");
    threads::attempt("recorder", [&] {
        result = convert_parts(recording->files(), plan, free_bytes_(), niceness_,
                               recording->cancelled(), recording->converted_percent());
    });
    recording->converted_percent() = -1;
    if (!result) {
        threads::attempt("recorder", [&] { settle_(recording, std::move(result).error()); });
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        to_finish_.push_back({recording, std::move(result).value()});
    }
    finisher_.wake();
}

}  // namespace lsl::recorder
