#include "server/services/live/live_pictures.h"

#include <gtest/gtest.h>

#include "tests/server/services/still_media.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

class LivePicturesTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    LivePicturesTest() { recorder.still.assign(100, std::byte{7}); }

    /// A class that is live and recorded.
    std::string live_class() {
        const domain::StudioClass made = create();
        EXPECT_TRUE(streams->start(id(made)));
        recorder.begin(row(made.stream.id).recording.file_name());
        return id(made);
    }

    lsl::testing::StillRecorder recorder;
    LivePictures pictures{*database, recorder, clock};
};

TEST_F(LivePicturesTest, IsMadeOnceHoweverManyAskAndAnewAfterAWhile) {
    const std::string on_air = live_class();
    const auto first = pictures.of(on_air);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ((*first)->size(), 100u);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(*pictures.of(on_air), *first);
    EXPECT_EQ(recorder.pictures_asked, 1);
    clock.advance(LivePictures::kept_for + std::chrono::seconds(1));
    ASSERT_TRUE(pictures.of(on_air));
    EXPECT_EQ(recorder.pictures_asked, 2);
}

TEST_F(LivePicturesTest, NobodySeesAClassThatIsNotLive) {
    EXPECT_FALSE(pictures.of(id(create())));
    EXPECT_FALSE(pictures.of("nonsense"));
    EXPECT_FALSE(pictures.of("01900000-0000-7000-8000-000000000001"));
    const std::string on_air = live_class();
    ASSERT_TRUE(pictures.of(on_air));
    ASSERT_TRUE(streams->end(on_air));
    const auto over = pictures.of(on_air);
    ASSERT_FALSE(over) << "also while the last one is still kept";
    EXPECT_EQ(over.error().code, ErrorCode::NotFound);
}

TEST_F(LivePicturesTest, ALiveClassWithoutAPictureHasNone) {
    const std::string on_air = live_class();
    recorder.still.clear();
    const auto none = pictures.of(on_air);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace lsl::services
