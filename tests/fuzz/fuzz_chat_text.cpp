// What people type, as a message's text. What is kept is within the limits, is valid, has nothing
// in it that could do harm where it is shown, and is kept again as it is.
#include "server/services/chat/blocked_words.h"
#include "server/services/chat/message_text.h"
#include "shared/domain/text_rules.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl;
    const std::string_view typed(reinterpret_cast<const char*>(data), size);
    services::has_link(typed);
    services::has_blocked_word(typed, {std::string(typed.substr(0, size / 2)), "bad", "笨蛋"});
    const auto kept = services::message_text(typed);
    if (!kept) return 0;
    const bool fits = !kept->empty() && kept->size() <= services::most_message_bytes &&
                      services::count_graphemes(*kept) <= services::most_message_graphemes;
    const bool clean = domain::is_valid_utf8(*kept) &&
                       !domain::has_control_characters(*kept, domain::Lines::One) &&
                       kept->find("\u202E") == std::string::npos &&
                       kept->find("\u2067") == std::string::npos;
    const auto again = services::message_text(*kept);
    if (!fits || !clean || !again || *again != *kept) std::abort();
    return 0;
}
