#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/wire/figures_api.h"

#include <string>
#include <string_view>
#include <utility>

// Figures of classes: on their pages, and on the page of a class that is over.

namespace lsl::app {

namespace {

/// As the server has it when nothing is said.
constexpr std::string_view by_class = "class";

/// The page that shows them is still there.
bool shows_figures(const State& state, StreamId id) {
    const model::Route& route = state.model.route;
    return route == model::figures_page(id) || route == model::broadcast_page(id);
}

}  // namespace

void load_class_figures(State& state, StreamId id, Effects& effects) {
    if (!state.model.studio.figures.begin()) return;
    effects.get<api::GetClassFigures>(
        net::at(id), [id](State& s, Effects&, Result<wire::ClassFigures> answer) {
            if (!shows_figures(s, id)) return;
            if (!answer) return s.model.studio.figures.fail(std::move(answer).error());
            s.model.studio.figures.set(std::move(*answer));
        });
}

void load_studio_figures(State& state, Effects& effects) {
    if (!state.model.studio.all_figures.begin()) return;
    net::Place place;
    const std::string by = state.model.studio.figures_by;
    if (by != by_class) place.by = by;
    effects.get<api::GetStudioFigures>(
        place, [by](State& s, Effects& e, Result<api::GetStudioFigures::Response> answer) {
            // Another sum was chosen meanwhile: what it is about is asked for anew.
            if (by != s.model.studio.figures_by) {
                s.model.studio.all_figures.loading = false;
                return load_studio_figures(s, e);
            }
            if (!answer) return s.model.studio.all_figures.fail(std::move(answer).error());
            s.model.studio.all_figures.set(std::move(*answer));
        });
}

void reduce(State& state, const intent::ShowNames&, Effects& effects) {
    const StreamId id = state.model.route.stream;
    if (!state.model.studio.attendance.begin()) return;
    effects.get<api::GetAttendance>(
        net::at(id), [id](State& s, Effects&, Result<api::GetAttendance::Response> answer) {
            if (!shows_figures(s, id)) return;
            if (!answer) return s.model.studio.attendance.fail(std::move(answer).error());
            s.model.studio.attendance.set(std::move(*answer));
        });
}

void reduce(State& state, const intent::RefreshFigures&, Effects& effects) {
    load_class_figures(state, state.model.route.stream, effects);
}

/// Nothing plays by itself: the player offers to go on there.
void reduce(State& state, const intent::WatchFrom& wish, Effects& effects) {
    const model::Route to = model::watch_page(wish.id);
    go(state, to, effects);
    model::Model& m = state.model;
    if (m.route != to) return;
    m.watching.as_viewer = m.may(domain::StaffAction::RunClass, wish.id);
    m.watching.from_s = wish.position_s;
}

void reduce(State& state, const intent::SumFigures& wish, Effects& effects) {
    model::Studio& studio = state.model.studio;
    if (studio.figures_by == wish.by) return;
    studio.figures_by = wish.by;
    load_studio_figures(state, effects);
}

void reduce(State& state, const intent::DownloadFigures& wish, Effects& effects) {
    const model::Route& route = state.model.route;
    if (route.page == model::Page::StudioFigures) {
        const std::string& by = state.model.studio.figures_by;
        return effects.add(
            effect::Download{"/api/instructor/figures.csv?by=" + by, "figures-" + by + ".csv"});
    }
    const std::string table(wish.table);
    effects.add(effect::Download{
        "/api/instructor/streams/" + route.stream.to_string() + "/figures.csv?table=" + table,
        "figures-" + table + ".csv"});
}

}  // namespace lsl::app
