#include "server/recorder/capture/reorder_buffer.h"

#include <gtest/gtest.h>

namespace lsl::recorder::test {
namespace {

class Reordering : public testing::Test {
  protected:
    void push(std::int64_t sequence, int at_ms, std::size_t size = 1) {
        ReorderBuffer::Packet packet;
        packet.sequence = sequence;
        packet.arrival = at(at_ms);
        packet.data.resize(size);
        buffer_.push(std::move(packet));
    }
    static MonoTime at(int ms) { return MonoTime{} + std::chrono::milliseconds(ms); }
    /// What comes out at that time; a gap is written as a minus in front of the number after it.
    std::vector<std::int64_t> out(int at_ms) {
        std::vector<std::int64_t> sequences;
        while (const auto packet = buffer_.pop(at(at_ms))) {
            sequences.push_back(packet->after_gap ? -packet->sequence : packet->sequence);
        }
        return sequences;
    }

    ReorderBuffer buffer_;
};

using Sequences = std::vector<std::int64_t>;

TEST_F(Reordering, HandsOnAtOnceWhatIsInOrder) {
    push(10, 0);
    EXPECT_EQ(out(0), Sequences{}) << "the first may have been overtaken";
    EXPECT_EQ(out(60), Sequences{10});
    push(11, 61);
    EXPECT_EQ(out(61), Sequences{11});
}

TEST_F(Reordering, SortsTheFirstPacketsToo) {
    push(12, 0);
    push(10, 5);
    push(11, 8);
    EXPECT_EQ(out(70), (Sequences{10, 11, 12}));
}

TEST_F(Reordering, WaitsForARetransmission) {
    push(10, 0);
    push(12, 60);
    EXPECT_EQ(out(60), Sequences{10});
    EXPECT_EQ(out(300), Sequences{});
    push(11, 310);
    EXPECT_EQ(out(310), (Sequences{11, 12}));
}

TEST_F(Reordering, GivesUpAfterAWhileAndSaysSo) {
    push(10, 0);
    push(12, 60);
    push(13, 70);
    EXPECT_EQ(out(359), Sequences{10});
    EXPECT_EQ(out(360), (Sequences{-12, 13}));
    push(11, 400);
    EXPECT_EQ(out(1000), Sequences{}) << "too late";
}

TEST_F(Reordering, DropsDuplicates) {
    push(10, 0);
    push(10, 1);
    push(12, 2);
    push(12, 3);
    push(11, 4);
    EXPECT_EQ(out(100), (Sequences{10, 11, 12}));
    push(11, 101);
    EXPECT_EQ(out(1000), Sequences{});
}

TEST_F(Reordering, DoesNotWaitForeverForWhatWouldFillMemory) {
    push(0, 0);
    EXPECT_EQ(out(100), Sequences{0});
    for (int i = 0; i < 9000; ++i) push(10 + 2 * i, 100, 1000);
    std::size_t came = 0;
    while (buffer_.pop(at(100))) ++came;
    EXPECT_GT(came, 500u);
    EXPECT_LE(buffer_.held(), 8192u);
}

TEST_F(Reordering, HandsOutTheRestWithoutWaiting) {
    push(10, 0);
    push(13, 1);
    Sequences sequences;
    while (const auto packet = buffer_.drain()) {
        sequences.push_back(packet->after_gap ? -packet->sequence : packet->sequence);
    }
    EXPECT_EQ(sequences, (Sequences{10, -13}));
}

TEST_F(Reordering, KnowsThatWhatWasSentBeforeWasCapturedBefore) {
    push(10, 0);
    EXPECT_EQ(out(100), Sequences{10});
    push(12, 110);
    push(13, 130);
    push(11, 250);  // sent again
    std::vector<MonoTime> arrivals;
    while (const auto packet = buffer_.pop(at(260))) arrivals.push_back(packet->arrival);
    EXPECT_EQ(arrivals, (std::vector<MonoTime>{at(110), at(110), at(130)}));
}

TEST_F(Reordering, RefusesNumbersThatAreNone) {
    push(INT64_MAX, 0);
    push(INT64_MIN, 0);
    EXPECT_EQ(buffer_.held(), 0u);
}

}  // namespace
}  // namespace lsl::recorder::test
