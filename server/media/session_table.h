#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/media/session.h"
#include "server/media/transport/tuple_table.h"

namespace lsl::media {

/// Owns an engine's sessions and knows each way that one is found: by the name in its URL, by its
/// number, by an ICE username fragment of ours, and by the remote address that it is reached at.
/// Pointers to sessions stay valid until `remove`.
class SessionTable {
  public:
    /// Under its name, its number and the fragment that its description shows.
    Session& add(std::unique_ptr<Session> session);
    /// Out of every look-up. The caller destroys it when nobody works on it any more.
    std::unique_ptr<Session> remove(Session& session);

    Session* by_name(const SessionName& name) const;
    Session* by_id(std::uint64_t id) const;
    Session* by_ufrag(std::string_view ufrag) const;
    Session* at(const Address& address) const { return addresses_.find(address); }

    /// New ICE credentials; those before stay until ICE retires them.
    void add_ufrag(const std::string& ufrag, Session& session) { by_ufrag_[ufrag] = &session; }
    /// Forgets the fragment that the session's ICE has put out of use, if there is one.
    void forget_retired_ufrag(Session& session);
    /// An address that is another session's becomes this one's.
    void set_address(const Address& address, Session& session) {
        addresses_.set(address, &session);
    }
    void forget_address(const Address& address, const Session& session) {
        addresses_.erase(address, &session);
    }

    std::size_t size() const { return by_name_.size(); }
    /// Those that publish, connected or not.
    std::size_t publishers() const { return publishers_; }
    /// In no order. `visit` must not add or remove any.
    void each(const std::function<void(Session&)>& visit) const;

  private:
    std::unordered_map<SessionName, std::unique_ptr<Session>> by_name_;
    std::unordered_map<std::uint64_t, Session*> by_id_;
    std::unordered_map<std::string, Session*> by_ufrag_;  ///< also of replaced credentials
    TupleTable<Session> addresses_;
    std::size_t publishers_ = 0;
};

}  // namespace lsl::media
