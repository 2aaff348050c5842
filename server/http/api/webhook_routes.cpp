#include <string>

#include "server/http/api/routes.h"

namespace lsl::http {
namespace {

using services::CloudflareWebhooks;

constexpr std::size_t max_webhook_bytes = 256 << 10;

/// Answers at once; what follows from it is done by others.
Response take(Call& call, CloudflareWebhooks& webhooks, std::string_view header,
              Result<void> (CloudflareWebhooks::*take_it)(std::string_view, std::string_view)) {
    const auto body = call.read_body(max_webhook_bytes);
    if (!body) return failure(body.error());
    const auto taken = (webhooks.*take_it)(call.request.header(header), *body);
    return taken ? respond(Result<api::Empty>(api::Empty{})) : failure(taken.error());
}

}  // namespace

void add_webhook_routes(Router& routes, const Services& services) {
    CloudflareWebhooks* webhooks = services.webhooks;
    if (webhooks == nullptr) return;
    routes.add({"POST", "/api/webhooks/cloudflare/video",
                [webhooks](Call& call) {
                    return take(call, *webhooks, "Webhook-Signature",
                                &CloudflareWebhooks::take_video);
                },
                Origins::Ours, max_webhook_bytes});
    routes.add({"POST", "/api/webhooks/cloudflare/live-input",
                [webhooks](Call& call) {
                    return take(call, *webhooks, "cf-webhook-auth",
                                &CloudflareWebhooks::take_notification);
                },
                Origins::Ours, max_webhook_bytes});
}

}  // namespace lsl::http
