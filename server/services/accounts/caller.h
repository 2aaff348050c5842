#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/domain/account.h"
#include "shared/domain/staff.h"

namespace lsl::services {

/// Somebody with a session that lasts, as it was when the request came.
struct Person {
    domain::User user;
    std::int64_t token_balance = 0;
    std::string login;  ///< of this session: its row's name in table sessions
    std::vector<domain::HeldRole> roles;
};

/// Who sends a request: nobody, or a person. A browser may hold the session that the access token
/// opened beside that of an account; then either may authorise what is asked for.
struct Caller {
    std::optional<Person> account;        ///< who signed in with a password
    std::optional<Person> owner;          ///< the studio's owner, who came by the access token
    std::vector<domain::HeldRole> roles;  ///< of both

    /// The account, else the owner; null for a visitor.
    const Person* person() const {
        if (account) return &*account;
        return owner ? &*owner : nullptr;
    }
    std::optional<domain::StaffRole> role_on(StreamId stream) const {
        return domain::role_on(roles, stream);
    }
    std::optional<domain::StaffRole> studio_role() const { return domain::studio_role(roles); }
    bool is_staff() const { return !roles.empty(); }
    bool is(UserId user) const {
        return (account && account->user.id == user) || (owner && owner->user.id == user);
    }
    /// Who of the two it is that acts as staff: the owner has every right. Somebody is signed in.
    UserId acting() const { return (owner ? owner : account)->user.id; }
};

/// From the sessions that a request brought.
inline Caller caller_of(std::optional<Person> account, std::optional<Person> owner) {
    Caller caller{std::move(account), std::move(owner), {}};
    for (const auto* one : {&caller.account, &caller.owner}) {
        if (!*one) continue;
        for (const domain::HeldRole& held : (*one)->roles) {
            auto& roles = caller.roles;
            if (std::find(roles.begin(), roles.end(), held) == roles.end()) roles.push_back(held);
        }
    }
    return caller;
}

}  // namespace lsl::services
