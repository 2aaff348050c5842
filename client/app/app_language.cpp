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

}  // namespace lsl::app
