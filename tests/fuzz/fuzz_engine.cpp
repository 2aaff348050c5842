// The whole engine, fed bytes: datagrams from strangers and from the addresses of connected peers,
// authentic media and control packets with made-up contents, offers, patches, and time.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "tests/fuzz/fuzz_input.h"
#include "tests/media/media_world.h"

using namespace lsl;
using namespace lsl::media;
using namespace lsl::test;
using namespace std::chrono_literals;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::FuzzInput input(std::span(data, size));
    MediaWorld world(input.u8());
    const unsigned shape = input.u8();
    ClientOptions options;
    options.rtx = (shape & 1) != 0;
    options.transport_cc = (shape & 2) != 0;
    options.video_codec = (shape & 4) != 0   ? "H264/90000"
                          : (shape & 8) != 0 ? "AV1/90000"
                                             : "VP8/90000";
    RtcClient* publisher = world.publish("class", options);
    RtcClient* viewer = world.watch("class", options);
    if (publisher == nullptr || viewer == nullptr) std::abort();
    world.run_for(100ms);
    if (!publisher->connected() || !viewer->connected()) std::abort();
    publisher->send_frame(5'000, true, world.now());

    for (int steps = 0; steps < 64 && !input.empty(); ++steps) {
        switch (input.u8() % 8) {
            case 0:
                world.inject(Address::v4({203, 0, 113, 1}, 1), std::as_bytes(input.chunk(4)));
                break;
            case 1: world.inject(world.address_of(publisher), std::as_bytes(input.chunk(4))); break;
            case 2: world.inject(world.address_of(viewer), std::as_bytes(input.chunk(4))); break;
            case 3: {
                const unsigned type = input.u8() & 0x7f;
                const unsigned sequence = input.u16();
                const unsigned ssrc = input.u8() % 4 == 0 ? input.u16() : options.video_ssrc;
                publisher->send_raw(static_cast<std::uint8_t>(type), ssrc,
                                    static_cast<std::uint16_t>(sequence), sequence * 3000u,
                                    (sequence & 1) != 0, std::as_bytes(input.chunk(4)),
                                    (sequence & 2) != 0);
                break;
            }
            case 4:
            case 5: {
                // Authentic control packets with any body.
                RtcClient* sender = input.u8() % 2 == 0 ? publisher : viewer;
                std::array<std::byte, 1400> buffer;
                RtcpWriter writer(buffer);
                writer.transport_cc(1, 2, std::as_bytes(input.chunk(4)));
                store8(buffer.data(), 0x80 | input.u8());
                store8(buffer.data() + 1, 200 + input.u8() % 8);
                if (writer.size() >= 8) sender->send_rtcp(writer, buffer);
                break;
            }
            case 6: {
                const auto text = input.chunk(4);
                const std::string_view body(reinterpret_cast<const char*>(text.data()),
                                            text.size());
                static_cast<void>(
                    world.engine().patch(world.session_of(viewer), body, std::nullopt));
                break;
            }
            case 7: world.run_for(std::chrono::milliseconds(input.u8())); break;
        }
    }
    world.run_for(50ms);
    return 0;
}
