#include "server/media/ingest/sequence_space.h"

#include <gtest/gtest.h>

namespace lsl::media {
namespace {

TEST(SequenceSpace, IsThePublishersUntilSomethingIsAdded) {
    const SequenceSpace space;
    EXPECT_EQ(space.number_of(0), 0);
    EXPECT_EQ(space.number_of(70'000), 70'000);
}

TEST(SequenceSpace, MovesWhatComesBehindAnAddedPacket) {
    SequenceSpace space;
    EXPECT_EQ(space.insert_before(100), 100);
    EXPECT_EQ(space.number_of(99), 99) << "came late";
    EXPECT_EQ(space.number_of(100), 101);
    EXPECT_EQ(space.insert_before(200), 201);
    EXPECT_EQ(space.number_of(199), 200);
    EXPECT_EQ(space.number_of(200), 202);
    EXPECT_EQ(space.number_of(100), 101);
    EXPECT_EQ(space.number_of(99), 99);
}

TEST(SequenceSpace, ForgetsWhatWasAddedLongAgo) {
    SequenceSpace space;
    for (int i = 1; i <= 20; ++i) space.insert_before(100 * i);
    EXPECT_EQ(space.number_of(2'000), 2'020);
    EXPECT_EQ(space.number_of(500), 505);
    EXPECT_EQ(space.number_of(450), std::nullopt) << "four or five packets before it?";
}

}  // namespace
}  // namespace lsl::media
