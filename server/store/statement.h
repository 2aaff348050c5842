#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "server/store/driver.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/text_id.h"
#include "shared/base/time.h"

namespace lsl::store {

/// An enumeration that is kept as a word: `enum_name` and `enum_parse` stand beside it.
template <class T>
concept Worded = std::is_enum_v<T> && requires(T value, std::optional<T> parsed) {
    { enum_name(value) } -> std::convertible_to<std::string_view>;
    enum_parse(std::string_view(), parsed);
};

/// A prepared statement in use: bind the values in the order of the question marks, then step.
/// Is reset when it goes out of scope. Texts are copied. Columns are read in order, too, by
/// `next(value)`; a NULL in a column that has none by the table's rules reads as the zero value,
/// and a word that an enumeration does not know leaves it as it is.
class Statement {
  public:
    explicit Statement(PreparedStatement& prepared) : prepared_(&prepared) {}
    /// One that could not be prepared: each step says why.
    explicit Statement(Error problem) : problem_(std::move(problem)) {}
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept;

    template <class... Values>
    Statement& bind(const Values&... values) {
        (bind_one(values), ...);
        return *this;
    }

    /// True when there is a row to read.
    Result<bool> step();
    /// For statements that give no rows.
    Result<void> run();

    template <class... Values>
    void columns(Values&... values) {
        (next(values), ...);
    }
    void next(std::int64_t& value) { value = prepared_->integer(column_++); }
    void next(bool& value) { value = prepared_->boolean(column_++); }
    void next(std::string& value) { value = prepared_->text(column_++); }
    void next(UtcTime& value) { value = prepared_->time(column_++); }
    template <class Tag>
    void next(Id<Tag>& value) {
        value.uuid = prepared_->uuid(column_++);
    }
    template <class Tag>
    void next(TextId<Tag>& value) {
        value.text = prepared_->text(column_++);
    }
    template <Worded Enum>
    void next(Enum& value) {
        std::optional<Enum> parsed;
        enum_parse(prepared_->text(column_++), parsed);
        if (parsed) value = *parsed;
    }
    template <class T>
    void next(std::optional<T>& value) {
        value.reset();
        if (prepared_->is_null(column_)) {
            ++column_;
        } else {
            next(value.emplace());
        }
    }

  private:
    template <class T>
    void bind_one(const T& value) {
        if (prepared_ != nullptr) bind_next(value);
    }
    void bind_next(std::int64_t value) { prepared_->bind_integer(++parameter_, value); }
    void bind_next(int value) { bind_next(std::int64_t{value}); }
    void bind_next(bool value) { prepared_->bind_boolean(++parameter_, value); }
    void bind_next(std::string_view value) { prepared_->bind_text(++parameter_, value); }
    void bind_next(const std::string& value) { bind_next(std::string_view(value)); }
    void bind_next(const char* value) { bind_next(std::string_view(value)); }
    void bind_next(UtcTime value) { prepared_->bind_time(++parameter_, value); }
    void bind_next(const Uuid& value) { prepared_->bind_uuid(++parameter_, value); }
    template <class Tag>
    void bind_next(const Id<Tag>& value) {
        bind_next(value.uuid);
    }
    template <class Tag>
    void bind_next(const TextId<Tag>& value) {
        bind_next(std::string_view(value.text));
    }
    template <Worded Enum>
    void bind_next(Enum value) {
        bind_next(std::string_view(enum_name(value)));
    }
    template <class T>
    void bind_next(const std::optional<T>& value) {
        if (value) {
            bind_next(*value);
        } else {
            prepared_->bind_null(++parameter_);
        }
    }
    void bind_next(std::nullopt_t) { prepared_->bind_null(++parameter_); }

    PreparedStatement* prepared_ = nullptr;
    std::optional<Error> problem_;
    int parameter_ = 0;
    int column_ = 0;
};

}  // namespace lsl::store
