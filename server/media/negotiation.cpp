#include "server/media/negotiation.h"

#include <algorithm>
#include <array>

#include "server/media/sdp_lines.h"

namespace lsl::media {

std::string_view codec_name(Codec codec) {
    switch (codec) {
        case Codec::Opus: return "Opus";
        case Codec::Vp8: return "VP8";
        case Codec::Vp9: return "VP9";
        case Codec::H264: return "H264";
        case Codec::Av1: return "AV1";
    }
    return "";
}

namespace {

// RFC 8445 6.1.2.5 limits a check list to 100 pairs; no server has more than a few addresses.
constexpr std::size_t kMaxCandidates = 16;

Error unsupported(std::string message) {
    return make_error(ErrorCode::InvalidInput, "unsupported_media", std::move(message));
}

Error malformed(std::string message) {
    return make_error(ErrorCode::Malformed, "malformed_sdp", std::move(message));
}

std::optional<Codec> codec_of(TrackKind kind, const SdpFormat& format) {
    struct Known {
        Codec codec;
        TrackKind kind;
        std::uint32_t clock_rate_hz;
    };
    constexpr std::array<Known, 5> kKnown{{{Codec::Opus, TrackKind::Audio, 48000},
                                           {Codec::Vp8, TrackKind::Video, 90000},
                                           {Codec::Vp9, TrackKind::Video, 90000},
                                           {Codec::H264, TrackKind::Video, 90000},
                                           {Codec::Av1, TrackKind::Video, 90000}}};
    for (const Known& known : kKnown) {
        if (known.kind == kind && known.clock_rate_hz == format.clock_rate_hz &&
            equal_ignoring_case(codec_name(known.codec), format.encoding)) {
            return known.codec;
        }
    }
    return std::nullopt;
}

/// Opus parameters that describe what we want or send, copied from the offer (RFC 7587 6.1).
std::string opus_parameters(const SdpFormat& format, SessionKind kind) {
    constexpr std::array<std::string_view, 6> kEchoed{
        "minptime",     "useinbandfec",      "stereo",
        "sprop-stereo", "maxaveragebitrate", "maxplaybackrate"};
    std::string parameters;
    const auto append = [&](std::string_view name, std::string_view value) {
        if (!parameters.empty()) parameters += ';';
        parameters.append(name).append("=").append(value);
    };
    for (std::string_view name : kEchoed) {
        const auto value = format.parameter(name);
        if (value) append(name, *value);
    }
    // "stereo" is what its writer likes to receive, "sprop-stereo" what it is likely to send:
    // each asks for the other from the other side.
    const bool wants = format.parameter("stereo") == "1";
    const bool sends = format.parameter("sprop-stereo") == "1";
    if (kind == SessionKind::Publish && sends && !wants) append("stereo", "1");
    if (kind == SessionKind::Watch && wants && !sends) append("sprop-stereo", "1");
    return parameters;
}

/// Fills the codec's own fields. False for a variant we do not carry.
bool read_codec_parameters(const SdpFormat& format, SessionKind kind, NegotiatedFormat& out) {
    switch (out.codec) {
        case Codec::Opus: out.parameters = opus_parameters(format, kind); return true;
        case Codec::Vp8: return true;
        case Codec::Vp9:
            out.parameters = format.parameters;
            return parse_number<int>(format.parameter("profile-id").value_or("0")) == 0;
        case Codec::Av1:
            out.parameters = format.parameters;
            return parse_number<int>(format.parameter("profile").value_or("0")) == 0;
        case Codec::H264: {
            out.parameters = format.parameters;
            const auto mode =
                parse_number<int>(format.parameter("packetization-mode").value_or("0"));
            const auto profile = parse_number<std::uint32_t>(
                format.parameter("profile-level-id").value_or("42000a"), 16);
            if (!mode || *mode < 0 || *mode > 1 || !profile) return false;
            out.h264_packetization_mode = *mode;
            out.h264_profile_level_id = *profile;
            return true;
        }
    }
    return false;
}

void read_feedback(const SdpFormat& format, NegotiatedFormat& out) {
    out.nack = format.has_feedback("nack");
    out.pli = format.has_feedback("nack pli");
    out.fir = format.has_feedback("ccm fir");
    out.transport_cc = format.has_feedback("transport-cc");
    out.remb = format.has_feedback("goog-remb");
}

std::vector<NegotiatedFormat> common_formats(const SdpMedia& media, TrackKind track,
                                             SessionKind kind) {
    std::vector<NegotiatedFormat> formats;
    for (const SdpFormat& offered : media.formats) {
        const auto codec = codec_of(track, offered);
        if (!codec) continue;
        NegotiatedFormat format;
        format.codec = *codec;
        format.payload_type = offered.payload_type;
        format.encoding = offered.encoding;
        format.clock_rate_hz = offered.clock_rate_hz;
        format.channels = offered.channels;
        if (!read_codec_parameters(offered, kind, format)) continue;
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

/// Congestion feedback: one kind only. From publishers transport-wide numbers, else REMB. For
/// viewers that is the caller's choice; but a packet repeated without RTX must be the same bytes
/// (RFC 7714 8.1), which a running transport-wide number would break.
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

bool is_rtp(std::string_view protocol) {
    return protocol == "UDP/TLS/RTP/SAVPF" || protocol == "RTP/SAVPF" ||
           protocol == "UDP/TLS/RTP/SAVP" || protocol == "RTP/SAVP";
}

/// An m-line that its offerer has switched off (RFC 3264 5.1); bundle-only is not that.
bool is_disabled(const SdpMedia& media) { return media.port == 0 && !media.bundle_only; }

Result<void> check_direction(const SdpMedia& media, SessionKind kind) {
    const Direction wanted =
        kind == SessionKind::Publish ? Direction::SendOnly : Direction::RecvOnly;
    if (media.direction == wanted || media.direction == Direction::SendRecv) return {};
    return unsupported(kind == SessionKind::Publish
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
    return unsupported("The offer asks for no connection (a=setup:holdconn).");
}

/// `whose`: "offer" or "answer".
Result<void> read_transport(const SdpMedia& media, const std::string& whose, Negotiation& out) {
    if (media.ice_ufrag.size() < 4 || media.ice_pwd.size() < 22) {
        return malformed("The " + whose + " has no usable ICE credentials.");
    }
    out.remote_ufrag = media.ice_ufrag;
    out.remote_pwd = media.ice_pwd;
    out.fingerprints = media.fingerprints;
    const bool known = std::any_of(
        out.fingerprints.begin(), out.fingerprints.end(), [](const Fingerprint& fingerprint) {
            return fingerprint.hash == "sha-256" || fingerprint.hash == "sha-384" ||
                   fingerprint.hash == "sha-512";
        });
    if (!known) return malformed("The " + whose + " has no usable certificate fingerprint.");
    return {};
}

/// RFC 8842 5.3 has "active" or "passive" in an answer; with anything else it is we who begin.
Result<DtlsRole> dtls_role_answered(SetupRole answered) {
    switch (answered) {
        case SetupRole::Active: return DtlsRole::Server;
        case SetupRole::None:
        case SetupRole::ActPass:
        case SetupRole::Passive: return DtlsRole::Client;
        case SetupRole::HoldConn: break;
    }
    return unsupported("The answer asks for no connection (a=setup:holdconn).");
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
         common_formats(media, offered.kind, SessionKind::Publish)) {
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

Result<Negotiation> negotiate(const Sdp& offer, SessionKind kind, ViewerFeedback feedback) {
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
            return unsupported("Only audio and video over DTLS-SRTP can be published.");
        }
        auto& slot = audio ? negotiation.audio : negotiation.video;
        if (slot) return unsupported("More than one audio or more than one video stream.");
        if (const auto checked = check_direction(media, kind); !checked) return checked.error();
        if (!media.rtcp_mux) return unsupported("The offer has to multiplex RTCP (a=rtcp-mux).");

        NegotiatedMedia negotiated;
        negotiated.kind = audio ? TrackKind::Audio : TrackKind::Video;
        negotiated.line = i;
        negotiated.mid = media.mid.value_or("");
        negotiated.formats = common_formats(media, negotiated.kind, kind);
        if (negotiated.formats.empty()) {
            if (kind == SessionKind::Watch) continue;
            return unsupported(audio ? "The audio has to be Opus."
                                     : "The video has to be VP8, VP9, H264 or AV1.");
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
            if (const auto read = read_transport(media, "offer", negotiation); !read) {
                return read.error();
            }
            negotiation.dtls_role = LSL_TRY(dtls_role(media.setup));
            have_transport = true;
        }
    }
    if (usable == 0) return unsupported("The offer has no audio or video that fits.");
    if (usable > 1 && bundled != usable) {
        return unsupported("Audio and video have to be bundled (a=group:BUNDLE).");
    }
    return negotiation;
}

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
            return unsupported("Audio and video have to be bundled (a=group:BUNDLE).");
        }
    }
    if (first == nullptr) return unsupported("The answer sends no audio or video that fits.");
    if (const auto read = read_transport(*first, "answer", negotiation); !read) {
        return read.error();
    }
    negotiation.dtls_role = LSL_TRY(dtls_role_answered(first->setup));
    read_candidates(answer, negotiation);
    return negotiation;
}

const NegotiatedFormat* fitting_format(std::span<const NegotiatedFormat> offered,
                                       const NegotiatedFormat& sent) {
    const NegotiatedFormat* best = nullptr;
    int best_score = -1;
    for (const NegotiatedFormat& format : offered) {
        if (format.codec != sent.codec) continue;
        int score = 0;
        if (sent.codec == Codec::H264) {
            // A mode 0 receiver cannot take fragments; a mode 1 receiver takes both.
            if (format.h264_packetization_mode < sent.h264_packetization_mode) continue;
            const std::uint32_t profile = format.h264_profile_level_id >> 8;
            const std::uint32_t wanted = sent.h264_profile_level_id >> 8;
            if (profile == wanted) {
                score = 4;
            } else if (profile >> 8 == wanted >> 8) {
                score = 3;  // same profile_idc, other constraint flags
            } else if (profile == 0x42e0) {
                score = 2;
            } else {
                score = 1;
            }
        }
        if (score > best_score) {
            best = &format;
            best_score = score;
        }
    }
    return best;
}

}  // namespace lsl::media
