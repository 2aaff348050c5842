// Offers and answers of strangers. Whatever is agreed to gives an answer that is SDP itself and has
// the offer's m-lines; an answer to our own offer never brings in what was not offered.
#include "server/media/negotiation.h"
#include "server/media/sdp/sdp.h"
#include "server/media/sdp/sdp_answer.h"
#include "server/media/sdp/sdp_offer.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace lsl::media;

void check_answered(const std::optional<NegotiatedMedia>& answered,
                    const NegotiatedMedia& offered) {
    if (!answered) return;
    if (answered->formats.empty() || answered->formats.size() > offered.formats.size())
        std::abort();
    for (const NegotiatedFormat& format : answered->formats) {
        const NegotiatedFormat* ours = offered.by_payload_type(format.payload_type);
        if (ours == nullptr || ours->codec != format.codec) std::abort();
        if (format.rtx_payload_type && format.rtx_payload_type != ours->rtx_payload_type) {
            std::abort();
        }
    }
}

void read_as_answer(const Sdp& answer) {
    const Negotiation offered = offered_media();
    const auto agreed = negotiate_answer(offered, answer);
    if (!agreed) return;
    if (!agreed.value().audio && !agreed.value().video) std::abort();
    if (agreed.value().fingerprints.empty() || agreed.value().candidates.size() > 16) std::abort();
    check_answered(agreed.value().audio, *offered.audio);
    check_answered(agreed.value().video, *offered.video);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(parse_sdp_fragment(text));
    const auto offer = parse_sdp(text);
    if (!offer) return 0;
    read_as_answer(offer.value());
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
