#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "server/http/edge/asker.h"
#include "server/http/edge/refused.h"
#include "shared/base/time.h"

namespace lsl::http {

struct RoomLimits {
    std::size_t most = 4096;        ///< open connections
    std::size_t for_people = 512;   ///< of these only for who is signed in
    std::size_t for_staff = 64;     ///< of those only for staff
    std::size_t per_address = 512;  ///< of strangers
    std::size_t spare = 64;         ///< further ones of an address, while they prove who they are
    std::size_t per_person = 64;
};

/// Who may be connected. Strangers are bounded by address; who is signed in is bounded by person
/// and not by address, because a school sits behind one. Nobody is known before the first request,
/// so connections beyond a bound are let in, up to a spare number, to say who they are.
///
/// Room is made before anybody is refused: of those that wait for their peer, first the idle ones
/// between requests, then half requests, the oldest of each, strangers only; answers under way
/// are never cut.
///
/// Holds the sockets while their connections live, so that it can shut them down. Thread-safe.
class ConnectionRoom {
  public:
    using Number = std::int64_t;

    /// What a connection does: only the first two may be ended to make room.
    enum class Phase : std::uint8_t { Idle, Reading, Answering };

    explicit ConnectionRoom(RoomLimits limits) : limits_(limits) {}

    /// `address` is the peer's; empty for a trusted proxy, whose requests are counted by the
    /// address that they came from instead (see begin). The socket has to stay open until `leave`.
    std::variant<Number, Refused> enter(int socket, std::string_view address, MonoTime now);
    void set_phase(Number connection, Phase phase, MonoTime now);
    /// A request's head has come. A reason when its asker has no room here: answer so and end the
    /// connection. `address` is the client's; it counts here only when `enter` was given none.
    std::optional<Refused> begin(Number connection, const Asker& asker, std::string_view address);
    /// The request is answered.
    void end(Number connection);
    void leave(Number connection);

    /// Nothing more can be read from any connection, nor can one enter.
    void stop_reading();
    std::size_t count() const;
    /// Ended to make room for others.
    std::uint64_t ended() const;

  private:
    struct Place {
        int socket = -1;
        std::string address;  ///< empty for a proxy's: its networks come with each request
        std::vector<Network> networks;             ///< that count it; none while it is a person's
        Asker asker;                               ///< of the latest request
        Rank needed = Rank::Stranger;              ///< below it there is no room …
        Refused otherwise = Refused::Connections;  ///< … for this reason
        bool ending = false;                       ///< shut down and counted no more
        Phase phase = Phase::Reading;
        MonoTime since{};
    };
    enum class Newcomers : std::uint8_t { Spared, Too };

    void join_networks(Number number, Place& place, std::string_view address);
    void leave_networks(Number number, Place& place);
    std::optional<Refused> join_person(Number number, Place& place, const Asker& asker);
    void leave_person(Number number, Place& place);
    bool is_crowded(std::string_view address, std::size_t spare) const;
    std::optional<Refused> find_room_at(std::string_view address, Place& place);
    std::optional<Refused> find_room(Place& place);
    /// Ends the connection that is missed least: idle ones first, then the oldest.
    template <class Numbers>
    bool end_one(const Numbers& numbers, Rank rank, Phase last, Newcomers newcomers);
    bool end_one_at(std::string_view address, Newcomers newcomers);
    bool end_one_anywhere(Rank rank, Phase last, Newcomers newcomers);
    void stop_counting(Number number, Place& place);

    const RoomLimits limits_;
    mutable std::mutex mutex_;
    std::unordered_map<Number, Place> places_;
    std::unordered_map<std::string, std::set<Number>> networks_;  ///< of strangers
    std::unordered_map<std::string, std::set<Number>> people_;
    std::size_t strangers_ = 0;
    std::size_t open_ = 0;  ///< all but those that are ending
    Number last_ = 0;
    std::uint64_t ended_ = 0;
    bool stopping_ = false;
};

}  // namespace lsl::http
