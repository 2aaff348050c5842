#include "client/app/app.h"

#include <utility>

// The language of the interface: chosen, fetched, spoken.

namespace lsl::app {

namespace {

constexpr bool is_named(platform::Part part, std::string_view name) {
    return model::msg::parts[static_cast<std::size_t>(part)] == name;
}
// What parts say is numbered as client/CMakeLists.txt lists them, and asked for as the platform
// does.
static_assert(is_named(platform::Part::Player, "player") &&
              is_named(platform::Part::Studio, "studio") &&
              is_named(platform::Part::Account, "account") &&
              is_named(platform::Part::Room, "room") && model::msg::parts.size() == 4);

/// Of what the program says (0), or a part (from 1).
std::string file_name(const model::Language& language, std::size_t file) {
    std::string name(language.tag);
    if (file > 0) name.append("-").append(model::msg::parts[file - 1]);
    return name;
}

}  // namespace

const model::Language& App::wished_language() {
    const std::string chosen = platform::stored(language_key);
    return model::best_language(chosen.empty() ? platform::language_wishes() : chosen);
}

void App::speak(const model::Language& language, std::function<void()> then) {
    const std::uint32_t number = change_.number + 1;
    change_ = LanguageChange();
    change_.number = number;
    change_.to = &language;
    change_.then = std::move(then);
    if (&language == &messages_.language()) return end_change();
    gather_texts();
}

void App::gather_texts() {
    bool complete = true;
    for (std::size_t file = 0; file < change_.texts.size(); ++file) {
        if (!change_.texts[file].empty()) continue;
        // Other parts bring their words when they come. One that came meanwhile is asked for now.
        if (file > 0 && !platform::part_is_here(static_cast<platform::Part>(file - 1))) continue;
        std::string path = platform::messages_path(file_name(*change_.to, file));
        if (path.empty()) continue;
        complete = false;
        if (!std::exchange(change_.asked[file], true)) fetch_texts(file, std::move(path));
    }
    if (!complete) return;
    // Without its files the interface goes on as it is: better than none.
    messages_.load(*change_.to, std::move(change_.texts));
    end_change();
}

void App::fetch_texts(std::size_t file, std::string path) {
    net::Call call;
    call.method = api::Method::Get;
    call.path = std::move(path);
    call.done = [this, file, number = change_.number](Result<std::string> answer) {
        if (number != change_.number) return;  // another one was chosen meanwhile
        if (!answer || answer->empty()) return end_change();
        change_.texts[file] = std::move(*answer);
        gather_texts();
    };
    client_.send(std::move(call));
}

void App::end_change() {
    const std::function<void()> then = std::move(change_.then);
    const std::uint32_t number = change_.number + 1;  // what is still on its way is not waited for
    change_ = LanguageChange();
    change_.number = number;
    const model::Language& now = messages_.language();
    platform::set_language(now.tag, now.right_to_left);
    ui_.drop_glyphs();  // lines may run the other way
    then();
}

bool App::on_part_words(platform::Part part, std::string_view texts) {
    return messages_.load_part(static_cast<std::size_t>(part), std::string(texts));
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
