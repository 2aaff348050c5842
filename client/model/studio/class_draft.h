#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client/model/studio/field_errors.h"
#include "shared/base/id.h"

namespace lsl::model {

/// A class while it is written or changed; texts as in the fields. What each field is called, how
/// it is judged and what it becomes in a request is described once, in class_fields.h.
struct ClassDraft {
    std::optional<StreamId> id;  ///< the class that is changed; nothing for a new one
    std::string title, description, starts, minutes = "60", price = "0", instructor_name, style;
    std::string level = "any";  ///< a word of domain::Level
    std::string thumbnail_url;
    std::string picture_name;        ///< of a file that was chosen and not sent yet
    std::uint32_t picture_file = 0;  ///< its handle for the upload; 0 = none
    bool keep_for_catalog = true;
    FieldErrors errors;
};

/// The address of the picture that the class will have, for a preview: the one that is typed, or
/// the chosen file's, which only this browser knows; nothing while there is neither.
std::optional<std::string> picture_to_show(const ClassDraft& draft);

}  // namespace lsl::model
