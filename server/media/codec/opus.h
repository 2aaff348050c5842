#pragma once

#include "server/media/codec/payload_format.h"

namespace lsl::media {

/// RFC 7587. A packet is a frame, so there is nothing to read in one.
class OpusFormat final : public PayloadFormat {
  public:
    OpusFormat() : PayloadFormat(Codec::Opus, TrackKind::Audio, 48'000) {}
    std::string answer(std::string_view line, bool peer_sends) const override;
    std::vector<std::string> wanted_variants() const override {
        return {"minptime=10;useinbandfec=1;stereo=1"};
    }
};

}  // namespace lsl::media
