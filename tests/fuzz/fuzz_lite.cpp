// The lite end of ICE among forgers: requests and answers with right and wrong passwords, from any
// address, in any order, and time. Media may go only where an answer to a check that was sent there
// came from, within the last thirty seconds; and nobody is sent more checks than requests.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <span>
#include <vector>

#include "server/media/transport/lite_agent.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace lsl;
using namespace lsl::media;

constexpr std::string_view kOurs = "oursoursoursoursoursours";
constexpr std::string_view kTheirs = "theirstheirstheirstheirs";

Address address(unsigned number) {
    return Address::v4({203, 0, 113, static_cast<std::uint8_t>(number & 15)}, 1000);
}

struct Lite {
    struct Sent {
        std::array<std::byte, 12> id;
        Address to;
    };

    Lite() { out.clear(); }

    void take_output() {
        for (const auto& datagram : out.datagrams()) {
            StunMessage message;
            if (parse_stun(out.bytes(datagram), message) != StunVerdict::Ok) std::abort();
            if (message.type != StunClass::Request) continue;
            Sent one{};
            one.to = datagram.to;
            std::copy_n(message.transaction().begin(), one.id.size(), one.id.begin());
            sent.push_back(one);
        }
        out.clear();
    }
    void request(unsigned what, const Address& from) {
        BindingRequest request;
        store8(request.transaction.data(), what);
        request.username = "ours:them";
        request.password = (what & 8) != 0 ? kOurs : kTheirs;
        request.use_candidate = (what & 16) != 0;
        request.controlling = (what & 32) != 0;
        request.tie_breaker = 1;
        StunMessage message;
        const std::size_t size = write_binding_request(buffer, request);
        if (parse_stun(Bytes(buffer).first(size), message) != StunVerdict::Ok) std::abort();
        std::vector<Address> forgotten;
        agent.on_request(message, from, {now, out, drops}, forgotten);
    }
    void answer(unsigned what, const Sent& check, const Address& from) {
        const bool authentic = (what & 8) != 0;
        const bool success = (what & 16) != 0;
        const std::string_view pwd = authentic ? kTheirs : kOurs;
        const std::size_t size = success ? write_binding_success(buffer, check.id, address(0), pwd)
                                         : write_binding_error(buffer, check.id, 487, "no", pwd);
        StunMessage message;
        if (parse_stun(Bytes(buffer).first(size), message) != StunVerdict::Ok) std::abort();
        agent.on_response(message, from, {now, out, drops});
        if (authentic && success && from == check.to) answered[from.ip] = now;
    }

    RandomBytes random = [count = 0u](MutableBytes bytes) mutable {
        ++count;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::byte>(i < 2 ? count >> (8 * i) : i);
        }
    };
    IceLite ice{{"ours", std::string(kOurs)}};
    LiteAgent agent{ice, {"them", std::string(kTheirs)}, 7, random};
    inline static Outbox out;  ///< its slab costs more than everything else
    DropCounters drops;
    MonoTime now{1'000'000};
    std::array<std::byte, 256> buffer{};
    std::vector<Sent> sent;
    std::map<std::array<std::uint8_t, 16>, MonoTime> answered;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::FuzzInput input(std::span(data, size));
    Lite one;
    for (int step = 0; step < 200 && !input.empty(); ++step) {
        const unsigned what = input.u8();
        switch (what % 8) {
            case 0:
            case 1: one.request(what, address(input.u8())); break;
            case 2:
            case 3:
            case 4: {
                if (one.sent.empty()) break;
                const Lite::Sent check = one.sent[input.u8() % one.sent.size()];
                // From where it was sent, or from elsewhere.
                one.answer(what, check, (what & 32) != 0 ? check.to : address(input.u8()));
                break;
            }
            case 5: one.agent.gives_up(address(input.u8()), {one.now, one.out, one.drops}); break;
            case 6: one.now = one.now + std::chrono::milliseconds(input.u8() * 4); break;
            default: one.now = one.now + std::chrono::milliseconds(input.u8() * 200); break;
        }
        one.agent.on_timer({one.now, one.out, one.drops});
        one.take_output();
        // Nothing is left that is due already, or the engine would spin.
        if (one.agent.deadline() <= one.now) std::abort();
        if (one.sent.size() > 2'000) std::abort();
        if (!one.agent.consents(one.now)) continue;
        const auto proof = one.answered.find(one.ice.selected()->ip);
        if (proof == one.answered.end()) std::abort();
        if (one.now - proof->second >= LiteAgent::kConsentTime) std::abort();
    }
    return 0;
}
