#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "client/model/drafts.h"
#include "client/model/intents.h"
#include "client/model/model.h"
#include "client/ui/widgets.h"

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
    /// Words such as "12 min ago" change at full minutes from `since`.
    void wake_at_minute(UtcTime since) const;
};

ui::TextStyle muted(const View& view, ui::TextRole role = ui::TextRole::Body);

/// A panel whose height follows its content: drawn with the height of the frame before.
class AutoPanel {
  public:
    AutoPanel(const View& view, std::string_view key, float x, float y, float width, float padding,
              float least_height = 0);
    /// `content_bottom` is where the content ended; returns the panel's bottom edge.
    float finish(float content_bottom);

    float x, y, width;  ///< of the content

  private:
    const View& view_;
    ui::Id key_;
    float top_, padding_, least_height_;
};

/// The page's first heading where the design shows none: for screen readers and the focus.
void unseen_title(const View& view, std::string_view title, float x, float y);

/// Shares this page's address; its right edge at `right`. Returns its width.
float share_button(const View& view, float right, float y);

/// A button in the middle of the page under a list that goes on; returns the height taken.
float more_button(const View& view, float x, float y, float width, std::string_view label,
                  bool busy);

/// "Coming up" with a quieter remark beside it; returns the height taken, gap below included.
float section_title(const View& view, float x, float y, float width, std::string_view title,
                    std::string_view remark = {});

}  // namespace lsl::views
