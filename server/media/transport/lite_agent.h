#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/media/transport/ice_lite.h"
#include "server/media/turn.h"

namespace lsl::media {

/// Where media goes in a session that we answered (ICE-lite, RFC 8445 2.5), and whether it may.
///
/// A Binding request proves who made it, not that its source address is true: that can be forged,
/// and a peer's own requests can be replayed from anywhere. So an address is the peer's only when a
/// Binding request of ours was answered from there (RFC 8445 7.3.1.4), which takes a transaction id
/// that nobody else has seen; or, so that joining takes no longer, when the whole DTLS handshake
/// went through it (Transport). Such a proof is good for 30 s and renewed for the address in use
/// every 5 s (RFC 7675: consent). Media goes where there is one, and nowhere else.
///
/// Until there is any, the newest address that the peer wants is used for the handshake, which gets
/// a few kilobytes (Transport).
class LiteAgent {
  public:
    /// A check leaves only when the peer has spoken, so that whoever forges an address gets no more
    /// sent there than he sends himself; and no more often than that.
    static constexpr std::chrono::microseconds kCheckPeriod{100'000};
    /// A check has so long to be answered. A proof that is older is worth another check when the
    /// peer speaks from there.
    static constexpr std::chrono::microseconds kFresh{5'000'000};
    /// RFC 7675 5.1: 5 s between consent checks, times 0.8 to 1.2; valid for 30 s.
    static constexpr std::chrono::microseconds kConsentPeriod{5'000'000};
    static constexpr std::chrono::microseconds kConsentTime{30'000'000};
    /// Another session speaks from the address in use: if our peer, asked every half a second, does
    /// not answer for so long, it has left that address.
    static constexpr std::chrono::microseconds kClaimTime{5'000'000};
    static constexpr std::chrono::microseconds kClaimPeriod{500'000};

    /// `ice` and `random` outlive the agent. `remote` are the peer's credentials. Transaction ids
    /// of ours begin with `number`, so that an answer finds its session wherever it comes from.
    LiteAgent(IceLite& ice, IceCredentials remote, std::uint32_t number, const RandomBytes& random);
    static std::uint32_t number_of(const StunMessage& answer) {
        return load32(answer.transaction().data());
    }

    /// A Binding request for one of our ufrags. Addresses that fell out of memory are appended to
    /// `forgotten`.
    void on_request(const StunMessage& request, const Address& from, const Turn& turn,
                    std::vector<Address>& forgotten);
    /// The answer to a request of ours.
    void on_response(const StunMessage& response, const Address& from, const Turn& turn);
    /// What was sent to `address`, and to no other, has come back in a form that proves it.
    void prove(const Address& address, MonoTime now);
    /// Asks for consent when that is due.
    void on_timer(const Turn& turn);
    MonoTime deadline() const;

    /// The peer has new credentials; the old ones count until a pair is in use with the new.
    void restart(IceCredentials remote);

    bool is_proven(const Address& address, MonoTime now) const;
    /// Media may go to the address in use.
    bool consents(MonoTime now) const;
    /// When that was proven last, of any address that has been in use.
    MonoTime last_proof() const { return last_proof_; }

    /// Another session speaks from `address`. True if it may have it: it is not the one in use, or
    /// our peer is not there any more.
    bool gives_up(const Address& address, const Turn& turn);

  private:
    struct Proof {
        Address address;
        MonoTime at{};
    };
    /// A request of ours that is not answered yet.
    struct Check {
        Address to;
        std::array<std::byte, 12> id{};
        MonoTime begun{};
        MonoTime sent{};         ///< last; a repeated one keeps its id
        bool nominated = false;  ///< the peer wants to be reached there
        bool previous = false;   ///< with the credentials before a restart
    };
    struct Consent {
        Address to;
        std::array<std::byte, 12> id{};
    };
    static constexpr std::size_t kOpenConsents = 6;  ///< of the last 30 s

    const Proof* proof_of(const Address& address) const;
    void ask(const Address& address, bool nominated, bool previous, const Turn& turn);
    Check& check_of(const Address& address, MonoTime now);
    void ask_consent(const Turn& turn);
    bool take_consent(const StunMessage& response, const Address& from);
    void use(const Address& address, bool previous);
    void forget(const Address& address);
    void send(const Address& to, Bytes id, bool previous, Outbox& out) const;
    std::array<std::byte, 12> new_id() const;

    IceLite* ice_;
    std::uint32_t number_;
    const RandomBytes* random_;
    IceCredentials remote_;
    std::optional<IceCredentials> previous_remote_;  ///< before a restart
    std::uint64_t tie_breaker_ = 0;
    bool nominated_ = false;
    std::vector<Check> checks_;  ///< one an address
    std::vector<Proof> proofs_;  ///< likewise, of addresses that IceLite knows
    std::array<Consent, kOpenConsents> consents_{};
    std::size_t next_slot_ = 0;
    MonoTime next_consent_{INT64_MAX};
    MonoTime last_proof_{};
    std::optional<MonoTime> claimed_at_;  ///< and nothing was answered since
    MonoTime asked_for_claim_{};
};

}  // namespace lsl::media
