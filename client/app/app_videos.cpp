#include "client/app/app.h"
#include "shared/wire/json/json.h"

#include <string>
#include <string_view>

// Where the pictures lie that the browser shows beneath the canvas.

namespace lsl::app {

namespace {

struct DeskPlace {
    double x = 0, y = 0, width = 0, height = 0, radius = 0;
    bool fixed = false, mirrored = false, visible = false;
};
void describe(wire::Archive& a, DeskPlace& m) {
    a.field("x", m.x);
    a.field("y", m.y);
    a.field("width", m.width);
    a.field("height", m.height);
    a.field("radius", m.radius);
    a.field("fixed", m.fixed);
    a.field("mirrored", m.mirrored);
    a.field("visible", m.visible);
}

/// For pictures that the player's script puts there itself.
void tell_place(std::string_view name, const platform::VideoPlace& place,
                platform::VideoPlace& known) {
    if (place == known) return;
    known = place;
    DeskPlace told{.x = place.x,
                   .y = place.y,
                   .width = place.width,
                   .height = place.height,
                   .radius = place.radius,
                   .fixed = place.fixed,
                   .mirrored = place.mirrored,
                   .visible = place.visible};
    platform::tell_desk(platform::Part::Player,
                        wire::write_json([&](wire::Archive& a) { a.field(name, told); }));
}

}  // namespace

void App::publish_videos() {
    platform::VideoPlace player, preview, again, camera;
    for (const ui::VideoPlace& place : output_.videos) {
        const bool own = place.key == "preview" || place.key == "stage";
        platform::VideoPlace& to = place.key == "again" ? again
                                   : place.key == "own" ? camera
                                   : own                ? preview
                                                        : player;
        to.x = place.rect.x;
        to.y = place.rect.y;
        to.width = place.rect.width;
        to.height = place.rect.height;
        to.radius = place.radius;
        to.fixed = place.fixed;
        to.visible = true;
        // On stage she sees what viewers see; elsewhere herself as in a looking-glass, unless she
        // wants it otherwise.
        if (place.key == "preview") to.mirrored = !state_.model.studio.desk.unmirrored;
    }
    player.mirrored = again.mirrored = state_.model.practice.mirrored;
    platform::place_player(player);
    platform::place_preview(preview);
    // Nowhere, it is mirrored no more than any other nothing.
    if (!again.visible) again = {};
    tell_place("again_place", again, told_again_);
    tell_place("own_place", camera, told_camera_);
}

}  // namespace lsl::app
