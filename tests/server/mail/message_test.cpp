#include "server/mail/message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "server/mail/encoding.h"

namespace lsl::mail {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        EXPECT_NE(end, text.npos) << "a line without CRLF";
        if (end == text.npos) break;
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

Message message() {
    Message one;
    one.from = {"Tanzstudio Köln", "studio@example.com"};
    one.to = {"Ana", "ana@example.com"};
    one.subject = "Hello";
    one.text = "A line.\n.\nAnother = one\n";
    one.html = "<p>A line.</p>";
    one.language = "en";
    one.message_id = "01890a5d-ac96-774b-bcce-b302099a8057@example.com";
    one.date = parse_iso8601("1994-11-06T08:49:37Z").value();
    return one;
}

TEST(MailHeaderTest, PlainTextStaysPlain) {
    EXPECT_EQ(*header_line("Subject", "Your class moved"), "Subject: Your class moved\r\n");
}

TEST(MailHeaderTest, OtherLettersBecomeEncodedWords) {
    EXPECT_EQ(*header_line("Subject", "Grüße"), "Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n");
    // What looks like one is not taken for one.
    EXPECT_EQ(header_line("Subject", "=?utf-8?Q?x?=")->find("=?utf-8?Q?"), std::string::npos);
}

TEST(MailHeaderTest, LongTextsAreFoldedAndNeverInsideALetter) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "ش";
    const std::string header = *header_line("Subject", text);
    for (const std::string& line : lines_of(header)) {
        EXPECT_LE(line.size(), 76u);
        const auto begin = line.find("=?utf-8?B?");
        ASSERT_NE(begin, line.npos);
        EXPECT_LE(line.size() - begin, 75u);
        const std::size_t letters = line.find("?=", begin + 10) - begin - 10;
        ASSERT_EQ(letters % 4, 0u);
        const auto padding =
            std::count(line.begin() + static_cast<std::ptrdiff_t>(begin + 10), line.end() - 2, '=');
        const auto bytes = letters / 4 * 3 - static_cast<std::size_t>(padding);
        EXPECT_EQ(bytes % 2, 0u) << "each letter has two";
    }
    const std::string words =
        *header_line("Subject", std::string(60, 'a') + " " + std::string(60, 'b'));
    EXPECT_EQ(lines_of(words).size(), 2u) << words;
}

TEST(MailHeaderTest, AWordWithoutEndIsCutAsWell) {
    for (const std::string& line : lines_of(*header_line("Subject", std::string(2000, 'x')))) {
        EXPECT_LE(line.size(), 86u);
    }
}

TEST(MailHeaderTest, ALineBreakIsRefusedInNamesAndValues) {
    for (const std::string bad : {"a\r\nBcc: all@example.com", "a\nb", "a\rb", "a\x01", "a\x7f"}) {
        EXPECT_EQ(header_line("Subject", bad).error().word, "mail_header") << bad;
        EXPECT_EQ(structured_header_line("To", bad).error().word, "mail_header") << bad;
    }
    EXPECT_FALSE(header_line("Sub\r\nject", "x"));
    EXPECT_FALSE(header_line("Sub:ject", "x"));
    EXPECT_FALSE(header_line("Subject", std::string("a\0b", 3)));
}

TEST(MailBodyTest, QuotedPrintableKeepsLinesShortAndAscii) {
    EXPECT_EQ(quoted_printable("a = b"), "a =3D b");
    EXPECT_EQ(quoted_printable("ends with a space \nnext"), "ends with a space=20\r\nnext");
    EXPECT_EQ(quoted_printable("a\r\nb\nc"), "a\r\nb\r\nc");
    EXPECT_EQ(quoted_printable("é"), "=C3=A9");
    const std::string coded = quoted_printable(std::string(500, 'x') + std::string(200, '='));
    for (const std::string& line : lines_of(coded + "\r\n")) EXPECT_LE(line.size(), 76u);
}

TEST(MailBodyTest, Base64HasTheVectorsOfTheStandard) {
    EXPECT_EQ(base64_lines("foobar"), "Zm9vYmFy\r\n");
    EXPECT_EQ(base64_lines("fooba"), "Zm9vYmE=\r\n");
    EXPECT_EQ(base64_lines("foob"), "Zm9vYg==\r\n");
}

TEST(MailMessageTest, IsAsciiWithShortLinesAndAllTheHeaders) {
    const std::string mime = *to_mime(message());
    for (const char c : mime) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
    for (const std::string& line : lines_of(mime)) EXPECT_LE(line.size(), 86u);
    for (const char* header :
         {"From: =?utf-8?B?VGFuenN0dWRpbyBLw7Zsbg==?= <studio@example.com>\r\n",
          "To: Ana <ana@example.com>\r\n", "Subject: Hello\r\n",
          "Date: Sun, 06 Nov 1994 08:49:37 +0000\r\n",
          "Message-ID: <01890a5d-ac96-774b-bcce-b302099a8057@example.com>\r\n",
          "Auto-Submitted: auto-generated\r\n", "MIME-Version: 1.0\r\n"}) {
        EXPECT_NE(mime.find(header), mime.npos) << header << mime;
    }
    EXPECT_EQ(*to_mime(message()), mime) << "the same at each attempt";
}

TEST(MailMessageTest, ACalendarIsAnAlternativeAndAFile) {
    Message one = message();
    one.calendar = {"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "REQUEST"};
    const std::string mime = *to_mime(one);
    for (const std::string& line : lines_of(mime)) EXPECT_LE(line.size(), 78u) << line;
    EXPECT_NE(mime.find("Content-Type: multipart/mixed;"), mime.npos);
    const auto inner = mime.find("Content-Type: multipart/alternative;");
    const auto calendar =
        mime.find("Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n", inner);
    const auto file = mime.find("Content-Disposition: attachment; filename=\"class.ics\"\r\n");
    ASSERT_NE(inner, mime.npos);
    ASSERT_NE(calendar, mime.npos);
    ASSERT_NE(file, mime.npos);
    EXPECT_LT(mime.find("text/html"), calendar);
    EXPECT_LT(calendar, file);
}

TEST(MailMessageTest, NoMemberCanBeginAHeader) {
    const auto refused = [](auto change) {
        Message one = message();
        change(one);
        return !to_mime(one);
    };
    EXPECT_TRUE(refused([](Message& m) { m.subject = "x\r\nBcc: a@b.de"; }));
    EXPECT_TRUE(refused([](Message& m) { m.to.name = "x\nBcc: a@b.de"; }));
    EXPECT_TRUE(refused([](Message& m) { m.to.address = "a@b.de>\r\nRCPT TO:<c@d.de"; }));
    EXPECT_TRUE(refused([](Message& m) { m.from.name = "x\r\n\r\nbody"; }));
    EXPECT_TRUE(refused([](Message& m) { m.message_id = "x\r\ny"; }));
    EXPECT_TRUE(refused([](Message& m) { m.headers = {{"X-One", "x\ny"}}; }));
}

TEST(MailMessageTest, ANameWithCommasAndQuotesIsQuoted) {
    Message one = message();
    one.to.name = R"(Ana "the feet", dancer)";
    EXPECT_NE(to_mime(one)->find("To: \"Ana \\\"the feet\\\", dancer\" <ana@example.com>"),
              std::string::npos);
}

TEST(MailboxTest, IsAnAddressWithOrWithoutAName) {
    EXPECT_EQ(parse_mailbox("a@b.de")->address, "a@b.de");
    const auto named = parse_mailbox("\"Studio, Köln\" <a@b.de>");
    EXPECT_EQ(named->name, "Studio, Köln");
    EXPECT_EQ(named->address, "a@b.de");
    EXPECT_EQ(parse_mailbox("Studio <\n a@b.de >")->address, "a@b.de");
    for (const char* bad : {"", "a", "<a@b.de", "x <a@b.de> y", "a@b.de, c@d.de"}) {
        EXPECT_FALSE(parse_mailbox(bad)) << bad;
    }
}

}  // namespace
}  // namespace lsl::mail
