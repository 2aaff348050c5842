// The VideoRoom plugin: https://janus.conf.meetecho.com/docs/videoroom.html, and the HTTP API:
// https://janus.conf.meetecho.com/docs/rest.html.

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "server/media/io/udp_socket.h"
#include "server/media/sdp/sdp.h"
#include "tests/bench/forwarder.h"
#include "tests/bench/http_post.h"

namespace lsl::bench {

namespace {

using Json = nlohmann::json;

constexpr int room = 1234;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        text.replace(at, from.size(), to);
        at += to.size();
    }
    return text;
}

/// A viewer's answer to what Janus offers: every m-line of it, no header extension, DTLS client.
std::string answer_to(const media::Sdp& offer, const test::RtcClient& client,
                      const std::string& fingerprint) {
    std::string text = "v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE";
    for (const auto& media : offer.media) text += " " + media.mid.value_or("");
    text += "\r\n";
    const auto& options = client.options();
    for (const auto& media : offer.media) {
        const bool audio = media.kind == "audio";
        const std::string type = std::to_string(audio ? options.audio_type : options.video_type);
        text += "m=" + media.kind + " 9 UDP/TLS/RTP/SAVPF " + type +
                "\r\nc=IN IP4 0.0.0.0\r\na=mid:" + media.mid.value_or("") +
                "\r\na=recvonly\r\na=rtcp-mux\r\n" + "a=ice-ufrag:" + options.ufrag +
                "\r\na=ice-pwd:" + options.pwd + "\r\na=fingerprint:sha-256 " + fingerprint +
                "\r\na=setup:active\r\na=rtpmap:" + type +
                (audio ? " opus/48000/2" : " VP8/90000") + "\r\n";
        if (!audio) text += "a=rtcp-fb:" + type + " nack\r\na=rtcp-fb:" + type + " nack pli\r\n";
    }
    return text;
}

/// Its ICE wants to be told where the other side is.
std::string with_candidate(const std::string& sdp, std::uint16_t port) {
    const auto own = media::UdpSocket::interface_addresses(port);
    if (own.empty()) return sdp;
    return replaced(sdp, "a=rtcp-mux\r\n",
                    "a=rtcp-mux\r\na=candidate:1 1 udp 2130706431 " + own.front().ip_text() + " " +
                        std::to_string(port) + " typ host\r\n");
}

class Janus final : public Forwarder {
  public:
    explicit Janus(std::string url) : url_(std::move(url)) {}

    Result<void> publish(test::RtcClient& client, std::uint16_t port, MonoTime now) override {
        const std::int64_t handle = LSL_TRY(attach());
        const Json join = {{"request", "joinandconfigure"},
                           {"room", room},
                           {"ptype", "publisher"},
                           {"audio", true},
                           {"video", true},
                           {"bitrate", 0}};
        const Json offer = {
            {"type", "offer"}, {"sdp", with_candidate(client.offer(), port)}, {"trickle", false}};
        const Json event = LSL_TRY(request(handle, join, offer));
        feed_ = event["plugindata"]["data"].value("id", std::int64_t{0});
        if (!client.accept(event["jsep"].value("sdp", ""), now)) {
            return internal_error("Janus answered " + event.dump());
        }
        return {};
    }

    Result<void> watch(test::RtcClient& client, std::uint16_t port, MonoTime now) override {
        const std::int64_t handle = LSL_TRY(attach());
        const Json join = {
            {"request", "join"}, {"room", room}, {"ptype", "subscriber"}, {"feed", feed_}};
        const Json event = LSL_TRY(request(handle, join, {}));
        // It leaves the choice to us; the client here is told by a description that has chosen.
        const std::string offer =
            replaced(event["jsep"].value("sdp", ""), "a=setup:actpass", "a=setup:passive");
        const auto parsed = media::parse_sdp(offer);
        if (!parsed || !client.accept(offer, now)) {
            return internal_error("Janus offered " + event.dump());
        }
        const std::string answer = answer_to(*parsed, client, client.fingerprint());
        const Json description = {
            {"type", "answer"}, {"sdp", with_candidate(answer, port)}, {"trickle", false}};
        LSL_TRY(request(handle, {{"request", "start"}}, description));
        return {};
    }

  private:
    Result<Json> post(const std::string& path, Json body) {
        body["transaction"] = std::to_string(++transaction_);
        const HttpReply reply = LSL_TRY(ask(url_ + path, "application/json", body.dump()));
        Json json = Json::parse(reply.body, nullptr, false);
        if (json.is_discarded() || json.value("janus", "") == "error") {
            return internal_error("Janus: " + reply.body);
        }
        return json;
    }
    std::string session_path() const { return "/" + std::to_string(*session_); }

    Result<std::int64_t> attach() {
        if (!session_) {
            const Json made = LSL_TRY(post("", {{"janus", "create"}}));
            session_ = made["data"].value("id", std::int64_t{0});
        }
        const Json attached = LSL_TRY(
            post(session_path(), {{"janus", "attach"}, {"plugin", "janus.plugin.videoroom"}}));
        return attached["data"].value("id", std::int64_t{0});
    }

    /// The event that answers it; those before are of no interest.
    Result<Json> request(std::int64_t handle, const Json& body, const Json& jsep) {
        Json message = {{"janus", "message"}, {"body", body}};
        if (!jsep.empty()) message["jsep"] = jsep;
        LSL_TRY(post(session_path() + "/" + std::to_string(handle), message));
        const std::string transaction = std::to_string(transaction_);
        for (int polls = 0; polls < 200; ++polls) {
            const HttpReply reply = LSL_TRY(ask(url_ + session_path() + "?maxev=1"));
            Json event = Json::parse(reply.body, nullptr, false);
            if (event.is_discarded() || event.value("transaction", "") != transaction) continue;
            if (event.value("janus", "") != "event") continue;
            if (event["plugindata"]["data"].contains("error")) {
                return internal_error("Janus: " + event.dump());
            }
            return event;
        }
        return internal_error("Janus said nothing more");
    }

    const std::string url_;
    std::optional<std::int64_t> session_;
    std::int64_t transaction_ = 0;
    std::int64_t feed_ = 0;
};

}  // namespace

std::unique_ptr<Forwarder> make_janus(std::string url) {
    return std::make_unique<Janus>(std::move(url));
}

}  // namespace lsl::bench
