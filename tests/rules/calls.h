// Functions by name and number of parameters, as they are written on both sides of the bridge.
#pragma once

#include "tests/rules/source_text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace lsl::rules {

struct Call {
    std::string name;
    std::size_t parameters = 0;
    bool rest = false;  // the last one stands for any number: ...colours
    std::string path;
    int line = 0;
};

// What follows an opening parenthesis, up to its closing one, counted at the outermost commas.
// `open` is the offset of the parenthesis in `code`.
std::size_t count_parameters(const std::string& code, std::size_t open);

// Whether both can mean the same function.
bool fits(const Call& a, const Call& b);

// Every occurrence of `pattern` in the code; its first group is the name, its end an opening
// parenthesis.
std::vector<Call> calls_in(const SourceText& source, const std::string& pattern);

}  // namespace lsl::rules
