// A fuzzer's committed inputs as a plain test: each whole, cut short at every length, and with
// bytes changed by a fixed seed. The sanitizers of the test build are the judges.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace lsl {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::vector<Bytes> corpus() {
    std::vector<Bytes> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(LSL_CORPUS_DIR)) {
        std::ifstream file(entry.path(), std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

// A copy of exactly that size, so that the address sanitizer sees a read behind its end.
void feed(const Bytes& bytes, std::size_t size) {
    const Bytes exact(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

TEST(Corpus, OfThisFuzzerIsThere) { EXPECT_FALSE(corpus().empty()) << LSL_CORPUS_DIR; }

TEST(Corpus, DoesNoHarm) {
    for (const Bytes& input : corpus()) feed(input, input.size());
}

TEST(Corpus, CutShortDoesNoHarm) {
    for (const Bytes& input : corpus()) {
        const std::size_t step = 1 + input.size() / 256;
        for (std::size_t size = 0; size < input.size(); size += step) feed(input, size);
    }
}

TEST(Corpus, WithChangedBytesDoesNoHarm) {
    constexpr int rounds = 64;
    std::mt19937 random(20);
    for (const Bytes& input : corpus()) {
        if (input.empty()) continue;
        for (int round = 0; round < rounds; ++round) {
            Bytes changed = input;
            for (int i = 0; i < 1 + round % 8; ++i) {
                changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
            }
            feed(changed, changed.size());
        }
    }
}

}  // namespace
}  // namespace lsl
