#include "server/http/edge/connections/connection_room.h"

#include <array>
#include <memory>
#include <vector>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lsl::http {
namespace {

using Phase = ConnectionRoom::Phase;

/// A connected pair of sockets: one is the server's, the other tells what became of it.
class Pair {
  public:
    Pair() { socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()); }
    ~Pair() {
        close(ends_[0]);
        close(ends_[1]);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    int server() const { return ends_[0]; }
    bool is_shut_down() const {
        char byte = 0;
        return recv(ends_[1], &byte, 1, MSG_DONTWAIT) == 0;
    }

  private:
    std::array<int, 2> ends_{};
};

class ConnectionRoomTest : public ::testing::Test {
  protected:
    struct Guest {
        std::unique_ptr<Pair> pair = std::make_unique<Pair>();
        ConnectionRoom::Number number = 0;
        std::optional<Refused> refused;
        bool is_ended() const { return pair->is_shut_down(); }
    };
    Guest enter(const char* address) {
        Guest guest;
        now_ = now_ + std::chrono::milliseconds(1);
        const auto entered = room_.enter(guest.pair->server(), address, now_);
        if (const auto* why = std::get_if<Refused>(&entered)) {
            guest.refused = *why;
        } else {
            guest.number = std::get<0>(entered);
        }
        return guest;
    }
    /// A guest whose request is being answered.
    Guest busy(const char* address, const Asker& asker = {}) {
        Guest guest = enter(address);
        if (!guest.refused) guest.refused = room_.begin(guest.number, asker, address);
        return guest;
    }
    void rest(const Guest& guest) { room_.set_phase(guest.number, Phase::Idle, now_); }
    static Asker person(const std::string& name) { return {Rank::Person, name}; }
    static Asker staff() { return {Rank::Staff, "staff"}; }

    ConnectionRoom room_{RoomLimits{.most = 12,
                                    .for_people = 4,
                                    .for_staff = 2,
                                    .per_address = 4,
                                    .spare = 2,
                                    .per_person = 3}};
    MonoTime now_{1'000'000};
};

TEST_F(ConnectionRoomTest, TheOldestIdleConnectionOfAnAddressMakesRoomForItsNext) {
    std::vector<Guest> guests;
    for (int i = 0; i < 4; ++i) guests.push_back(busy("10.0.0.1"));
    rest(guests[2]);
    now_ = now_ + std::chrono::milliseconds(1);
    rest(guests[1]);
    EXPECT_FALSE(enter("10.0.0.1").refused);
    EXPECT_TRUE(guests[2].is_ended());
    EXPECT_FALSE(guests[1].is_ended());
    EXPECT_EQ(room_.ended(), 1u);
}

TEST_F(ConnectionRoomTest, HalfRequestsMakeRoomWhenNothingIsIdle) {
    std::vector<Guest> guests;
    for (int i = 0; i < 4; ++i) guests.push_back(enter("10.0.0.1"));
    EXPECT_FALSE(enter("10.0.0.1").refused);
    EXPECT_TRUE(guests[0].is_ended());
    EXPECT_FALSE(guests[1].is_ended());
}

TEST_F(ConnectionRoomTest, AnswersUnderWayAreNeverCut) {
    std::vector<Guest> guests;
    for (int i = 0; i < 4; ++i) guests.push_back(busy("10.0.0.1"));
    // Two further ones may say who they are; as strangers they have to go.
    const Guest fifth = busy("10.0.0.1");
    EXPECT_EQ(fifth.refused, Refused::ConnectionsOfAddress);
    const Guest sixth = busy("10.0.0.1");
    EXPECT_EQ(sixth.refused, Refused::ConnectionsOfAddress);
    EXPECT_EQ(enter("10.0.0.1").refused, Refused::ConnectionsOfAddress);
    for (const Guest& guest : guests) EXPECT_FALSE(guest.is_ended());
    EXPECT_FALSE(enter("10.0.0.2").refused) << "another address";
}

TEST_F(ConnectionRoomTest, WhoIsSignedInHasRoomAtACrowdedAddress) {
    std::vector<Guest> guests;
    for (int i = 0; i < 4; ++i) guests.push_back(busy("10.0.0.1"));
    guests.push_back(busy("10.0.0.1", person("ana")));
    guests.push_back(busy("10.0.0.1", person("ben")));
    guests.push_back(busy("10.0.0.1", person("cleo")));
    guests.push_back(busy("10.0.0.1", staff()));
    for (const Guest& guest : guests) EXPECT_FALSE(guest.refused);
}

TEST_F(ConnectionRoomTest, APersonIsBoundedWhateverTheAddress) {
    std::vector<Guest> guests;
    guests.push_back(busy("10.0.0.1", person("ana")));
    guests.push_back(busy("10.0.0.2", person("ana")));
    guests.push_back(busy("10.0.0.3", person("ana")));
    EXPECT_EQ(busy("10.0.0.4", person("ana")).refused, Refused::ConnectionsOfPerson);
    rest(guests[1]);
    EXPECT_FALSE(busy("10.0.0.4", person("ana")).refused);
    EXPECT_TRUE(guests[1].is_ended());
}

TEST_F(ConnectionRoomTest, StrangersOfManyAddressesLeaveRoomForPeopleAndThoseForStaff) {
    std::vector<Guest> guests;
    for (int i = 0; i < 8; ++i) {
        guests.push_back(busy(("10.0.1." + std::to_string(i)).c_str()));
        EXPECT_FALSE(guests.back().refused) << i;
    }
    {
        const Guest stranger = busy("10.0.2.1");
        EXPECT_EQ(stranger.refused, Refused::Connections);
        room_.leave(stranger.number);
    }
    guests.push_back(busy("10.0.2.2", person("ana")));
    guests.push_back(busy("10.0.2.3", person("ben")));
    EXPECT_FALSE(guests[8].refused);
    EXPECT_FALSE(guests[9].refused);
    {
        const Guest cleo = busy("10.0.2.4", person("cleo"));
        EXPECT_EQ(cleo.refused, Refused::Connections);
        room_.leave(cleo.number);
    }
    guests.push_back(busy("10.0.2.5", staff()));
    EXPECT_FALSE(guests.back().refused);
}

TEST_F(ConnectionRoomTest, AnIpv6SiteIsCountedByItsSubnetAndByAllItHolds) {
    std::vector<Guest> guests;
    for (int i = 0; i < 4; ++i) {
        guests.push_back(busy(("2001:db8:1:1::" + std::to_string(i + 1)).c_str()));
        EXPECT_FALSE(guests.back().refused);
    }
    EXPECT_EQ(busy("2001:db8:1:1::99").refused, Refused::ConnectionsOfAddress);
    EXPECT_FALSE(busy("2001:db8:1:2::1").refused);
}

TEST_F(ConnectionRoomTest, AProxysConnectionsCountByTheAddressesOfTheirRequests) {
    std::vector<Guest> guests;
    for (int i = 0; i < 4; ++i) {
        guests.push_back(enter(""));
        EXPECT_EQ(room_.begin(guests.back().number, {}, "203.0.113.7"), std::nullopt);
    }
    guests.push_back(enter(""));
    EXPECT_EQ(room_.begin(guests.back().number, {}, "203.0.113.7"), Refused::ConnectionsOfAddress);
    EXPECT_EQ(room_.begin(guests.back().number, {}, "203.0.113.8"), std::nullopt);
    room_.end(guests[0].number);
    guests.push_back(enter(""));
    EXPECT_EQ(room_.begin(guests.back().number, {}, "203.0.113.7"), std::nullopt);
}

TEST_F(ConnectionRoomTest, WhoSignsOutIsAStrangerOfTheirAddressAgain) {
    std::vector<Guest> guests;
    for (const char* name : {"ana", "ben", "cleo", "dan"}) {
        guests.push_back(busy("10.0.0.1", person(name)));
        EXPECT_EQ(room_.begin(guests.back().number, {}, "10.0.0.1"), std::nullopt);
    }
    EXPECT_EQ(busy("10.0.0.1").refused, Refused::ConnectionsOfAddress);
}

TEST_F(ConnectionRoomTest, NothingIsCountedOfWhoLeft) {
    for (int round = 0; round < 20; ++round) {
        std::vector<Guest> guests;
        for (int i = 0; i < 4; ++i) guests.push_back(busy("10.0.0.1"));
        guests.push_back(busy("10.0.0.1", person("ana")));
        for (const Guest& guest : guests) EXPECT_FALSE(guest.refused) << round;
        for (const Guest& guest : guests) room_.leave(guest.number);
        EXPECT_EQ(room_.count(), 0u);
    }
}

}  // namespace
}  // namespace lsl::http
