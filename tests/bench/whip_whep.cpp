#include <utility>

#include "tests/bench/forwarder.h"
#include "tests/bench/http_post.h"

namespace lsl::bench {

namespace {

class WhipWhep final : public Forwarder {
  public:
    explicit WhipWhep(WhipWhepAddress address) : address_(std::move(address)) {}

    Result<void> publish(test::RtcClient& client, std::uint16_t, MonoTime now) override {
        return exchange(client, address_.whip_url, address_.whip_token, now);
    }
    Result<void> watch(test::RtcClient& client, std::uint16_t, MonoTime now) override {
        return exchange(client, address_.whep_url, address_.whep_token, now);
    }

  private:
    static Result<void> exchange(test::RtcClient& client, const std::string& url,
                                 const std::string& token, MonoTime now) {
        const HttpReply reply = LSL_TRY(ask(url, "application/sdp", client.offer(), token));
        if (reply.status != 201) {
            return internal_error(std::to_string(reply.status) + " " + reply.body);
        }
        if (!client.accept(reply.body, now)) return internal_error("an answer of no use");
        return {};
    }

    const WhipWhepAddress address_;
};

}  // namespace

std::unique_ptr<Forwarder> make_whip_whep(WhipWhepAddress address) {
    return std::make_unique<WhipWhep>(std::move(address));
}

}  // namespace lsl::bench
