#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/codec/codec.h"
#include "server/media/codec/picture_size.h"
#include "server/media/packet/bytes.h"

namespace lsl::media {

/// What a decoder has to be told before a key frame and what an encoder may leave out of the
/// stream: H264's parameter sets. One for each source; fed with its packets in order of arrival.
class DecoderSetup {
  public:
    virtual ~DecoderSetup() = default;
    /// The payload of a packet that has to be sent before this one, since the key frame that it
    /// belongs to would come without. Empty where nothing is missing, or nothing is known. Valid
    /// until the next call.
    virtual Bytes missing_before(Bytes payload, std::uint32_t timestamp) = 0;
};

/// What the engine has to know of a codec: its SDP parameters and as much of its RTP payload format
/// as a forwarder needs. For everything else payloads are bytes. A new codec is a value of Codec, a
/// class of this kind, and a line in payload_format.cpp.
///
/// Functions over payloads take one RTP payload (after padding removal), never fail, and answer
/// "no" or "not known" for what is malformed. Immutable; any thread.
class PayloadFormat {
  public:
    PayloadFormat(Codec codec, TrackKind kind, std::uint32_t clock_rate_hz)
        : codec_(codec), kind_(kind), clock_rate_hz_(clock_rate_hz) {}
    virtual ~PayloadFormat() = default;
    PayloadFormat(const PayloadFormat&) = delete;
    PayloadFormat& operator=(const PayloadFormat&) = delete;

    Codec codec() const { return codec_; }
    TrackKind kind() const { return kind_; }
    std::uint32_t clock_rate_hz() const { return clock_rate_hz_; }

    // --- SDP. A `line` is that of an a=fmtp attribute, see fmtp.h. -------------------------------

    /// Whether this server carries the variant that an offer describes.
    virtual bool carries(std::string_view line) const;
    /// Our line in the answer to it. `peer_sends`: the offer comes from a publisher.
    virtual std::string answer(std::string_view line, bool peer_sends) const;
    /// Lines of all variants that we ask for when we are the receiver, in order of preference.
    virtual std::vector<std::string> wanted_variants() const { return {""}; }
    /// How well a receiver's variant fits what is `sent`: the highest wins, 0 = it cannot be
    /// decoded.
    virtual int fit(std::string_view receiver, std::string_view sent) const;

    // --- RTP payloads ----------------------------------------------------------------------------

    /// Whether this packet begins a key frame: where a viewer may join, and where one simulcast
    /// layer may follow another. The other packets of the frame answer false.
    virtual bool starts_key_frame(Bytes payload) const;
    /// The size that the payload which starts a key frame announces.
    virtual PictureSize key_frame_size(Bytes payload) const;
    /// The packet begins a picture that is predicted from a later one. Browsers do not reorder, so
    /// such a stream stutters for viewers.
    virtual bool starts_b_frame(Bytes payload) const;
    /// Null where key frames need nothing besides themselves. `line` is the publisher's.
    virtual std::unique_ptr<DecoderSetup> decoder_setup(std::string_view line) const;

  private:
    Codec codec_;
    TrackKind kind_;
    std::uint32_t clock_rate_hz_;
};

const PayloadFormat& payload_format(Codec codec);
/// All there are, in our order of preference.
std::span<const PayloadFormat* const> payload_formats();

}  // namespace lsl::media
