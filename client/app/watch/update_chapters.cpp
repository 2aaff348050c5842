#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/wire/chapter_api.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// The chapters of a class, and what an address asks for of a recording: a place, or a loop.

namespace lsl::app {

namespace {

constexpr double longest_place_s = 24 * 3600;

/// The text behind "name=" in an address, up to the next part of it.
std::string_view part_of_address(std::string_view address, std::string_view name) {
    address = address.substr(0, address.find('#'));
    auto at = address.find('?');
    while (at != std::string_view::npos) {
        std::string_view part = address.substr(at + 1);
        at = address.find('&', at + 1);
        part = part.substr(0, part.find('&'));
        const bool named =
            part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=';
        if (named) return part.substr(name.size() + 1);
    }
    return {};
}

/// Seconds as people paste them: "83", "83.5", "83s", with whatever a sentence put behind them.
/// Takes what it read from the text.
std::optional<double> seconds_read(std::string_view& text) {
    constexpr double ten = 10;
    double value = 0, unit = 1;
    bool any = false, fraction = false;
    while (!text.empty()) {
        const char c = text.front();
        if (c == '.' && any && !fraction) {
            fraction = true;
        } else if (c >= '0' && c <= '9') {
            any = true;
            if (fraction) unit /= ten;
            value = fraction ? value + unit * (c - '0') : value * ten + (c - '0');
        } else {
            break;
        }
        text.remove_prefix(1);
    }
    if (!any) return std::nullopt;
    return std::min(value, longest_place_s);
}

/// "83.2", "83"
std::string seconds_written(double seconds) {
    constexpr std::int64_t ten = 10;
    const std::int64_t tenths = std::max<std::int64_t>(std::llround(seconds * ten), 0);
    const std::string whole = std::to_string(tenths / ten);
    return tenths % ten == 0 ? whole : whole + "." + std::to_string(tenths % ten);
}

std::optional<model::Stretch> stretch_of(std::string_view text) {
    const auto from = seconds_read(text);
    if (!from || !text.starts_with('-')) return std::nullopt;
    text.remove_prefix(1);
    const auto to = seconds_read(text);
    if (!to || *to - *from < model::shortest_loop_s) return std::nullopt;
    return model::Stretch{*from, *to};
}

}  // namespace

void reduce(State& state, const intent::ReadChapters& wish, Effects& effects) {
    const StreamId id = state.model.route.stream;
    model::Chapters& chapters = state.model.chapters;
    if (chapters.stream != id) {
        chapters = {};
        chapters.stream = id;
    }
    if (!chapters.list.begin()) return;
    chapters.revision = wish.revision;
    effects.get<api::ListChapters>(
        net::at(id), [id](State& s, Effects&, Result<api::ListChapters::Response> answer) {
            model::Chapters& now = s.model.chapters;
            if (now.stream != id) return;
            if (!answer) return now.list.fail(std::move(answer).error());
            now.list.set(std::move(answer->chapters));
        });
}

void reduce(State& state, const intent::FollowAddress&, Effects&) {
    model::Watching& watching = state.model.watching;
    const std::string address = std::exchange(watching.address, std::string());
    if (model::parse_route(address) != state.model.route) return;
    watching.loop = stretch_of(part_of_address(address, "loop"));
    std::string_view place = part_of_address(address, "t");
    const auto from = seconds_read(place);
    if (from) {
        watching.from_s = *from;
    } else if (watching.loop) {
        watching.from_s = watching.loop->from_s;
    }
}

void reduce(State& state, const intent::TakeLinkedLoop&, Effects& effects) {
    const auto loop = std::exchange(state.model.watching.loop, std::nullopt);
    if (!loop || loop->from_s >= state.model.player.duration_s) return;
    reduce(state, intent::SetLoop{loop->from_s, loop->to_s}, effects);
}

void reduce(State& state, const intent::CopyPlace& wish, Effects& effects) {
    const model::Model& m = state.model;
    const std::string from = seconds_written(wish.from_s);
    std::string url = m.origin + model::url_of(m.route) + "?t=" + from;
    if (wish.to_s > wish.from_s) url += "&loop=" + from + "-" + seconds_written(wish.to_s);
    effects.add(effect::Copy{wish.what, std::move(url)});
}

}  // namespace lsl::app
