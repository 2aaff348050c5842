#include <fstream>

#include <gtest/gtest.h>

#include "server/http/edge/connections/byte_budget.h"
#include "server/http/events/listener_seats.h"
#include "server/process_limits.h"
#include "tests/server/temporary_folder.h"

namespace lsl::http {
namespace {

Asker stranger(const std::string& address) { return {Rank::Stranger, address}; }
Asker person(const std::string& name) { return {Rank::Person, name}; }

TEST(ByteBudget, BoundsOneAddressOnePersonAndAllTogether) {
    ByteBudget budget({.most = 100, .per_address = 30, .per_person = 50});
    ByteBudget::Share first(budget, stranger("a")), second(budget, stranger("a"));
    EXPECT_TRUE(first.take(20));
    EXPECT_FALSE(second.take(11));
    EXPECT_TRUE(second.take(10));
    ByteBudget::Share ana(budget, person("ana")), ben(budget, person("ben"));
    EXPECT_FALSE(ana.take(51));
    EXPECT_TRUE(ana.take(50));
    EXPECT_FALSE(ben.take(30)) << "all together";
    first.give_back();
    EXPECT_TRUE(ben.take(30));
    EXPECT_EQ(budget.held(), 90u);
}

TEST(ListenerSeats, BoundStrangersByAddressAndPeopleByPerson) {
    ListenerSeats seats({.most = 10, .for_people = 4, .per_address = 3, .per_person = 2});
    std::vector<ListenerSeats::Taken> held;
    const auto take = [&](const Asker& asker, const char* address) -> std::optional<Refused> {
        auto taken = seats.take(asker, address);
        if (const auto* why = std::get_if<Refused>(&taken)) return *why;
        held.push_back(std::move(taken));
        return std::nullopt;
    };
    for (int i = 0; i < 3; ++i) EXPECT_EQ(take(stranger("x"), "10.0.0.1"), std::nullopt);
    EXPECT_EQ(take(stranger("x"), "10.0.0.1"), Refused::EventsOfAddress);
    EXPECT_EQ(take(person("ana"), "10.0.0.1"), std::nullopt);
    EXPECT_EQ(take(person("ana"), "10.0.0.2"), std::nullopt);
    EXPECT_EQ(take(person("ana"), "10.0.0.3"), Refused::EventsOfPerson);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(take(stranger("y"), "10.0.0.2"), std::nullopt);
    EXPECT_EQ(take(stranger("z"), "10.0.0.3"), Refused::Events) << "the rest is for people";
    EXPECT_EQ(take(person("ben"), "10.0.0.1"), std::nullopt);
    held.clear();
    EXPECT_EQ(seats.taken(), 0u);
    EXPECT_EQ(take(stranger("x"), "10.0.0.1"), std::nullopt);
}

TEST(Networks, AreTheAddressOrTheSubnetAndTheSite) {
    EXPECT_EQ(networks_of("10.1.2.3").size(), 1u);
    const auto v6 = networks_of("2001:db8:1:2:3:4:5:6");
    ASSERT_EQ(v6.size(), 2u);
    EXPECT_EQ(v6[0].key, "2001:db8:1:2::/64");
    EXPECT_EQ(v6[1].key, "2001:db8:1::/48");
    EXPECT_EQ(networks_of("::ffff:10.1.2.3").size(), 1u);
}

TEST(ProcessLimits, TheLeastOfAllControlGroupsAroundTheProcessCounts) {
    const lsl::testing::TemporaryFolder root;
    const auto write = [&](const std::string& file, const std::string& text) {
        std::filesystem::create_directories((root.path() / file).parent_path());
        std::ofstream(root.path() / file) << text << "\n";
    };
    write("proc/self/cgroup", "0::/studio.slice/live.service");
    write("sys/fs/cgroup/studio.slice/live.service/pids.max", "max");
    write("sys/fs/cgroup/studio.slice/pids.max", "300");
    write("sys/fs/cgroup/studio.slice/pids.current", "100");
    EXPECT_EQ(read_process_limits(root.path()).threads, 200u);
    write("sys/fs/cgroup/studio.slice/live.service/pids.max", "90");
    write("sys/fs/cgroup/studio.slice/live.service/pids.current", "20");
    EXPECT_EQ(read_process_limits(root.path()).threads, 70u);
}

TEST(ProcessLimits, ConnectionsFitIntoThem) {
    EXPECT_EQ(room_that_fits({.descriptors = 20'000, .threads = 30'000}, 512).most, 4096u);
    EXPECT_EQ(room_that_fits({.descriptors = 1'100, .threads = 30'000}, 512).most, 500u);
    EXPECT_EQ(room_that_fits({.descriptors = 20'000, .threads = 232}, 512).most, 200u);
    EXPECT_EQ(room_that_fits({.descriptors = 64, .threads = 10}, 512).most, 16u);
}

}  // namespace
}  // namespace lsl::http
