#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "shared/base/error.h"
#include "shared/base/result.h"

namespace lsl::model {

/// Sentences under fields, by the request's field name.
class FieldErrors {
  public:
    std::string_view operator[](std::string_view field) const;
    const Error* find(std::string_view field) const;
    /// Takes the outcome of a check: its sentence, or none.
    void judge(std::string_view field, const Result<void>& outcome);
    void set(std::string_view field, std::string sentence);
    void set(std::string_view field, Error error);
    void clear(std::string_view field);
    void clear() { errors_.clear(); }
    bool empty() const { return errors_.empty(); }
    /// The first field in `order` with a sentence, or "".
    std::string_view first_of(std::initializer_list<std::string_view> order) const;

  private:
    std::map<std::string, Error, std::less<>> errors_;
};

}  // namespace lsl::model
