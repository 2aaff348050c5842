#include "server/media/commands.h"

#include "server/media/engine.h"

namespace lsl::media {

Publish::Answer Publish::run(Engine& engine, MonoTime now) const {
    return engine.publish(room, offer_sdp, now);
}

Watch::Answer Watch::run(Engine& engine, MonoTime now) const {
    return engine.watch(room, offer_sdp, viewer, now);
}

Pull::Answer Pull::run(Engine& engine, MonoTime now) const { return engine.pull(room, now); }

AcceptAnswer::Answer AcceptAnswer::run(Engine& engine, MonoTime now) const {
    return engine.accept_answer(session, answer_sdp, now);
}

PatchSession::Answer PatchSession::run(Engine& engine, MonoTime) const {
    return engine.patch(session, fragment, if_match);
}

CloseSession::Answer CloseSession::run(Engine& engine, MonoTime now) const {
    return engine.close_session(session, now);
}

SelectLayer::Answer SelectLayer::run(Engine& engine, MonoTime now) const {
    return engine.select_layer(session, selection, now);
}

ReadLayers::Answer ReadLayers::run(Engine& engine, MonoTime now) const {
    return engine.viewer_layers(session, now);
}

FindSession::Answer FindSession::run(Engine& engine, MonoTime) const {
    const Session* found = engine.find_session(session);
    if (found == nullptr) return not_found("There is no such media session.");
    return SessionInfo{found->room->name, found->publishes(), found->viewer_tag};
}

ClosePublisher::Answer ClosePublisher::run(Engine& engine, MonoTime now) const {
    engine.close_publisher(room, now);
    return {};
}

CloseViewers::Answer CloseViewers::run(Engine& engine, MonoTime now) const {
    engine.close_viewers(room, now);
    return {};
}

CloseRoom::Answer CloseRoom::run(Engine& engine, MonoTime now) const {
    engine.close_room(room, now);
    return {};
}

SetTap::Answer SetTap::run(Engine& engine, MonoTime now) const {
    engine.set_tap(room, tap, now);
    return {};
}

ReadRoom::Answer ReadRoom::run(Engine& engine, MonoTime now) const {
    return engine.room_stats(room, now);
}

}  // namespace lsl::media
