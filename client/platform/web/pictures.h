#pragma once

namespace lsl::platform {

/// A frame was painted: pictures not asked for since may go when the memory is needed.
void pictures_painted();
/// The textures went with the context, and come again when there is a new one.
void pictures_lost();
void pictures_restored();

}  // namespace lsl::platform
