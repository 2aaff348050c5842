#include "server/process_limits.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

#include <sys/resource.h>

namespace lsl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_connections = 4096;
constexpr std::size_t fewest_connections = 16;
/// The database, media, recordings, the log and libraries.
constexpr std::size_t descriptors_of_the_server = 100;
constexpr std::size_t threads_of_the_server = 32;

std::size_t limit_of(decltype(RLIMIT_NOFILE) resource) {
    rlimit limit{};
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return std::numeric_limits<std::size_t>::max();
    }
    return limit.rlim_cur;
}

/// A file of one number; nothing for "max" and for no file.
std::optional<std::size_t> number_in(const fs::path& file) {
    std::ifstream in(file);
    std::size_t number = 0;
    if (in >> number) return number;
    return std::nullopt;
}

/// Threads that the group and all groups around it still allow.
std::size_t threads_in(const fs::path& controller, std::string group) {
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (;;) {
        const fs::path folder = controller / fs::path(group).relative_path();
        if (const auto most = number_in(folder / "pids.max")) {
            const std::size_t now = number_in(folder / "pids.current").value_or(0);
            least = std::min(least, *most - std::min(now, *most));
        }
        if (group.empty() || group == "/") return least;
        group = fs::path(group).parent_path().string();
    }
}

/// Lines are "hierarchy:controllers:group" (cgroups(7)); v2 is hierarchy 0.
std::size_t threads_of_control_groups(const fs::path& root) {
    std::size_t least = std::numeric_limits<std::size_t>::max();
    std::ifstream in(root / "proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (second == std::string::npos) continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const std::string group = line.substr(second + 1);
        const fs::path mounted = root / "sys/fs/cgroup";
        if (controllers == "pids") least = std::min(least, threads_in(mounted / "pids", group));
        if (controllers.empty()) least = std::min(least, threads_in(mounted, group));
    }
    return least;
}

std::size_t without(std::size_t all, std::size_t some) { return all - std::min(all, some); }

}  // namespace

void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

ProcessLimits read_process_limits(const fs::path& root) {
    // RLIMIT_NPROC counts all threads of the user, and what others of theirs take is not known.
    const std::size_t of_user = limit_of(RLIMIT_NPROC);
    const bool unlimited = of_user == std::numeric_limits<std::size_t>::max();
    return {
        .descriptors = limit_of(RLIMIT_NOFILE),
        .threads = std::min(unlimited ? of_user : of_user / 2, threads_of_control_groups(root))};
}

http::RoomLimits room_that_fits(const ProcessLimits& limits, std::size_t per_address) {
    const std::size_t by_descriptors = without(limits.descriptors, descriptors_of_the_server) / 2;
    const std::size_t by_threads = without(limits.threads, threads_of_the_server);
    http::RoomLimits room;
    room.most =
        std::clamp(std::min(by_descriptors, by_threads), fewest_connections, most_connections);
    room.for_people = room.most / 8;
    room.for_staff = room.most / 64 + 1;
    room.per_address = per_address;
    room.spare = std::min(room.spare, std::max<std::size_t>(per_address / 8, 1));
    return room;
}

http::SeatLimits seats_that_fit(const http::RoomLimits& room, std::size_t per_address,
                                std::size_t per_person) {
    http::SeatLimits seats;
    seats.most = room.most - room.most / 8;
    seats.for_people = seats.most / 8;
    seats.per_address = per_address;
    seats.per_person = per_person;
    return seats;
}

}  // namespace lsl
