#include "server/services/figures/csv_text.h"

#include <fmt/format.h>

namespace lsl::services {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view begins_a_formula = "=+-@\t\r";

}  // namespace

CsvText::CsvText(std::initializer_list<std::string_view> columns) : text_(byte_order_mark) {
    for (const std::string_view column : columns) cell(column);
    end_row();
}

CsvText& CsvText::text(std::string_view value) {
    const bool formula =
        !value.empty() && begins_a_formula.find(value.front()) != std::string_view::npos;
    if (formula) {
        cell("'" + std::string(value));
    } else {
        cell(value);
    }
    return *this;
}

CsvText& CsvText::number(std::int64_t value) {
    cell(std::to_string(value));
    return *this;
}

CsvText& CsvText::number(std::optional<std::int64_t> value) {
    if (value) return number(*value);
    cell({});
    return *this;
}

CsvText& CsvText::decimal(double value) {
    cell(fmt::format("{:.4f}", value));
    return *this;
}

CsvText& CsvText::time(std::optional<UtcTime> value) {
    if (value) {
        cell(to_iso8601(*value));
    } else {
        cell({});
    }
    return *this;
}

void CsvText::end_row() {
    text_ += "\r\n";
    begins_ = true;
}

void CsvText::cell(std::string_view value) {
    if (!begins_) text_ += ',';
    begins_ = false;
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
        text_ += value;
        return;
    }
    text_ += '"';
    for (const char c : value) {
        if (c == '"') text_ += '"';
        text_ += c;
    }
    text_ += '"';
}

}  // namespace lsl::services
