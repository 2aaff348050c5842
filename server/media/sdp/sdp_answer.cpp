#include "server/media/sdp/sdp_answer.h"

#include <algorithm>

#include "server/media/sdp/sdp_writer.h"

namespace lsl::media {
namespace {

constexpr std::uint64_t kStartKbps = 1500;

void write_extensions(SdpWriter& out, const NegotiatedMedia& media, const SdpMedia& offered) {
    for (const SdpExtension& extension : offered.extensions) {
        const auto known = rtp_extension_of(extension.uri);
        if (!known || media.extensions.of(*known) != extension.id) continue;
        // RFC 8285 6: what the offerer only receives, we only send, and the other way round.
        const char* direction = extension.direction == Direction::RecvOnly   ? "/sendonly"
                                : extension.direction == Direction::SendOnly ? "/recvonly"
                                                                             : "";
        out.line("a=extmap:", unsigned{extension.id}, direction, " ", extension.uri);
    }
}

void write_sources(SdpWriter& out, const NegotiatedMedia& media, const LocalDescription& local) {
    const bool video = media.kind == TrackKind::Video;
    const std::uint32_t ssrc = video ? local.video_ssrc : local.audio_ssrc;
    const bool rtx = video && std::any_of(media.formats.begin(), media.formats.end(),
                                          [](const NegotiatedFormat& format) {
                                              return format.rtx_payload_type.has_value();
                                          });
    const char* track = video ? "video" : "audio";
    out.line("a=msid:", local.cname, " ", track);
    if (rtx) out.line("a=ssrc-group:FID ", ssrc, " ", local.video_rtx_ssrc);
    out.line("a=ssrc:", ssrc, " cname:", local.cname);
    out.line("a=ssrc:", ssrc, " msid:", local.cname, " ", track);
    if (rtx) {
        out.line("a=ssrc:", local.video_rtx_ssrc, " cname:", local.cname);
        out.line("a=ssrc:", local.video_rtx_ssrc, " msid:", local.cname, " ", track);
    }
}

void write_transport(SdpWriter& out, const Negotiation& negotiation,
                     const LocalDescription& local) {
    out.line("a=ice-ufrag:", local.ufrag);
    out.line("a=ice-pwd:", local.pwd);
    out.line("a=ice-options:trickle ice2");
    out.line("a=fingerprint:sha-256 ", local.fingerprint_sha256);
    out.line("a=setup:", negotiation.dtls_role == DtlsRole::Server ? "passive" : "active");
}

/// RFC 8853 5.3.2: what was offered to be sent, received; streams left out are declined.
void write_layers(SdpWriter& out, const NegotiatedMedia& media) {
    if (media.layers.empty()) return;
    std::string list;
    for (const SdpMedia::Rid& layer : media.layers) {
        const char* space = layer.restrictions.empty() ? "" : " ";
        out.line("a=rid:", layer.id, " recv", space, layer.restrictions);
        list += (list.empty() ? "" : ";") + layer.id;
    }
    out.line("a=simulcast:recv ", list);
}

void write_section(SdpWriter& out, const SdpMedia& offered, const NegotiatedMedia& media,
                   const Negotiation& negotiation, const LocalDescription& local, bool first) {
    out.line("m=", offered.kind, " 9 ", offered.protocol, format_list(media.formats));
    out.line("c=IN IP4 0.0.0.0");
    if (negotiation.kind == SessionKind::Publish && media.kind == TrackKind::Video &&
        local.ingest_bitrate_bps > 0) {
        out.line("b=AS:", local.ingest_bitrate_bps / 1000);
        out.line("b=TIAS:", local.ingest_bitrate_bps);
    }
    if (offered.mid) out.line("a=mid:", *offered.mid);
    write_transport(out, negotiation, local);
    if (first) write_candidates(out, local.candidates);
    out.line(negotiation.kind == SessionKind::Publish ? "a=recvonly" : "a=sendonly");
    out.line("a=rtcp-mux");
    out.line("a=rtcp-mux-only");
    if (offered.reduced_size_rtcp) out.line("a=rtcp-rsize");
    write_extensions(out, media, offered);
    const std::uint64_t start_kbps = negotiation.kind == SessionKind::Publish
                                         ? std::min(kStartKbps, local.ingest_bitrate_bps / 2000)
                                         : 0;
    for (const NegotiatedFormat& format : media.formats) write_format(out, format, start_kbps);
    write_layers(out, media);
    if (negotiation.kind == SessionKind::Watch) write_sources(out, media, local);
}

const NegotiatedMedia* section_at(const Negotiation& negotiation, std::size_t line) {
    if (negotiation.audio && negotiation.audio->line == line) return &*negotiation.audio;
    if (negotiation.video && negotiation.video->line == line) return &*negotiation.video;
    return nullptr;
}

}  // namespace

std::string write_answer(const Sdp& offer, const Negotiation& negotiation,
                         const LocalDescription& local) {
    SdpWriter out;
    out.line("v=0");
    out.line("o=- ", local.session_id, " 1 IN IP4 0.0.0.0");
    out.line("s=-");
    out.line("t=0 0");
    if (offer.has_bundle) {
        std::string bundle;
        for (std::size_t i = 0; i < offer.media.size(); ++i) {
            const NegotiatedMedia* media = section_at(negotiation, i);
            if (media != nullptr && !media->mid.empty()) bundle += ' ' + media->mid;
        }
        out.line("a=group:BUNDLE", bundle);
    }
    out.line("a=ice-lite");
    const bool mixed = std::any_of(offer.media.begin(), offer.media.end(),
                                   [](const SdpMedia& media) { return media.extmap_allow_mixed; });
    if (mixed) out.line("a=extmap-allow-mixed");
    if (negotiation.kind == SessionKind::Watch) out.line("a=msid-semantic: WMS ", local.cname);

    bool first = true;
    for (std::size_t i = 0; i < offer.media.size(); ++i) {
        const SdpMedia& offered = offer.media[i];
        const NegotiatedMedia* media = section_at(negotiation, i);
        if (media == nullptr) {
            // RFC 3264 6: a rejected section keeps its place and its formats.
            out.line("m=", offered.kind, " 0 ", offered.protocol, " ", offered.format_list);
            out.line("c=IN IP4 0.0.0.0");
            if (offered.mid) out.line("a=mid:", *offered.mid);
            out.line("a=inactive");
            continue;
        }
        write_section(out, offered, *media, negotiation, local, first);
        first = false;
    }
    return out.take();
}

std::string write_restart_fragment(const Negotiation& negotiation, const LocalDescription& local) {
    const NegotiatedMedia* first = negotiation.audio ? &*negotiation.audio : nullptr;
    if (negotiation.video && (first == nullptr || negotiation.video->line < first->line)) {
        first = &*negotiation.video;
    }
    SdpWriter out;
    out.line("a=ice-lite");
    out.line("a=ice-options:trickle ice2");
    out.line("a=ice-ufrag:", local.ufrag);
    out.line("a=ice-pwd:", local.pwd);
    out.line("m=", first->kind == TrackKind::Audio ? "audio" : "video", " 9 UDP/TLS/RTP/SAVPF ",
             unsigned{first->formats.front().payload_type});
    if (!first->mid.empty()) out.line("a=mid:", first->mid);
    out.line("a=ice-ufrag:", local.ufrag);
    out.line("a=ice-pwd:", local.pwd);
    write_candidates(out, local.candidates);
    return out.take();
}

}  // namespace lsl::media
