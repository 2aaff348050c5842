// SRTP and SRTCP between two ends, with everything that a network and an attacker do in between.
// What opens is what was sealed, once, byte by byte.
#include "server/media/packet/rtp.h"
#include "server/media/transport/srtp.h"
#include "tests/fuzz/fuzz_input.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

namespace {

using namespace lsl;
using namespace lsl::media;

struct Sent {
    std::vector<std::byte> clear;
    std::vector<std::byte> sealed;
    bool control = false;
    bool opened = false;
};

SrtpMaster master() {
    SrtpMaster made;
    for (std::size_t i = 0; i < made.key.size(); ++i) made.key[i] = static_cast<std::byte>(i);
    for (std::size_t i = 0; i < made.salt.size(); ++i)
        made.salt[i] = static_cast<std::byte>(99 - i);
    return made;
}

struct Ends {
    explicit Ends(SrtpProfile profile) : sender(profile, master()), receiver(profile, master()) {}

    void seal_media(fuzz::FuzzInput& input) {
        const unsigned source = input.u8() % 3;
        indices[source] += 1 + input.u8() * std::uint64_t{64};
        const auto payload = std::as_bytes(input.chunk());
        std::array<std::byte, 600> packet{};
        RtpHeaderWriter header;
        const std::size_t header_size = header.write(
            packet, 96, false, static_cast<std::uint16_t>(indices[source] & 0xffff), 1, source + 1);
        std::copy(payload.begin(), payload.end(), packet.begin() + header_size);
        Sent made;
        made.clear.assign(packet.begin(), packet.begin() + header_size + payload.size());
        const std::size_t size =
            sender.seal_rtp(packet.data(), header_size, source + 1, indices[source], {}, payload);
        made.sealed.assign(packet.begin(), packet.begin() + size);
        sent.push_back(std::move(made));
    }

    void seal_control(fuzz::FuzzInput& input) {
        const auto body = std::as_bytes(input.chunk());
        std::array<std::byte, 600> packet{};
        store8(packet.data(), 0x80);
        store8(packet.data() + 1, 201);
        std::copy(body.begin(), body.end(), packet.begin() + 8);
        Sent made;
        made.control = true;
        made.clear.assign(packet.begin(), packet.begin() + 8 + body.size());
        const std::size_t size = sender.seal_rtcp(packet.data(), 8 + body.size());
        made.sealed.assign(packet.begin(), packet.begin() + size);
        sent.push_back(std::move(made));
    }

    SrtpVerdict open(std::vector<std::byte>& packet, bool control, std::size_t& size) {
        if (control) return receiver.open_rtcp(packet, size);
        RtpHeader header;
        if (parse_rtp_header(packet, header) != RtpVerdict::Ok) return SrtpVerdict::TooShort;
        return receiver.open_rtp(packet, header.size, size);
    }

    void deliver(Sent& one) {
        std::vector<std::byte> packet = one.sealed;
        std::size_t size = 0;
        if (open(packet, one.control, size) != SrtpVerdict::Ok) return;
        if (one.opened) std::abort();  // a replay
        one.opened = true;
        packet.resize(size);
        if (packet != one.clear) std::abort();
    }

    /// Anything but what was sealed is refused.
    void deliver_changed(Sent& one, fuzz::FuzzInput& input) {
        std::vector<std::byte> packet = one.sealed;
        const unsigned at = input.u16();
        const unsigned change = input.u8();
        if (change == 0) {
            packet.resize(at % packet.size());
        } else {
            packet[at % packet.size()] ^= static_cast<std::byte>(change);
        }
        std::size_t size = 0;
        if (open(packet, one.control, size) == SrtpVerdict::Ok) std::abort();
    }

    SrtpSender sender;
    SrtpReceiver receiver;
    std::array<std::uint64_t, 3> indices{1, 30'000, 65'530};
    std::vector<Sent> sent;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::FuzzInput input(std::span(data, size));
    Ends ends(input.u8() % 2 == 0 ? SrtpProfile::AeadAes128Gcm : SrtpProfile::Aes128CmSha1_80);
    for (int step = 0; step < 256 && !input.empty(); ++step) {
        const unsigned what = input.u8() % 6;
        if (what == 0) {
            ends.seal_media(input);
        } else if (what == 1) {
            ends.seal_control(input);
        } else if (what == 2) {
            const auto chunk = std::as_bytes(input.chunk());
            std::vector<std::byte> packet(chunk.begin(), chunk.end());
            std::size_t opened = 0;
            const bool control = input.u8() % 2 != 0;
            if (ends.open(packet, control, opened) == SrtpVerdict::Ok) std::abort();
        } else if (!ends.sent.empty()) {
            const unsigned back = what == 3 ? 0 : input.u8();
            Sent& one = ends.sent[ends.sent.size() - 1 - back % ends.sent.size()];
            if (what == 5) {
                ends.deliver_changed(one, input);
            } else {
                ends.deliver(one);
            }
        }
        if (ends.receiver.sources() > SrtpReceiver::kMaxSources) std::abort();
    }
    return 0;
}
