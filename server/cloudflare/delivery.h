#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lsl::cloudflare {

/// What Cloudflare's player page offers; what is not set keeps the player's default.
struct IframeOptions {
    bool autoplay = false;  ///< browsers want `muted` with it
    bool muted = false;
    bool loop = false;
    bool controls = true;
    bool rewind_while_live = false;  ///< dvrEnabled
    std::string preload;             ///< "auto" or "metadata"
    std::string poster;              ///< URL
    std::string primary_color;       ///< CSS colour
    std::string letterbox_color;
    std::string default_text_track;  ///< BCP 47
    std::optional<int> start_seconds;
};

struct HlsOptions {
    bool low_latency = false;        ///< protocol=llhls
    bool rewind_while_live = false;  ///< dvrEnabled
};

struct ThumbnailOptions {
    std::optional<int> time_seconds;
    std::optional<int> width;
    std::optional<int> height;
    std::string fit;  ///< "crop", "clip", "scale", "fill"
};

/// The part of a playback URL before `/{ID}/…`, normally
/// `https://customer-{CODE}.cloudflarestream.com`. In every function `id` is a uid or a signed
/// token that stands for it; it is percent-encoded.
class DeliveryBase {
  public:
    /// Nothing unless the code is letters, digits and "-".
    static std::optional<DeliveryBase> of_customer(std::string_view code);
    /// From a URL that the API returned for `id`, such as a live input's `whep_url`.
    static std::optional<DeliveryBase> of_url(std::string_view url, std::string_view id);

    /// For Content-Security-Policy: frame-src, connect-src, media-src, img-src.
    std::string origin() const;
    const std::string& text() const { return base_; }

    std::string hls(std::string_view id, const HlsOptions& options = {}) const;
    std::string dash(std::string_view id) const;
    std::string iframe(std::string_view id, const IframeOptions& options = {}) const;
    std::string watch_page(std::string_view id) const;
    std::string whep(std::string_view id) const;
    std::string thumbnail(std::string_view id, const ThumbnailOptions& options = {}) const;
    std::string lifecycle(std::string_view id) const;
    std::string views(std::string_view id) const;

  private:
    explicit DeliveryBase(std::string base) : base_(std::move(base)) {}
    std::string at(std::string_view id, std::string_view resource) const;

    std::string base_;  ///< without a slash at the end
};

}  // namespace lsl::cloudflare
