#include <algorithm>

#include "server/media/negotiation.h"
#include "server/media/sdp/section_reading.h"

namespace lsl::media {
namespace {

// RFC 8445 6.1.2.5 limits a check list to 100 pairs; no server has more than a few addresses.
constexpr std::size_t kMaxCandidates = 16;

/// RFC 8842 5.3 has "active" or "passive" in an answer; with anything else it is we who begin.
Result<DtlsRole> dtls_role_answered(SetupRole answered) {
    switch (answered) {
        case SetupRole::Active: return DtlsRole::Server;
        case SetupRole::None:
        case SetupRole::ActPass:
        case SetupRole::Passive: return DtlsRole::Client;
        case SetupRole::HoldConn: break;
    }
    return unsupported_media("The answer asks for no connection (a=setup:holdconn).");
}

/// The section that answers one of ours, null if there is none. Without mids their order tells.
const SdpMedia* section_answering(const NegotiatedMedia& offered, const Sdp& answer) {
    const std::string_view kind = offered.kind == TrackKind::Audio ? "audio" : "video";
    for (const SdpMedia& media : answer.media) {
        if (media.mid == offered.mid && media.kind == kind) return &media;
    }
    if (offered.line >= answer.media.size()) return nullptr;
    const SdpMedia& media = answer.media[offered.line];
    return media.mid || media.kind != kind ? nullptr : &media;
}

std::vector<NegotiatedFormat> answered_formats(const NegotiatedMedia& offered,
                                               const SdpMedia& media) {
    std::vector<NegotiatedFormat> formats;
    for (const NegotiatedFormat& answered :
         read_formats(media, offered.kind, SessionKind::Publish)) {
        const NegotiatedFormat* ours = offered.by_payload_type(answered.payload_type);
        // Numbers of the answerer's own say what it would receive, which is nothing.
        if (ours == nullptr || ours->codec != answered.codec) {
            ours = fitting_format(offered.formats, answered);
        }
        const auto same = [&](const NegotiatedFormat& other) {
            return other.payload_type == ours->payload_type;
        };
        if (ours == nullptr || std::any_of(formats.begin(), formats.end(), same)) continue;
        NegotiatedFormat format = *ours;
        format.nack = ours->nack && answered.nack;
        format.pli = ours->pli && answered.pli;
        format.fir = ours->fir && answered.fir;
        format.transport_cc = ours->transport_cc && answered.transport_cc;
        format.remb = ours->remb && answered.remb;
        if (!answered.rtx_payload_type) format.rtx_payload_type.reset();
        formats.push_back(std::move(format));
    }
    return formats;
}

/// Nothing for a section that carries no media: rejected, silent, or of unknown codecs alone.
std::optional<NegotiatedMedia> answered_media(const NegotiatedMedia& offered,
                                              const SdpMedia& media) {
    const bool sends =
        media.direction == Direction::SendOnly || media.direction == Direction::SendRecv;
    if (is_disabled(media) || !sends) return std::nullopt;
    NegotiatedMedia negotiated = offered;
    negotiated.formats = answered_formats(offered, media);
    if (negotiated.formats.empty()) return std::nullopt;
    negotiated.extensions = {};
    read_extensions(media, SessionKind::Publish, negotiated);
    for (std::size_t i = 0; i < static_cast<std::size_t>(RtpExtension::Count); ++i) {
        const auto extension = static_cast<RtpExtension>(i);
        if (negotiated.extensions.of(extension) != offered.extensions.of(extension)) {
            negotiated.extensions.set(extension, 0);
        }
    }
    negotiated.sources = media.sources;
    negotiated.rtx_pairs = media.rtx_pairs;
    choose_feedback(SessionKind::Publish, ViewerFeedback::Light, negotiated);
    return negotiated;
}

/// Some servers repeat their candidates in every section, some leave them all out and check us.
void read_candidates(const Sdp& answer, Negotiation& out) {
    for (const SdpMedia& media : answer.media) {
        if (media.ice_ufrag != out.remote_ufrag) continue;
        for (const std::string& line : media.candidates) {
            const auto candidate = parse_candidate(line);
            if (!candidate || out.candidates.size() >= kMaxCandidates) continue;
            const auto same = [&](const IceCandidate& other) {
                return other.address == candidate->address;
            };
            if (std::none_of(out.candidates.begin(), out.candidates.end(), same)) {
                out.candidates.push_back(*candidate);
            }
        }
    }
}

}  // namespace

Result<Negotiation> negotiate_answer(const Negotiation& offer, const Sdp& answer) {
    Negotiation negotiation;
    negotiation.kind = SessionKind::Publish;
    const SdpMedia* first = nullptr;
    for (const auto part : {&Negotiation::audio, &Negotiation::video}) {
        const SdpMedia* media = section_answering(*(offer.*part), answer);
        if (media == nullptr) continue;
        negotiation.*part = answered_media(*(offer.*part), *media);
        if (!(negotiation.*part)) continue;
        if (first == nullptr) first = media;
        if (media->ice_ufrag != first->ice_ufrag) {
            return unsupported_media("Audio and video have to be bundled (a=group:BUNDLE).");
        }
    }
    if (first == nullptr) return unsupported_media("The answer sends no audio or video that fits.");
    if (const auto read = read_peer(*first, "answer", negotiation); !read) {
        return read.error();
    }
    negotiation.dtls_role = LSL_TRY(dtls_role_answered(first->setup));
    read_candidates(answer, negotiation);
    return negotiation;
}

}  // namespace lsl::media
