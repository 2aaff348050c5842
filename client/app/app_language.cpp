#include "client/app/app.h"

#include <utility>

// The language of the interface: chosen, fetched, spoken.

namespace lsl::app {

const model::Language& App::wished_language() {
    const std::string chosen = platform::stored(language_key);
    return model::best_language(chosen.empty() ? platform::language_wishes() : chosen);
}

void App::speak(const model::Language& language, std::function<void()> then) {
    wanted_language_ = &language;
    const auto spoken = [this, then = std::move(then)] {
        const model::Language& now = messages_.language();
        platform::set_language(now.tag, now.right_to_left);
        ui_.drop_glyphs();  // lines may run the other way
        then();
    };
    std::string path = platform::messages_path(language.tag);
    if (path.empty() || &language == &messages_.language()) {
        if (path.empty()) messages_.load_english();
        return spoken();
    }
    net::Call call;
    call.method = api::Method::Get;
    call.path = std::move(path);
    call.done = [this, &language, spoken](Result<std::string> answer) {
        if (wanted_language_ != &language) return;  // another one was chosen meanwhile
        // Without its file the interface goes on as it is: better than none.
        if (answer) messages_.load(language, std::move(*answer));
        spoken();
    };
    client_.send(std::move(call));
}

ui::Texts App::widget_texts() const {
    namespace msg = model::msg;
    const auto say = [this](msg::Plain message) { return messages_.say(message); };
    return {.cancel = say(msg::common_cancel),
            .choice = say(msg::widget_choice),
            .close = say(msg::common_close),
            .copied = say(msg::common_copied),
            .copy = say(msg::common_copy),
            .hidden = say(msg::common_hidden),
            .hide = say(msg::common_hide),
            .live = say(msg::common_live),
            .menu = say(msg::widget_menu),
            .show = say(msg::common_show),
            .step_done = say(msg::widget_step_done),
            .step_failed = say(msg::widget_step_failed),
            .step_next = say(msg::widget_step_next),
            .studio = say(msg::common_studio),
            .tabs = say(msg::widget_tabs),
            .try_again = say(msg::common_try_again)};
}

}  // namespace lsl::app
