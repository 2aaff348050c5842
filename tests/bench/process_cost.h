#pragma once

#include <string>
#include <vector>

namespace lsl::bench {

/// CPU time of all threads of the process with this id, from the scheduler's own count.
double process_cpu_seconds(const std::string& pid);
/// Its memory that is there, not only promised.
double process_resident_kb(const std::string& pid);

/// Of values in ascending order.
double quantile_of(const std::vector<double>& sorted, double share);

/// As many sockets as the system lets this program have.
void raise_file_limit();

}  // namespace lsl::bench
