// What comes from Cloudflare: a webhook's header and body, and JSON of the API. The first line is
// the header, the rest the body.
#include "server/cloudflare/api_json.h"
#include "server/cloudflare/web_url.h"
#include "server/cloudflare/webhook.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace cloudflare = lsl::cloudflare;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto line_end = text.find('\n');
    const std::string_view header = text.substr(0, line_end);
    const std::string_view body =
        line_end == std::string_view::npos ? std::string_view() : text.substr(line_end + 1);

    const lsl::UtcTime now{std::chrono::seconds(1735689600)};
    (void)cloudflare::verify_video_webhook(header, body, "secret", now).has_value();
    (void)cloudflare::verify_notification(header, "secret").has_value();
    const auto video = cloudflare::parse_video_webhook(body);
    if (video && video->uid.empty()) std::abort();
    (void)cloudflare::parse_notification(body).has_value();

    if (const auto url = cloudflare::WebUrl::parse(header)) {
        const auto again = cloudflare::WebUrl::parse(url->text());
        if (!again || again->text() != url->text()) std::abort();
        (void)url->resolve(body.substr(0, 200));
    }

    (void)cloudflare::read_verdict(body);
    const auto inputs = cloudflare::read_live_inputs(body);
    for (const auto& input : inputs.value_or(std::vector<cloudflare::LiveInput>())) {
        if (input.uid.empty()) std::abort();
    }
    (void)cloudflare::read_live_input(body);
    (void)cloudflare::read_video(body);
    (void)cloudflare::read_videos(body);
    (void)cloudflare::read_new_signing_key(body);
    (void)cloudflare::read_signing_keys(body);
    (void)cloudflare::read_webhook_subscription(body);
    (void)cloudflare::read_storage_use(body);
    (void)cloudflare::read_lifecycle(body);
    (void)cloudflare::read_live_viewers(body);
    return 0;
}
