#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "shared/base/result.h"
#include "tests/media/rtc_client.h"

namespace lsl::bench {

/// A media server that forwards one publisher to many viewers, as its clients see it: the exchange
/// of SDP, each in the server's own way. Blocks; one thread.
class Forwarder {
  public:
    virtual ~Forwarder() = default;
    /// Makes the client's publisher session; it sends from `port`. The client has the server's
    /// description afterwards.
    virtual Result<void> publish(test::RtcClient& client, std::uint16_t port, MonoTime now) = 0;
    /// A viewer of that publisher.
    virtual Result<void> watch(test::RtcClient& client, std::uint16_t port, MonoTime now) = 0;
};

/// Anything that speaks WHIP and WHEP, at these URLs with these bearer tokens.
struct WhipWhepAddress {
    std::string whip_url, whip_token;
    std::string whep_url, whep_token;
};
std::unique_ptr<Forwarder> make_whip_whep(WhipWhepAddress address);

/// Janus's VideoRoom plugin by its HTTP API at `url` ("http://127.0.0.1:8088/janus"), in room 1234.
std::unique_ptr<Forwarder> make_janus(std::string url);

}  // namespace lsl::bench
