#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/media/packet/bytes.h"

namespace lsl::media {

inline constexpr std::size_t kRtpFixedHeader = 12;
inline constexpr std::byte kRtpPadding{0x20};  ///< in the first octet: padding follows the payload
inline constexpr std::uint16_t kOneByteExtensions = 0xbede;  ///< RFC 8285 4.2
inline constexpr std::uint16_t kTwoByteExtensions = 0x1000;  ///< RFC 8285 4.3, low four bits free

enum class RtpVerdict : std::uint8_t { Ok, TooShort, BadVersion, BadLength };

/// The clear part of an SRTP packet (RFC 3550 5.1); a view into the datagram.
struct RtpHeader {
    std::uint8_t payload_type = 0;
    bool marker = false;
    bool padding = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::uint16_t extension_profile = 0;
    Bytes extensions;      ///< without the profile and length words
    std::size_t size = 0;  ///< fixed header, CSRCs and extension block
};

RtpVerdict parse_rtp_header(Bytes packet, RtpHeader& out);

/// The payload behind the header once decrypted, without padding. BadLength if the padding is
/// longer than what is there.
RtpVerdict rtp_payload(Bytes packet, const RtpHeader& header, Bytes& out);

/// Header extensions that mean something here.
enum class RtpExtension : std::uint8_t {
    Mid,
    Rid,
    RepairedRid,
    AbsSendTime,
    TransportCc,
    AudioLevel,
    VideoOrientation,
    PlayoutDelay,
    DependencyDescriptor,
    Count,
};

std::optional<RtpExtension> rtp_extension_of(std::string_view uri);
std::string_view uri_of(RtpExtension extension);

/// Negotiated ids by extension, 1–14 or up to 255 in two-byte form; 0 = not negotiated.
class ExtensionIds {
  public:
    std::uint8_t of(RtpExtension extension) const { return ids_[index(extension)]; }
    bool has(RtpExtension extension) const { return of(extension) != 0; }
    void set(RtpExtension extension, std::uint8_t id) { ids_[index(extension)] = id; }
    /// The extension with this id, or Count.
    RtpExtension by_id(std::uint8_t id) const;

  private:
    static constexpr std::size_t index(RtpExtension extension) {
        return static_cast<std::size_t>(extension);
    }
    std::array<std::uint8_t, static_cast<std::size_t>(RtpExtension::Count)> ids_{};
};

/// Walks the elements of an extension block in either form. Stops at anything malformed.
class ExtensionReader {
  public:
    explicit ExtensionReader(const RtpHeader& header)
        : left_(header.extensions),
          one_byte_(header.extension_profile == kOneByteExtensions),
          two_byte_((header.extension_profile & 0xfff0) == kTwoByteExtensions) {}

    bool next(std::uint8_t& id, Bytes& value);

  private:
    Bytes left_;
    bool one_byte_;
    bool two_byte_;
};

/// Writes an RTP header with an extension block. Extensions are added between the constructor and
/// `finish`; the one-byte form is used unless an id or a length needs the other.
class RtpHeaderWriter {
  public:
    static constexpr std::size_t kMaxElements = 8;

    /// `value` must stay valid until `write`.
    void add(std::uint8_t id, Bytes value);
    /// Returns the header's size, or 0 if it does not fit into `out`.
    std::size_t write(MutableBytes out, std::uint8_t payload_type, bool marker,
                      std::uint16_t sequence, std::uint32_t timestamp, std::uint32_t ssrc) const;

  private:
    struct Element {
        std::uint8_t id;
        Bytes value;
    };
    std::array<Element, kMaxElements> elements_;
    std::size_t count_ = 0;
    bool two_byte_ = false;
};

/// Extends 16-bit sequence numbers: the value nearest to the highest one so far.
class SequenceExtender {
  public:
    std::int64_t extend(std::uint16_t sequence);
    /// As `extend`, without moving on.
    std::int64_t peek(std::uint16_t sequence) const;
    std::int64_t highest() const { return highest_; }
    bool started() const { return started_; }

  private:
    std::int64_t highest_ = 0;
    bool started_ = false;
};

}  // namespace lsl::media
