#pragma once

#include <cstdint>
#include <string_view>

namespace lsl::ui {

enum class ImageState : std::uint8_t { Loading, Loaded, Failed };

struct Image {
    ImageState state = ImageState::Loading;
    std::uint64_t texture = 0;    ///< ImTextureID of the renderer
    float width = 0, height = 0;  ///< pixels
};

/// Pictures by URL. Asking starts the loading; the platform asks for a frame when it is there.
class ImageSource {
  public:
    virtual ~ImageSource() = default;
    virtual Image image(std::string_view url) = 0;
};

}  // namespace lsl::ui
