#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/model/route.h"
#include "shared/base/id.h"

namespace lsl::model {

/// What a person wants, as the views say it. The reducers in client/app answer.
namespace intent {

// Moving about
struct Go {
    Route to;
};
struct GoBack {
    Route fallback;  ///< when this page was the first that the tab showed
};
struct LeaveConsole {};  ///< yes, although the broadcast runs
struct Retry {};         ///< what this page failed to load
struct LoadMore {};      ///< the next rows of this page's list
struct CloseDialog {};
struct CloseToast {
    std::uint32_t key = 0;
};
struct ReloadPage {};

// The account
struct SignIn {};         ///< with the draft's e-mail and password
struct CreateAccount {};  ///< with all of the draft
struct SignOut {};

// Classes
struct AskToEnroll {
    StreamId id;
};
struct ConfirmEnroll {
    StreamId id;
};
struct AskToWithdraw {
    StreamId id;
};
struct ConfirmWithdraw {
    StreamId id;
};
struct SaveToCalendar {
    StreamId id;
};
struct SharePage {};
struct SearchWorkouts {
    std::string text;
};

// The player
struct PlayPause {};
struct ToggleMute {};
struct SetVolume {
    double volume = 1;
};
struct Seek {
    double position_s = 0;
};
struct SeekBy {
    double seconds = 0;
};
struct SetQuality {
    int height = 0;  ///< 0 = automatic
};
struct ToggleFullscreen {};
struct TogglePictureInPicture {};
struct RetryPlayback {};
struct ToggleKeysHelp {};
struct ToggleCaptions {};

// The studio
struct StudioSignIn {};  ///< with the draft's token
struct StudioSignOut {};
struct SaveClass {};  ///< creates or changes, by the draft of the page
struct JudgeField {   ///< the person left a field of the class form
    std::string field;
};
struct ChoosePicture {};  ///< a file, for the class form
struct RemovePicture {};
struct EditClass {
    StreamId id;
};
struct AskToCancel {
    StreamId id;
};
struct ConfirmCancel {
    StreamId id;
};
struct OpenCapture {};
struct ChooseCamera {
    std::string id;
};
struct ChooseMicrophone {
    std::string id;
};
struct ToggleCamera {};
struct ToggleMicrophone {};
struct StartBroadcast {};
struct StopBroadcast {};
struct GoLive {};
struct AskToEnd {
    StreamId id;
};
struct ConfirmEnd {
    StreamId id;
};
struct ChooseLanguage {
    std::string tag;
};
struct CopyText {
    std::string what;  ///< names the button, so that it alone says "Copied"
    std::string text;
};

}  // namespace intent

using Intent = std::variant<
    intent::Go, intent::GoBack, intent::LeaveConsole, intent::Retry, intent::LoadMore,
    intent::CloseDialog, intent::CloseToast, intent::ReloadPage, intent::SignIn,
    intent::CreateAccount, intent::SignOut, intent::AskToEnroll, intent::ConfirmEnroll,
    intent::AskToWithdraw, intent::ConfirmWithdraw, intent::SaveToCalendar, intent::SharePage,
    intent::SearchWorkouts, intent::PlayPause, intent::ToggleMute, intent::SetVolume,
    intent::SetQuality, intent::Seek, intent::SeekBy, intent::ToggleFullscreen,
    intent::TogglePictureInPicture, intent::RetryPlayback, intent::ToggleKeysHelp,
    intent::ToggleCaptions, intent::StudioSignIn, intent::StudioSignOut, intent::SaveClass,
    intent::JudgeField, intent::ChoosePicture, intent::RemovePicture, intent::EditClass,
    intent::AskToCancel, intent::ConfirmCancel, intent::OpenCapture, intent::ChooseCamera,
    intent::ChooseMicrophone, intent::ToggleCamera, intent::ToggleMicrophone,
    intent::StartBroadcast, intent::StopBroadcast, intent::GoLive, intent::AskToEnd,
    intent::ConfirmEnd, intent::ChooseLanguage, intent::CopyText>;

using Intents = std::vector<Intent>;

}  // namespace lsl::model
