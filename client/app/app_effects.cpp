#include "client/app/app.h"
#include "client/app/update.h"
#include "client/net/server_events.h"

#include <utility>

// Effects carried out.

namespace lsl::app {

namespace {

void carry_out_in_page(const effect::PushUrl& push) { platform::push_url(push.url); }
void carry_out_in_page(const effect::Leave& leave) {
    // A mail program needs no tab, and an empty one would stay behind.
    platform::open_external(leave.url, leave.url.starts_with("http"));
}
void carry_out_in_page(const effect::LoadPage& page) { platform::open_external(page.url, false); }
void carry_out_in_page(const effect::ReplaceUrl& replace) { platform::replace_url(replace.url); }
void carry_out_in_page(const effect::GoBack& back) { platform::go_back(back.fallback); }
void carry_out_in_page(const effect::ChoosePicture&) {
    platform::choose_file("image/jpeg,image/png,image/webp");
}
void carry_out_in_page(const effect::Reload&) { platform::reload(); }
void carry_out_in_page(const effect::ReopenEvents& events) {
    platform::close_events();
    platform::open_events(net::path_of_events(events.room), net::event_names(), events.after);
}
void carry_out_in_page(const effect::Download& file) {
    platform::download(file.url, file.file_name);
}
void carry_out_in_page(const effect::Remember& one) { platform::store(one.key, one.value); }
void carry_out_in_page(const effect::Push& push) { platform::push_notices(push.wish); }
void carry_out_in_page(const effect::TellDesk& wish) { platform::tell_desk(wish.part, wish.json); }
void carry_out_in_page(const effect::Share& share) { platform::share(share.title, share.url); }

}  // namespace

void App::dispatch(const model::Intent& intent) {
    // Marks and beats are where the ear was, not where the player said it was a moment ago.
    state_.model.player.position_s = playback_.position();
    update(state_, intent, effects_);
    carry_out(effects_);
}

void App::carry_out(Effects& effects) {
    for (Effect& effect : effects.take()) {
        std::visit(
            [this](auto& known) {
                using Known = std::decay_t<decltype(known)>;
                if constexpr (std::is_same_v<Known, effect::ShowPageStart>) {
                    platform::scroll_to(0);
                    restore_scroll_.reset();
                    focus_heading_ = true;
                } else if constexpr (std::is_same_v<Known, effect::Copy>) {
                    copying_ = known.what;
                    platform::copy_text(known.text);
                } else if constexpr (std::is_same_v<Known, effect::SpeakLanguage>) {
                    platform::store(language_key, known.tag);
                    speak(model::best_language(known.tag), [] {});
                } else if constexpr (std::is_same_v<Known, effect::Send> ||
                                     std::is_same_v<Known, effect::Upload> ||
                                     std::is_same_v<Known, effect::Player> ||
                                     std::is_same_v<Known, effect::Studio>) {
                    carry_out(known);
                } else {
                    if constexpr (std::is_same_v<Known, effect::ReopenEvents>) {
                        // Another stream begins with what comes from then on.
                        const bool other = known.room != listened_room_;
                        listened_room_ = known.room;
                        events_gap_ = other && known.after.empty();
                        state_.model.chat.listens =
                            known.room && known.room == state_.model.chat.room;
                        state_.model.events_open = false;
                    }
                    carry_out_in_page(known);
                }
            },
            effect);
    }
}

void App::carry_out(effect::Send& send) {
    net::Call call;
    call.method = send.method;
    call.path = std::move(send.path);
    call.body = std::move(send.body);
    call.idempotency_key = std::move(send.idempotency_key);
    call.done = [this, then = std::move(send.then)](Result<std::string> answer) {
        then(state_, effects_, std::move(answer));
        carry_out(effects_);
    };
    client_.send(std::move(call));
}

void App::carry_out(effect::Upload& upload) {
    client_.upload(upload.path, upload.file,
                   [this, then = std::move(upload.then)](Result<std::string> answer) {
                       then(state_, effects_, std::move(answer));
                       carry_out(effects_);
                   });
}

void App::carry_out(const effect::Player& player) {
    using effect::PlayerCommand;
    const platform::PlayerState& now = playback_.state();
    switch (player.command) {
        case PlayerCommand::PlayPause: playback_.play_pause(); break;
        case PlayerCommand::ToggleMute: playback_.toggle_mute(); break;
        case PlayerCommand::SetVolume: playback_.set_volume(player.number); break;
        case PlayerCommand::Seek: playback_.seek(player.number); break;
        case PlayerCommand::SetQuality:
            playback_.set_quality(static_cast<int>(player.number));
            break;
        case PlayerCommand::ToggleFullscreen: platform::set_fullscreen(!now.fullscreen); break;
        case PlayerCommand::TogglePictureInPicture:
            platform::set_picture_in_picture(!now.picture_in_picture);
            break;
        case PlayerCommand::Retry: playback_.retry(); break;
        case PlayerCommand::StepFrames: playback_.step(static_cast<int>(player.number)); break;
    }
}

void App::carry_out(const effect::Studio& studio) {
    using effect::StudioCommand;
    switch (studio.command) {
        case StudioCommand::OpenCapture: broadcasting_.open_capture(); break;
        case StudioCommand::ChooseCamera: broadcasting_.choose_camera(studio.text); break;
        case StudioCommand::ChooseMicrophone: broadcasting_.choose_microphone(studio.text); break;
        case StudioCommand::ToggleCamera: broadcasting_.toggle_camera(); break;
        case StudioCommand::ToggleMicrophone: broadcasting_.toggle_microphone(); break;
        case StudioCommand::ForgetClips: broadcasting_.forget_clips(); break;
        case StudioCommand::Start: broadcasting_.start(studio.text, studio.secret); break;
        case StudioCommand::TakeOver:
            broadcasting_.start(studio.text, studio.secret, player::Broadcasting::Takeover::Yes);
            break;
        case StudioCommand::Resume: broadcasting_.resume(studio.text, studio.secret); break;
        case StudioCommand::Stop: broadcasting_.stop(); break;
        case StudioCommand::Close: broadcasting_.close(); break;
    }
}

}  // namespace lsl::app
