#include "server/media/sdp/sdp_offer.h"

#include "server/media/codec/payload_format.h"
#include "server/media/sdp/sdp_writer.h"

namespace lsl::media {
namespace {

constexpr std::uint8_t kAudioType = 111;

NegotiatedFormat wanted_format(const PayloadFormat& known, std::uint8_t payload_type) {
    NegotiatedFormat format;
    format.codec = known.codec();
    format.payload_type = payload_type;
    format.encoding = codec_name(known.codec());
    format.clock_rate_hz = known.clock_rate_hz();
    return format;
}

NegotiatedMedia offered_audio() {
    NegotiatedFormat opus = wanted_format(payload_format(Codec::Opus), kAudioType);
    opus.encoding = "opus";
    opus.channels = 2;
    opus.parameters = payload_format(Codec::Opus).wanted_variants().front();
    opus.transport_cc = true;
    NegotiatedMedia audio;
    audio.kind = TrackKind::Audio;
    audio.line = 0;
    audio.mid = "0";
    audio.formats = {opus};
    audio.extensions.set(RtpExtension::Mid, 1);
    audio.extensions.set(RtpExtension::TransportCc, 2);
    audio.extensions.set(RtpExtension::AbsSendTime, 3);
    audio.extensions.set(RtpExtension::AudioLevel, 4);
    return audio;
}

/// The server picks what is on air; the order only says what we would rather have. Payload types
/// are even, each with its retransmission type behind it.
NegotiatedMedia offered_video() {
    NegotiatedMedia video;
    video.kind = TrackKind::Video;
    video.line = 1;
    video.mid = "1";
    std::uint8_t payload_type = 96;
    for (const PayloadFormat* known : payload_formats()) {
        if (known->kind() != TrackKind::Video) continue;
        for (std::string& line : known->wanted_variants()) {
            if (payload_type == kAudioType - 1) payload_type += 2;
            NegotiatedFormat format = wanted_format(*known, payload_type);
            format.rtx_payload_type = static_cast<std::uint8_t>(payload_type + 1);
            format.parameters = std::move(line);
            format.nack = format.pli = format.fir = format.transport_cc = format.remb = true;
            video.formats.push_back(std::move(format));
            payload_type += 2;
        }
    }
    video.extensions.set(RtpExtension::Mid, 1);
    video.extensions.set(RtpExtension::TransportCc, 2);
    video.extensions.set(RtpExtension::AbsSendTime, 3);
    video.extensions.set(RtpExtension::DependencyDescriptor, 5);
    return video;
}

void write_section(SdpWriter& out, const NegotiatedMedia& media, const LocalDescription& local) {
    const bool audio = media.kind == TrackKind::Audio;
    out.line("m=", audio ? "audio" : "video", " 9 UDP/TLS/RTP/SAVPF", format_list(media.formats));
    out.line("c=IN IP4 0.0.0.0");
    out.line("a=mid:", media.mid);
    out.line("a=ice-ufrag:", local.ufrag);
    out.line("a=ice-pwd:", local.pwd);
    out.line("a=ice-options:ice2");
    out.line("a=fingerprint:sha-256 ", local.fingerprint_sha256);
    out.line("a=setup:actpass");
    if (media.line == 0) write_candidates(out, local.candidates);
    out.line("a=recvonly");
    out.line("a=rtcp-mux");
    out.line("a=rtcp-rsize");
    for (std::uint8_t id = 1; id < 15; ++id) {
        const RtpExtension extension = media.extensions.by_id(id);
        if (extension == RtpExtension::Count) continue;
        out.line("a=extmap:", unsigned{id}, " ", uri_of(extension));
    }
    for (const NegotiatedFormat& format : media.formats) write_format(out, format, 0);
}

}  // namespace

Negotiation offered_media() {
    Negotiation media;
    media.kind = SessionKind::Publish;
    media.audio = offered_audio();
    media.video = offered_video();
    return media;
}

std::string write_offer(const Negotiation& media, const LocalDescription& local) {
    SdpWriter out;
    out.line("v=0");
    out.line("o=- ", local.session_id, " 1 IN IP4 0.0.0.0");
    out.line("s=-");
    out.line("t=0 0");
    out.line("a=group:BUNDLE ", media.audio->mid, " ", media.video->mid);
    write_section(out, *media.audio, local);
    write_section(out, *media.video, local);
    return out.take();
}

}  // namespace lsl::media
