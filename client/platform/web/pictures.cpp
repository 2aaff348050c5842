#include "client/platform/web/pictures.h"

#include <emscripten.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"

namespace lsl::platform {
namespace {

constexpr std::int64_t texture_bytes_limit = 96 << 20;

/// Which pictures there are as textures, and when each was last asked for.
class Pictures {
  public:
    Image use(std::string_view url, int longest_side) {
        const auto key = std::pair(std::string(url), bucket(longest_side));
        auto entry = entries_.find(key);
        if (entry == entries_.end()) {
            entry = entries_.emplace(key, Entry{.id = ++last_id_}).first;
            lsl_js_load_image(entry->second.id, url.data(), url.size(), key.second);
        }
        entry->second.used_in_frame = frame_;
        return entry->second.image;
    }

    void finished(std::uint32_t id, std::uint32_t texture, int width, int height) {
        for (auto& [key, entry] : entries_) {
            if (entry.id != id) continue;
            const bool first = entry.image.since.us == 0;
            entry.image = {texture ? ImageState::Ready : ImageState::Failed, texture, width, height,
                           first ? mono_now() : entry.image.since};
            make_room();
            return;
        }
    }

    void painted() { ++frame_; }

    void lost() {
        for (auto& [key, entry] : entries_) {
            lsl_js_free_image(entry.id);
            entry.image.texture = 0;
            if (entry.image.state == ImageState::Ready) entry.image.state = ImageState::Loading;
        }
    }

    void restored() {
        for (auto& [key, entry] : entries_) {
            if (entry.image.state == ImageState::Failed) continue;
            lsl_js_load_image(entry.id, key.first.data(), key.first.size(), key.second);
        }
    }

  private:
    struct Entry {
        std::uint32_t id = 0;
        Image image;
        std::uint64_t used_in_frame = 0;

        std::int64_t bytes() const {
            return image.texture ? std::int64_t{4} * image.width * image.height : 0;
        }
    };

    /// Sizes in steps, so that a window being resized does not load a picture per pixel.
    static int bucket(int longest_side) {
        int size = 64;
        while (size < longest_side && size < 2048) size *= 2;
        return size;
    }

    void make_room() {
        std::int64_t bytes = 0;
        for (const auto& [key, entry] : entries_) bytes += entry.bytes();
        while (bytes > texture_bytes_limit) {
            auto oldest = entries_.end();
            for (auto i = entries_.begin(); i != entries_.end(); ++i) {
                if (i->second.bytes() == 0 || i->second.used_in_frame + 1 >= frame_) continue;
                if (oldest == entries_.end() ||
                    i->second.used_in_frame < oldest->second.used_in_frame) {
                    oldest = i;
                }
            }
            if (oldest == entries_.end()) return;  // all of them are on screen
            bytes -= oldest->second.bytes();
            lsl_js_free_image(oldest->second.id);
            entries_.erase(oldest);
        }
    }

    std::map<std::pair<std::string, int>, Entry> entries_;  ///< by address and size
    std::uint32_t last_id_ = 0;
    std::uint64_t frame_ = 0;
};

Pictures& pictures() {
    static Pictures instance;
    return instance;
}

}  // namespace

Image use_image(std::string_view url, int longest_side) {
    return pictures().use(url, longest_side);
}

void pictures_painted() { pictures().painted(); }

void pictures_lost() { pictures().lost(); }

void pictures_restored() { pictures().restored(); }

}  // namespace lsl::platform

extern "C" {

/// `texture` 0 = the picture could not be had.
EMSCRIPTEN_KEEPALIVE void lsl_on_image(std::uint32_t id, std::uint32_t texture, int width,
                                       int height) {
    lsl::platform::pictures().finished(id, texture, width, height);
    lsl::platform::listener().on_images_changed();
}
}
