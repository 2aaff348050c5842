#pragma once

#include <span>
#include <string>

namespace lsl::platform {

class Listener;

/// The app, for the functions that JavaScript calls. Set by start().
Listener& listener();
void set_listener(Listener& listener);

/// Text that the last JavaScript function left as its answer.
std::string take_text_answer();

/// Numbers that JavaScript left: as an answer, or beside a call with many values.
std::span<const double> numbers();

}  // namespace lsl::platform
