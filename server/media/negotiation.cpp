#include "server/media/negotiation.h"

#include <algorithm>

#include "server/media/codec/payload_format.h"
#include "server/media/sdp/section_reading.h"

namespace lsl::media {

namespace {

/// That codec alone, if it is among them.
void keep_only(Codec codec, std::vector<NegotiatedFormat>& formats) {
    const auto is_it = [&](const NegotiatedFormat& format) { return format.codec == codec; };
    if (std::none_of(formats.begin(), formats.end(), is_it)) return;
    std::erase_if(formats, [&](const NegotiatedFormat& format) { return !is_it(format); });
}

/// Layers are told apart by RID, so without that extension there are none.
void read_layers(const SdpMedia& media, SessionKind kind, NegotiatedMedia& out) {
    if (kind != SessionKind::Publish || out.kind != TrackKind::Video) return;
    if (!out.extensions.has(RtpExtension::Rid)) return;
    for (const std::string& id : media.simulcast) {
        const auto rid = std::find_if(media.rids.begin(), media.rids.end(),
                                      [&](const SdpMedia::Rid& one) { return one.id == id; });
        const bool twice = std::any_of(out.layers.begin(), out.layers.end(),
                                       [&](const SdpMedia::Rid& one) { return one.id == id; });
        if (rid == media.rids.end() || twice || out.layers.size() == kMaxLayers) continue;
        out.layers.push_back(*rid);
    }
}

/// RFC 8829 5.1.2: whatever the profile says, the media is DTLS-SRTP over ICE with feedback. The
/// two without feedback are what older encoders send.
bool is_rtp(std::string_view protocol) {
    return protocol == "UDP/TLS/RTP/SAVPF" || protocol == "TCP/DTLS/RTP/SAVPF" ||
           protocol == "RTP/SAVPF" || protocol == "RTP/AVPF" || protocol == "UDP/TLS/RTP/SAVP" ||
           protocol == "RTP/SAVP";
}

Result<void> check_direction(const SdpMedia& media, SessionKind kind) {
    const Direction wanted =
        kind == SessionKind::Publish ? Direction::SendOnly : Direction::RecvOnly;
    if (media.direction == wanted || media.direction == Direction::SendRecv) return {};
    return unsupported_media(kind == SessionKind::Publish
                                 ? "A publisher's offer has to send its media (a=sendonly)."
                                 : "A viewer's offer has to receive its media (a=recvonly).");
}

Result<DtlsRole> dtls_role(SetupRole offered) {
    switch (offered) {
        case SetupRole::None:
        case SetupRole::ActPass:
        case SetupRole::Active: return DtlsRole::Server;
        case SetupRole::Passive: return DtlsRole::Client;
        case SetupRole::HoldConn: break;
    }
    return unsupported_media("The offer asks for no connection (a=setup:holdconn).");
}

}  // namespace

const NegotiatedFormat* NegotiatedMedia::by_payload_type(std::uint8_t payload_type) const {
    for (const NegotiatedFormat& format : formats) {
        if (format.payload_type == payload_type) return &format;
    }
    return nullptr;
}

const NegotiatedFormat* NegotiatedMedia::by_rtx_payload_type(std::uint8_t payload_type) const {
    for (const NegotiatedFormat& format : formats) {
        if (format.rtx_payload_type == payload_type) return &format;
    }
    return nullptr;
}

Result<Negotiation> negotiate(const Sdp& offer, SessionKind kind, ViewerFeedback feedback,
                              std::optional<Codec> preferred) {
    Negotiation negotiation;
    negotiation.kind = kind;
    bool have_transport = false;
    std::size_t usable = 0;
    std::size_t bundled = 0;
    for (std::size_t i = 0; i < offer.media.size(); ++i) {
        const SdpMedia& media = offer.media[i];
        if (is_disabled(media)) continue;
        const bool audio = media.kind == "audio";
        if ((!audio && media.kind != "video") || !is_rtp(media.protocol)) {
            // RFC 9725 4.2: no partial acceptance. A WHEP answer may reject one m-section.
            if (kind == SessionKind::Watch) continue;
            return unsupported_media("Only audio and video over DTLS-SRTP can be published.");
        }
        auto& slot = audio ? negotiation.audio : negotiation.video;
        if (slot) return unsupported_media("More than one audio or more than one video stream.");
        if (const auto checked = check_direction(media, kind); !checked) return checked.error();
        if (!media.rtcp_mux)
            return unsupported_media("The offer has to multiplex RTCP (a=rtcp-mux).");

        NegotiatedMedia negotiated;
        negotiated.kind = audio ? TrackKind::Audio : TrackKind::Video;
        negotiated.line = i;
        negotiated.mid = media.mid.value_or("");
        negotiated.formats = read_formats(media, negotiated.kind, kind);
        if (negotiated.formats.empty()) {
            if (kind == SessionKind::Watch) continue;
            return unsupported_media(audio ? "The audio has to be Opus."
                                           : "The video has to be VP8, VP9, H264 or AV1.");
        }
        if (kind == SessionKind::Publish && !audio && preferred) {
            keep_only(*preferred, negotiated.formats);
        }
        negotiated.allow_mixed = media.extmap_allow_mixed;
        negotiated.sources = media.sources;
        negotiated.rtx_pairs = media.rtx_pairs;
        read_extensions(media, kind, negotiated);
        read_layers(media, kind, negotiated);
        choose_feedback(kind, feedback, negotiated);
        slot = std::move(negotiated);

        ++usable;
        const bool in_bundle = media.mid && std::find(offer.bundle.begin(), offer.bundle.end(),
                                                      *media.mid) != offer.bundle.end();
        bundled += in_bundle ? 1 : 0;
        if (!have_transport) {
            if (const auto read = read_peer(media, "offer", negotiation); !read) {
                return read.error();
            }
            negotiation.dtls_role = LSL_TRY(dtls_role(media.setup));
            have_transport = true;
        }
    }
    if (usable == 0) return unsupported_media("The offer has no audio or video that fits.");
    if (usable > 1 && bundled != usable) {
        return unsupported_media("Audio and video have to be bundled (a=group:BUNDLE).");
    }
    return negotiation;
}

const NegotiatedFormat* fitting_format(std::span<const NegotiatedFormat> offered,
                                       const NegotiatedFormat& sent) {
    const NegotiatedFormat* best = nullptr;
    int best_fit = 0;
    for (const NegotiatedFormat& format : offered) {
        if (format.codec != sent.codec) continue;
        const int fit = payload_format(sent.codec).fit(format.parameters, sent.parameters);
        if (fit > best_fit) {
            best = &format;
            best_fit = fit;
        }
    }
    return best;
}

}  // namespace lsl::media
