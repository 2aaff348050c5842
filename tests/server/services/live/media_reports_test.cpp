#include "server/services/live/media_reports.h"

#include <gtest/gtest.h>

#include "server/services/live/media_loop.h"
#include "tests/server/services/local_studio.h"

namespace lsl::services {
namespace {

class MediaReportsTest : public lsl::testing::LocalStudio {};

TEST_F(MediaReportsTest, TheFirstPictureNotesWhoWatched) {
    const UserId ana = viewer();
    const auto salsa = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    report(media::MediaEvent(media::ViewerReceiving{room_of(salsa), "s", ana.to_string()}));
    const auto place = enrollments->find(ana, id(salsa))->enrollment.enrollment;
    EXPECT_TRUE(place.watched_live);
    EXPECT_EQ(place.last_watched_at, clock.utc());
}

TEST_F(MediaReportsTest, TheLoopWorksOffReportsByItself) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    {
        const MediaLoop loop(*reports, inbox, clock);
        inbox.recorder_listener()(
            recorder::RecordingFinished{.file = {.name = salsa.recording.file_name()}});
    }
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
}

}  // namespace
}  // namespace lsl::services
