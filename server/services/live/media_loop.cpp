#include "server/services/live/media_loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "server/threads/attempt.h"

namespace lsl::services {

namespace {

constexpr std::chrono::milliseconds between_figures{1000};

}  // namespace

MediaLoop::MediaLoop(MediaReports& reports, MediaInbox& inbox, const Clock& clock,
                     std::function<void()> each_second)
    : reports_(reports),
      inbox_(inbox),
      clock_(clock),
      each_second_(std::move(each_second)),
      next_figures_(clock.mono()),
      worker_({.name = "live media",
               .interrupt = [this] { inbox_.wake(); },
               .last = [this] { reports_.drain(); }},
              [this] { return turn(); }) {}

threads::Worker::Rest MediaLoop::turn() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto left = duration_cast<milliseconds>(next_figures_ - clock_.mono());
    // One more, because the cast cuts and the loop must not spin through the last fraction.
    inbox_.wait(std::clamp(left + milliseconds(1), milliseconds(1), between_figures));
    reports_.drain();
    if (clock_.mono() < next_figures_) return threads::Worker::no_rest;
    reports_.refresh();
    if (each_second_) threads::attempt("each second", each_second_);
    next_figures_ = clock_.mono() + between_figures;
    return threads::Worker::no_rest;
}

}  // namespace lsl::services
