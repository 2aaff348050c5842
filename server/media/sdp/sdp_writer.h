#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "server/media/negotiation.h"
#include "server/media/transport/address.h"

namespace lsl::media {

/// Builds a description line by line.
class SdpWriter {
  public:
    template <class... Parts>
    void line(const Parts&... parts) {
        (append(parts), ...);
        text_ += "\r\n";
    }
    std::string take() { return std::move(text_); }

  private:
    void append(std::string_view part) { text_ += part; }
    void append(const std::string& part) { text_ += part; }
    void append(const char* part) { text_ += part; }
    template <class Number>
    requires std::is_integral_v<Number>
    void append(Number number) { text_ += std::to_string(number); }

    std::string text_;
};

/// Host candidates in order of preference, and that these are all.
void write_candidates(SdpWriter& out, std::span<const Address> candidates);

/// a=rtpmap, a=fmtp and a=rtcp-fb of a payload type and of its retransmissions. `start_kbps` asks
/// the sender of video to begin there; 0 = where it likes.
void write_format(SdpWriter& out, const NegotiatedFormat& format, std::uint64_t start_kbps);

/// The payload types of an m-line, each with a space before it.
std::string format_list(std::span<const NegotiatedFormat> formats);

}  // namespace lsl::media
