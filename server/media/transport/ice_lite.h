#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/media/transport/address.h"
#include "server/media/transport/stun.h"
#include "server/media/turn.h"
#include "shared/base/time.h"

namespace lsl::media {

struct IceCredentials {
    std::string ufrag;
    std::string pwd;
};

/// What every end of ICE does (RFC 8445 7.3): answers authenticated Binding requests, learns the
/// peer's addresses from them (peer-reflexive), and holds the pair in use. Which that is, LiteAgent
/// decides where the peer offered, IceAgent where we did.
class IceLite {
  public:
    /// Addresses remembered at once; a peer that keeps changing pushes its oldest out.
    static constexpr std::size_t kMaxTuples = 8;

    explicit IceLite(IceCredentials local) : current_(std::move(local)) {}

    /// Which credentials the request was made with; null with the drop counted if with none.
    const IceCredentials* authenticate(const StunMessage& request, DropCounters& drops) const;
    /// 487 (RFC 8445 7.3.1.1).
    static void refuse_role(const StunMessage& request, const Address& from,
                            const IceCredentials& credentials, Outbox& out);
    /// Success; `from` is one of the peer's addresses now. Tuples that fell out of memory are
    /// appended to `forgotten`. False when there was no room to say so.
    bool answer(const StunMessage& request, const Address& from, const IceCredentials& credentials,
                const Turn& turn, std::vector<Address>& forgotten);

    /// Where everything goes from now on.
    void select(const Address& address) { selected_ = address; }

    /// Authenticated traffic of any kind (RFC 7675 5.1 allows only checks, but a peer whose checks
    /// are late is not gone while its media arrives).
    void heard(MonoTime now) { last_heard_ = now; }
    MonoTime last_heard() const { return last_heard_; }

    /// New credentials for an ICE restart. The old ones keep answering until a check with the new
    /// ones has nominated a pair.
    void restart(IceCredentials local);
    /// A pair is in use with the new ones.
    void retire_previous();
    /// The ufrag that was put out of use, once.
    std::optional<std::string> take_retired_ufrag();

    const IceCredentials& local() const { return current_; }
    /// Those before a restart, as long as they still answer.
    const std::optional<IceCredentials>& previous() const { return previous_; }
    const std::optional<Address>& selected() const { return selected_; }
    bool knows(const Address& address) const;
    const std::vector<Address>& tuples() const { return tuples_; }

  private:
    const IceCredentials* credentials_for(std::string_view username) const;

    IceCredentials current_;
    std::optional<IceCredentials> previous_;  ///< before a restart
    std::optional<std::string> retired_;
    std::vector<Address> tuples_;  ///< oldest first
    std::optional<Address> selected_;
    MonoTime last_heard_{};
};

}  // namespace lsl::media
