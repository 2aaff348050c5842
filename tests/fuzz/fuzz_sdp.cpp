// Offers of strangers. Whatever is agreed to gives an answer that is SDP itself and has the offer's
// m-lines.
#include "server/media/negotiation.h"
#include "server/media/sdp.h"
#include "server/media/sdp_answer.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl::media;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(parse_sdp_fragment(text));
    const auto offer = parse_sdp(text);
    if (!offer) return 0;
    for (const SessionKind kind : {SessionKind::Publish, SessionKind::Watch}) {
        const auto agreed = negotiate(offer.value(), kind);
        if (!agreed) continue;
        LocalDescription local;
        local.ufrag = "abcd";
        local.pwd = "abcdefghijklmnopqrstuv";
        local.fingerprint_sha256 = "00:11";
        local.cname = "class";
        const std::string answer = write_answer(offer.value(), agreed.value(), local);
        const auto read = parse_sdp(answer);
        if (!read || read.value().media.size() != offer.value().media.size()) std::abort();
    }
    return 0;
}
