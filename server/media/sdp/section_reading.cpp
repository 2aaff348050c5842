#include "server/media/sdp/section_reading.h"

#include <algorithm>

#include "server/media/codec/payload_format.h"
#include "server/media/sdp/sdp_lines.h"

namespace lsl::media {
namespace {

Error malformed_peer(std::string message) {
    return make_error(ErrorCode::Malformed, "malformed_sdp", std::move(message));
}

/// Null for what this server does not carry.
const PayloadFormat* payload_format_of(TrackKind kind, const SdpFormat& offered) {
    for (const PayloadFormat* known : payload_formats()) {
        const bool is_it = known->kind() == kind &&
                           known->clock_rate_hz() == offered.clock_rate_hz &&
                           equal_ignoring_case(codec_name(known->codec()), offered.encoding);
        if (is_it) return known->carries(offered.parameters) ? known : nullptr;
    }
    return nullptr;
}

void read_feedback(const SdpFormat& format, NegotiatedFormat& out) {
    out.nack = format.has_feedback("nack");
    out.pli = format.has_feedback("nack pli");
    out.fir = format.has_feedback("ccm fir");
    out.transport_cc = format.has_feedback("transport-cc");
    out.remb = format.has_feedback("goog-remb");
}

/// Which extensions are of use. Video orientation is not: a publisher then turns the picture
/// itself, and recordings and players without that extension see it upright.
bool takes_extension(RtpExtension extension, TrackKind track) {
    switch (extension) {
        case RtpExtension::Mid:
        case RtpExtension::Rid:
        case RtpExtension::RepairedRid:
        case RtpExtension::AbsSendTime:
        case RtpExtension::TransportCc: return true;
        case RtpExtension::AudioLevel: return track == TrackKind::Audio;
        case RtpExtension::PlayoutDelay:
        case RtpExtension::DependencyDescriptor: return track == TrackKind::Video;
        case RtpExtension::VideoOrientation:
        case RtpExtension::Count: return false;
    }
    return false;
}

}  // namespace

Error unsupported_media(std::string message) {
    return make_error(ErrorCode::InvalidInput, "unsupported_media", std::move(message));
}

bool is_disabled(const SdpMedia& media) { return media.port == 0 && !media.bundle_only; }

std::vector<NegotiatedFormat> read_formats(const SdpMedia& media, TrackKind track,
                                           SessionKind kind) {
    std::vector<NegotiatedFormat> formats;
    for (const SdpFormat& offered : media.formats) {
        const PayloadFormat* known = payload_format_of(track, offered);
        if (known == nullptr) continue;
        NegotiatedFormat format;
        format.codec = known->codec();
        format.payload_type = offered.payload_type;
        format.encoding = offered.encoding;
        format.clock_rate_hz = offered.clock_rate_hz;
        format.channels = offered.channels;
        format.parameters = known->answer(offered.parameters, kind == SessionKind::Publish);
        read_feedback(offered, format);
        formats.push_back(std::move(format));
    }
    if (track == TrackKind::Audio) return formats;  // late sound is no use: no RTX
    for (const SdpFormat& offered : media.formats) {
        if (!equal_ignoring_case(offered.encoding, "rtx")) continue;
        const auto associated =
            parse_number<unsigned>(offered.parameter("apt").value_or(std::string_view{}));
        for (NegotiatedFormat& format : formats) {
            if (associated == unsigned{format.payload_type} && !format.rtx_payload_type) {
                format.rtx_payload_type = offered.payload_type;
            }
        }
    }
    return formats;
}

void read_extensions(const SdpMedia& media, SessionKind kind, NegotiatedMedia& out) {
    for (const SdpExtension& offered : media.extensions) {
        const auto extension = rtp_extension_of(offered.uri);
        if (!extension || !takes_extension(*extension, out.kind)) continue;
        const Direction wrong =
            kind == SessionKind::Publish ? Direction::RecvOnly : Direction::SendOnly;
        if (offered.direction == wrong || offered.direction == Direction::Inactive) continue;
        if (!out.extensions.has(*extension)) out.extensions.set(*extension, offered.id);
    }
}

void choose_feedback(SessionKind kind, ViewerFeedback feedback, NegotiatedMedia& media) {
    const bool can_tcc = media.extensions.has(RtpExtension::TransportCc);
    const bool all_rtx = std::all_of(
        media.formats.begin(), media.formats.end(),
        [](const NegotiatedFormat& format) { return format.rtx_payload_type || !format.nack; });
    bool tcc = can_tcc;
    if (kind == SessionKind::Watch) {
        media.extensions.set(RtpExtension::Rid, 0);
        media.extensions.set(RtpExtension::RepairedRid, 0);
        const bool wanted =
            feedback == ViewerFeedback::Precise || !media.extensions.has(RtpExtension::AbsSendTime);
        tcc = can_tcc && all_rtx && wanted;
    }
    bool any = false;
    for (NegotiatedFormat& format : media.formats) {
        format.transport_cc = format.transport_cc && tcc;
        if (format.transport_cc) format.remb = false;
        any = any || format.transport_cc;
    }
    if (!any) media.extensions.set(RtpExtension::TransportCc, 0);
    if (any) media.extensions.set(RtpExtension::AbsSendTime, 0);
}

Result<void> read_peer(const SdpMedia& media, const std::string& whose, Negotiation& out) {
    if (media.ice_ufrag.size() < 4 || media.ice_pwd.size() < 22) {
        return malformed_peer("The " + whose + " has no usable ICE credentials.");
    }
    out.remote_ufrag = media.ice_ufrag;
    out.remote_pwd = media.ice_pwd;
    out.fingerprints = media.fingerprints;
    const bool known = std::any_of(
        out.fingerprints.begin(), out.fingerprints.end(), [](const Fingerprint& fingerprint) {
            return fingerprint.hash == "sha-256" || fingerprint.hash == "sha-384" ||
                   fingerprint.hash == "sha-512";
        });
    if (!known) return malformed_peer("The " + whose + " has no usable certificate fingerprint.");
    return {};
}

}  // namespace lsl::media
