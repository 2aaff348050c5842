#include "server/config/setting_reader.h"

#include <algorithm>
#include <charconv>

#include "shared/domain/text_rules.h"

namespace lsl::config {
namespace {

bool is_secret(std::string_view name) {
    return name.ends_with("_TOKEN") || name.ends_with("_SECRET") || name.ends_with("_PEM") ||
           name.ends_with("_PASSWORD");
}

std::string shown(const std::string& value) {
    return value.size() <= 80 ? value : value.substr(0, 80) + "…";
}

}  // namespace

void SettingReader::text(std::string_view name, std::string& out) {
    if (const Variable* variable = find(name)) out = domain::trimmed(variable->value);
}

std::optional<std::int64_t> SettingReader::whole_number(std::string_view name, std::int64_t least,
                                                        std::int64_t most) {
    const Variable* variable = find(name);
    if (variable == nullptr) return std::nullopt;
    const std::string text = domain::trimmed(variable->value);
    std::int64_t value = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value);
    if (error == std::errc() && end == last && value >= least && value <= most) return value;
    fault(name,
          "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

void SettingReader::flag(std::string_view name, bool& out) {
    std::string value = out ? "1" : "0";
    text(name, value);
    if (value == "1" || value == "true" || value == "yes" || value == "on") {
        out = true;
    } else if (value == "0" || value == "false" || value == "no" || value == "off") {
        out = false;
    } else {
        fault(name, "must be 0 or 1");
    }
}

std::vector<std::string> SettingReader::list(std::string_view name) {
    std::string all;
    text(name, all);
    std::vector<std::string> items;
    for (std::size_t start = 0; start < all.size();) {
        const std::size_t end = std::min(all.find_first_of(", ", start), all.size());
        if (end > start) items.push_back(all.substr(start, end - start));
        start = end + 1;
    }
    return items;
}

void SettingReader::fault(std::string_view name, std::string_view rule) {
    if (error_) return;
    std::string sentence(name);
    sentence.append(" ").append(rule);
    if (const Variable* variable = find(name)) {
        sentence += is_secret(name) ? " (given by "
                                    : " (it was \"" + shown(variable->value) + "\", given by ";
        sentence += variable->origin + ")";
    }
    error_ = make_error(ErrorCode::InvalidInput, "invalid_settings", sentence + ".");
    error_->field = name;
}

const Variable* SettingReader::find(std::string_view name) const {
    const auto found = variables_.find(name);
    if (found == variables_.end() || domain::trimmed(found->second.value).empty()) return nullptr;
    return &found->second;
}

}  // namespace lsl::config
