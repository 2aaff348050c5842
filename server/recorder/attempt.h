#pragma once

#include <cstdio>
#include <exception>

namespace lsl::recorder {

/// One recording's turn on a thread that serves many: what it throws (there is no memory, say) is
/// not the others' fault. Any thread.
template <class Work>
void attempt(const Work& work) {
    try {
        work();
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "recorder: %s\n", problem.what());
    }
}

}  // namespace lsl::recorder
