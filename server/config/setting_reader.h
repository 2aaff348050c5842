#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/variables.h"
#include "shared/base/error.h"

namespace lsl::config {

/// Reads one setting after the other and keeps the first fault.
class SettingReader {
  public:
    explicit SettingReader(const Variables& variables) : variables_(variables) {}

    bool given(std::string_view name) const { return find(name) != nullptr; }
    void text(std::string_view name, std::string& out);
    template <class Number>
    void number(std::string_view name, std::int64_t least, std::int64_t most, Number& out) {
        if (const auto value = whole_number(name, least, most)) out = static_cast<Number>(*value);
    }
    void flag(std::string_view name, bool& out);
    std::vector<std::string> list(std::string_view name);

    /// "MEDIA_UDP_PORT must be … (it was "x", from --media-udp-port)."
    void fault(std::string_view name, std::string_view rule);
    const std::optional<Error>& error() const { return error_; }

  private:
    const Variable* find(std::string_view name) const;
    std::optional<std::int64_t> whole_number(std::string_view name, std::int64_t least,
                                             std::int64_t most);

    const Variables& variables_;
    std::optional<Error> error_;
};

}  // namespace lsl::config
