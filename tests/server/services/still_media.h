#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/media/io/media_thread.h"
#include "server/recorder/recorder.h"

namespace lsl::testing {

/// The engine's contract with sessions that exist but carry nothing.
class StillMediaThread final : public media::MediaThread {
  public:
    struct Session : media::SessionInfo {
        media::ViewerLayers layers = {};
    };
    media::EngineStats engine_stats() override { return {}; }
    std::uint16_t udp_port() const override { return 0; }

    std::map<media::SessionName, Session> sessions;
    std::map<media::RoomName, std::shared_ptr<media::MediaTap>> taps;
    std::map<media::RoomName, media::RoomStats> stats;
    std::function<void()> before_answer;
    int questions = 0;

  protected:
    void put(media::AnyQuestion question) override {
        ++questions;
        std::visit([this](auto* asked) { asked->answer.emplace(answer(asked->command)); },
                   question);
    }

  private:
    Result<media::SessionAnswer> answer(const media::Publish& command) {
        if (before_answer) before_answer();
        return open({command.room, true, ""});
    }
    Result<media::SessionAnswer> answer(const media::Watch& command) {
        if (before_answer) before_answer();
        return open({command.room, false, command.viewer});
    }
    Result<media::PullOffer> answer(const media::Pull& command) {
        return media::PullOffer{open({command.room, true, ""})->session, "v=0"};
    }
    Result<void> answer(const media::AcceptAnswer&) { return {}; }
    Result<media::PatchAnswer> answer(const media::PatchSession&) { return media::PatchAnswer{}; }
    Result<void> answer(const media::CloseSession& command) {
        if (sessions.erase(command.session) == 0) return not_found("gone");
        return {};
    }
    Result<void> answer(const media::SelectLayer&) { return {}; }
    Result<media::ViewerLayers> answer(const media::ReadLayers& command) {
        const auto found = sessions.find(command.session);
        if (found == sessions.end() || found->second.publishes) return not_found("gone");
        return found->second.layers;
    }
    Result<media::SessionInfo> answer(const media::FindSession& command) {
        const auto found = sessions.find(command.session);
        if (found == sessions.end()) return not_found("gone");
        return media::SessionInfo(found->second);
    }
    media::Done answer(const media::ClosePublisher& command) {
        return close([&](const Session& one) { return one.room == command.room && one.publishes; });
    }
    media::Done answer(const media::CloseViewers& command) {
        return close(
            [&](const Session& one) { return one.room == command.room && !one.publishes; });
    }
    media::Done answer(const media::CloseRoom& command) {
        return close([&](const Session& one) { return one.room == command.room; });
    }
    media::Done answer(const media::SetTap& command) {
        taps[command.room] = command.tap;
        return {};
    }
    media::RoomStats answer(const media::ReadRoom& command) { return stats[command.room]; }

    Result<media::SessionAnswer> open(const media::SessionInfo& session) {
        const std::string name = "session" + std::to_string(++opened_);
        sessions[name] = {session};
        return media::SessionAnswer{.session = name, .sdp = "v=0", .etag = "\"e\""};
    }
    template <class Which>
    media::Done close(const Which& which) {
        std::erase_if(sessions, [&](const auto& one) { return which(one.second); });
        return {};
    }
    int opened_ = 0;
};

/// The recorder's contract without files.
class StillRecorder final : public recorder::Recorder {
  public:
    class Tap final : public media::MediaTap {
      public:
        void on_packet(const media::TapPacket&) override {}
        void on_sender_report(const media::TapSenderReport&) override {}
        void on_publisher_gone(MonoTime) override {}
    };
    std::shared_ptr<media::MediaTap> begin(const recorder::RecordingName& name) override {
        if (refuses) return nullptr;
        open.insert(name);
        return std::make_shared<Tap>();
    }
    void finish(const recorder::RecordingName& name) override {
        finished.push_back(name);
        open.erase(name);
    }
    std::vector<recorder::RecordingName> unfinished() const override {
        return {open.begin(), open.end()};
    }
    Result<recorder::RecordingFile> find(const recorder::RecordingName& name) const override {
        return recorder::RecordingFile{.name = name, .content_type = "video/webm", .lack = lack};
    }
    Result<std::vector<std::byte>> picture(const recorder::RecordingName& name,
                                           int /*most_width*/) const override {
        ++pictures_asked;
        if (!open.contains(name) || still.empty()) return not_found("no picture");
        return still;
    }
    std::vector<recorder::Preparing> preparing() const override { return converting; }
    Result<void> remove(const recorder::RecordingName& name) override {
        open.erase(name);
        removed.push_back(name);
        return {};
    }

    recorder::Space space() const override { return room; }
    recorder::RecorderLoad load() const override { return {}; }

    recorder::Space room;
    bool refuses = false;
    std::string lack;
    std::vector<recorder::Preparing> converting;
    std::set<recorder::RecordingName> open;
    std::vector<recorder::RecordingName> finished;
    std::vector<recorder::RecordingName> removed;
    std::vector<std::byte> still;  ///< what every recording that runs shows
    mutable int pictures_asked = 0;
};

}  // namespace lsl::testing
