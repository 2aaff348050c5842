#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "client/model/drafts.h"
#include "client/model/intents.h"
#include "client/model/model.h"
#include "client/ui/widgets/widgets.h"

namespace lsl::views {

namespace icon = ui::icon;
namespace msg = model::msg;

/// What every page is drawn with.
struct View {
    ui::Ui& ui;
    const model::Model& model;
    model::Drafts& drafts;
    model::Intents& intents;

    template <class Wish>
    void want(Wish wish) const {
        intents.push_back(std::move(wish));
    }
    void go(model::Route to) const { want(model::intent::Go{std::move(to)}); }

    /// The text of a message; see client/model/message.h.
    std::string_view say(msg::Plain message) const { return model.say(message); }
    template <class Message>
    std::string say(const Message& message) const {
        return model.say(message);
    }

    /// What to tell of an error; lives as long as the error.
    std::string_view explain(const Error& error) const { return model.explain(error); }
    std::string explain(const model::FieldErrors& errors, std::string_view field) const {
        const Error* error = errors.find(field);
        return error == nullptr ? std::string() : std::string(explain(*error));
    }

    const ui::Theme& theme() const { return ui.theme(); }
    std::string number(std::int64_t value) const {
        return model.words->number(static_cast<double>(value), 0);
    }
    /// "◆ 1,200"
    std::string tokens(std::int64_t amount) const { return model.tokens(amount); }
    /// Something shown changes then: a frame is due.
    void wake_in(double seconds) const { ui.motion.wake_at(ui.now() + seconds); }
    /// For what is computed from the clock: surely after it, since a timer may fire a little early.
    void wake_just_after(double seconds) const {
        constexpr double margin = 0.02;
        wake_in(seconds + margin);
    }
    /// Words such as "12 min ago" change at full minutes from `since`.
    void wake_at_minute(UtcTime since) const;
};

/// The share of its column that a title takes while it is on its way.
inline constexpr float skeleton_title = 0.5f;

ui::TextStyle muted(const View& view, ui::TextRole role = ui::TextRole::Body);

/// The page's first heading where the design shows none: for screen readers and the focus.
void unseen_title(const View& view, std::string_view title, const ui::Column& column);

/// Under a video: the title, a line of facts, and the button that shares this page's address.
void title_with_share(const View& view, ui::Column& column, std::string_view title,
                      const std::string& facts);

/// A button in the middle of the page under a list that goes on.
void more_button(const View& view, ui::Column& column, std::string_view label, bool busy);

/// "Coming up" with a quieter remark beside it.
void section_title(const View& view, ui::Column& column, std::string_view title,
                   std::string_view remark = {});

/// A list that could not be had: what happened, and "Try again".
void failed_list(const View& view, ui::Column& column, std::string_view title, const Error& error);

/// A link to whom people may ask for tokens, where the studio has named somebody.
void write_to_studio(const View& view, ui::Column& column);

/// Nothing here, and the way to the classes.
void browse_classes(const View& view, ui::Column& column, const ui::EmptyState& state);

}  // namespace lsl::views
