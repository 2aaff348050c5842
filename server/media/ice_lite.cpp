#include "server/media/ice_lite.h"

#include <algorithm>
#include <utility>

namespace lsl::media {

void IceLite::restart(IceCredentials local) {
    if (previous_) retired_ = previous_->ufrag;
    previous_ = std::exchange(current_, std::move(local));
}

/// Only our half of "ours:theirs" is compared: the password proves the rest, and clients that
/// restart on their own keep getting through.
const IceCredentials* IceLite::credentials_for(std::string_view username) const {
    const std::string_view ours = username.substr(0, username.find(':'));
    if (ours == current_.ufrag) return &current_;
    if (previous_ && ours == previous_->ufrag) return &*previous_;
    return nullptr;
}

std::optional<std::string> IceLite::take_retired_ufrag() {
    auto retired = std::move(retired_);
    retired_.reset();
    return retired;
}

bool IceLite::knows(const Address& address) const {
    return std::find(tuples_.begin(), tuples_.end(), address) != tuples_.end();
}

const IceCredentials* IceLite::authenticate(const StunMessage& request, DropCounters& drops) const {
    const IceCredentials* credentials = credentials_for(request.username);
    if (credentials == nullptr) {
        drops.count(Drop::StunUnknownUser);
        return nullptr;
    }
    if (!stun_integrity_holds(request, credentials->pwd)) {
        drops.count(Drop::StunNotAuthentic);
        return nullptr;
    }
    return credentials;
}

void IceLite::refuse_role(const StunMessage& request, const Address& from,
                          const IceCredentials& credentials, Outbox& out) {
    const std::size_t size = write_binding_error(out.reserve(), request.transaction(), 487,
                                                 "Role Conflict", credentials.pwd);
    if (size > 0) out.commit(from, size);
}

bool IceLite::answer(const StunMessage& request, const Address& from,
                     const IceCredentials& credentials, MonoTime now, Outbox& out,
                     DropCounters& drops, std::vector<Address>& forgotten) {
    const std::size_t size =
        write_binding_success(out.reserve(), request.transaction(), from, credentials.pwd);
    if (size == 0) {
        drops.count(Drop::OutboxFull);
        return false;
    }
    out.commit(from, size);
    heard(now);
    if (knows(from)) return true;
    if (tuples_.size() == kMaxTuples) {
        // The pair in use stays, however long ago it was learned.
        auto oldest = tuples_.begin();
        if (selected_ && *oldest == *selected_) ++oldest;
        forgotten.push_back(*oldest);
        tuples_.erase(oldest);
    }
    tuples_.push_back(from);
    return true;
}

IceLite::Check IceLite::on_request(const StunMessage& request, const Address& from, MonoTime now,
                                   Outbox& out, DropCounters& drops,
                                   std::vector<Address>& forgotten) {
    const IceCredentials* credentials = authenticate(request, drops);
    if (credentials == nullptr) return Check::Refused;
    // Both sides believe to be controlled; a lite agent never controls.
    if (request.controlled) {
        refuse_role(request, from, *credentials, out);
        return Check::Answered;
    }
    if (!answer(request, from, *credentials, now, out, drops, forgotten)) return Check::Refused;

    // Some clients never nominate: until somebody does, the newest valid check counts.
    const bool selects = request.use_candidate || !nominated_;
    if (!selects) return Check::Answered;
    nominated_ = nominated_ || request.use_candidate;
    if (credentials == &current_ && previous_ && request.use_candidate) {
        retired_ = previous_->ufrag;
        previous_.reset();
    }
    if (selected_ == from) return Check::Answered;
    selected_ = from;
    return Check::Selected;
}

}  // namespace lsl::media
