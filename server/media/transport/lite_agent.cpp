#include "server/media/transport/lite_agent.h"

#include <algorithm>
#include <utility>

#include "server/media/transport/ice_candidate.h"

namespace lsl::media {
namespace {

bool same(Bytes a, Bytes b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

}  // namespace

LiteAgent::LiteAgent(IceLite& ice, IceCredentials remote, std::uint32_t number,
                     const RandomBytes& random)
    : ice_(&ice), number_(number), random_(&random), remote_(std::move(remote)) {
    std::array<std::byte, 8> bytes;
    random(bytes);
    tie_breaker_ = load64(bytes.data());
}

void LiteAgent::restart(IceCredentials remote) {
    previous_remote_ = std::exchange(remote_, std::move(remote));
}

const LiteAgent::Proof* LiteAgent::proof_of(const Address& address) const {
    const auto found = std::find_if(proofs_.begin(), proofs_.end(),
                                    [&](const Proof& proof) { return proof.address == address; });
    return found == proofs_.end() ? nullptr : &*found;
}

bool LiteAgent::is_proven(const Address& address, MonoTime now) const {
    const Proof* proof = proof_of(address);
    return proof != nullptr && now - proof->at < kConsentTime;
}

bool LiteAgent::consents(MonoTime now) const {
    return ice_->selected() && is_proven(*ice_->selected(), now);
}

// --- What arrives -----------------------------------------------------------------------------

void LiteAgent::on_request(const StunMessage& request, const Address& from, const Turn& turn,
                           std::vector<Address>& forgotten) {
    const IceCredentials* credentials = ice_->authenticate(request, turn.drops);
    if (credentials == nullptr) return;
    // Both sides believe to be controlled; a lite agent never controls.
    if (request.controlled) return IceLite::refuse_role(request, from, *credentials, turn.out);
    const bool previous = credentials != &ice_->local();
    // Some clients never nominate: until somebody does, the newest valid check counts.
    const bool wanted = request.use_candidate || !nominated_;
    nominated_ = nominated_ || request.use_candidate;
    const Proof* proof = proof_of(from);
    const bool fresh = proof != nullptr && turn.now - proof->at < kFresh;
    // Ours goes first: its answer then comes before what the peer does when it has ours. The pair
    // in use has its consent checks.
    if (!fresh && (ice_->selected() != from || !consents(turn.now))) {
        ask(from, wanted, previous, turn);
    }
    if (!ice_->answer(request, from, *credentials, turn, forgotten)) return;
    for (const Address& address : forgotten) forget(address);
    // Nothing of weight goes to an address that is not proven, so among those the newest is taken.
    if (wanted && (is_proven(from, turn.now) || !consents(turn.now))) use(from, previous);
}

void LiteAgent::on_response(const StunMessage& response, const Address& from, const Turn& turn) {
    const auto check = std::find_if(checks_.begin(), checks_.end(), [&](const Check& one) {
        return one.to == from && same(one.id, response.transaction()) &&
               turn.now - one.begun < kFresh;
    });
    const bool checked = check != checks_.end();
    if (!checked && !take_consent(response, from)) return turn.drops.count(Drop::StunUnexpected);
    const bool authentic =
        stun_integrity_holds(response, remote_.pwd) ||
        (previous_remote_ && stun_integrity_holds(response, previous_remote_->pwd));
    if (!authentic) return turn.drops.count(Drop::StunNotAuthentic);
    if (response.type != StunClass::Success) return;
    const bool wanted = checked && check->nominated;
    const bool previous = checked && check->previous;
    ice_->heard(turn.now);
    prove(from, turn.now);
    if (wanted) use(from, previous);
}

/// Each consent check is answered once.
bool LiteAgent::take_consent(const StunMessage& response, const Address& from) {
    for (Consent& consent : consents_) {
        if (!(consent.to == from) || !same(consent.id, response.transaction())) continue;
        consent = {};
        return true;
    }
    return false;
}

void LiteAgent::prove(const Address& address, MonoTime now) {
    if (!ice_->knows(address)) return;
    forget(address);
    proofs_.push_back({address, now});
    if (ice_->selected() != address) return;
    last_proof_ = now;
    claimed_at_.reset();
    if (next_consent_ == MonoTime{INT64_MAX}) next_consent_ = now + kConsentPeriod;
}

/// `previous`: the peer said so with credentials from before a restart.
void LiteAgent::use(const Address& address, bool previous) {
    if (!previous) {
        previous_remote_.reset();
        ice_->retire_previous();
    }
    if (ice_->selected() == address) return;
    ice_->select(address);
    const Proof* proof = proof_of(address);
    if (proof == nullptr) return;
    last_proof_ = std::max(last_proof_, proof->at);
    next_consent_ = std::min(next_consent_, proof->at + kConsentPeriod);
}

void LiteAgent::forget(const Address& address) {
    std::erase_if(proofs_, [&](const Proof& proof) { return proof.address == address; });
    std::erase_if(checks_, [&](const Check& check) { return check.to == address; });
}

bool LiteAgent::gives_up(const Address& address, const Turn& turn) {
    if (ice_->selected() != address || !consents(turn.now)) return true;
    if (!claimed_at_) claimed_at_ = turn.now;
    if (turn.now - *claimed_at_ >= kClaimTime) {
        forget(address);
        claimed_at_.reset();
        return true;
    }
    if (turn.now - asked_for_claim_ >= kClaimPeriod) {
        asked_for_claim_ = turn.now;
        ask_consent(turn);
    }
    return false;
}

// --- What leaves ------------------------------------------------------------------------------

LiteAgent::Check& LiteAgent::check_of(const Address& address, MonoTime now) {
    // Whoever was there long ago may still know the id.
    std::erase_if(checks_, [&](const Check& check) { return now - check.begun >= kFresh; });
    for (Check& check : checks_) {
        if (check.to == address) return check;
    }
    if (checks_.size() == IceLite::kMaxTuples) checks_.erase(checks_.begin());
    Check& check = checks_.emplace_back();
    check.to = address;
    check.id = new_id();
    check.begun = now;
    check.sent = now - kCheckPeriod;
    return check;
}

void LiteAgent::ask(const Address& address, bool nominated, bool previous, const Turn& turn) {
    if (nominated) {  // the newest wish counts
        for (Check& other : checks_) other.nominated = false;
    }
    Check& check = check_of(address, turn.now);
    check.nominated = check.nominated || nominated;
    if (turn.now - check.sent < kCheckPeriod) return;
    check.sent = turn.now;
    check.previous = previous;
    send(address, check.id, previous, turn.out);
}

/// 64 bits of it are for nobody to guess.
std::array<std::byte, 12> LiteAgent::new_id() const {
    std::array<std::byte, 12> id;
    store32(id.data(), number_);
    (*random_)(MutableBytes(id).subspan(4));
    return id;
}

/// RFC 7675 5.1: never repeated, each with a transaction of its own.
void LiteAgent::ask_consent(const Turn& turn) {
    std::array<std::byte, 2> bytes;
    (*random_)(bytes);
    next_consent_ = turn.now + kConsentPeriod * (800 + load16(bytes.data()) % 401) / 1000;
    Consent& consent = consents_[next_slot_++ % kOpenConsents];
    consent.to = *ice_->selected();
    consent.id = new_id();
    send(consent.to, consent.id, previous_remote_.has_value(), turn.out);
}

void LiteAgent::send(const Address& to, Bytes id, bool previous, Outbox& out) const {
    const IceCredentials& theirs = previous && previous_remote_ ? *previous_remote_ : remote_;
    const IceCredentials& ours = previous && ice_->previous() ? *ice_->previous() : ice_->local();
    const std::string username = theirs.ufrag + ":" + ours.ufrag;
    BindingRequest request;
    std::copy(id.begin(), id.end(), request.transaction.begin());
    request.username = username;
    request.password = theirs.pwd;
    request.priority = peer_reflexive_priority();
    request.controlling = false;
    request.tie_breaker = tie_breaker_;
    const std::size_t size = write_binding_request(out.reserve(), request);
    if (size > 0) out.commit(to, size);
}

void LiteAgent::on_timer(const Turn& turn) {
    if (!consents(turn.now)) {
        next_consent_ = MonoTime{INT64_MAX};  // nothing more until it is proven anew
    } else if (next_consent_ <= turn.now) {
        ask_consent(turn);
    }
}

MonoTime LiteAgent::deadline() const {
    const bool consented = next_consent_ != MonoTime{INT64_MAX} && ice_->selected();
    const Proof* proof = consented ? proof_of(*ice_->selected()) : nullptr;
    return proof == nullptr ? next_consent_ : std::min(next_consent_, proof->at + kConsentTime);
}

}  // namespace lsl::media
