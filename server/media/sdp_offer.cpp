#include "server/media/sdp_offer.h"

#include "server/media/sdp_lines.h"
#include "server/media/sdp_writer.h"

namespace lsl::media {
namespace {

NegotiatedFormat video_format(Codec codec, std::uint8_t payload_type, std::string parameters) {
    NegotiatedFormat format;
    format.codec = codec;
    format.payload_type = payload_type;
    format.rtx_payload_type = static_cast<std::uint8_t>(payload_type + 1);
    format.encoding = codec_name(codec);
    format.clock_rate_hz = 90000;
    format.parameters = std::move(parameters);
    format.nack = format.pli = format.fir = format.transport_cc = format.remb = true;
    return format;
}

NegotiatedFormat h264_format(std::uint8_t payload_type, std::string_view profile_level_id,
                             int packetization_mode) {
    NegotiatedFormat format = video_format(
        Codec::H264, payload_type,
        "level-asymmetry-allowed=1;packetization-mode=" + std::to_string(packetization_mode) +
            ";profile-level-id=" + std::string(profile_level_id));
    format.h264_profile_level_id = parse_number<std::uint32_t>(profile_level_id, 16).value_or(0);
    format.h264_packetization_mode = packetization_mode;
    return format;
}

NegotiatedMedia offered_audio() {
    NegotiatedFormat opus;
    opus.payload_type = 111;
    opus.encoding = "opus";
    opus.clock_rate_hz = 48000;
    opus.channels = 2;
    opus.parameters = "minptime=10;useinbandfec=1;stereo=1";
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

/// The server picks what is on air; the order only says what we would rather have. Each profile of
/// H264 stands alone: some servers compare them letter by letter.
NegotiatedMedia offered_video() {
    NegotiatedMedia video;
    video.kind = TrackKind::Video;
    video.line = 1;
    video.mid = "1";
    video.formats = {
        video_format(Codec::Vp8, 96, ""),
        h264_format(98, "42e01f", 1),
        h264_format(100, "42001f", 1),
        h264_format(102, "4d001f", 1),
        h264_format(104, "64001f", 1),
        h264_format(106, "640c1f", 1),
        h264_format(108, "42e01f", 0),
        h264_format(112, "42001f", 0),
        video_format(Codec::Vp9, 114, "profile-id=0"),
        video_format(Codec::Av1, 116, "level-idx=5;profile=0;tier=0"),
    };
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
