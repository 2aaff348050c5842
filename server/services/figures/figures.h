#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/staff.h"
#include "shared/wire/figures_api.h"

namespace lsl::services {

/// What `?from=&to=&by=` says, each as it came.
struct FiguresQuery {
    std::string_view from, to, by;
};

/// A table to download.
struct FiguresFile {
    std::string text;
    std::string name;  ///< "figures-curve-2026-11-27.csv": ASCII without quotes
};

/// Figures of classes, counted from their spans whenever somebody asks; domain/figures.h says what
/// they mean. Thread-safe.
class Figures {
  public:
    /// More classes at once would take seconds.
    static constexpr std::int64_t most_classes = 1000;
    static constexpr std::chrono::days longest_time{400};
    static constexpr std::chrono::days usual_time{90};

    /// Both outlive the object.
    Figures(store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    /// Of one class, as a role may see them. NotFound.
    Result<wire::ClassFigures> of_class(std::string_view stream_id, domain::StaffRole role) const;
    Result<api::GetAttendance::Response> attendance(std::string_view stream_id) const;
    /// `table` empty: attendance. InvalidInput `unknown_table`; Forbidden for money.
    Result<FiguresFile> class_file(std::string_view stream_id, std::string_view table,
                                   domain::StaffRole role) const;

    /// InvalidInput for a wrong date or `by`, a time that is too long, and too many classes.
    Result<api::GetStudioFigures::Response> studio(const FiguresQuery& query) const;
    Result<FiguresFile> studio_file(const FiguresQuery& query) const;

  private:
    store::Database& database_;
    const Clock& clock_;
};

}  // namespace lsl::services
