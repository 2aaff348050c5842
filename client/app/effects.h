#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/app/state.h"
#include "client/net/api_client.h"
#include "client/platform/bridge.h"
#include "shared/base/result.h"
#include "shared/wire/access.h"

namespace lsl::app {

class Effects;

/// What a reducer asks of the world. Values only: App carries them out, tests look at them.
namespace effect {

/// A request; `then` runs as a reducer when the answer is there.
struct Send {
    api::Method method = api::Method::Get;
    std::string path, body, idempotency_key;
    std::function<void(State&, Effects&, Result<std::string>)> then;
};
/// A file that the person chose, as the body; `then` runs as a reducer.
struct Upload {
    std::string path;
    std::uint32_t file = 0;
    std::function<void(State&, Effects&, Result<std::string>)> then;
};
/// The browser's file picker for pictures.
struct ChoosePicture {};
struct PushUrl {
    std::string url;
};
struct ReplaceUrl {
    std::string url;
};
/// From the server, with the build of the app that it has now.
struct LoadPage {
    std::string url;
};
/// Another site, or a mail to somebody; the app stays where it is.
struct Leave {
    std::string url;
};
struct GoBack {
    std::string fallback;
};
/// To the top with the focus on the new page's heading.
struct ShowPageStart {};
struct Reload {};
/// Listen as whoever is signed in now.
struct ReopenEvents {
    std::string after;  ///< the last event that the page knew when it came; empty = the last heard
    std::optional<StreamId> room = {};  ///< of that class besides everything else
};
struct Download {
    std::string url, file_name;
};
/// In this browser, for the next visit.
struct Remember {
    std::string key, value;
};
/// From now on; remembered for the next visit.
struct SpeakLanguage {
    std::string tag;
};
/// What this browser is to do about push messages; on_push follows.
struct Push {
    platform::PushWish wish;
};
struct Copy {
    std::string what, text;
};
struct Share {
    std::string title, url;
};

enum class PlayerCommand : std::uint8_t {
    PlayPause,
    ToggleMute,
    SetVolume,   ///< number: 0..1
    Seek,        ///< number: seconds
    SetQuality,  ///< number: height, 0 = automatic
    ToggleFullscreen,
    TogglePictureInPicture,
    Retry,
    StepFrames,  ///< number: how many, back below 0
};
struct Player {
    PlayerCommand command;
    double number = 0;
};

enum class StudioCommand : std::uint8_t {
    OpenCapture,
    ChooseCamera,      ///< text: its id
    ChooseMicrophone,  ///< text: its id
    ToggleCamera,
    ToggleMicrophone,
    ForgetClips,
    Start,     ///< text: WHIP URL, secret: its token
    TakeOver,  ///< likewise, from whoever is on air
    Resume,    ///< likewise, if this tab was on air before it was loaded again
    Stop,
    Close,
};
struct Studio {
    StudioCommand command;
    std::string text, secret;
};

/// What only a part's own script understands.
struct TellDesk {
    platform::Part part = platform::Part::Studio;
    std::string json;
};

}  // namespace effect

using Effect =
    std::variant<effect::Send, effect::Upload, effect::ChoosePicture, effect::PushUrl,
                 effect::ReplaceUrl, effect::LoadPage, effect::Leave, effect::GoBack,
                 effect::ShowPageStart, effect::Reload, effect::ReopenEvents, effect::Download,
                 effect::Remember, effect::SpeakLanguage, effect::Copy, effect::Share, effect::Push,
                 effect::Player, effect::Studio, effect::TellDesk>;

/// A viewer's or an instructor's session turned out to be over (in update_session.cpp).
void on_viewer_gone(State& state, Effects& effects);
void on_instructor_gone(State& state, Effects& effects);
/// Does so when that is what the answer of a route for `who` says.
void note_session_end(const Result<std::string>& answer, api::Who who, State& state,
                      Effects& effects);

class Effects {
  public:
    /// `fresh_id` makes the keys of attempts that must not be charged twice.
    explicit Effects(std::function<std::string()> fresh_id) : fresh_id_(std::move(fresh_id)) {}

    void add(Effect effect) { effects_.push_back(std::move(effect)); }
    std::string fresh_id() { return fresh_id_(); }

    /// Calls an endpoint; `then(State&, Effects&, Result<Response>)` runs as a reducer. A session
    /// that turns out to be over is noted before.
    template <class Endpoint, class Then>
    void call(const net::Place& place, const typename Endpoint::Request& request, Then then,
              std::string idempotency_key = {});
    template <class Endpoint, class Then>
    void get(const net::Place& place, Then then) {
        call<Endpoint>(place, {}, std::move(then));
    }

    std::vector<Effect> take() { return std::exchange(effects_, {}); }
    bool empty() const { return effects_.empty(); }

  private:
    std::vector<Effect> effects_;
    std::function<std::string()> fresh_id_;
};

template <class Endpoint, class Then>
void Effects::call(const net::Place& place, const typename Endpoint::Request& request, Then then,
                   std::string idempotency_key) {
    effect::Send send;
    send.method = Endpoint::method;
    send.path = net::path_of(Endpoint::path, place);
    if constexpr (!std::is_same_v<typename Endpoint::Request, api::Empty>) {
        send.body = wire::to_json(request);
    }
    send.idempotency_key = std::move(idempotency_key);
    send.then = [then = std::move(then)](State& state, Effects& effects,
                                         Result<std::string> answer) {
        note_session_end(answer, api::rule_of<Endpoint>().who, state, effects);
        then(state, effects, net::read_answer<typename Endpoint::Response>(std::move(answer)));
    };
    add(std::move(send));
}

}  // namespace lsl::app
