#include "client/model/studio/field_errors.h"

#include <utility>

namespace lsl::model {

std::string_view FieldErrors::operator[](std::string_view field) const {
    const Error* error = find(field);
    return error == nullptr ? std::string_view() : std::string_view(error->message);
}

const Error* FieldErrors::find(std::string_view field) const {
    const auto found = errors_.find(field);
    return found == errors_.end() ? nullptr : &found->second;
}

void FieldErrors::judge(std::string_view field, const Result<void>& outcome) {
    if (outcome) {
        clear(field);
    } else {
        set(field, outcome.error());
    }
}

void FieldErrors::set(std::string_view field, std::string sentence) {
    set(field, invalid_field(std::string(field), std::move(sentence)));
}

void FieldErrors::set(std::string_view field, Error error) {
    errors_.insert_or_assign(std::string(field), std::move(error));
}

void FieldErrors::clear(std::string_view field) {
    if (const auto found = errors_.find(field); found != errors_.end()) {
        errors_.erase(found);
    }
}

std::string_view FieldErrors::first_of(std::initializer_list<std::string_view> order) const {
    for (const std::string_view field : order) {
        if (errors_.contains(field)) return field;
    }
    return {};
}

}  // namespace lsl::model
