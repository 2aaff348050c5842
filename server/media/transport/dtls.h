#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/media/packet/bytes.h"
#include "server/media/transport/srtp_keys.h"
#include "shared/base/result.h"

struct ssl_ctx_st;
struct ssl_st;

namespace lsl::media {

/// A hash of the peer's certificate as its SDP names it (RFC 8122 5).
struct Fingerprint {
    std::string hash;  ///< lower case: "sha-256"
    std::vector<std::byte> digest;
};

/// Our ECDSA P-256 certificate, made at start, and the settings all handshakes share.
class DtlsContext {
  public:
    static Result<std::unique_ptr<DtlsContext>> make();
    ~DtlsContext();
    DtlsContext(const DtlsContext&) = delete;
    DtlsContext& operator=(const DtlsContext&) = delete;

    /// "AB:CD:…" of the SHA-256 hash, for a=fingerprint.
    const std::string& fingerprint_sha256() const { return fingerprint_; }
    ssl_ctx_st* ssl_context() const { return context_.get(); }

    /// CM/SHA1 alone, as FFmpeg's muxer offers. For tests.
    void offer_only(SrtpProfile profile);

  private:
    struct Free {
        void operator()(ssl_ctx_st* context) const;
    };
    DtlsContext() = default;

    std::unique_ptr<ssl_ctx_st, Free> context_;
    std::string fingerprint_;
};

/// Records in a datagram, the last one perhaps cut short (RFC 6347 4.1).
std::size_t dtls_records(Bytes datagram);

enum class DtlsRole : std::uint8_t { Client, Server };
enum class DtlsState : std::uint8_t { Handshaking, Connected, Closed, Failed };

/// One DTLS 1.2 association carrying nothing but the SRTP keys (RFC 5764). Datagrams in, datagrams
/// out; never more than kMtu bytes each, split at record boundaries.
///
/// Once the keys are there little more comes than a repeated last flight or a close_notify, so what
/// OpenSSL reads and writes records with, 34 KB, is there only while there is one.
///
/// Retransmission: the caller waits for `timeout()` and then calls `handle_timeout()`. OpenSSL
/// keeps the deadline by its own reading of the clock, so a test that moves a clock of its own
/// replaces gettimeofday as well (tests/media/fake_time.cpp).
class DtlsTransport {
  public:
    static constexpr std::size_t kMtu = 1200;
    /// OpenSSL keeps what comes before its turn, a whole read buffer for each record of the epoch
    /// to come and as much as a begun message claims to be long. A handshake needs a Finished or
    /// two early when packets overtake each other; half-open ones must not cost megabytes.
    static constexpr int kMaxEarlyRecords = 16;
    static constexpr long kMaxCertificateChain = 16 * 1024;

    /// Only a certificate that has one of `expected` is accepted; none means nobody is.
    DtlsTransport(const DtlsContext& context, DtlsRole role, std::vector<Fingerprint> expected);
    ~DtlsTransport();
    DtlsTransport(const DtlsTransport&) = delete;
    DtlsTransport& operator=(const DtlsTransport&) = delete;

    void start();  ///< the client's first flight; nothing for a server
    void handle(Bytes datagram);
    void handle_timeout();
    void close();  ///< sends close_notify

    DtlsState state() const { return state_; }
    std::optional<std::chrono::microseconds> timeout() const;
    /// The keys, once Connected.
    const SrtpKeys& keys() const { return keys_; }
    /// The next datagram to send, or empty. Valid until the next call of anything here.
    Bytes next_datagram();

  private:
    struct Free {
        void operator()(ssl_st* ssl) const;
    };
    friend struct DtlsVerify;

    bool takes(Bytes datagram);
    void advance();
    void read_records();
    void collect_output();
    bool export_keys();
    bool hold_buffers();
    void release_buffers();

    std::unique_ptr<ssl_st, Free> ssl_;
    DtlsRole role_;
    DtlsState state_ = DtlsState::Handshaking;
    bool certificate_matched_ = false;
    int early_records_ = 0;  ///< of a later epoch, while shaking hands
    std::vector<Fingerprint> expected_;
    SrtpKeys keys_;
    std::vector<std::byte> out_;
    std::size_t sent_ = 0;  ///< bytes of `out_` already handed over
};

}  // namespace lsl::media
