#include "tests/bench/process_cost.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>

namespace lsl::bench {

double process_cpu_seconds(const std::string& pid) {
    double nanoseconds = 0;
    std::error_code gone;
    for (const auto& task : std::filesystem::directory_iterator("/proc/" + pid + "/task", gone)) {
        std::ifstream schedule(task.path() / "schedstat");
        double on_cpu = 0;
        schedule >> on_cpu;
        nanoseconds += on_cpu;
    }
    return nanoseconds / 1e9;
}

double process_resident_kb(const std::string& pid) {
    std::ifstream status("/proc/" + pid + "/status");
    for (std::string word; status >> word;) {
        if (word != "VmRSS:") continue;
        double kilobytes = 0;
        status >> kilobytes;
        return kilobytes;
    }
    return 0;
}

double quantile_of(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void raise_file_limit() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace lsl::bench
