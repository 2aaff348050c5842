#pragma once

#include <cstdio>
#include <exception>
#include <string>

namespace lsl::threads {

/// One unit of the work that a thread does for many: what it throws (there is no memory, say) ends
/// that unit alone, and `who` says so in the log. False when it threw. Any thread.
template <class Work>
bool attempt(const std::string& who, const Work& work) {
    try {
        work();
        return true;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s: %s\n", who.c_str(), problem.what());
        return false;
    }
}

}  // namespace lsl::threads
