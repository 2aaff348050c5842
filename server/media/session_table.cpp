#include "server/media/session_table.h"

namespace lsl::media {
namespace {

template <class Map, class Key>
Session* found_in(const Map& sessions, const Key& key) {
    const auto found = sessions.find(key);
    return found == sessions.end() ? nullptr : &*found->second;
}

}  // namespace

Session& SessionTable::add(std::unique_ptr<Session> added) {
    Session& session = *added;
    add_ufrag(session.local.ufrag, session);
    by_id_[session.id] = &session;
    by_name_[session.name] = std::move(added);
    if (session.publishes()) ++publishers_;
    return session;
}

std::unique_ptr<Session> SessionTable::remove(Session& session) {
    IceLite& ice = session.transport.ice();
    for (const Address& address : ice.tuples()) forget_address(address, session);
    for (const IceCandidate& candidate : session.negotiation.candidates) {
        forget_address(candidate.address, session);
    }
    by_ufrag_.erase(ice.local().ufrag);
    if (ice.previous()) by_ufrag_.erase(ice.previous()->ufrag);
    forget_retired_ufrag(session);
    by_id_.erase(session.id);
    if (session.publishes()) --publishers_;
    const auto owner = by_name_.find(session.name);
    std::unique_ptr<Session> removed = std::move(owner->second);
    by_name_.erase(owner);
    return removed;
}

Session* SessionTable::by_name(const SessionName& name) const { return found_in(by_name_, name); }

Session* SessionTable::by_id(std::uint64_t id) const { return found_in(by_id_, id); }

Session* SessionTable::by_ufrag(std::string_view ufrag) const {
    return found_in(by_ufrag_, std::string(ufrag));
}

void SessionTable::forget_retired_ufrag(Session& session) {
    if (const auto retired = session.transport.ice().take_retired_ufrag()) {
        by_ufrag_.erase(*retired);
    }
}

void SessionTable::each(const std::function<void(Session&)>& visit) const {
    for (const auto& [name, session] : by_name_) visit(*session);
}

}  // namespace lsl::media
