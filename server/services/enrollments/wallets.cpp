#include "server/services/enrollments/wallets.h"

#include "server/services/classes/page_cursor.h"
#include "server/store/classes/wallet_store.h"

namespace lsl::services {

Wallets::Wallets(store::Database& database) : database_(database) {}

Result<api::GetWallet::Response> Wallets::read(UserId user, const PageRequest& page) {
    std::int64_t before = 0;
    if (!page.cursor.empty()) {
        before = LSL_TRY(decode_number_cursor("wallet", page.cursor));
    }
    return database_.read([&](store::Connection& reader) -> Result<api::GetWallet::Response> {
        store::WalletStore wallet(reader);
        auto rows = LSL_TRY(wallet.list(user, before, page.limit + 1));
        api::GetWallet::Response response;
        response.balance = LSL_TRY(wallet.balance(user));
        if (std::ssize(rows) > page.limit) {
            rows.resize(static_cast<std::size_t>(page.limit));
            response.next_cursor = encode_number_cursor("wallet", rows.back().sequence);
        }
        for (auto& row : rows) response.entries.push_back(std::move(row.entry));
        return response;
    });
}

}  // namespace lsl::services
