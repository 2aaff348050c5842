#pragma once

#include <string>

#include "client/model/field_errors.h"

namespace lsl::model {

/// What is typed about others in the room of a class: the dialogs of the room share it.
struct ModerationDraft {
    std::string reason;  ///< of a report
    FieldErrors errors;  ///< by the names that the requests have for the fields
};

}  // namespace lsl::model
