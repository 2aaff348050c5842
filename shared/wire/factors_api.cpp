#include "shared/wire/factors_api.h"

namespace lsl::wire {

void describe(Archive& a, PasskeyInfo& row) {
    a.field("id", row.id);
    a.field("name", row.name);
    a.field("created_at", row.created_at);
    a.field("last_used_at", row.last_used_at);
}

}  // namespace lsl::wire

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, PasskeyOptions::Response& m) {
    a.field("challenge", m.challenge);
    a.field("rp_id", m.rp_id);
}

void describe(Archive& a, PasskeyLogin::Request& m) {
    a.field("id", m.id);
    a.field("clientDataJSON", m.clientDataJSON);
    a.field("authenticatorData", m.authenticatorData);
    a.field("signature", m.signature);
    a.field("userHandle", m.userHandle);
}

void describe(Archive& a, SecondFactorLogin::Request& m) { a.field("code", m.code); }

void describe(Archive& a, ListPasskeys::Response& m) { a.field("passkeys", m.passkeys); }

void describe(Archive& a, NewPasskeyOptions::Request& m) { a.field("password", m.password); }

void describe(Archive& a, NewPasskeyOptions::Response& m) {
    a.field("challenge", m.challenge);
    a.field("rp_id", m.rp_id);
    a.field("rp_name", m.rp_name);
    a.field("user_handle", m.user_handle);
    a.field("user_name", m.user_name);
    a.field("display_name", m.display_name);
    a.field("exclude", m.exclude);
}

void describe(Archive& a, AddPasskey::Request& m) {
    a.field("clientDataJSON", m.clientDataJSON);
    a.field("attestationObject", m.attestationObject);
    a.field("name", m.name);
    a.extra("transports", m.transports);
}

void describe(Archive& a, RenamePasskey::Request& m) { a.field("name", m.name); }

void describe(Archive& a, RemovePasskey::Request& m) { a.field("password", m.password); }

void describe(Archive& a, GetSecondFactor::Response& m) {
    a.field("offered", m.offered);
    a.field("on", m.on);
    a.field("recovery_codes_left", m.recovery_codes_left);
}

void describe(Archive& a, BeginSecondFactor::Request& m) { a.field("password", m.password); }

void describe(Archive& a, BeginSecondFactor::Response& m) {
    a.field("secret", m.secret);
    a.field("url", m.url);
    a.field("qr", m.qr);
}

void describe(Archive& a, RecoveryCodes& m) { a.field("recovery_codes", m.recovery_codes); }

void describe(Archive& a, ConfirmSecondFactor::Request& m) { a.field("code", m.code); }

void describe(Archive& a, RenewRecoveryCodes::Request& m) { a.field("password", m.password); }

void describe(Archive& a, RemoveSecondFactor::Request& m) { a.field("password", m.password); }

}  // namespace lsl::api
