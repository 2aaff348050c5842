#include "server/services/live/live_media_loop.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <utility>

namespace lsl::services {

namespace {

constexpr std::chrono::milliseconds between_figures{1000};

}  // namespace

LiveMediaLoop::LiveMediaLoop(LiveMedia& live_media, MediaInbox& inbox, const Clock& clock,
                             std::function<void()> each_second)
    : live_media_(live_media),
      inbox_(inbox),
      clock_(clock),
      each_second_(std::move(each_second)),
      thread_([this] { run(); }) {}

LiveMediaLoop::~LiveMediaLoop() {
    stopping_ = true;
    inbox_.wake();
    thread_.join();
}

void LiveMediaLoop::run() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    MonoTime next_figures = clock_.mono();
    // What fails once, for want of memory say, does not end the loop.
    const auto attempt = [](const auto& step) {
        try {
            step();
        } catch (const std::exception& problem) {
            std::fprintf(stderr, "live media: %s\n", problem.what());
        }
    };
    while (!stopping_) {
        const auto left = duration_cast<milliseconds>(next_figures - clock_.mono());
        // One more, because the cast cuts and the loop must not spin through the last fraction.
        inbox_.wait(std::clamp(left + milliseconds(1), milliseconds(1), between_figures));
        attempt([this] { live_media_.drain(); });
        if (clock_.mono() >= next_figures) {
            attempt([this] { live_media_.refresh(); });
            if (each_second_) attempt(each_second_);
            next_figures = clock_.mono() + between_figures;
        }
    }
    attempt([this] { live_media_.drain(); });
}

}  // namespace lsl::services
