#include "server/recorder/depacketize/opus.h"

#include <cstring>

namespace lsl::recorder {

namespace {

class OpusDepacketizer final : public Depacketizer {
  public:
    void push(const RtpPayload& payload, std::vector<EncodedFrame>& frames) override {
        if (opus_ticks(payload.data) == 0) return;
        EncodedFrame frame;
        frame.timestamp = payload.timestamp;
        frame.arrival = payload.arrival;
        frame.key = true;
        frame.data.assign(payload.data.begin(), payload.data.end());
        frames.push_back(std::move(frame));
    }
    void flush(std::vector<EncodedFrame>&) override {}
    bool waits_for_key_frame() const override { return false; }
};

/// Ticks of one frame by configuration number, RFC 6716 table 2.
int frame_ticks(unsigned configuration) {
    constexpr int silk[] = {480, 960, 1920, 2880};
    constexpr int hybrid[] = {480, 960};
    constexpr int celt[] = {120, 240, 480, 960};
    if (configuration < 12) return silk[configuration % 4];
    if (configuration < 16) return hybrid[configuration % 2];
    return celt[configuration % 4];
}

}  // namespace

int opus_ticks(ByteView packet) {
    if (packet.empty()) return 0;
    const auto toc = std::to_integer<unsigned>(packet[0]);
    int frames = 1;
    switch (toc & 0x03) {
        case 0: frames = 1; break;
        case 1:
        case 2: frames = 2; break;
        default:
            if (packet.size() < 2) return 0;
            frames = std::to_integer<int>(packet[1]) & 0x3f;
    }
    const int ticks = frames * frame_ticks(toc >> 3);
    constexpr int longest = 120 * opus_clock_rate_hz / 1000;
    return ticks <= longest ? ticks : 0;
}

std::array<std::byte, 19> opus_head() {
    constexpr unsigned char head[19] = {'O',  'p',  'u', 's', 'H', 'e', 'a', 'd',
                                        1,                   // version
                                        2,                   // channels
                                        0,    0,             // pre-skip
                                        0x80, 0xbb, 0,   0,  // 48000 Hz
                                        0,    0,             // gain
                                        0};                  // mapping family
    std::array<std::byte, 19> bytes;
    std::memcpy(bytes.data(), head, bytes.size());
    return bytes;
}

std::unique_ptr<Depacketizer> make_opus_depacketizer() {
    return std::make_unique<OpusDepacketizer>();
}

}  // namespace lsl::recorder
