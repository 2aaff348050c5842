#include "server/media/ice_lite.h"

#include <algorithm>

namespace lsl::media {

IceLite::IceLite(IceCredentials local, std::string remote_ufrag) {
    current_.username = local.ufrag + ":" + remote_ufrag;
    current_.local = std::move(local);
}

void IceLite::restart(IceCredentials local, std::string remote_ufrag) {
    if (previous_) retired_ = previous_->local.ufrag;
    previous_ = std::move(current_);
    current_ = {};
    current_.username = local.ufrag + ":" + remote_ufrag;
    current_.local = std::move(local);
}

std::optional<std::string> IceLite::take_retired_ufrag() {
    auto retired = std::move(retired_);
    retired_.reset();
    return retired;
}

bool IceLite::knows(const Address& address) const {
    return std::find(tuples_.begin(), tuples_.end(), address) != tuples_.end();
}

IceLite::Check IceLite::on_request(const StunMessage& request, const Address& from, MonoTime now,
                                   Outbox& out, DropCounters& drops,
                                   std::vector<Address>& forgotten) {
    const bool is_current = request.username == current_.username;
    const Generation* generation = is_current                                            ? &current_
                                   : previous_ && request.username == previous_->username ? &*previous_
                                                                                          : nullptr;
    if (generation == nullptr) {
        drops.count(Drop::StunUnknownUser);
        return Check::Refused;
    }
    if (!stun_integrity_holds(request, generation->local.pwd)) {
        drops.count(Drop::StunNotAuthentic);
        return Check::Refused;
    }

    const MutableBytes answer = out.reserve();
    // RFC 8445 7.3.1.1: both sides believe to be controlled; a lite agent never controls.
    if (request.controlled) {
        const std::size_t size = write_binding_error(answer, request.transaction(), 487,
                                                     "Role Conflict", generation->local.pwd);
        if (size > 0) out.commit(from, size);
        return Check::Answered;
    }
    const std::size_t size =
        write_binding_success(answer, request.transaction(), from, generation->local.pwd);
    if (size == 0) {
        drops.count(Drop::OutboxFull);
        return Check::Refused;
    }
    out.commit(from, size);
    heard(now);

    if (!knows(from)) {
        if (tuples_.size() == kMaxTuples) {
            // The pair in use stays, however long ago it was learned.
            auto oldest = tuples_.begin();
            if (selected_ && *oldest == *selected_) ++oldest;
            forgotten.push_back(*oldest);
            tuples_.erase(oldest);
        }
        tuples_.push_back(from);
    }
    // Some clients never nominate: until somebody does, the newest valid check counts.
    const bool selects = request.use_candidate || !nominated_;
    if (!selects) return Check::Answered;
    nominated_ = nominated_ || request.use_candidate;
    if (is_current && previous_ && request.use_candidate) {
        retired_ = previous_->local.ufrag;
        previous_.reset();
    }
    if (selected_ == from) return Check::Answered;
    selected_ = from;
    return Check::Selected;
}

}  // namespace lsl::media
