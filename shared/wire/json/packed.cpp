#include "shared/wire/json/packed.h"

#include <cmath>
#include <cstdint>
#include <cstring>

#include "shared/wire/json/value_reader.h"

namespace lsl::wire {

namespace {

constexpr double whole_limit = 9007199254740992.0;  // 2^53: beyond it doubles skip whole numbers

/// A value among the bytes. They come from our own script, so lengths are believed.
class PackedValue {
  public:
    explicit PackedValue(const char* at) : at_(at) {}

    bool is_object() const { return *at_ == 'o'; }
    bool is_list() const { return *at_ == 'l'; }
    bool is_null() const { return *at_ == 'n'; }
    std::size_t size() const { return word(at_ + 5); }
    PackedValue item(std::size_t index) const {
        PackedValue value(contents());
        while (index-- > 0) value = PackedValue(value.end());
        return value;
    }
    std::optional<PackedValue> member(std::string_view name) const {
        if (!is_object()) return std::nullopt;
        const char* at = contents();
        for (std::size_t left = size(); left > 0; --left) {
            const std::string_view found = text(at);
            const PackedValue value(found.data() + found.size());
            if (found == name) return value;
            at = value.end();
        }
        return std::nullopt;
    }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        if (!is_object()) return names;
        const char* at = contents();
        for (std::size_t left = size(); left > 0; --left) {
            const std::string_view found = text(at);
            names.emplace_back(found);
            at = PackedValue(found.data() + found.size()).end();
        }
        return names;
    }

    const char* read(bool& value) const {
        if (*at_ != 't' && *at_ != 'f') return "true or false";
        value = *at_ == 't';
        return nullptr;
    }
    const char* read(std::int64_t& value) const {
        double number = 0;
        if (read(number) != nullptr || number != std::floor(number)) return "a whole number";
        if (std::abs(number) > whole_limit) return "a smaller number";
        value = static_cast<std::int64_t>(number);
        return nullptr;
    }
    const char* read(double& value) const {
        if (*at_ != 'd') return "a number";
        std::memcpy(&value, at_ + 1, sizeof value);
        return nullptr;
    }
    const char* read(std::string& value) const {
        if (*at_ != 's') return "text";
        value = text(at_ + 1);
        return nullptr;
    }

  private:
    static std::uint32_t word(const char* at) {
        std::uint32_t value = 0;
        std::memcpy(&value, at, sizeof value);
        return value;
    }
    static std::string_view text(const char* at) { return {at + 4, word(at)}; }

    const char* contents() const { return at_ + 9; }
    const char* end() const {
        switch (*at_) {
            case 'd': return at_ + 9;
            case 's': return at_ + 5 + word(at_ + 1);
            case 'l':
            case 'o': return contents() + word(at_ + 1);
            default: return at_ + 1;
        }
    }

    const char* at_;
};

}  // namespace

Result<void> read_packed(std::string_view packed, const Description& describe_members) {
    if (packed.empty() || packed.front() != 'o') return not_an_object();
    ValueReader<PackedValue> reader{PackedValue(packed.data())};
    describe_members(reader);
    return reader.outcome();
}

}  // namespace lsl::wire
