#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "client/model/class_filter.h"
#include "shared/base/id.h"

namespace lsl::model {

enum class Page : std::uint8_t {
    Classes,
    MyClasses,
    Watch,
    Workouts,
    Workout,
    SignIn,
    CreateAccount,
    Account,
    Settings,
    Notices,
    ForgotPassword,
    StudioSignIn,
    StudioClasses,
    StudioCreate,
    StudioBroadcast,
    StudioCheck,
    StudioPeople,
    StudioFigures,
    ClassFigures,
    Invitation,
    ConfirmEmail,
    ResetPassword,
    UndoEmail,
    Unsubscribe,
    Gallery,
    NotFound,
};

/// Which screen is shown. The address bar is made from it and read into it.
struct Route {
    Page page = Page::Classes;
    StreamId stream;     ///< of Watch, StudioBroadcast, StudioCheck, StudioPeople and ClassFigures
    std::string next;    ///< of the sign-in pages: a path of ours to go back to, or empty
    WorkoutId workout;   ///< of Workout
    std::string search;  ///< of Workouts; of StudioFigures its period (figure_periods.h)
    std::string token;   ///< of pages that mails link to; empty when the link is not whole
    ClassFilter filter;  ///< of Classes

    bool operator==(const Route&) const = default;
};

/// The address of what a live class shows. The number stands for the moment alone: a browser asks
/// again when it changes.
std::string live_frame_of(StreamId id, std::int64_t moment);

/// Reads a path with query and fragment. Secrets stand in the fragment, which browsers don't send:
/// also where a sign-in page is to go back to one. Unknown paths and malformed ids are NotFound;
/// "/" is Classes.
Route parse_route(std::string_view url);
std::string url_of(const Route& route);

inline Route page(Page page) { return {page, {}, {}, {}, {}, {}, {}}; }
inline Route watch_page(StreamId id) { return {Page::Watch, id, {}, {}, {}, {}, {}}; }
inline Route broadcast_page(StreamId id) { return {Page::StudioBroadcast, id, {}, {}, {}, {}, {}}; }
inline Route check_page(StreamId id) { return {Page::StudioCheck, id, {}, {}, {}, {}, {}}; }
inline Route people_page(StreamId id) { return {Page::StudioPeople, id, {}, {}, {}, {}, {}}; }
inline Route figures_page(StreamId id) { return {Page::ClassFigures, id, {}, {}, {}, {}, {}}; }
inline Route workout_page(WorkoutId id) { return {Page::Workout, {}, {}, id, {}, {}, {}}; }
inline Route invitation_page(std::string token) {
    return {Page::Invitation, {}, {}, {}, {}, std::move(token), {}};
}
/// Pages that a link in a mail opens, each with one button.
inline bool is_mail_link(Page page) {
    return page == Page::ConfirmEmail || page == Page::ResetPassword || page == Page::UndoEmail ||
           page == Page::Unsubscribe;
}
inline Route classes_page(ClassFilter filter) {
    return {Page::Classes, {}, {}, {}, {}, {}, std::move(filter)};
}
/// Sign-in that returns to `from` afterwards.
Route sign_in_from(const Route& from);
Route studio_sign_in_from(const Route& from);

/// The class whose page a sign-in page leads back to.
std::optional<StreamId> class_behind(const Route& sign_in);

bool is_studio(const Route& route);
/// Pages with a player on them.
inline bool plays(Page page) { return page == Page::Watch || page == Page::Workout; }
/// Pages with the camera and the desk of a class.
inline bool has_desk(Page page) {
    return page == Page::StudioBroadcast || page == Page::StudioCheck;
}
/// Pages that make sense to a viewer who is signed in only.
bool needs_viewer(Page page);
bool needs_instructor(Page page);

}  // namespace lsl::model
