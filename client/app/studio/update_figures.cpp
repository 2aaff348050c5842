#include "client/app/reducers.h"
#include "client/app/update.h"
#include "client/model/figure_periods.h"

#include "shared/wire/chapter_api.h"
#include "shared/wire/figures_api.h"

#include <chrono>
#include <optional>
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

using StudioFigures = api::GetStudioFigures::Response;

/// What the studio's page shows, or is to show.
struct Asked {
    std::string by, period;
    bool operator==(const Asked&) const = default;
};
Asked asked_now(const State& state) {
    return {state.model.studio.figures_by, state.model.route.search};
}

bool shows_studio_figures(const State& state) {
    return state.model.route.page == model::Page::StudioFigures;
}

std::string date_text(UtcTime day) { return to_iso8601(day).substr(0, 10); }

net::Place place_of(const State& state) {
    using std::chrono::days;
    net::Place place;
    if (state.model.studio.figures_by != by_class) place.by = state.model.studio.figures_by;
    const model::FigurePeriod period = model::figure_period(state.model.route.search);
    if (period.word.empty()) return place;
    const UtcTime tomorrow = std::chrono::floor<days>(state.model.now) + days(1);
    place.from = date_text(tomorrow - days(period.days));
    place.to = date_text(tomorrow);
    return place;
}

/// The same length of time right before what is shown. The figures stand without it as well.
void load_figures_before(State& state, const Asked& asked, Effects& effects) {
    model::Studio& studio = state.model.studio;
    const StudioFigures& shown = *studio.all_figures.value;
    const auto from = model::day_of(shown.from), to = model::day_of(shown.to);
    if (!from || !to || !studio.figures_before.begin()) return;
    net::Place place;
    if (asked.by != by_class) place.by = asked.by;
    place.from = date_text(*from - (*to - *from));
    place.to = shown.from;
    effects.get<api::GetStudioFigures>(
        place, [asked](State& s, Effects&, Result<StudioFigures> answer) {
            if (!shows_studio_figures(s) || !(asked == asked_now(s))) return;
            if (!answer) return s.model.studio.figures_before.fail(std::move(answer).error());
            s.model.studio.figures_before.set(std::move(*answer));
        });
}

/// The parts of the class stand below its curves. The stage's page has its own way to them.
void load_parts_of(State& state, StreamId id, Effects& effects) {
    if (state.model.route != model::figures_page(id)) return;
    model::Chapters& chapters = state.model.chapters;
    if (chapters.stream != id) {
        chapters = {};
        chapters.stream = id;
    }
    if (!chapters.list.begin()) return;
    effects.get<api::ListChapters>(
        net::at(id), [id](State& s, Effects&, Result<api::ListChapters::Response> answer) {
            model::Chapters& now = s.model.chapters;
            if (now.stream != id) return;
            if (!answer) return now.list.fail(std::move(answer).error());
            now.list.set(std::move(answer->chapters));
        });
}

}  // namespace

void load_class_figures(State& state, StreamId id, Effects& effects) {
    if (!state.model.studio.figures.begin()) return;
    load_parts_of(state, id, effects);
    effects.get<api::GetClassFigures>(
        net::at(id), [id](State& s, Effects&, Result<wire::ClassFigures> answer) {
            if (!shows_figures(s, id)) return;
            if (!answer) return s.model.studio.figures.fail(std::move(answer).error());
            s.model.studio.figures.set(std::move(*answer));
        });
}

void load_studio_figures(State& state, Effects& effects) {
    if (!state.model.studio.all_figures.begin()) return;
    state.model.studio.figures_before = {};
    effects.get<api::GetStudioFigures>(
        place_of(state),
        [asked = asked_now(state)](State& s, Effects& e, Result<StudioFigures> answer) {
            model::Studio& studio = s.model.studio;
            // Another sum or time was chosen meanwhile: what it is about is asked for anew.
            if (shows_studio_figures(s) && !(asked == asked_now(s))) {
                studio.all_figures.loading = false;
                return load_studio_figures(s, e);
            }
            if (!answer) return studio.all_figures.fail(std::move(answer).error());
            studio.all_figures.set(std::move(*answer));
            if (shows_studio_figures(s)) load_figures_before(s, asked, e);
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

void reduce(State& state, const intent::ChoosePeriod& wish, Effects& effects) {
    model::Route& route = state.model.route;
    if (!shows_studio_figures(state) || route.search == wish.word) return;
    route.search = wish.word;
    effects.add(effect::ReplaceUrl{model::url_of(route)});
    load_studio_figures(state, effects);
}

void reduce(State& state, const intent::DownloadFigures& wish, Effects& effects) {
    const model::Route& route = state.model.route;
    if (shows_studio_figures(state)) {
        const std::string& by = state.model.studio.figures_by;
        const net::Place place = place_of(state);
        std::string url = "/api/instructor/figures.csv?by=" + by;
        if (!place.from.empty()) url += "&from=" + place.from + "&to=" + place.to;
        return effects.add(effect::Download{std::move(url), "figures-" + by + ".csv"});
    }
    const std::string table(wish.table);
    effects.add(effect::Download{
        "/api/instructor/streams/" + route.stream.to_string() + "/figures.csv?table=" + table,
        "figures-" + table + ".csv"});
}

}  // namespace lsl::app
