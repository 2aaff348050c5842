#include "server/passkeys/attestation.h"

#include <cstdint>

namespace lsl::passkeys {
namespace {

// Kinds of RFC 8949 3.1.
constexpr int unsigned_number = 0, negative_number = 1, byte_string = 2, text_string = 3, list = 4,
              map = 5;
constexpr int simple = 7;
constexpr int deepest = 4;

struct Head {
    int kind = 0;
    std::uint64_t value = 0;
};

/// Reads items from the front of a text.
class Reader {
  public:
    explicit Reader(std::string_view rest) : rest_(rest) {}

    bool at_end() const { return rest_.empty(); }

    std::optional<Head> head() {
        if (rest_.empty()) return std::nullopt;
        const auto first = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        const int kind = first >> 5;
        const int size = first & 31;
        if (size < 24) return Head{kind, static_cast<std::uint64_t>(size)};
        // Indefinite lengths and floating-point numbers have no place here.
        if (size > 27 || kind == simple) return std::nullopt;
        const std::size_t more = std::size_t{1} << (size - 24);
        if (rest_.size() < more) return std::nullopt;
        Head head{kind, 0};
        for (std::size_t i = 0; i < more; ++i) {
            head.value = head.value << 8 | static_cast<unsigned char>(rest_[i]);
        }
        rest_.remove_prefix(more);
        return head;
    }

    /// The content of bytes or of a text.
    std::optional<std::string_view> content(int kind) {
        const auto found = head();
        if (!found || found->kind != kind) return std::nullopt;
        return content_of(found->value);
    }

    bool skip(int depth = 0) {
        const auto item = head();
        if (!item || depth > deepest) return false;
        switch (item->kind) {
            case unsigned_number:
            case negative_number:
            case simple: return true;
            case byte_string:
            case text_string: return content_of(item->value).has_value();
            case list: return skip_items(item->value, 1, depth);
            case map: return skip_items(item->value, 2, depth);
            default: return false;  // tags
        }
    }

  private:
    std::optional<std::string_view> content_of(std::uint64_t size) {
        if (size > rest_.size()) return std::nullopt;
        const std::string_view found = rest_.substr(0, static_cast<std::size_t>(size));
        rest_.remove_prefix(found.size());
        return found;
    }

    bool skip_items(std::uint64_t count, int of_each, int depth) {
        // Each takes a byte at least, so a false count ends soon.
        if (count > rest_.size()) return false;
        for (std::uint64_t i = 0; i < count; ++i) {
            for (int one = 0; one < of_each; ++one) {
                if (!skip(depth + 1)) return false;
            }
        }
        return true;
    }

    std::string_view rest_;
};

}  // namespace

std::optional<std::string_view> authenticator_data_of(std::string_view object) {
    if (object.size() > longest_attestation) return std::nullopt;
    Reader reader(object);
    const auto outer = reader.head();
    if (!outer || outer->kind != map || outer->value != 3) return std::nullopt;
    std::optional<std::string_view> found;
    for (int member = 0; member < 3; ++member) {
        const auto name = reader.content(text_string);
        if (!name) return std::nullopt;
        if (*name == "authData") {
            if (found) return std::nullopt;
            found = reader.content(byte_string);
            if (!found) return std::nullopt;
        } else if ((*name != "fmt" && *name != "attStmt") || !reader.skip()) {
            return std::nullopt;
        }
    }
    return reader.at_end() ? found : std::nullopt;
}

}  // namespace lsl::passkeys
