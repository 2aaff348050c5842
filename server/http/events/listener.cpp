#include "server/http/events/listener.h"

namespace lsl::http {

Listener listener_of(const services::Caller& caller) {
    Listener listener;
    if (const auto* person = caller.person()) listener.user = person->user.id;
    listener.is_studio_staff = caller.studio_role().has_value();
    return listener;
}

std::vector<services::Topic> topics_of(const Listener& listener) {
    std::vector<services::Topic> topics;
    if (listener.user) topics.push_back(services::Topic::person(*listener.user));
    if (listener.is_studio_staff) topics.push_back(services::Topic::studio());
    return topics;
}

}  // namespace lsl::http
