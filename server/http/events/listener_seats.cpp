#include "server/http/events/listener_seats.h"

#include <utility>

namespace lsl::http {

ListenerSeats::Taken ListenerSeats::take(const Asker& asker, std::string_view address) {
    const bool stranger = asker.rank == Rank::Stranger;
    // A person is one key; an address may be several networks.
    const std::vector<Network> counted =
        stranger ? networks_of(address) : std::vector<Network>{{asker.key, 1}};
    const std::size_t most_of_one = stranger ? limits_.per_address : limits_.per_person;

    const std::lock_guard lock(mutex_);
    for (const Network& network : counted) {
        const auto found = by_key_.find(network.key);
        if (found != by_key_.end() && found->second >= network.weight * most_of_one) {
            return stranger ? Refused::EventsOfAddress : Refused::EventsOfPerson;
        }
    }
    if (taken_ >= limits_.most || (stranger && strangers_ + limits_.for_people >= limits_.most)) {
        return Refused::Events;
    }
    std::vector<std::string> keys;
    for (const Network& network : counted) {
        ++by_key_[network.key];
        keys.push_back(network.key);
    }
    ++taken_;
    if (stranger) ++strangers_;
    return std::unique_ptr<Seat>(new Seat(*this, stranger, std::move(keys)));
}

ListenerSeats::Seat::~Seat() {
    const std::lock_guard lock(seats_.mutex_);
    for (const std::string& key : keys_) {
        const auto found = seats_.by_key_.find(key);
        if (--found->second == 0) seats_.by_key_.erase(found);
    }
    --seats_.taken_;
    if (stranger_) --seats_.strangers_;
}

std::size_t ListenerSeats::taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
}

}  // namespace lsl::http
