#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "server/media/codec/payload_format.h"

namespace lsl::media {

/// The parameter sets of one H264 source (SPS, PPS). Many encoders repeat them before each key
/// frame, as browsers need it. Some send them once, and some name them in their offer alone
/// (`sprop-parameter-sets`, RFC 6184 8.1); then a key frame that comes without is given them in a
/// packet of its own, an aggregate (STAP-A, RFC 6184 5.7.1). Those seen last win.
class H264ParameterSets final : public DecoderSetup {
  public:
    /// Real ones have some forty bytes, and a few are enough for any encoder.
    static constexpr std::size_t kMostBytes = 1'200;

    /// `line` is the publisher's a=fmtp; sets in it that make no sense are left out.
    explicit H264ParameterSets(std::string_view line);

    Bytes missing_before(Bytes payload, std::uint32_t timestamp) override;

    /// All sets in one packet; empty unless there is an SPS and a PPS.
    std::vector<std::byte> packet() const;

  private:
    bool keep(Bytes unit);

    // By id, which the first number of a unit is (H.264 7.3.2.1.1 and 7.3.2.2).
    std::map<std::uint32_t, std::vector<std::byte>> sps_;
    std::map<std::uint32_t, std::vector<std::byte>> pps_;
    std::vector<std::byte> packet_;          ///< made when a set changes
    std::optional<std::uint32_t> complete_;  ///< timestamp of the newest picture that has its sets
};

}  // namespace lsl::media
