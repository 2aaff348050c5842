#include "client/app/update.h"

#include <iterator>
#include <utility>

// What the person was told, as the server lists it.

namespace lsl::app {

namespace {

constexpr std::int64_t notices_of_a_page = 30;

net::Place notices_before(std::string id) {
    net::Place place;
    place.before = std::move(id);
    place.limit = notices_of_a_page;
    return place;
}

bool may_go_on(const api::ListNotices::Response& page) {
    return std::ssize(page.notices) >= notices_of_a_page;
}

}  // namespace

void load_notices(State& state, Effects& effects) {
    if (!state.model.notices.list.begin()) return;
    effects.get<api::ListNotices>(
        notices_before({}), [](State& s, Effects&, Result<api::ListNotices::Response> answer) {
            model::Notices& notices = s.model.notices;
            if (!answer) return notices.list.fail(std::move(answer).error());
            notices.goes_on = may_go_on(*answer);
            notices.unread = answer->unread;
            notices.list.set(std::move(answer->notices));
        });
}

void load_older_notices(State& state, Effects& effects) {
    model::Notices& notices = state.model.notices;
    if (!notices.goes_on || !notices.list.value || notices.list.value->empty()) return;
    if (std::exchange(notices.loading_more, true)) return;
    const NoticeId last = notices.list.value->back().id;
    effects.get<api::ListNotices>(
        notices_before(last.to_string()),
        [last](State& s, Effects&, Result<api::ListNotices::Response> answer) {
            model::Notices& now = s.model.notices;
            now.loading_more = false;
            if (!answer) {
                return toast(s, s.model.explain(answer.error()), model::Mood::Bad);
            }
            // The list may have been read again meanwhile.
            if (!now.list.value || now.list.value->empty() || now.list.value->back().id != last) {
                return;
            }
            now.goes_on = may_go_on(*answer);
            now.unread = answer->unread;
            for (auto& row : answer->notices) now.list.value->push_back(std::move(row));
        });
}

}  // namespace lsl::app
