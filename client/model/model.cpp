#include "client/model/model.h"

namespace lsl::model {

std::string Model::tokens(std::int64_t amount) const {
    const std::string number = words->number(static_cast<double>(amount));
    if (!messages->language().right_to_left) return "\u25C6 " + number;
    return "\u2066" + number + " \u25C6\u2069";  // isolated from left to right
}

}  // namespace lsl::model
