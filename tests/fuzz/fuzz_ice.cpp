// The full ICE agent among strangers and a peer gone mad: requests and responses with right and
// wrong passwords, transactions of its own and made-up ones, from any address, in any order, and
// time.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "server/media/transport/ice_agent.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace lsl;
using namespace lsl::media;

struct Agent {
    Agent() : ice({"ours", "oursoursoursoursoursours"}), agent(ice, random) { out.clear(); }

    void take_output() {
        for (const auto& datagram : out.datagrams()) {
            StunMessage message;
            if (parse_stun(out.bytes(datagram), message) != StunVerdict::Ok) std::abort();
            if (message.type != StunClass::Request) continue;
            std::array<std::byte, 12> id;
            std::copy_n(message.transaction().begin(), id.size(), id.begin());
            transactions.push_back(id);
        }
        out.clear();
    }
    void handle(Bytes datagram, const Address& from) {
        StunMessage message;
        if (parse_stun(datagram, message) != StunVerdict::Ok) return;
        std::vector<Address> forgotten;
        if (message.type == StunClass::Request) {
            agent.on_request(message, from, {now, out, drops}, forgotten);
        } else {
            agent.on_response(message, from, {now, out, drops});
        }
    }

    RandomBytes random = [count = 0u](MutableBytes bytes) mutable {
        for (std::byte& b : bytes) b = static_cast<std::byte>(++count & 0xff);
    };
    IceLite ice;
    IceAgent agent;
    inline static Outbox out;  ///< its slab costs more than everything else
    DropCounters drops;
    MonoTime now{1'000'000};
    std::vector<std::array<std::byte, 12>> transactions;
};

Address address(unsigned number) {
    return Address::v4({203, 0, 113, static_cast<std::uint8_t>(number & 7)},
                       static_cast<std::uint16_t>(1 + number / 8));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view kTheirs = "theirstheirstheirstheirs";
    fuzz::FuzzInput input(std::span(data, size));
    Agent one;
    std::array<std::byte, 256> buffer;
    bool started = false;
    for (int step = 0; step < 200 && !input.empty(); ++step) {
        const unsigned what = input.u8();
        const std::string_view pwd = (what & 8) != 0 ? kTheirs : "wrongwrongwrongwrongwrong";
        switch (what % 8) {
            case 0: one.handle(std::as_bytes(input.chunk()), address(input.u8())); break;
            case 1: {
                BindingRequest request;
                store8(request.transaction.data(), input.u8());
                request.username = "ours:them";
                request.password = (what & 8) != 0 ? "oursoursoursoursoursours" : kTheirs;
                request.priority = input.u8() << 24;
                request.use_candidate = (what & 16) != 0;
                request.controlling = (what & 32) != 0;
                request.tie_breaker = (what & 64) != 0 ? UINT64_MAX : 1;
                const std::size_t written = write_binding_request(buffer, request);
                one.handle(Bytes(buffer).first(written), address(input.u8()));
                break;
            }
            case 2:
            case 3: {
                if (one.transactions.empty()) break;
                const auto& id = one.transactions[input.u8() % one.transactions.size()];
                const int code = (what & 16) != 0 ? 487 : 400;
                const std::size_t written = what % 8 == 2
                                                ? write_binding_success(buffer, id, address(0), pwd)
                                                : write_binding_error(buffer, id, code, "no", pwd);
                one.handle(Bytes(buffer).first(written), address(input.u8()));
                break;
            }
            case 4: {
                std::vector<IceCandidate> candidates;
                for (const std::uint8_t number : input.chunk()) {
                    candidates.push_back({address(number), number * 1000u});
                }
                if (!started) one.agent.start("them", std::string(kTheirs), candidates, one.now);
                started = true;
                break;
            }
            default: one.now = one.now + std::chrono::milliseconds(input.u8() * 4); break;
        }
        one.agent.on_timer({one.now, one.out, one.drops});
        one.take_output();
        // Nothing is left that is due already, or the engine would spin.
        if (one.agent.deadline() < one.now) std::abort();
        if (one.agent.concluded() && !one.ice.selected()) std::abort();
        if (one.transactions.size() > 4096) std::abort();
    }
    return 0;
}
