#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/media/transport/ice_candidate.h"
#include "server/media/transport/ice_lite.h"
#include "server/media/transport/stun.h"
#include "server/media/turn.h"

namespace lsl::media {

/// The full end of ICE (RFC 8445) for a session whose offer we made: controlling, one component,
/// one socket. Checks the answer's candidates and whatever address the peer checks us from,
/// nominates the best pair that works, and keeps asking for consent (RFC 7675). Answering is
/// IceLite's part, which also holds the pair in use and when the peer was last heard.
///
/// Media may go over the first pair that works (RFC 8445 12.1); the nominated one replaces it.
/// A lite peer needs nothing special. With one socket all pairs share their local candidate, so
/// there is nothing to freeze, and a pair is as good as its remote candidate.
class IceAgent {
  public:
    static constexpr std::chrono::microseconds kPace{50'000};  ///< RFC 8445 14.2: Ta
    static constexpr std::chrono::microseconds kRto{500'000};  ///< RFC 8445 14.3
    /// RFC 8489 6.2.1 doubles without end; four losses in a row would mean eight silent seconds.
    static constexpr std::chrono::microseconds kLongestRto{2'000'000};
    static constexpr int kMostSends = 7;  ///< RFC 8489 6.2.1: Rc
    static constexpr int kLastWait = 16;  ///< RFC 8489 6.2.1: Rm, in RTOs
    /// A better pair has this long to work, too, before a lesser one is nominated.
    static constexpr std::chrono::microseconds kBetterPairTime{100'000};
    /// No pair within this time: the peer cannot be reached.
    static constexpr std::chrono::microseconds kReachTime{20'000'000};
    /// RFC 7675 5.1: 5 s between consent checks, times 0.8 to 1.2; valid for 30 s.
    static constexpr std::chrono::microseconds kConsentPeriod{5'000'000};
    static constexpr std::chrono::microseconds kConsentTime{30'000'000};
    static constexpr std::size_t kMaxPairs = 24;

    /// Both outlive the agent.
    IceAgent(IceLite& ice, const RandomBytes& random);

    /// The answer is there: checks begin.
    void start(const std::string& remote_ufrag, const std::string& remote_pwd,
               const std::vector<IceCandidate>& candidates, MonoTime now);

    /// A Binding request, also one that is quicker than the answer (RFC 8445 7.3).
    void on_request(const StunMessage& request, const Address& from, const Turn& turn,
                    std::vector<Address>& forgotten);
    /// The answer to a check of ours, success or error.
    void on_response(const StunMessage& response, const Address& from, const Turn& turn);
    /// Sends what is due.
    void on_timer(const Turn& turn);
    MonoTime deadline() const;

    /// No pair was found in time, or the peer no longer consents.
    bool failed() const { return failed_; }
    bool concluded() const { return concluded_; }
    bool controlling() const { return controlling_; }

  private:
    enum class PairState : std::uint8_t { Waiting, InProgress, Succeeded, Failed };
    struct Pair {
        IceCandidate remote;
        PairState state = PairState::Waiting;
        bool triggered = false;          ///< by a check of the peer: goes first
        bool nominated_by_peer = false;  ///< while we are controlled
    };
    enum class Purpose : std::uint8_t { Check, Nomination, Consent };
    struct Transaction {
        std::array<std::byte, 12> id;
        Address remote;
        Purpose purpose;
        bool controlling;
        int sends = 0;
        MonoTime next{INT64_MAX};  ///< when to repeat or give up; never: only its answer counts
    };
    static constexpr std::size_t kMaxTransactions = 48;

    Pair* pair_with(const Address& address);
    Pair* add(const IceCandidate& remote);
    void trigger(Pair& pair);
    bool keeps_role(const StunMessage& request, MonoTime now);
    void switch_role(MonoTime now);
    void on_success(const Transaction& transaction, Pair& pair, MonoTime now);
    void on_failure(const Transaction& transaction, Pair& pair, MonoTime now);
    void plan_nomination(MonoTime now);
    bool nominating() const;
    void conclude(Pair& pair, MonoTime now);
    void give_up(MonoTime now);
    void repeat_transactions(const Turn& turn);
    void check_next_pair(const Turn& turn);
    void nominate(const Turn& turn);
    void ask_consent(const Turn& turn);
    void begin(const Address& remote, Purpose purpose, const Turn& turn);
    void send(const Transaction& transaction, Outbox& out) const;
    bool anything_to_check() const;
    std::uint64_t random_u64() const;

    IceLite* ice_;
    const RandomBytes* random_;
    std::string remote_ufrag_;
    std::string remote_pwd_;
    std::uint64_t tie_breaker_;
    bool controlling_ = true;
    bool started_ = false;
    bool concluded_ = false;
    bool failed_ = false;
    std::vector<Pair> pairs_;  ///< best first
    std::vector<Transaction> transactions_;
    MonoTime next_check_{};
    MonoTime nominate_at_{INT64_MAX};
    MonoTime give_up_at_{INT64_MAX};  ///< without a pair, later without consent
    MonoTime next_consent_{INT64_MAX};
};

}  // namespace lsl::media
