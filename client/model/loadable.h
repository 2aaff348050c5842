#pragma once

#include <optional>
#include <utility>

#include "shared/base/error.h"

namespace lsl::model {

/// Something that the server has. A value stays while it is asked for again, so that a page never
/// falls back to skeletons; each view draws all of the states.
template <class T>
struct Loadable {
    std::optional<T> value;
    std::optional<Error> error;  ///< of the last attempt
    bool loading = false;

    bool ready() const { return value.has_value(); }
    /// Nothing to show yet, and nothing went wrong: skeletons.
    bool waiting() const { return !value && !error; }
    bool failed() const { return !value && error.has_value(); }

    /// True when a request is to be sent now.
    bool begin() {
        if (loading) return false;
        loading = true;
        error.reset();
        return true;
    }
    void set(T new_value) {
        value = std::move(new_value);
        error.reset();
        loading = false;
    }
    void fail(Error reason) {
        error = std::move(reason);
        loading = false;
    }
};

/// A request that changes something, as the button shows it.
struct Submission {
    bool busy = false;
    std::optional<Error> error;

    void begin() {
        busy = true;
        error.reset();
    }
    void succeed() {
        busy = false;
        error.reset();
    }
    void fail(Error reason) {
        busy = false;
        error = std::move(reason);
    }
};

}  // namespace lsl::model
