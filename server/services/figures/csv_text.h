#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/time.h"

namespace lsl::services {

/// A table as text that spreadsheets open: RFC 4180 with a header, UTF-8 with a byte order mark.
/// A text that a spreadsheet would take for a formula gets an apostrophe before it: names and
/// titles are written by anybody.
class CsvText {
  public:
    explicit CsvText(std::initializer_list<std::string_view> columns);

    CsvText& text(std::string_view value);
    CsvText& number(std::int64_t value);
    CsvText& number(std::optional<std::int64_t> value);
    /// With a decimal point and four digits behind it.
    CsvText& decimal(double value);
    CsvText& time(std::optional<UtcTime> value);
    void end_row();

    std::string take() { return std::move(text_); }

  private:
    void cell(std::string_view value);

    std::string text_;
    bool begins_ = true;  ///< of a row
};

}  // namespace lsl::services
