#include "client/platform/web/border.h"

#include <emscripten.h>

#include <array>
#include <cstddef>
#include <utility>

namespace lsl::platform {
namespace {

// JavaScript calls plain functions, so what they belong to is found here and nowhere else.
Listener* the_listener = nullptr;
std::string text_answer;
std::array<double, 64> number_buffer;

}  // namespace

Listener& listener() { return *the_listener; }

void set_listener(Listener& listener) { the_listener = &listener; }

std::string take_text_answer() { return std::exchange(text_answer, {}); }

std::span<const double> numbers() { return number_buffer; }

}  // namespace lsl::platform

extern "C" {

/// Room for an answer of that many bytes.
EMSCRIPTEN_KEEPALIVE char* lsl_answer_room(std::size_t length) {
    lsl::platform::text_answer.resize(length);
    return lsl::platform::text_answer.data();
}

EMSCRIPTEN_KEEPALIVE double* lsl_number_room() { return lsl::platform::number_buffer.data(); }
}
