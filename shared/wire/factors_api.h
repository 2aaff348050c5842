#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/api.h"

// The contract's part about signing in by more than a password: passkeys (WebAuthn level 3) for
// everybody, codes of an app (RFC 6238) for staff. See api.h. Bytes are base64url.

namespace lsl::wire {

struct PasskeyInfo {
    PasskeyId id;
    std::string name;
    UtcTime created_at;
    std::optional<UtcTime> last_used_at;
};
void describe(Archive& a, PasskeyInfo& row);

}  // namespace lsl::wire

namespace lsl::api {

/// What a browser needs to sign in by a passkey. The challenge is good for five minutes and once.
struct PasskeyOptions {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/passkey/options";
    using Request = Empty;
    struct Response {
        std::string challenge, rp_id;
    };
};

/// Signs in as a password does. Unauthenticated `passkey_not_valid`.
struct PasskeyLogin {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/passkey";
    struct Request {
        std::string id, clientDataJSON, authenticatorData, signature, userHandle;
    };
    using Response = Session;
};

/// After a sign-in was answered by `second_factor_required`: the code of the app, or a recovery
/// code. What that answer was for comes in its cookie, which is good for five minutes and one
/// sign-in. Unauthenticated `wrong_code`, `second_factor_expired`; TooMany after five in 15
/// minutes.
struct SecondFactorLogin {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/auth/second-factor";
    struct Request {
        std::string code;
    };
    using Response = Session;
};

struct ListPasskeys {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/passkeys";
    using Request = Empty;
    struct Response {
        std::vector<wire::PasskeyInfo> passkeys;  // oldest first
    };
};

/// What a browser needs to make one. Forbidden `wrong_password`; Conflict `too_many_passkeys`.
struct NewPasskeyOptions {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/passkeys/options";
    struct Request {
        std::string password;
    };
    struct Response {
        std::string challenge, rp_id, rp_name;
        std::string user_handle;  ///< random: what devices know the person by
        std::string user_name, display_name;
        std::vector<std::string> exclude;  ///< those that there are
    };
};

/// 201. InvalidInput `passkey_not_valid`; Conflict `passkey_known`.
struct AddPasskey {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/passkeys";
    struct Request {
        std::string clientDataJSON, attestationObject, name;
        std::vector<std::string> transports;  // may be left out
    };
    using Response = wire::PasskeyInfo;
};

/// 204.
struct RenamePasskey {
    static constexpr Method method = Method::Patch;
    static constexpr std::string_view path = "/api/me/passkeys/{id}";
    struct Request {
        std::string name;
    };
    using Response = Empty;
};

/// 204. Forbidden `wrong_password`.
struct RemovePasskey {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/me/passkeys/{id}";
    struct Request {
        std::string password;
    };
    using Response = Empty;
};

struct GetSecondFactor {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/me/second-factor";
    using Request = Empty;
    struct Response {
        bool offered = false;  ///< the person has a role
        bool on = false;       ///< sign-in by password asks for a code
        std::int64_t recovery_codes_left = 0;
    };
};

/// A secret for an app, not in use before it is confirmed. Forbidden `wrong_password`, `not_staff`;
/// Conflict `second_factor_on`, `second_factor_off` where this server has no key for secrets.
struct BeginSecondFactor {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/second-factor";
    struct Request {
        std::string password;
    };
    struct Response {
        std::string secret;           ///< base32, for who types it
        std::string url;              ///< otpauth://, for who scans or follows it
        std::vector<std::string> qr;  ///< `url` as a QR code: its rows, '1' a dark module
    };
};

/// Shown once.
struct RecoveryCodes {
    std::vector<std::string> recovery_codes;
};

/// From now on sign-in asks. InvalidInput `wrong_code`; Conflict `second_factor_off`.
struct ConfirmSecondFactor {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/second-factor/confirm";
    struct Request {
        std::string code;
    };
    using Response = RecoveryCodes;
};

/// Others: those from before are worth nothing. Forbidden `wrong_password`.
struct RenewRecoveryCodes {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/me/second-factor/recovery-codes";
    struct Request {
        std::string password;
    };
    using Response = RecoveryCodes;
};

/// 204: the password alone signs in again. Forbidden `wrong_password`.
struct RemoveSecondFactor {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/me/second-factor";
    struct Request {
        std::string password;
    };
    using Response = Empty;
};

void describe(wire::Archive& a, PasskeyOptions::Response& m);
void describe(wire::Archive& a, PasskeyLogin::Request& m);
void describe(wire::Archive& a, SecondFactorLogin::Request& m);
void describe(wire::Archive& a, ListPasskeys::Response& m);
void describe(wire::Archive& a, NewPasskeyOptions::Request& m);
void describe(wire::Archive& a, NewPasskeyOptions::Response& m);
void describe(wire::Archive& a, AddPasskey::Request& m);
void describe(wire::Archive& a, RenamePasskey::Request& m);
void describe(wire::Archive& a, RemovePasskey::Request& m);
void describe(wire::Archive& a, GetSecondFactor::Response& m);
void describe(wire::Archive& a, BeginSecondFactor::Request& m);
void describe(wire::Archive& a, BeginSecondFactor::Response& m);
void describe(wire::Archive& a, RecoveryCodes& m);
void describe(wire::Archive& a, ConfirmSecondFactor::Request& m);
void describe(wire::Archive& a, RenewRecoveryCodes::Request& m);
void describe(wire::Archive& a, RemoveSecondFactor::Request& m);

}  // namespace lsl::api
