#pragma once

#include <cstdlib>
#include <utility>
#include <variant>

#include "shared/base/error.h"

namespace lsl {

/// Either a value or an Error; names as in std::expected, so that a later swap is mechanical.
/// Reading `value()` of a failed result ends the program: check first.
template <class T>
class [[nodiscard]] Result {
  public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return *check(std::get_if<0>(&state_)); }
    const T& value() const& { return *check(std::get_if<0>(&state_)); }
    T&& value() && { return std::move(*check(std::get_if<0>(&state_))); }

    Error& error() & { return *check(std::get_if<1>(&state_)); }
    const Error& error() const& { return *check(std::get_if<1>(&state_)); }
    Error&& error() && { return std::move(*check(std::get_if<1>(&state_))); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

  private:
    template <class P>
    static P* check(P* pointer) {
        if (pointer == nullptr) std::abort();
        return pointer;
    }

    std::variant<T, Error> state_;
};

/// Success without a value.
template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;

    Result() = default;
    Result(Error error) : error_(std::move(error)), failed_(true) {}

    bool has_value() const { return !failed_; }
    explicit operator bool() const { return has_value(); }
    void value() const {
        if (failed_) std::abort();
    }
    Error& error() & { return error_; }
    const Error& error() const& { return error_; }
    Error&& error() && { return std::move(error_); }

  private:
    Error error_;
    bool failed_ = false;
};

}  // namespace lsl

/// Yields the value, or returns the error from the enclosing function. One per statement.
#define LSL_TRY(expression)                                            \
    __extension__({                                                    \
        auto lsl_try_result = (expression);                            \
        if (!lsl_try_result) return std::move(lsl_try_result).error(); \
        std::move(lsl_try_result).value();                             \
    })
