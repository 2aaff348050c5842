#pragma once

#include <string>
#include <string_view>

#include "server/push/curve_key.h"
#include "shared/base/result.h"

// What a push message is in between: sealed for one browser (RFC 8291), so that the push service
// carries it and cannot read it. Pure functions but for their randomness; any thread.

namespace lsl::push {

/// The longest text in octets: the record and its head have to fit into 4,096 (RFC 8291 section 4).
inline constexpr std::size_t longest_push_text = 3993;

/// What a browser said of itself when it subscribed, as octets.
struct BrowserKeys {
    std::string point;  ///< p256dh: 65
    std::string auth;   ///< 16
};

/// By "p256dh" and "auth" as base64url. InvalidInput `keys` for what is none, and for a point that
/// is not of the curve.
Result<BrowserKeys> parse_browser_keys(std::string_view p256dh, std::string_view auth);

/// The body of a request to the push service: aes128gcm (RFC 8188) in one record, under a key of
/// its own. InvalidInput `keys`; Internal when the text is too long.
Result<std::string> sealed(const BrowserKeys& browser, std::string_view text);

/// The same with a given key and a salt of 16 octets, which must not be used twice: for tests,
/// which know what has to come out.
Result<std::string> sealed_with(const BrowserKeys& browser, std::string_view text,
                                const CurveKey& ours, std::string_view salt);

}  // namespace lsl::push
