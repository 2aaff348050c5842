#include "server/cloudflare/delivery.h"

#include <algorithm>

#include "server/cloudflare/web_url.h"

namespace lsl::cloudflare {

namespace {

bool is_of_code(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/// A query string that begins with "?" once something is in it.
class Query {
  public:
    void add(std::string_view name, std::string_view value) {
        text_ += text_.empty() ? '?' : '&';
        text_ += name;
        text_ += '=';
        text_ += percent_encode(value);
    }
    void add_given(std::string_view name, std::string_view value) {
        if (!value.empty()) add(name, value);
    }
    /// Left out when false: the player takes the mere name for a yes.
    void add_flag(std::string_view name, bool on) {
        if (on) add(name, "true");
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

}  // namespace

std::optional<DeliveryBase> DeliveryBase::of_customer(std::string_view code) {
    if (code.empty() || !std::all_of(code.begin(), code.end(), is_of_code)) return std::nullopt;
    return DeliveryBase("https://customer-" + std::string(code) + ".cloudflarestream.com");
}

std::optional<DeliveryBase> DeliveryBase::of_url(std::string_view url, std::string_view id) {
    const auto parsed = WebUrl::parse(url);
    if (!parsed || id.empty()) return std::nullopt;
    const auto before = parsed->target.find("/" + std::string(id) + "/");
    if (before == std::string::npos) return std::nullopt;
    return DeliveryBase(parsed->origin + parsed->target.substr(0, before));
}

std::string DeliveryBase::origin() const {
    const auto url = WebUrl::parse(base_);
    return url ? url->origin : std::string();
}

std::string DeliveryBase::hls(std::string_view id, const HlsOptions& options) const {
    Query query;
    if (options.low_latency) query.add("protocol", "llhls");
    query.add_flag("dvrEnabled", options.rewind_while_live);
    return at(id, "manifest/video.m3u8") + query.text();
}

std::string DeliveryBase::dash(std::string_view id) const { return at(id, "manifest/video.mpd"); }

std::string DeliveryBase::iframe(std::string_view id, const IframeOptions& options) const {
    Query query;
    query.add_flag("autoplay", options.autoplay);
    query.add_flag("muted", options.muted);
    query.add_flag("loop", options.loop);
    if (!options.controls) query.add("controls", "false");
    query.add_flag("dvrEnabled", options.rewind_while_live);
    query.add_given("preload", options.preload);
    query.add_given("poster", options.poster);
    query.add_given("primaryColor", options.primary_color);
    query.add_given("letterboxColor", options.letterbox_color);
    query.add_given("defaultTextTrack", options.default_text_track);
    if (options.start_seconds) query.add("startTime", std::to_string(*options.start_seconds));
    return at(id, "iframe") + query.text();
}

std::string DeliveryBase::watch_page(std::string_view id) const { return at(id, "watch"); }

std::string DeliveryBase::whep(std::string_view id) const { return at(id, "webRTC/play"); }

std::string DeliveryBase::thumbnail(std::string_view id, const ThumbnailOptions& options) const {
    Query query;
    if (options.time_seconds) query.add("time", std::to_string(*options.time_seconds) + "s");
    if (options.height) query.add("height", std::to_string(*options.height));
    if (options.width) query.add("width", std::to_string(*options.width));
    query.add_given("fit", options.fit);
    return at(id, "thumbnails/thumbnail.jpg") + query.text();
}

std::string DeliveryBase::lifecycle(std::string_view id) const { return at(id, "lifecycle"); }

std::string DeliveryBase::views(std::string_view id) const { return at(id, "views"); }

std::string DeliveryBase::at(std::string_view id, std::string_view resource) const {
    return base_ + "/" + percent_encode(id) + "/" + std::string(resource);
}

}  // namespace lsl::cloudflare
