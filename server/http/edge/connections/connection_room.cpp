#include "server/http/edge/connections/connection_room.h"

#include <algorithm>
#include <ranges>
#include <tuple>
#include <utility>

#include <sys/socket.h>

namespace lsl::http {

std::variant<ConnectionRoom::Number, Refused> ConnectionRoom::enter(int socket,
                                                                    std::string_view address,
                                                                    MonoTime now) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Refused::Connections;
    Place place;
    place.socket = socket;
    place.address = address;
    place.since = now;
    if (!address.empty()) {
        if (const auto refused = find_room_at(address, place)) return *refused;
    }
    if (const auto refused = find_room(place)) return *refused;

    const Number number = ++last_;
    ++open_;
    ++strangers_;
    if (!address.empty()) join_networks(number, place, address);
    places_.emplace(number, std::move(place));
    return number;
}

std::optional<Refused> ConnectionRoom::find_room_at(std::string_view address, Place& place) {
    if (!is_crowded(address, 0) || end_one_at(address, Newcomers::Spared)) return std::nullopt;
    if (is_crowded(address, limits_.spare) && !end_one_at(address, Newcomers::Too)) {
        return Refused::ConnectionsOfAddress;
    }
    place.needed = Rank::Person;
    place.otherwise = Refused::ConnectionsOfAddress;
    return std::nullopt;
}

std::optional<Refused> ConnectionRoom::find_room(Place& place) {
    if (strangers_ + limits_.for_people >= limits_.most &&
        !end_one_anywhere(Rank::Stranger, Phase::Reading, Newcomers::Spared)) {
        place.needed = std::max(place.needed, Rank::Person);
    }
    if (open_ + limits_.for_staff < limits_.most ||
        end_one_anywhere(Rank::Stranger, Phase::Reading, Newcomers::Too) ||
        end_one_anywhere(Rank::Person, Phase::Idle, Newcomers::Too)) {
        return std::nullopt;
    }
    if (open_ >= limits_.most) return Refused::Connections;
    place.needed = Rank::Staff;
    place.otherwise = Refused::Connections;
    return std::nullopt;
}

void ConnectionRoom::set_phase(Number connection, Phase phase, MonoTime now) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(connection);
    if (found == places_.end()) return;
    found->second.phase = phase;
    found->second.since = now;
}

std::optional<Refused> ConnectionRoom::begin(Number connection, const Asker& asker,
                                             std::string_view address) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(connection);
    if (found == places_.end() || found->second.ending) return Refused::Connections;
    Place& place = found->second;
    place.phase = Phase::Answering;
    if (asker.rank == Rank::Stranger) {
        leave_person(connection, place);
        const bool proxy = place.address.empty();
        if (proxy && is_crowded(address, 0)) return Refused::ConnectionsOfAddress;
        // A proxy's, or one of somebody who signed out.
        if (place.networks.empty()) {
            join_networks(connection, place, proxy ? address : place.address);
        }
    } else if (const auto refused = join_person(connection, place, asker)) {
        return refused;
    }
    if (asker.rank < place.needed) return place.otherwise;
    return std::nullopt;
}

void ConnectionRoom::end(Number connection) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(connection);
    if (found == places_.end() || !found->second.address.empty()) return;
    leave_networks(connection, found->second);
    leave_person(connection, found->second);
}

void ConnectionRoom::leave(Number connection) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(connection);
    if (found == places_.end()) return;
    stop_counting(connection, found->second);
    places_.erase(found);
}

void ConnectionRoom::stop_reading() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& place : places_ | std::views::values) shutdown(place.socket, SHUT_RD);
}

std::size_t ConnectionRoom::count() const {
    const std::lock_guard lock(mutex_);
    return places_.size();
}

std::uint64_t ConnectionRoom::ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
}

void ConnectionRoom::join_networks(Number number, Place& place, std::string_view address) {
    place.networks = networks_of(address);
    for (const Network& network : place.networks) networks_[network.key].insert(number);
}

void ConnectionRoom::leave_networks(Number number, Place& place) {
    for (const Network& network : std::exchange(place.networks, {})) {
        const auto found = networks_.find(network.key);
        if (found == networks_.end()) continue;
        found->second.erase(number);
        if (found->second.empty()) networks_.erase(found);
    }
}

std::optional<Refused> ConnectionRoom::join_person(Number number, Place& place,
                                                   const Asker& asker) {
    if (place.asker.rank != Rank::Stranger && place.asker.key == asker.key) return std::nullopt;
    leave_person(number, place);
    const auto known = people_.find(asker.key);
    if (known != people_.end() && known->second.size() >= limits_.per_person &&
        !end_one(std::set<Number>(known->second), asker.rank, Phase::Idle, Newcomers::Too)) {
        return Refused::ConnectionsOfPerson;
    }
    leave_networks(number, place);
    --strangers_;
    place.asker = asker;
    people_[asker.key].insert(number);
    return std::nullopt;
}

/// Afterwards the connection is a stranger's, of no network.
void ConnectionRoom::leave_person(Number number, Place& place) {
    if (place.asker.rank == Rank::Stranger) return;
    const auto found = people_.find(place.asker.key);
    if (found != people_.end()) {
        found->second.erase(number);
        if (found->second.empty()) people_.erase(found);
    }
    place.asker = {};
    ++strangers_;
}

bool ConnectionRoom::is_crowded(std::string_view address, std::size_t spare) const {
    return std::ranges::any_of(networks_of(address), [&](const Network& network) {
        const auto found = networks_.find(network.key);
        return found != networks_.end() &&
               found->second.size() >= network.weight * limits_.per_address + spare;
    });
}

template <class Numbers>
bool ConnectionRoom::end_one(const Numbers& numbers, Rank rank, Phase last, Newcomers newcomers) {
    Place* victim = nullptr;
    Number victims_number = 0;
    for (const Number number : numbers) {
        Place& place = places_.at(number);
        if (place.ending || place.asker.rank != rank || place.phase > last) continue;
        if (newcomers == Newcomers::Spared && place.needed != Rank::Stranger) continue;
        if (victim == nullptr ||
            std::tie(place.phase, place.since) < std::tie(victim->phase, victim->since)) {
            victim = &place;
            victims_number = number;
        }
    }
    if (victim == nullptr) return false;
    stop_counting(victims_number, *victim);
    shutdown(victim->socket, SHUT_RDWR);
    ++ended_;
    return true;
}

bool ConnectionRoom::end_one_at(std::string_view address, Newcomers newcomers) {
    for (const Network& network : networks_of(address)) {
        const auto found = networks_.find(network.key);
        if (found == networks_.end() ||
            found->second.size() < network.weight * limits_.per_address) {
            continue;
        }
        // A copy: the one that ends leaves the set.
        if (end_one(std::set<Number>(found->second), Rank::Stranger, Phase::Reading, newcomers)) {
            return true;
        }
    }
    return false;
}

bool ConnectionRoom::end_one_anywhere(Rank rank, Phase last, Newcomers newcomers) {
    return end_one(std::views::keys(places_), rank, last, newcomers);
}

/// Makes the connection count nowhere, once.
void ConnectionRoom::stop_counting(Number number, Place& place) {
    if (place.ending) return;
    leave_person(number, place);
    leave_networks(number, place);
    --strangers_;
    --open_;
    place.ending = true;
}

}  // namespace lsl::http
