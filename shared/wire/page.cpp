#include "shared/wire/page.h"

namespace lsl::api {

void describe(wire::Archive& a, PageData& m) {
    a.extra("session", m.session);
    a.with_default("unread_notices", m.unread_notices);
    a.with_default("roles", m.roles);
    a.extra("streams", m.streams);
    a.extra("enrollments", m.enrollments);
    a.extra("stream", m.stream);
    a.extra("workouts", m.workouts);
    a.extra("workout", m.workout);
    a.extra("studio_contact", m.studio_contact);
    a.with_default("signup_tokens", m.signup_tokens);
    a.with_default("sends_mail", m.sends_mail);
    a.with_default("events", m.events);
}

}  // namespace lsl::api
