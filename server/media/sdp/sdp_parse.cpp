#include <algorithm>

#include "server/media/codec/fmtp.h"
#include "server/media/sdp/sdp.h"
#include "server/media/sdp/sdp_lines.h"

namespace lsl::media {
namespace {

// Far above what any client sends, low enough that no offer costs noticeable work.
constexpr std::size_t kMaxMedia = 32;
constexpr std::size_t kMaxFormats = 128;
constexpr std::size_t kMaxExtensions = 64;
constexpr std::size_t kMaxSources = 64;
constexpr std::size_t kMaxCandidates = 128;
constexpr std::size_t kMaxFingerprints = 8;
// One line may speak for all formats: a long one is not kept 128 times.
constexpr std::size_t kMaxFeedbackKinds = 16;
constexpr std::size_t kMaxFeedbackSize = 64;
constexpr std::size_t kMaxRids = 16;
constexpr std::size_t kMaxRidLength = 16;  // what a one-byte header extension holds

Error malformed(std::string detail) {
    return make_error(ErrorCode::Malformed, "malformed_sdp",
                      "The session description could not be read.")
        .with_detail(std::move(detail));
}

/// What RFC 8839, 8122 and 8842 allow at either level.
struct TransportAttributes {
    std::string ice_ufrag;
    std::string ice_pwd;
    std::vector<Fingerprint> fingerprints;
    SetupRole setup = SetupRole::None;
};

std::optional<Direction> direction_of(std::string_view name) {
    if (name == "sendrecv") return Direction::SendRecv;
    if (name == "sendonly") return Direction::SendOnly;
    if (name == "recvonly") return Direction::RecvOnly;
    if (name == "inactive") return Direction::Inactive;
    return std::nullopt;
}

SetupRole setup_of(std::string_view value) {
    if (value == "actpass") return SetupRole::ActPass;
    if (value == "active") return SetupRole::Active;
    if (value == "passive") return SetupRole::Passive;
    if (value == "holdconn") return SetupRole::HoldConn;
    return SetupRole::None;
}

/// "sha-256 AB:CD:…"; nothing when it is not that.
std::optional<Fingerprint> parse_fingerprint(std::string_view value) {
    const auto [hash, digest] = split_once(value, ' ');
    Fingerprint fingerprint;
    for (char c : hash) {
        fingerprint.hash += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    std::string_view left = digest;
    while (!left.empty() && fingerprint.digest.size() < 64) {
        const auto octet = parse_number<unsigned>(left.substr(0, 2), 16);
        if (!octet || left.size() < 2) return std::nullopt;
        fingerprint.digest.push_back(static_cast<std::byte>(*octet));
        left.remove_prefix(2);
        if (!left.empty() && left.front() != ':') return std::nullopt;
        if (!left.empty()) left.remove_prefix(1);
    }
    if (fingerprint.digest.empty() || !left.empty()) return std::nullopt;
    return fingerprint;
}

/// True when the attribute belonged to the transport.
bool read_transport(std::string_view name, std::string_view value, TransportAttributes& out) {
    if (name == "ice-ufrag") {
        out.ice_ufrag = value.substr(0, 256);
    } else if (name == "ice-pwd") {
        out.ice_pwd = value.substr(0, 256);
    } else if (name == "setup") {
        out.setup = setup_of(value);
    } else if (name == "fingerprint") {
        auto fingerprint = parse_fingerprint(value);
        if (fingerprint && out.fingerprints.size() < kMaxFingerprints) {
            out.fingerprints.push_back(std::move(*fingerprint));
        }
    } else {
        return false;
    }
    return true;
}

SdpFormat* format_of(SdpMedia& media, std::string_view payload_type) {
    const auto number = parse_number<unsigned>(payload_type);
    for (SdpFormat& format : media.formats) {
        if (number && format.payload_type == *number) return &format;
    }
    return nullptr;
}

void read_rtpmap(SdpMedia& media, std::string_view value) {
    SdpFormat* format = format_of(media, take_word(value));
    if (format == nullptr) return;
    const auto [encoding, rest] = split_once(take_word(value), '/');
    const auto [rate, channels] = split_once(rest, '/');
    format->encoding = encoding;
    format->clock_rate_hz = parse_number<std::uint32_t>(rate).value_or(0);
    format->channels = parse_number<int>(channels).value_or(1);
}

void read_feedback(SdpMedia& media, std::string_view value) {
    const std::string_view payload_type = take_word(value);
    const std::size_t begin = value.find_first_not_of(' ');
    if (begin == std::string_view::npos) return;
    const std::string feedback(value.substr(begin, kMaxFeedbackSize));
    for (SdpFormat& format : media.formats) {
        const bool meant = payload_type == "*" ||
                           parse_number<unsigned>(payload_type) == unsigned{format.payload_type};
        if (meant && format.feedback.size() < kMaxFeedbackKinds)
            format.feedback.push_back(feedback);
    }
}

void read_extension(SdpMedia& media, std::string_view value) {
    const auto [id_text, direction_text] = split_once(take_word(value), '/');
    const auto id = parse_number<unsigned>(id_text);
    if (!id || *id < 1 || *id > 255 || *id == 15) return;
    if (media.extensions.size() >= kMaxExtensions) return;
    SdpExtension extension;
    extension.id = static_cast<std::uint8_t>(*id);
    extension.direction = direction_of(direction_text).value_or(Direction::SendRecv);
    extension.uri = take_word(value);
    media.extensions.push_back(std::move(extension));
}

void read_source(SdpMedia& media, std::string_view value) {
    const auto ssrc = parse_number<std::uint32_t>(take_word(value));
    if (!ssrc || media.sources.size() >= kMaxSources) return;
    if (std::find(media.sources.begin(), media.sources.end(), *ssrc) == media.sources.end()) {
        media.sources.push_back(*ssrc);
    }
}

void read_source_group(SdpMedia& media, std::string_view value) {
    if (take_word(value) != "FID" || media.rtx_pairs.size() >= kMaxSources) return;
    const auto first = parse_number<std::uint32_t>(take_word(value));
    const auto second = parse_number<std::uint32_t>(take_word(value));
    if (first && second) media.rtx_pairs.push_back({*first, *second});
}

/// RFC 8851 10 and, for what a header extension may hold, RFC 8852 3.
bool is_rid(std::string_view id) {
    return !id.empty() && id.size() <= kMaxRidLength &&
           std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
           });
}

void read_rid(SdpMedia& media, std::string_view value) {
    const std::string_view id = take_word(value);
    if (take_word(value) != "send" || !is_rid(id) || media.rids.size() >= kMaxRids) return;
    media.rids.push_back({std::string(id), std::string(take_word(value).substr(0, 256))});
}

/// "send 1;~2,3 recv 4": of alternatives the first one counts, a paused stream (~) may begin later.
void read_simulcast(SdpMedia& media, std::string_view value) {
    while (!value.empty()) {
        const bool sends = take_word(value) == "send";
        std::string_view left = take_word(value);
        if (!sends) continue;
        media.simulcast.clear();
        while (!left.empty() && media.simulcast.size() < kMaxRids) {
            const auto [stream, rest] = split_once(left, ';');
            left = rest;
            std::string_view id = split_once(stream, ',').first;
            if (id.starts_with('~')) id.remove_prefix(1);
            if (is_rid(id)) media.simulcast.emplace_back(id);
        }
    }
}

void read_media_attribute(SdpMedia& media, std::string_view name, std::string_view value) {
    if (name == "rtpmap") {
        read_rtpmap(media, value);
    } else if (name == "fmtp") {
        SdpFormat* format = format_of(media, take_word(value));
        if (format == nullptr) return;
        const std::size_t begin = value.find_first_not_of(' ');
        if (begin != std::string_view::npos) format->parameters = value.substr(begin);
    } else if (name == "rtcp-fb") {
        read_feedback(media, value);
    } else if (name == "extmap") {
        read_extension(media, value);
    } else if (name == "mid") {
        media.mid = std::string(value.substr(0, 64));
    } else if (name == "rtcp-mux") {
        media.rtcp_mux = true;
    } else if (name == "rtcp-rsize") {
        media.reduced_size_rtcp = true;
    } else if (name == "bundle-only") {
        media.bundle_only = true;
    } else if (name == "extmap-allow-mixed") {
        media.extmap_allow_mixed = true;
    } else if (name == "ssrc") {
        read_source(media, value);
    } else if (name == "ssrc-group") {
        read_source_group(media, value);
    } else if (name == "rid") {
        read_rid(media, value);
    } else if (name == "simulcast") {
        read_simulcast(media, value);
    } else if (name == "candidate") {
        if (media.candidates.size() < kMaxCandidates) media.candidates.emplace_back(value);
    } else if (const auto direction = direction_of(name)) {
        media.direction = *direction;
    }
}

/// m=<kind> <port>[/n] <protocol> <formats…>
std::optional<SdpMedia> parse_media_line(std::string_view value) {
    SdpMedia media;
    media.kind = take_word(value);
    const auto port = parse_number<std::uint16_t>(split_once(take_word(value), '/').first);
    media.protocol = take_word(value);
    if (media.kind.empty() || !port || media.protocol.empty()) return std::nullopt;
    media.port = *port;
    const std::size_t begin = value.find_first_not_of(' ');
    if (begin != std::string_view::npos) media.format_list = value.substr(begin);
    for (std::string_view word = take_word(value); !word.empty(); word = take_word(value)) {
        const auto number = parse_number<unsigned>(word);
        if (!number) continue;  // "webrtc-datachannel"
        if (*number > 127 || media.formats.size() >= kMaxFormats) return std::nullopt;
        SdpFormat format;
        format.payload_type = static_cast<std::uint8_t>(*number);
        media.formats.push_back(std::move(format));
    }
    return media;
}

/// What the session level says for the m-sections that say nothing themselves.
struct SessionLevel {
    TransportAttributes transport;
    bool extmap_allow_mixed = false;
    std::optional<Direction> direction;
};

void read_session_attribute(std::string_view name, std::string_view argument, Sdp& sdp,
                            SessionLevel& session) {
    if (name == "group") {
        if (take_word(argument) != "BUNDLE" || sdp.has_bundle) return;
        sdp.has_bundle = true;
        for (auto mid = take_word(argument); !mid.empty(); mid = take_word(argument)) {
            if (sdp.bundle.size() < kMaxMedia) sdp.bundle.emplace_back(mid);
        }
    } else if (name == "ice-lite") {
        sdp.ice_lite = true;
    } else if (name == "extmap-allow-mixed") {
        session.extmap_allow_mixed = true;
    } else if (const auto direction = direction_of(name)) {
        session.direction = direction;
    } else {
        read_transport(name, argument, session.transport);
    }
}

/// `own`: what the m-section says itself.
void inherit(const SessionLevel& session, const TransportAttributes& own, SdpMedia& media) {
    const TransportAttributes& whole = session.transport;
    media.ice_ufrag = own.ice_ufrag.empty() ? whole.ice_ufrag : own.ice_ufrag;
    media.ice_pwd = own.ice_pwd.empty() ? whole.ice_pwd : own.ice_pwd;
    media.fingerprints = own.fingerprints.empty() ? whole.fingerprints : own.fingerprints;
    media.setup = own.setup == SetupRole::None ? whole.setup : own.setup;
    media.extmap_allow_mixed = media.extmap_allow_mixed || session.extmap_allow_mixed;
}

}  // namespace

bool SdpFormat::has_feedback(std::string_view wanted) const {
    return std::find(feedback.begin(), feedback.end(), wanted) != feedback.end();
}

std::optional<std::string_view> SdpFormat::parameter(std::string_view name) const {
    return fmtp_parameter(parameters, name);
}

Result<Sdp> parse_sdp(std::string_view text) {
    if (text.size() > kMaxSdpSize) {
        return make_error(ErrorCode::TooLarge, "sdp_too_large",
                          "The session description is too long.");
    }
    Sdp sdp;
    SessionLevel session;
    std::vector<TransportAttributes> transports;
    bool versioned = false;

    SdpLines lines(text);
    char type;
    std::string_view value;
    while (lines.next(type, value)) {
        if (!versioned) {
            if (type != 'v' || value != "0") return malformed("no v=0 line");
            versioned = true;
            continue;
        }
        if (type == 'm') {
            if (sdp.media.size() >= kMaxMedia) return malformed("too many m-lines");
            auto media = parse_media_line(value);
            if (!media) return malformed("m-line: " + std::string(value.substr(0, 100)));
            if (session.direction) media->direction = *session.direction;
            sdp.media.push_back(std::move(*media));
            transports.emplace_back();
            continue;
        }
        if (type != 'a') continue;
        const auto [name, argument] = split_once(value, ':');
        if (sdp.media.empty()) {
            read_session_attribute(name, argument, sdp, session);
        } else if (!read_transport(name, argument, transports.back())) {
            read_media_attribute(sdp.media.back(), name, argument);
        }
    }
    if (lines.malformed()) return malformed("a line that is not x=…");
    if (!versioned) return malformed("empty");
    for (std::size_t i = 0; i < sdp.media.size(); ++i) {
        inherit(session, transports[i], sdp.media[i]);
    }
    return sdp;
}

Result<SdpFragment> parse_sdp_fragment(std::string_view text) {
    if (text.size() > kMaxSdpSize) {
        return make_error(ErrorCode::TooLarge, "sdp_too_large", "The ICE fragment is too long.");
    }
    SdpFragment fragment;
    bool any = false;
    SdpLines lines(text);
    char type;
    std::string_view value;
    while (lines.next(type, value)) {
        any = true;
        if (type != 'a') continue;
        const auto [name, argument] = split_once(value, ':');
        if (name == "ice-ufrag" && fragment.ice_ufrag.empty()) {
            fragment.ice_ufrag = argument.substr(0, 256);
        } else if (name == "ice-pwd" && fragment.ice_pwd.empty()) {
            fragment.ice_pwd = argument.substr(0, 256);
        } else if (name == "mid" && fragment.mids.size() < kMaxMedia) {
            fragment.mids.emplace_back(argument.substr(0, 64));
        } else if (name == "candidate") {
            ++fragment.candidates;
        } else if (name == "end-of-candidates") {
            fragment.end_of_candidates = true;
        }
    }
    if (lines.malformed() || !any) {
        return make_error(ErrorCode::Malformed, "malformed_sdp",
                          "The ICE fragment could not be read.");
    }
    return fragment;
}

}  // namespace lsl::media
