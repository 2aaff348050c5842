#include "shared/wire/json/json.h"

#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"
#include "shared/wire/json/packed.h"
#include "shared/wire/json/plain_json.h"

// The browser's parser stands behind the messages: a second one would be carried by every visitor.

namespace lsl::wire {

Result<void> read_json(std::string_view text, const Description& describe_members) {
    lsl_js_parse_json(text.data(), text.size());
    return read_packed(platform::take_text_answer(), describe_members);
}

std::string write_json(const Description& describe_members) {
    return write_plain_json(describe_members);
}

}  // namespace lsl::wire
