#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/model/loadable.h"
#include "shared/base/id.h"
#include "shared/wire/factors_api.h"

// What the app knows of signing in by more than a password: passkeys for everybody, codes of an app
// for staff.

namespace lsl::model {

/// How the browser's question for a passkey ended.
enum class PasskeyTrouble : std::uint8_t {
    None,        ///< with one, or it was not asked
    Unused,      ///< the person closed it, or there is none: browsers do not tell these apart
    Known,       ///< the device has one for this account already
    Address,     ///< this address is not the one that passkeys belong to
    Impossible,  ///< the device cannot keep one, or not with a screen lock
    Failed,
};

/// Passkeys as far as this browser goes (web/passkeys.js).
struct PasskeyDesk {
    bool able = false;    ///< it has them
    bool asking = false;  ///< its own question is open
    PasskeyTrouble trouble = PasskeyTrouble::None;
};

/// What is done with the codes of an app.
enum class CodesWish : std::uint8_t {
    TurnOn,
    Renew,  ///< other recovery codes
    TurnOff,
};

/// The ways to sign in that the page of settings shows.
struct SignInWays {
    Loadable<std::vector<wire::PasskeyInfo>> passkeys;  ///< oldest first
    Loadable<api::GetSecondFactor::Response> codes;
};

namespace dialog {
/// By `drafts.account`, as those below.
struct AddPasskey {
    Submission sending;
};
struct RenamePasskey {
    PasskeyId id;
    Submission sending;
};
struct RemovePasskey {
    PasskeyId id;
    std::string name;
    Submission sending;
};
/// In steps: the password, then the app's first code, at last the recovery codes.
struct Codes {
    CodesWish wish = CodesWish::TurnOn;
    Submission sending;
    std::optional<api::BeginSecondFactor::Response> begun;
    std::vector<std::string> recovery_codes;  ///< shown this once
};
}  // namespace dialog

// What a person wants of these.
namespace intent {

struct SignInByPasskey {};
struct GiveCode {};        ///< by the draft: of the app, or a recovery code
struct BackToPassword {};  ///< instead of giving a code
struct HearPasskeys {      ///< the browser tells
    std::string json;
};
struct ReadSignInWays {};
struct AskToAddPasskey {};
struct ConfirmAddPasskey {};
struct AskToRenamePasskey {
    PasskeyId id;
    std::string name;
};
struct ConfirmRenamePasskey {};
struct AskToRemovePasskey {
    PasskeyId id;
    std::string name;
};
struct ConfirmRemovePasskey {};
struct AskAboutCodes {
    CodesWish wish = CodesWish::TurnOn;
};
struct ConfirmCodes {};  ///< the step that the dialog shows
struct OpenCodesApp {};  ///< on this device, with the new secret

}  // namespace intent

}  // namespace lsl::model
