#include "client/views/account/passkey_words.h"

namespace lsl::views {

std::string_view passkey_words(const View& view, model::PasskeyTrouble trouble) {
    switch (trouble) {
        case model::PasskeyTrouble::None: return {};
        case model::PasskeyTrouble::Unused: return view.say(msg::passkeys_unused);
        case model::PasskeyTrouble::Known: return view.say(msg::passkeys_known);
        case model::PasskeyTrouble::Address: return view.say(msg::passkeys_address);
        case model::PasskeyTrouble::Impossible: return view.say(msg::passkeys_impossible);
        case model::PasskeyTrouble::Failed: break;
    }
    return view.say(msg::passkeys_failed);
}

}  // namespace lsl::views
