#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/text_id.h"
#include "shared/base/time.h"

namespace lsl::wire {

/// One description of a message, read and written by the same function:
///
///     void describe(Archive& a, Enroll& m) { a.field("token_balance", m.token_balance); }
///
/// `field` needs the member when reading; std::optional members may be absent or null, and are
/// written as null. `extra` members may be absent when reading (keeping the value) and are left
/// out of the text when empty. Unknown members are ignored. Nothing throws: a reader keeps the
/// first fault with its path.
class Archive {
  public:
    virtual ~Archive() = default;

    template <class T>
    void field(std::string_view name, T& value) {
        if (open_member(name, Need::Required)) {
            visit(value);
            close_member();
        }
    }
    template <class T>
    void field(std::string_view name, std::optional<T>& value) {
        if (!reading()) {
            open_member(name, Need::Optional);
            if (value) {
                visit(*value);
            } else {
                null();
            }
            close_member();
            return;
        }
        value.reset();
        if (open_member(name, Need::Optional)) {
            visit(value.emplace());
            close_member();
        }
    }
    template <class T>
    void extra(std::string_view name, T& value) {
        if (!reading() && is_empty(value)) return;
        if constexpr (is_optional<T>) {
            field(name, value);
        } else if (open_member(name, Need::Optional)) {
            visit(value);
            close_member();
        }
    }
    /// Keeps the default when absent, always written.
    template <class T>
    void with_default(std::string_view name, T& value) {
        if (open_member(name, Need::Optional)) {
            visit(value);
            close_member();
        }
    }

    virtual bool reading() const = 0;
    /// Reader only: the names that the present object has, known or not; else none.
    virtual std::vector<std::string> member_names() const { return {}; }
    /// Reader only: notes a fault of the member being read.
    virtual void fault(std::string_view expected) = 0;

  protected:
    enum class Need { Required, Optional };
    /// False when the member is to be left alone (absent, null, or an earlier fault).
    virtual bool open_member(std::string_view name, Need need) = 0;
    virtual void close_member() = 0;
    /// An object at the current place. False when there is none.
    virtual bool open_object() = 0;
    virtual void close_object() = 0;
    /// An object whose names are values themselves, such as ids: each item is a member of it.
    virtual bool open_map() { return open_object(); }
    virtual void close_map() { close_object(); }
    /// A list at the current place; its length when reading, `size` when writing.
    virtual std::size_t open_list(std::size_t size) = 0;
    virtual void open_item(std::size_t index) = 0;
    virtual void close_item() = 0;
    virtual void close_list() = 0;

    virtual void null() = 0;
    virtual void leaf(bool& value) = 0;
    virtual void leaf(std::int64_t& value) = 0;
    virtual void leaf(double& value) = 0;
    virtual void leaf(std::string& value) = 0;
    /// Told before the leaf of a text that is more than a text: a JSON Schema format ("date-time",
    /// "uuid"), or the words of an enumeration by their numbers from 0 on, "" beyond the last.
    /// Only a schema needs them.
    virtual void format(std::string_view) {}
    virtual void choices(std::string_view (*)(int)) {}

    template <class T>
    void visit(T& value) {
        if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::int64_t> ||
                      std::is_same_v<T, double> || std::is_same_v<T, std::string>) {
            leaf(value);
        } else if constexpr (std::is_same_v<T, UtcTime>) {
            format("date-time");
            visit_text(
                value, [](const UtcTime& t) { return to_iso8601(t); }, parse_iso8601,
                "a time such as 2026-11-22T18:30:00Z");
        } else if constexpr (is_id<T>) {
            format("uuid");
            visit_text(
                value, [](const T& id) { return id.to_string(); }, T::parse, "an id");
        } else if constexpr (is_text_id<T>) {
            leaf(value.text);
        } else if constexpr (std::is_enum_v<T>) {
            choices([](int number) { return enum_name(static_cast<T>(number)); });
            visit_text(
                value, [](const T& v) { return std::string(enum_name(v)); },
                [](std::string_view text) {
                    std::optional<T> out;
                    enum_parse(text, out);
                    return out;
                },
                "one of the allowed values");
        } else if constexpr (is_vector<T>) {
            const std::size_t size = open_list(value.size());
            if (reading()) value.resize(size);
            for (std::size_t i = 0; i < size; ++i) {
                open_item(i);
                visit(value[i]);
                close_item();
            }
            close_list();
        } else if constexpr (is_map<T>) {
            visit_map(value);
        } else {
            if (open_object()) {
                describe(*this, value);
                close_object();
            }
        }
    }

  private:
    template <class T>
    struct IsOptional : std::false_type {};
    template <class T>
    struct IsOptional<std::optional<T>> : std::true_type {};
    template <class T>
    static constexpr bool is_optional = IsOptional<T>::value;
    template <class T>
    struct IsVector : std::false_type {};
    template <class T>
    struct IsVector<std::vector<T>> : std::true_type {};
    template <class T>
    static constexpr bool is_vector = IsVector<T>::value;
    template <class T>
    struct IsMap : std::false_type {};
    template <class T>
    struct IsMap<std::map<std::string, T>> : std::true_type {};
    template <class T>
    static constexpr bool is_map = IsMap<T>::value;
    template <class T>
    struct IsId : std::false_type {};
    template <class Tag>
    struct IsId<Id<Tag>> : std::true_type {};
    template <class T>
    static constexpr bool is_id = IsId<T>::value;

    template <class T>
    struct IsTextId : std::false_type {};
    template <class Tag>
    struct IsTextId<TextId<Tag>> : std::true_type {};
    template <class T>
    static constexpr bool is_text_id = IsTextId<T>::value;

    template <class T>
    static bool is_empty(const T& value) {
        if constexpr (is_optional<T>) {
            return !value.has_value();
        } else if constexpr (requires { value.empty(); }) {
            return value.empty();
        } else {
            return false;
        }
    }

    template <class T>
    void visit_map(std::map<std::string, T>& value) {
        if (!open_map()) return;
        if (reading()) {
            value.clear();
            for (const std::string& name : member_names()) value[name];
        }
        for (auto& [name, item] : value) {
            if (!open_member(name, Need::Required)) continue;
            visit(item);
            close_member();
        }
        close_map();
    }

    template <class T, class Print, class Parse>
    void visit_text(T& value, Print print, Parse parse, std::string_view expected) {
        std::string text;
        if (!reading()) text = print(value);
        leaf(text);
        if (!reading() || failed()) return;
        if (const auto parsed = parse(text)) {
            value = *parsed;
        } else {
            fault(expected);
        }
    }

    virtual bool failed() const = 0;
};

}  // namespace lsl::wire
