#pragma once

#include <optional>
#include <vector>

#include "shared/wire/account_api.h"

namespace lsl::api {

/// What the server writes into a page of the app, as JSON in `<script type="application/json"
/// id="initial-data">`, so that the first frame is complete without a request. A part that the page
/// does not show is left out; the app then asks for it.
struct PageData {
    std::optional<Session> session;                        ///< the viewer who is logged in
    std::int64_t unread_notices = 0;                       ///< of that viewer
    std::vector<domain::HeldRole> roles;                   ///< of everybody whose session there is
    std::optional<ListStreams::Response> streams;          ///< /streams
    std::optional<ListEnrollments::Response> enrollments;  ///< of that viewer
    std::optional<wire::PublicStream> stream;              ///< /streams/{id}/watch
    std::optional<ListWorkouts::Response> workouts;        ///< /workouts, by its search
    std::optional<domain::Workout> workout;                ///< /workouts/{id}
    std::string studio_contact;      ///< a link to whom viewers may ask, or empty
    std::int64_t signup_tokens = 0;  ///< that a new account begins with
    bool sends_mail = false;         ///< links for a forgotten password, say, leave this server
    std::string events;  ///< the events of /api/events after this one are news for the page
};

void describe(wire::Archive& a, PageData& m);

}  // namespace lsl::api
