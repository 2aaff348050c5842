#include "client/views/figures/studio_period.h"

#include "client/model/figure_periods.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace lsl::views {

namespace {

using std::chrono::days;

/// Weeks and months of two times that far apart are each other's.
constexpr days near_week{4}, near_month{16};

constexpr double percents = 100;

std::string change_in_words(const View& view, std::int64_t now, std::int64_t before,
                            const std::string& before_text) {
    if (before == 0) return now == 0 ? "" : std::string(view.say(msg::figures_none_before));
    const double share = static_cast<double>(now - before) / static_cast<double>(before);
    const auto percent = static_cast<std::int64_t>(std::llround(share * percents));
    if (percent == 0) return std::string(view.say(msg::figures_as_before));
    if (percent > 0) return view.say(msg::FiguresMore{percent, before_text});
    return view.say(msg::FiguresLess{-percent, before_text});
}

}  // namespace

void period_choice(const View& view, ui::Column& column) {
    constexpr std::array<msg::Plain, model::figure_periods.size()> texts = {
        msg::figures_four_weeks, msg::figures_three_months, msg::figures_twelve_months};
    const std::string_view chosen = model::figure_period(view.model.route.search).word;
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::figures_period));
    ui::Slices line = column.row(ui::size::button, ui::space::s);
    const auto count = static_cast<float>(texts.size());
    const float most = (line.rest.width - ui::space::s * (count - 1)) / count;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string_view word = model::figure_periods[i].word;
        const ui::ToggleButton button{.label = view.say(texts[i]), .on = chosen == word};
        const float width = std::min(ui::toggle_button_width(view.ui, button), most);
        if (ui::toggle_button(view.ui, line.left(width), button)) {
            view.want(model::intent::ChoosePeriod{word});
        }
    }
    column.after(ui::space::m);
}

std::string compared_with_before(const View& view, const api::GetStudioFigures::Response& figures) {
    const auto& loaded = view.model.studio.figures_before;
    if (!loaded.ready()) return {};
    const wire::FiguresRow& now = figures.total;
    const wire::FiguresRow& before = loaded.value->total;
    const bool paid = now.money.revenue > 0 || before.money.revenue > 0;
    const std::string change =
        paid ? change_in_words(view, now.money.revenue, before.money.revenue,
                               view.tokens(before.money.revenue))
             : change_in_words(view, now.people, before.people, view.number(before.people));
    if (change.empty()) return {};
    return joined(
        {std::string(view.say(paid ? msg::figures_earned : msg::meaning_people)), change});
}

std::vector<double> earned_before(const View& view,
                                  const api::GetStudioFigures::Response& figures) {
    const auto& loaded = view.model.studio.figures_before;
    const auto from = model::day_of(figures.from), to = model::day_of(figures.to);
    if (!loaded.ready() || figures.by == "class" || !from || !to) return {};
    std::vector<double> values;
    for (auto row = figures.rows.rbegin(); row != figures.rows.rend(); ++row) {
        double earned = 0;
        std::chrono::milliseconds closest = figures.by == "month" ? near_month : near_week;
        for (const wire::FiguresRow& other : loaded.value->rows) {
            const auto apart = std::chrono::abs(other.begins + (*to - *from) - row->begins);
            if (apart > closest) continue;
            closest = apart;
            earned = static_cast<double>(other.money.revenue);
        }
        values.push_back(earned);
    }
    return values;
}

}  // namespace lsl::views
