#include "server/media/packet/rtp.h"

#include <algorithm>

namespace lsl::media {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(RtpExtension::Count)> kUris{
    "urn:ietf:params:rtp-hdrext:sdes:mid",
    "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "urn:3gpp:video-orientation",
    "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
    "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
};

}  // namespace

std::optional<RtpExtension> rtp_extension_of(std::string_view uri) {
    const auto found = std::find(kUris.begin(), kUris.end(), uri);
    if (found == kUris.end()) return std::nullopt;
    return static_cast<RtpExtension>(found - kUris.begin());
}

std::string_view uri_of(RtpExtension extension) {
    return kUris[static_cast<std::size_t>(extension)];
}

RtpExtension ExtensionIds::by_id(std::uint8_t id) const {
    const auto found = std::find(ids_.begin(), ids_.end(), id);
    if (id == 0 || found == ids_.end()) return RtpExtension::Count;
    return static_cast<RtpExtension>(found - ids_.begin());
}

RtpVerdict parse_rtp_header(Bytes packet, RtpHeader& out) {
    if (packet.size() < kRtpFixedHeader) return RtpVerdict::TooShort;
    const std::byte* p = packet.data();
    const unsigned first = load8(p);
    if (first >> 6 != 2) return RtpVerdict::BadVersion;
    out.padding = (first & 0x20) != 0;
    out.marker = (load8(p + 1) & 0x80) != 0;
    out.payload_type = static_cast<std::uint8_t>(load8(p + 1) & 0x7f);
    out.sequence = load16(p + 2);
    out.timestamp = load32(p + 4);
    out.ssrc = load32(p + 8);
    out.size = kRtpFixedHeader + std::size_t{first & 0x0f} * 4;
    out.extension_profile = 0;
    out.extensions = {};
    if ((first & 0x10) != 0) {
        if (packet.size() < out.size + 4) return RtpVerdict::BadLength;
        const std::size_t length = std::size_t{load16(p + out.size + 2)} * 4;
        if (packet.size() - out.size - 4 < length) return RtpVerdict::BadLength;
        out.extension_profile = load16(p + out.size);
        out.extensions = packet.subspan(out.size + 4, length);
        out.size += 4 + length;
    }
    return packet.size() < out.size ? RtpVerdict::BadLength : RtpVerdict::Ok;
}

RtpVerdict rtp_payload(Bytes packet, const RtpHeader& header, Bytes& out) {
    out = packet.subspan(header.size);
    if (!header.padding) return RtpVerdict::Ok;
    if (out.empty()) return RtpVerdict::BadLength;
    const std::size_t padding = load8(&out.back());
    if (padding == 0 || padding > out.size()) return RtpVerdict::BadLength;
    out = out.first(out.size() - padding);
    return RtpVerdict::Ok;
}

bool ExtensionReader::next(std::uint8_t& id, Bytes& value) {
    while (!left_.empty() && (one_byte_ || two_byte_)) {
        const unsigned first = load8(left_.data());
        if (first == 0) {  // padding between elements
            left_ = left_.subspan(1);
            continue;
        }
        std::size_t head = 1;
        std::size_t size;
        if (one_byte_) {
            id = static_cast<std::uint8_t>(first >> 4);
            size = (first & 0x0f) + 1;
            if (id == 15) break;  // RFC 8285 4.2: stop processing
            if (id == 0) {        // ids start at 1; length bits of a padding byte mean nothing
                left_ = left_.subspan(1);
                continue;
            }
        } else {
            if (left_.size() < 2) break;
            id = static_cast<std::uint8_t>(first);
            size = load8(left_.data() + 1);
            head = 2;
        }
        if (left_.size() - head < size) break;
        value = left_.subspan(head, size);
        left_ = left_.subspan(head + size);
        return true;
    }
    left_ = {};
    return false;
}

void RtpHeaderWriter::add(std::uint8_t id, Bytes value) {
    if (count_ == elements_.size() || id == 0 || value.size() > 255) return;
    elements_[count_++] = {id, value};
    if (id > 14 || value.empty() || value.size() > 16) two_byte_ = true;
}

std::size_t RtpHeaderWriter::write(MutableBytes out, std::uint8_t payload_type, bool marker,
                                   std::uint16_t sequence, std::uint32_t timestamp,
                                   std::uint32_t ssrc) const {
    ByteWriter writer(out);
    writer.u8(count_ > 0 ? 0x90 : 0x80);
    writer.u8((marker ? 0x80u : 0u) | payload_type);
    writer.u16(sequence);
    writer.u32(timestamp);
    writer.u32(ssrc);
    if (count_ > 0) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            size += (two_byte_ ? 2 : 1) + elements_[i].value.size();
        }
        const std::size_t words = (size + 3) / 4;
        writer.u16(two_byte_ ? kTwoByteExtensions : kOneByteExtensions);
        writer.u16(static_cast<unsigned>(words));
        for (std::size_t i = 0; i < count_; ++i) {
            const auto length = static_cast<unsigned>(elements_[i].value.size());
            if (two_byte_) {
                writer.u8(elements_[i].id);
                writer.u8(length);
            } else {
                writer.u8((unsigned{elements_[i].id} << 4) | (length - 1));
            }
            writer.bytes(elements_[i].value);
        }
        writer.zeros(words * 4 - size);
    }
    return writer.ok() ? writer.size() : 0;
}

std::int64_t SequenceExtender::peek(std::uint16_t sequence) const {
    if (!started_) return sequence;
    const auto step =
        static_cast<std::int16_t>(sequence - static_cast<std::uint16_t>(highest_ & 0xffff));
    return highest_ + step;
}

std::int64_t SequenceExtender::extend(std::uint16_t sequence) {
    // Starting one cycle up keeps late packets from before the first one above zero.
    if (!started_) {
        started_ = true;
        highest_ = 0x10000 + sequence;
        return highest_;
    }
    const std::int64_t extended = peek(sequence);
    highest_ = std::max(highest_, extended);
    return extended;
}

}  // namespace lsl::media
