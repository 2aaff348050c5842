#include "server/services/wallets.h"

#include <charconv>

#include "server/services/page_cursor.h"
#include "server/store/wallet_store.h"

namespace lsl::services {

Wallets::Wallets(store::Database& database) : database_(database) {}

Result<api::GetWallet::Response> Wallets::read(UserId user, const PageRequest& page) {
    std::int64_t before = 0;
    if (!page.cursor.empty()) {
        const PageCursor from = LSL_TRY(PageCursor::decode("wallet", 1, page.cursor));
        if (const auto& part = from.parts.front()) {
            std::from_chars(part->at.data(), part->at.data() + part->at.size(), before);
        }
    }
    return database_.read([&](store::Connection& reader) -> Result<api::GetWallet::Response> {
        store::WalletStore wallet(reader);
        auto rows = LSL_TRY(wallet.list(user, before, page.limit + 1));
        api::GetWallet::Response response;
        response.balance = LSL_TRY(wallet.balance(user));
        if (std::ssize(rows) > page.limit) {
            rows.resize(static_cast<std::size_t>(page.limit));
            PageCursor next;
            next.parts.push_back(store::Position{std::to_string(rows.back().sequence), ""});
            response.next_cursor = next.encode("wallet");
        }
        for (auto& row : rows) response.entries.push_back(std::move(row.entry));
        return response;
    });
}

}  // namespace lsl::services
