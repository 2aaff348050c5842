#include "server/http/api/routes.h"

// Figures of classes. Who may read them is the rule of api::access_list; what they earned is left
// out, by the service, for who may not know.

namespace lsl::http {
namespace {

/// Each answer is counted anew; a page asks for one when it opens and, while live, now and then.
constexpr services::RateLimit figures_of_a_person{60, std::chrono::minutes(1)};

Result<void> take_figures(const Services& s, const Call& call) {
    return s.limits.take("figures:" + call.caller.acting().to_string(), figures_of_a_person);
}

domain::StaffRole role_for_figures(const Call& call) {
    const auto id = StreamId::parse(call.id());
    return (id ? call.caller.role_on(*id) : std::nullopt).value_or(domain::StaffRole::Guest);
}

services::FiguresQuery figures_query(const Call& call) {
    return {call.request.parameter("from"), call.request.parameter("to"),
            call.request.parameter("by")};
}

Response csv_file(Result<services::FiguresFile> file) {
    if (!file) return failure(file.error());
    Response response = text_response(200, "text/csv; charset=utf-8", std::move(file->text));
    response.add("Content-Disposition", "attachment; filename=\"" + file->name + "\"");
    response.add("Cache-Control", "no-store");
    return response;
}

constexpr std::string_view class_file_query[] = {"table"};

}  // namespace

void add_figures_routes(Router& routes, const Services& s) {
    routes.on<api::GetClassFigures>([s](Call& call) -> Result<wire::ClassFigures> {
        LSL_TRY(take_figures(s, call));
        return s.figures.of_class(call.id(), role_for_figures(call));
    });
    routes.on<api::GetAttendance>([s](Call& call) -> Result<api::GetAttendance::Response> {
        LSL_TRY(take_figures(s, call));
        return s.figures.attendance(call.id());
    });
    routes.on<api::GetStudioFigures>([s](Call& call) -> Result<api::GetStudioFigures::Response> {
        LSL_TRY(take_figures(s, call));
        return s.figures.studio(figures_query(call));
    });
    Route of_class{"GET", "/api/instructor/streams/{id}/figures.csv", [s](Call& call) {
                       if (auto taken = take_figures(s, call); !taken) {
                           return failure(taken.error());
                       }
                       return csv_file(s.figures.class_file(
                           call.id(), call.request.parameter("table"), role_for_figures(call)));
                   }};
    of_class.query = class_file_query;
    routes.add(std::move(of_class));
    Route of_studio{"GET", "/api/instructor/figures.csv", [s](Call& call) {
                        if (auto taken = take_figures(s, call); !taken) {
                            return failure(taken.error());
                        }
                        return csv_file(s.figures.studio_file(figures_query(call)));
                    }};
    of_studio.query = api::GetStudioFigures::query;
    routes.add(std::move(of_studio));
}

}  // namespace lsl::http
