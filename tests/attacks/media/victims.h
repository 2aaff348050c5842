#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/media/media_world.h"

namespace lsl::test {

/// A class of other people, on the same engine as the attack.
class Victims {
  public:
    explicit Victims(MediaWorld& world) : world_(world), teacher_(world.publish("victims")) {
        for (int i = 0; i < 2; ++i) viewers_.push_back(world.watch("victims", {}, "victim"));
        world.film(teacher_);
        world.run_for(1s);
    }

    /// Every frame since the beginning has come, whole and in order.
    void expect_untouched() {
        world_.run_for(1s);
        const auto sent = teacher_->frames_sent();
        EXPECT_GT(sent, 50);
        for (const RtcClient* viewer : viewers_) {
            EXPECT_GE(viewer->video().frames, sent - 3);
            EXPECT_EQ(viewer->video().skips + viewer->video().broken, 0);
            EXPECT_GT(viewer->audio().packets, 50);
        }
    }

  private:
    MediaWorld& world_;
    RtcClient* teacher_;
    std::vector<RtcClient*> viewers_;
};

}  // namespace lsl::test
