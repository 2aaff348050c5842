#include "server/media/transport/ice_lite.h"

#include <algorithm>
#include <utility>

namespace lsl::media {

void IceLite::restart(IceCredentials local) {
    if (previous_) retired_ = previous_->ufrag;
    previous_ = std::exchange(current_, std::move(local));
}

void IceLite::retire_previous() {
    if (!previous_) return;
    retired_ = previous_->ufrag;
    previous_.reset();
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
                     const IceCredentials& credentials, const Turn& turn,
                     std::vector<Address>& forgotten) {
    const std::size_t size =
        write_binding_success(turn.out.reserve(), request.transaction(), from, credentials.pwd);
    if (size == 0) {
        turn.drops.count(Drop::OutboxFull);
        return false;
    }
    turn.out.commit(from, size);
    heard(turn.now);
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

}  // namespace lsl::media
