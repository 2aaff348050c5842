#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::fakes {

struct StandInOptions {
    std::uint16_t port = 0;               ///< on 127.0.0.1; 0 = any free one
    std::uint16_t udp_port = 0;           ///< of the media; 0 = any free one
    std::filesystem::path folder;         ///< uploads, log and state; a later start goes on from it
    std::filesystem::path tls_cert_file;  ///< PEM; empty = plain HTTP
    std::filesystem::path tls_key_file;
    std::string account_id = "0123456789abcdef0123456789abcdef";
    std::string api_token = "stand-in-api-token";
};

/// A faithful stand-in of Cloudflare Stream: API, delivery domain, uploads, webhooks, and WHIP and
/// WHEP that carry real media. One HTTP port on loopback serves all of it. README.md has the
/// control endpoints. Thread-safe.
class StandIn {
  public:
    /// `clock` outlives the object. Unavailable when a port is taken.
    static Result<std::unique_ptr<StandIn>> start(const StandInOptions& options,
                                                  const Clock& clock);
    virtual ~StandIn() = default;

    virtual std::string url() const = 0;  ///< also the part of playback URLs before /{ID}/…
    std::string api_base() const { return url() + "/client/v4"; }
    virtual std::filesystem::path log_file() const = 0;  ///< JSON lines, one a request
};

}  // namespace lsl::fakes
