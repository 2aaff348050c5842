// JSON from the network, read as every message that one side takes from the other. What is accepted
// is written again, and that text must be accepted and written alike.
#include "shared/wire/account_api.h"
#include "shared/wire/api.h"
#include "shared/wire/json/json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

template <class Message>
void round_trip(std::string_view text) {
    const auto first = lsl::wire::from_json<Message>(text);
    if (!first) return;
    const std::string written = lsl::wire::to_json(first.value());
    const auto second = lsl::wire::from_json<Message>(written);
    if (!second || lsl::wire::to_json(second.value()) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    round_trip<lsl::api::Register::Request>(text);
    round_trip<lsl::api::Login::Request>(text);
    round_trip<lsl::api::CreateStream::Request>(text);
    round_trip<lsl::api::ListStreams::Response>(text);
    round_trip<lsl::api::Me::Response>(text);
    return 0;
}
