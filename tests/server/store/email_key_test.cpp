#include "server/store/people/email_key.h"

#include <gtest/gtest.h>

#include "server/store/people/users_store.h"
#include "tests/server/store/store_rows.h"

namespace lsl::store {
namespace {

TEST(EmailKey, IsTheSameHoweverAnAddressIsTyped) {
    EXPECT_EQ(email_key(" Ana@Example.COM "), "ana@example.com");
    EXPECT_EQ(email_key("M\u00dcLLER@example.com"), "m\u00fcller@example.com");
    EXPECT_EQ(email_key("mu\u0308ller@example.com"), "m\u00fcller@example.com");
    EXPECT_EQ(email_key("STRASSE@x.de"), email_key("stra\u00dfe@x.de"));
    EXPECT_EQ(email_key("\u03a3\u03a3@x.gr"), email_key("\u03c3\u03c2@x.gr")) << "final sigma";
    EXPECT_NE(email_key("ana@example.com"), email_key("anna@example.com"));
    EXPECT_EQ(email_key("a\xff@x"), "a\xff@x") << "no UTF-8";
    EXPECT_EQ(email_key(""), "");
}

}  // namespace
}  // namespace lsl::store
