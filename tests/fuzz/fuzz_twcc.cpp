// Transport-wide feedback: packets arrive in any order at any time, and every feedback that leaves
// says of them only what is true, in a form that its reader takes. A first byte of 0 reads a
// stranger's feedback instead.
#include "server/media/packet/twcc.h"
#include "tests/fuzz/fuzz_input.h"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace {

using namespace lsl;
using namespace lsl::media;

void read_strangers(Bytes body) {
    const auto feedback = read_twcc(body);
    if (feedback && feedback->packets.size() > 65535) std::abort();
}

/// Takes everything that is pending; returns how many packets were said to have come.
std::size_t drain(TwccReceiver& receiver, const std::bitset<65536>& arrived, std::size_t room) {
    std::array<std::byte, 1100> buffer;
    std::size_t told = 0;
    while (receiver.pending()) {
        const std::size_t size = receiver.write_feedback(MutableBytes(buffer).first(room));
        if (size == 0) break;
        if (size > room || size % 4 != 0) std::abort();
        const auto feedback = read_twcc(Bytes(buffer).first(size));
        if (!feedback || feedback->packets.empty()) std::abort();
        if (!feedback->packets.back().received) std::abort();
        for (const TwccStatus& status : feedback->packets) {
            if (!status.received) continue;
            ++told;
            if (!arrived[status.sequence]) std::abort();
        }
    }
    return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::FuzzInput input(std::span(data, size));
    const unsigned start = input.u8();
    if (start == 0) {
        read_strangers(std::as_bytes(input.rest()));
        return 0;
    }
    TwccReceiver receiver;
    std::bitset<65536> arrived;
    std::size_t came = 0;
    std::size_t told = 0;
    MonoTime now{1'000'000};
    auto sequence = static_cast<std::uint16_t>(start << 8);
    while (!input.empty()) {
        const unsigned what = input.u8();
        if (what < 0x80) {
            sequence = static_cast<std::uint16_t>(sequence + (what & 7));
            now = now + std::chrono::microseconds((what >> 3) * 400);
        } else if (what < 0xc0) {
            sequence = static_cast<std::uint16_t>(sequence - (what & 0x3f));
        } else if (what < 0xe0) {
            now = now + std::chrono::milliseconds((what & 0x1f) * 500);
        } else if (what < 0xf0) {
            sequence = static_cast<std::uint16_t>(sequence + (input.u8() << 8));
        } else {
            told += drain(receiver, arrived, 16 + (what & 15) * 72u);
            continue;
        }
        receiver.on_packet(sequence, now);
        arrived.set(sequence);
        ++came;
    }
    told += drain(receiver, arrived, 1100);
    if (told > came) std::abort();
    return 0;
}
