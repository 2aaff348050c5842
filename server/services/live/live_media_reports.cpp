// What media engine and recorder report, turned into rows and events. Runs on one thread.

#include <algorithm>

#include "server/services/live/live_media.h"
#include "server/services/live/media_health.h"
#include "server/store/enrollments_store.h"
#include "server/store/outbox_store.h"
#include "server/store/streams_store.h"

namespace lsl::services {

namespace {

using domain::RecordingState;
using domain::StreamStatus;

constexpr std::chrono::minutes between_retries{10};
constexpr std::int64_t classes_warned = 50;  ///< the next ones; others see it when they are opened

template <class... Handlers>
struct Match : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Match(Handlers...) -> Match<Handlers...>;

/// Trouble with the recording is told by itself.
bool same(wire::MediaHealth a, const wire::MediaHealth& b) {
    a.recording_trouble = b.recording_trouble;
    return a == b;
}

}  // namespace

void LiveMedia::drain() {
    for (const MediaReport& report : inbox_.take()) {
        std::visit([&](const auto& event) { on(event); }, report);
    }
}

void LiveMedia::on(const media::MediaEvent& event) {
    std::visit(Match{
                   [&](const media::PublisherConnected& e) { publisher_came(e); },
                   [&](const media::PublisherGone& e) { refresh_room(e.room); },
                   [&](const media::MediaFlowing& e) { refresh_room(e.room); },
                   [&](const media::ViewerReceiving& e) { viewer_receives(e); },
                   [&](const media::ViewerGone& e) {
                       watching_.remove(e.session);
                       refresh_room(e.room);
                   },
               },
               event);
}

void LiveMedia::on(const recorder::RecorderEvent& event) {
    std::visit(Match{
                   [&](const recorder::RecordingFinished& e) { recording_finished(e); },
                   [&](const recorder::RecordingFailed& e) { recording_failed(e); },
                   [&](const recorder::RecordingTrouble& e) { recording_in_trouble(e); },
               },
               event);
}

void LiveMedia::publisher_came(const media::PublisherConnected& came) {
    if (const auto row = stream_of_room(came.room)) watch_room(*row);
    {
        const std::lock_guard lock(mutex_);
        const auto room = rooms_.find(came.room);
        if (room != rooms_.end()) room->second.last_publisher = came.session;
    }
    refresh_room(came.room);
}

void LiveMedia::viewer_receives(const media::ViewerReceiving& receiving) {
    const auto row = stream_of_room(receiving.room);
    const auto user = UserId::parse(receiving.viewer);
    if (row && user && row->stream.status == StreamStatus::Live) {
        static_cast<void>(database_.write([&](store::Connection& tx) -> Result<void> {
            const UtcTime now = clock_.utc();
            LSL_TRY(store::EnrollmentsStore(tx).note_watched_live(row->stream.id, *user, now));
            return store::OutboxStore(tx).enrollment_changed(row->stream.id, *user, now);
        }));
    }
    refresh_room(receiving.room);
}

void LiveMedia::watch_room(const domain::StudioClass& row) {
    if (row.stream.status != StreamStatus::Live && row.stream.status != StreamStatus::Scheduled)
        return;
    const std::lock_guard lock(mutex_);
    Room& room = rooms_[room_of(row)];
    room.stream = row.stream.id;
    room.live = room.live || row.stream.status == StreamStatus::Live;
    room.stored_maximum = std::max(room.stored_maximum, row.stream.max_viewers);
    if (room.figures.media_health.verdict.empty()) room.figures.media_health.verdict = "offline";
}

void LiveMedia::refresh() {
    end_lost_rights();
    std::vector<media::RoomName> names;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [name, room] : rooms_) names.push_back(name);
    }
    for (const auto& name : names) refresh_room(name);
    tell_of_space();
    tell_of_preparing();
    if (clock_.mono() >= next_retry_) {
        next_retry_ = clock_.mono() + between_retries;
        retry_endings();
    }
}

void LiveMedia::tell_of_space() {
    space_.refresh();
    std::string warning = space_.warning();
    if (warning == told_warning_) return;
    told_warning_ = std::move(warning);
    const auto planned = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).list(store::StreamList::Upcoming, std::nullopt,
                                                classes_warned, clock_.utc());
    });
    if (!planned) return;
    for (const auto& row : *planned) announcements_.statistics_changed(row.stream.id);
}

void LiveMedia::tell_of_preparing() {
    std::vector<recorder::Preparing> now = recorder_.preparing();
    std::vector<recorder::RecordingName> changed;
    {
        const std::lock_guard lock(mutex_);
        for (const recorder::Preparing& one : now) {
            const bool told =
                std::find(preparing_.begin(), preparing_.end(), one) != preparing_.end();
            if (!told) changed.push_back(one.name);
        }
        preparing_ = std::move(now);
    }
    for (const recorder::RecordingName& name : changed) {
        if (const auto row = stream_of_recording(name)) {
            announcements_.statistics_changed(row->stream.id);
        }
    }
}

void LiveMedia::retry_endings() {
    const auto open = database_.read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    });
    if (!open) return;
    for (const auto& row : *open) {
        const std::string name = row.recording.file_name();
        const auto in_trouble = [&] {
            const std::lock_guard lock(mutex_);
            return trouble_.contains(name);
        };
        if (row.stream.status == StreamStatus::Ended && in_trouble()) recorder_.finish(name);
    }
}

void LiveMedia::refresh_room(const media::RoomName& name) {
    const media::RoomStats stats = media_.ask(media::ReadRoom{name});
    const LiveFigures now{.viewers = stats.viewers, .media_health = media_health(stats)};
    StreamId stream;
    bool other_viewers = false;
    bool other_health = false;
    std::optional<std::int64_t> new_maximum;
    {
        const std::lock_guard lock(mutex_);
        const auto found = rooms_.find(name);
        if (found == rooms_.end()) return;
        Room& room = found->second;
        stream = room.stream;
        other_viewers = room.figures.viewers != now.viewers;
        other_health = !same(room.figures.media_health, now.media_health);
        if (room.live && now.viewers > room.stored_maximum) {
            new_maximum = room.stored_maximum = now.viewers;
        }
        room.figures = now;
        if (room.live) media_time_.note(stream, media_arrives(now.media_health), clock_.mono());
        if (!room.live && !now.media_health.connected) rooms_.erase(found);
    }
    if (new_maximum) {
        static_cast<void>(database_.write([&](store::Connection& tx) {
            return store::StreamsStore(tx).raise_max_viewers(stream, *new_maximum);
        }));
    }
    if (other_viewers) {
        announcements_.figures_changed(stream);
    } else if (other_health) {
        announcements_.statistics_changed(stream);
    }
}

void LiveMedia::recording_finished(const recorder::RecordingFinished& finished) {
    const auto owner = stream_of_recording(finished.file.name);
    if (owner && owner->ingest.playback.backend != name() && take_recording_) {
        if (owner->recording.state == RecordingState::Preparing) {
            take_recording_(*owner, finished.file);
        }
        return;
    }
    const auto id = change_recording(finished.file.name, [](domain::Recording& recording) {
        return recording.become_available();
    });
    if (!id) {
        // Its class was cancelled meanwhile.
        static_cast<void>(recorder_.remove(finished.file.name));
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        trouble_.erase(finished.file.name);
    }
    // The row is news by itself; that there is no trouble any more is not in it.
    announcements_.statistics_changed(*id);
}

void LiveMedia::recording_failed(const recorder::RecordingFailed& failed) {
    change_recording(failed.name, [](domain::Recording& recording) { return recording.lose(); });
}

void LiveMedia::recording_in_trouble(const recorder::RecordingTrouble& trouble) {
    {
        const std::lock_guard lock(mutex_);
        if (trouble.reason.empty()) {
            trouble_.erase(trouble.name);
        } else {
            trouble_[trouble.name] = trouble.reason;
        }
    }
    if (const auto row = stream_of_recording(trouble.name)) {
        announcements_.statistics_changed(row->stream.id);
    }
}

std::optional<StreamId> LiveMedia::change_recording(
    const recorder::RecordingName& name, const std::function<bool(domain::Recording&)>& change) {
    using Changed = std::optional<StreamId>;
    const auto changed = database_.write([&](store::Connection& tx) -> Result<Changed> {
        store::StreamsStore streams(tx);
        auto row = LSL_TRY(streams.find_by_video(VideoId(name)));
        if (!row) return Changed();
        if (change(row->recording)) {
            row->stream.updated_at = clock_.utc();
            LSL_TRY(streams.update(*row));
        }
        return Changed(row->stream.id);
    });
    return changed ? *changed : std::nullopt;
}

}  // namespace lsl::services
