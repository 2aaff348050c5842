#include "server/media/transport/ice_agent.h"

#include <algorithm>

namespace lsl::media {

IceAgent::IceAgent(IceLite& ice, const RandomBytes& random)
    : ice_(&ice), random_(&random), tie_breaker_(random_u64()) {}

std::uint64_t IceAgent::random_u64() const {
    std::array<std::byte, 8> bytes;
    (*random_)(bytes);
    return load64(bytes.data());
}

void IceAgent::start(const std::string& remote_ufrag, const std::string& remote_pwd,
                     const std::vector<IceCandidate>& candidates, MonoTime now) {
    remote_ufrag_ = remote_ufrag;
    remote_pwd_ = remote_pwd;
    for (const IceCandidate& candidate : candidates) add(candidate);
    started_ = true;
    next_check_ = now;
    give_up_at_ = now + kReachTime;
}

IceAgent::Pair* IceAgent::pair_with(const Address& address) {
    for (Pair& pair : pairs_) {
        if (pair.remote.address == address) return &pair;
    }
    return nullptr;
}

IceAgent::Pair* IceAgent::add(const IceCandidate& remote) {
    if (Pair* known = pair_with(remote.address)) return known;
    if (pairs_.size() == kMaxPairs) return nullptr;
    const auto worse = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& pair) {
        return pair.remote.priority < remote.priority;
    });
    return &*pairs_.insert(worse, Pair{remote});
}

// --- What arrives -----------------------------------------------------------------------------

/// RFC 8445 7.3.1.1. False when it is the peer who has to change its role.
bool IceAgent::keeps_role(const StunMessage& request, MonoTime now) {
    const bool conflict = controlling_ ? request.controlling : request.controlled;
    if (!conflict) return true;
    const bool ours_is_larger = tie_breaker_ >= request.tie_breaker;
    if (ours_is_larger == controlling_) return false;
    switch_role(now);
    return true;
}

void IceAgent::switch_role(MonoTime now) {
    controlling_ = !controlling_;
    nominate_at_ = MonoTime{INT64_MAX};
    if (ice_->selected()) plan_nomination(now);
}

void IceAgent::on_request(const StunMessage& request, const Address& from, const Turn& turn,
                          std::vector<Address>& forgotten) {
    const IceCredentials* credentials = ice_->authenticate(request, turn.drops);
    if (credentials == nullptr) return;
    if (!keeps_role(request, turn.now))
        return IceLite::refuse_role(request, from, *credentials, turn.out);
    if (!ice_->answer(request, from, *credentials, turn, forgotten)) return;

    const bool nominates = !controlling_ && request.use_candidate;
    if (concluded_ && !nominates) return;
    const std::uint32_t priority =
        request.priority != 0 ? request.priority : peer_reflexive_priority();
    Pair* pair = add({from, priority});
    if (pair == nullptr) return;
    pair->nominated_by_peer = pair->nominated_by_peer || nominates;
    if (pair->state != PairState::Succeeded) return trigger(*pair);
    if (pair->nominated_by_peer) conclude(*pair, turn.now);
}

/// RFC 8445 7.3.1.4: the peer's check shows that the way is open now. A check under way is not
/// repeated any more, but its answer still counts.
void IceAgent::trigger(Pair& pair) {
    if (pair.triggered) return;
    for (Transaction& transaction : transactions_) {
        if (transaction.remote == pair.remote.address) transaction.next = MonoTime{INT64_MAX};
    }
    pair.state = PairState::Waiting;
    pair.triggered = true;
}

void IceAgent::on_response(const StunMessage& response, const Address& from, const Turn& turn) {
    const auto found = std::find_if(
        transactions_.begin(), transactions_.end(), [&](const Transaction& transaction) {
            return std::equal(transaction.id.begin(), transaction.id.end(),
                              response.transaction().begin());
        });
    if (found == transactions_.end()) return turn.drops.count(Drop::StunUnexpected);
    if (!stun_integrity_holds(response, remote_pwd_))
        return turn.drops.count(Drop::StunNotAuthentic);
    const Transaction transaction = *found;
    transactions_.erase(found);
    Pair* pair = pair_with(transaction.remote);
    if (pair == nullptr) return;
    ice_->heard(turn.now);
    // RFC 8445 7.2.5.2.1: the answer has to come from where the check went.
    if (response.type == StunClass::Success && from == transaction.remote) {
        return on_success(transaction, *pair, turn.now);
    }
    if (response.error_code == 487) {  // RFC 8445 7.2.5.1
        if (transaction.controlling == controlling_) switch_role(turn.now);
        if (!concluded_) trigger(*pair);
        return;
    }
    on_failure(transaction, *pair, turn.now);
}

void IceAgent::on_success(const Transaction& transaction, Pair& pair, MonoTime now) {
    if (transaction.purpose == Purpose::Consent) {
        give_up_at_ = now + kConsentTime;
        return;
    }
    pair.state = PairState::Succeeded;
    pair.triggered = false;
    if (concluded_ && !pair.nominated_by_peer) return;
    if (!ice_->selected()) ice_->select(pair.remote.address);
    const bool nominated = transaction.purpose == Purpose::Nomination && controlling_;
    if (nominated || pair.nominated_by_peer) return conclude(pair, now);
    plan_nomination(now);
}

void IceAgent::on_failure(const Transaction& transaction, Pair& pair, MonoTime now) {
    if (transaction.purpose == Purpose::Consent || concluded_) return;
    // Another check of the pair may have been luckier, or is due.
    const bool check = transaction.purpose == Purpose::Check;
    if (check && pair.state != PairState::InProgress) return;
    pair.state = PairState::Failed;
    if (ice_->selected()) plan_nomination(now);
}

// --- Which pair -------------------------------------------------------------------------------

/// Regular nomination (RFC 8445 8.1.1): the best pair that works, at once when nothing better can
/// come any more.
void IceAgent::plan_nomination(MonoTime now) {
    if (!controlling_ || concluded_ || nominating()) return;
    for (const Pair& pair : pairs_) {
        if (pair.state == PairState::Failed) continue;
        const MonoTime at = pair.state == PairState::Succeeded ? now : now + kBetterPairTime;
        nominate_at_ = std::min(nominate_at_, at);
        return;
    }
}

bool IceAgent::nominating() const {
    return std::any_of(transactions_.begin(), transactions_.end(), [](const auto& transaction) {
        return transaction.purpose == Purpose::Nomination &&
               transaction.next != MonoTime{INT64_MAX};
    });
}

void IceAgent::nominate(const Turn& turn) {
    nominate_at_ = MonoTime{INT64_MAX};
    const auto best = std::find_if(pairs_.begin(), pairs_.end(), [](const Pair& pair) {
        return pair.state == PairState::Succeeded;
    });
    if (best != pairs_.end()) begin(best->remote.address, Purpose::Nomination, turn);
}

void IceAgent::conclude(Pair& pair, MonoTime now) {
    pair.nominated_by_peer = false;
    // Some peers nominate with every check; that is no consent yet.
    if (concluded_ && ice_->selected() == pair.remote.address) return;
    ice_->select(pair.remote.address);
    concluded_ = true;
    nominate_at_ = MonoTime{INT64_MAX};
    give_up_at_ = now + kConsentTime;
    if (next_consent_ == MonoTime{INT64_MAX}) next_consent_ = now + kConsentPeriod;
    transactions_.clear();
}

/// Nobody consents any more, or nobody ever answered. A pair that works and was not nominated,
/// since the peer controls and says nothing, is better than none.
void IceAgent::give_up(MonoTime now) {
    Pair* pair = concluded_ || !ice_->selected() ? nullptr : pair_with(*ice_->selected());
    if (pair == nullptr) {
        failed_ = true;
        return;
    }
    conclude(*pair, now);
}

// --- What leaves ------------------------------------------------------------------------------

void IceAgent::on_timer(const Turn& turn) {
    if (!started_ || failed_) return;
    if (give_up_at_ <= turn.now) give_up(turn.now);
    if (failed_) return;
    repeat_transactions(turn);
    if (nominate_at_ <= turn.now) nominate(turn);
    if (anything_to_check() && next_check_ <= turn.now) check_next_pair(turn);
    if (next_consent_ <= turn.now) ask_consent(turn);
}

MonoTime IceAgent::deadline() const {
    if (!started_ || failed_) return MonoTime{INT64_MAX};
    MonoTime next = std::min({give_up_at_, nominate_at_, next_consent_});
    if (anything_to_check()) next = std::min(next, next_check_);
    for (const Transaction& transaction : transactions_) next = std::min(next, transaction.next);
    return next;
}

bool IceAgent::anything_to_check() const {
    return std::any_of(pairs_.begin(), pairs_.end(), [this](const Pair& pair) {
        return pair.state == PairState::Waiting && (!concluded_ || pair.nominated_by_peer);
    });
}

/// RFC 8445 6.1.4.2: one every Ta; triggered checks first, then the best pair.
void IceAgent::check_next_pair(const Turn& turn) {
    next_check_ = turn.now + kPace;
    Pair* next = nullptr;
    for (Pair& pair : pairs_) {
        if (pair.state != PairState::Waiting || (concluded_ && !pair.nominated_by_peer)) continue;
        if (next == nullptr || (pair.triggered && !next->triggered)) next = &pair;
    }
    if (next == nullptr) return;
    next->state = PairState::InProgress;
    next->triggered = false;
    begin(next->remote.address, Purpose::Check, turn);
}

/// RFC 7675 5.1: never repeated, each with a transaction of its own.
void IceAgent::ask_consent(const Turn& turn) {
    const auto share = static_cast<std::int64_t>(random_u64() % 401);
    next_consent_ = turn.now + kConsentPeriod * (800 + share) / 1000;
    begin(*ice_->selected(), Purpose::Consent, turn);
}

void IceAgent::begin(const Address& remote, Purpose purpose, const Turn& turn) {
    // The oldest is unlikely to be answered any more.
    if (transactions_.size() == kMaxTransactions) transactions_.erase(transactions_.begin());
    Transaction transaction{
        .id = {}, .remote = remote, .purpose = purpose, .controlling = controlling_};
    (*random_)(transaction.id);
    if (purpose != Purpose::Consent) transaction.next = turn.now + kRto;
    transaction.sends = 1;
    send(transaction, turn.out);
    transactions_.push_back(transaction);
}

void IceAgent::send(const Transaction& transaction, Outbox& out) const {
    const std::string username = remote_ufrag_ + ":" + ice_->local().ufrag;
    BindingRequest request;
    request.transaction = transaction.id;
    request.username = username;
    request.password = remote_pwd_;
    request.priority = peer_reflexive_priority();
    request.controlling = transaction.controlling;
    request.tie_breaker = tie_breaker_;
    request.use_candidate = transaction.purpose == Purpose::Nomination;
    const std::size_t size = write_binding_request(out.reserve(), request);
    if (size > 0) out.commit(transaction.remote, size);
}

void IceAgent::repeat_transactions(const Turn& turn) {
    for (std::size_t i = 0; i < transactions_.size(); ++i) {
        Transaction& transaction = transactions_[i];
        if (transaction.next > turn.now) continue;
        if (transaction.sends < kMostSends) {
            send(transaction, turn.out);
            const bool last = ++transaction.sends == kMostSends;
            transaction.next =
                turn.now + (last ? kRto * kLastWait
                                 : std::min(kRto * (1 << (transaction.sends - 1)), kLongestRto));
            continue;
        }
        transaction.next = MonoTime{INT64_MAX};
        const Transaction given_up = transaction;
        Pair* pair = pair_with(given_up.remote);
        if (pair != nullptr) on_failure(given_up, *pair, turn.now);
    }
}

}  // namespace lsl::media
