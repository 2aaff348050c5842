#include "server/services/mail/mail_delivery.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/services/accounts/secrets.h"
#include "server/services/mail/mail_texts.h"
#include "server/store/people/email_key.h"
#include "server/store/people/invitations_store.h"

namespace lsl::services {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using store::TokenPurpose;

constexpr std::array<minutes, 6> pauses{minutes(1), minutes(5), minutes(15),
                                        hours(1),   hours(4),   hours(12)};
constexpr std::int64_t resets_in_an_hour = 3;
constexpr hours confirm_lifetime{24};
constexpr minutes reset_lifetime{60};
constexpr std::chrono::days undo_lifetime{7};
constexpr std::chrono::days kept_when_done{30};

minutes pause_after(std::int64_t attempts) {
    const auto index = std::min<std::int64_t>(attempts, std::ssize(pauses) - 1);
    return pauses[static_cast<std::size_t>(index)];
}

std::string language_of(const std::optional<store::Account>& account) {
    return account && account->language ? *account->language : std::string(mail_languages.front());
}

bool is_address_of(const store::Account& account, const store::MailRow& row) {
    return store::email_key(account.user.email) == store::email_key(row.address);
}

}  // namespace

MailDelivery::MailDelivery(store::Database& database, const Clock& clock,
                           const OutgoingMails& mails, mail::Sender& sender,
                           MailDeliveryOptions options)
    : database_(database),
      clock_(clock),
      mails_(mails),
      sender_(sender),
      options_(std::move(options)) {}

bool MailDelivery::send_one() {
    sweep();
    const auto due = database_.read(
        [&](store::Connection& reader) { return store::MailsStore(reader).due(clock_.utc(), 1); });
    if (!due || due->empty()) return false;
    const store::MailRow& row = due->front();
    // The attempt is noted before it is made: where nothing can be noted nothing leaves, or it
    // would leave again and again.
    const UtcTime next = clock_.utc() + pause_after(row.attempts);
    const auto begun = database_.write(
        [&](store::Connection& tx) { return store::MailsStore(tx).begin_attempt(row.id, next); });
    if (!begun) return false;
    const auto prepared =
        database_.write([&](store::Connection& tx) -> Prepared { return prepare(tx, row); });
    if (!prepared) {
        note(row, {mail::Outcome::Kind::Later, prepared.error().detail});
    } else if (*prepared) {
        const auto mime = mail::to_mime(**prepared);
        note(row, mime ? sender_.send(row.address, *mime)
                       : mail::Outcome{mail::Outcome::Kind::Mail, mime.error().message});
    }
    return true;
}

MailDelivery::Prepared MailDelivery::drop(store::Connection& tx, const store::MailRow& row,
                                          std::string_view state, std::string_view why) {
    store::MailsStore mails(tx);
    // Of nobody's there is nobody to show it to.
    const auto done =
        row.user ? mails.finish(row.id, state, why, clock_.utc()) : mails.remove(row.id);
    if (!done) return done.error();
    return std::optional<mail::Message>();
}

MailDelivery::Prepared MailDelivery::prepare(store::Connection& tx, const store::MailRow& row) {
    store::MailsStore mails(tx);
    // Gone or done since it was read, with its person.
    if (!LSL_TRY(mails.is_waiting(row.id))) return std::optional<mail::Message>();
    const auto kind = parse_mail_kind(row.kind);
    if (!kind) return drop(tx, row, "failed", "nobody knows this kind");
    if (row.expires_at <= clock_.utc()) return drop(tx, row, "failed", "too late");
    if (*kind == MailKind::Forgot) {
        LSL_TRY(resolve_forgotten(tx, row));
        return std::optional<mail::Message>();
    }
    if (LSL_TRY(mails.is_suppressed(row.address))) {
        return drop(tx, row, "suppressed", "the address was refused for good");
    }
    std::optional<store::Account> account;
    if (row.user) account = LSL_TRY(store::UsersStore(tx).find(*row.user));
    return *kind == MailKind::Notice ? prepare_notice(tx, row, account)
                                     : prepare_for(tx, row, *kind, account);
}

MailDelivery::Prepared MailDelivery::prepare_for(store::Connection& tx, const store::MailRow& row,
                                                 MailKind kind,
                                                 const std::optional<store::Account>& account) {
    const bool own = account && is_address_of(*account, row);
    const bool confirmed = own && account->user.email_verified_at.has_value();
    const bool needs_own = kind == MailKind::Confirm || kind == MailKind::Reset ||
                           kind == MailKind::Password || kind == MailKind::SignInWays ||
                           kind == MailKind::PasskeyCopy;
    if (needs_own && !own) return drop(tx, row, "off", "the address is not theirs any more");
    if (kind == MailKind::Confirm && confirmed) return drop(tx, row, "off", "confirmed already");
    // An address from before was confirmed when the mail was put.
    const bool from_before = kind == MailKind::Undo || kind == MailKind::Deleted;
    if (!confirmed && !from_before && !may_go_to_unconfirmed(kind)) {
        return drop(tx, row, "off", "nobody has confirmed the address");
    }
    if (kind == MailKind::Change && !LSL_TRY(is_free(tx, row))) {
        return drop(tx, row, "off", "somebody has the address");
    }
    const auto link = LSL_TRY(link_for(tx, row, kind));
    if (!link) return drop(tx, row, "off", "of no use any more");

    const std::string language = language_of(account);
    const MailTexts texts = LSL_TRY(read_mail_texts(language));
    const std::string name = account ? account->user.display_name : std::string();
    return std::optional(
        message_of(row, name, language, worded(texts, language, kind, name, *link, studio_name())));
}

MailDelivery::Prepared MailDelivery::prepare_notice(store::Connection& tx,
                                                    const store::MailRow& row,
                                                    const std::optional<store::Account>& account) {
    if (!account || !is_address_of(*account, row) || !account->user.email_verified_at) {
        return drop(tx, row, "off", mail_unconfirmed);
    }
    const std::string language = language_of(account);
    const MailTexts texts = LSL_TRY(read_mail_texts(language));
    const auto notice = LSL_TRY(notice_mail(tx, row.payload, texts));
    if (!notice) return drop(tx, row, "off", "of no use any more");
    const std::string& name = account->user.display_name;
    // What cannot be switched off has no such link.
    const bool ends = options_.unsubscribe != nullptr && notice->can_be_ended;
    const std::string token = ends ? end_token(account->user.id, *notice) : std::string();
    const std::string stop = ends ? options_.public_url + "/unsubscribe#" + token : std::string();
    mail::Message message =
        message_of(row, name, language,
                   worded(texts, language, notice->words, name, options_.public_url + notice->path,
                          studio_name(), stop));
    message.calendar =
        calendar_part(*notice, {options_.from.name, options_.from.address, name, row.address});
    if (ends) {
        message.headers.emplace_back("List-Unsubscribe",
                                     "<" + options_.public_url + "/api/unsubscribe/" + token + ">");
        message.headers.emplace_back("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    return std::optional(std::move(message));
}

/// Ends what the person can best do without: the bell or the teacher that it came from, else mails
/// of its kind.
std::string MailDelivery::end_token(UserId user, const NoticeMail& notice) const {
    const UnsubscribeLinks& links = *options_.unsubscribe;
    if (notice.because == ToldBecause::Bell && notice.row) {
        return links.token(user, notice.row->stream.id);
    }
    if (notice.teacher) return links.token(user, *notice.teacher);
    return links.token(user, notice.event);
}

std::optional<mail::CalendarPart> MailDelivery::calendar_part(
    const NoticeMail& notice, const domain::CalendarParties& parties) const {
    using domain::CalendarMethod;
    // Who only listens has no such event in the calendar, and wants none.
    if (!notice.row || notice.because != ToldBecause::Place) return std::nullopt;
    const bool cancelled = notice.row->stream.status == domain::StreamStatus::Cancelled;
    std::optional<CalendarMethod> method;
    switch (notice.event) {
        case domain::NoticeEvent::Enrolled:
        case domain::NoticeEvent::Moved:
            // The cancellation is on its way behind it; a request now would leave the event there.
            if (!cancelled && notice.asks_calendar) method = CalendarMethod::Request;
            break;
        case domain::NoticeEvent::Left:
        case domain::NoticeEvent::Cancelled: method = CalendarMethod::Cancel; break;
        default: break;
    }
    if (!method) return std::nullopt;
    return mail::CalendarPart{domain::generate_invitation(notice.row->stream, notice.row->calendar,
                                                          options_.public_url + notice.path,
                                                          *method, parties, clock_.utc()),
                              std::string(enum_name(*method))};
}

std::string MailDelivery::studio_name() const {
    return options_.from.name.empty() ? options_.public_url : options_.from.name;
}

mail::Message MailDelivery::message_of(const store::MailRow& row, const std::string& name,
                                       const std::string& language, WordedMail words) const {
    mail::Message message;
    message.from = options_.from;
    message.to = {name, row.address};
    message.subject = std::move(words.subject);
    message.text = std::move(words.text);
    message.html = std::move(words.html);
    message.language = language;
    message.message_id =
        row.id.to_string() + "@" + std::string(mail::domain_of(options_.from.address));
    message.date = clock_.utc();
    return message;
}

/// Whether the person may have the address that they asked for; whoever has it is told.
Result<bool> MailDelivery::is_free(store::Connection& tx, const store::MailRow& row) {
    const auto holder = LSL_TRY(store::UsersStore(tx).find_by_email(row.address));
    if (holder && holder->user.id != row.user) {
        const auto lately = LSL_TRY(store::MailsStore(tx).count(
            holder->user.id, enum_name(MailKind::Taken), clock_.utc() - hours(1)));
        if (lately == 0) {
            LSL_TRY(mails_.put(tx, MailKind::Taken, holder->user.id, holder->user.email));
        }
        return false;
    }
    return !LSL_TRY(store::MailTokensStore(tx).is_reserved(row.address, row.user, clock_.utc()));
}

Result<void> MailDelivery::resolve_forgotten(store::Connection& tx, const store::MailRow& row) {
    store::MailsStore mails(tx);
    LSL_TRY(mails.remove(row.id));
    const auto account = LSL_TRY(store::UsersStore(tx).find_by_email(row.address));
    if (!account || account->user.email.empty()) return {};
    const UserId user = account->user.id;
    const auto lately =
        LSL_TRY(mails.count(user, enum_name(MailKind::Reset), clock_.utc() - hours(1)));
    if (lately >= resets_in_an_hour) return {};
    // To the address as the account has it, not as a stranger typed it.
    return mails_.put(tx, MailKind::Reset, user, account->user.email);
}

Result<std::string> MailDelivery::token_for(store::Connection& tx, const store::MailRow& row,
                                            TokenPurpose purpose, UtcTime expires_at) {
    std::string token = random_secret();
    LSL_TRY(store::MailTokensStore(tx).insert({.token_hash = sha256_hex(token),
                                               .user = *row.user,
                                               .purpose = purpose,
                                               .email = row.address,
                                               .created_at = clock_.utc(),
                                               .expires_at = expires_at}));
    return token;
}

Result<std::optional<std::string>> MailDelivery::link_for(store::Connection& tx,
                                                          const store::MailRow& row,
                                                          MailKind kind) {
    const UtcTime now = clock_.utc();
    const auto link = [&](std::string_view page, TokenPurpose purpose,
                          UtcTime until) -> Result<std::optional<std::string>> {
        return std::optional(options_.public_url + "/" + std::string(page) + "#" +
                             LSL_TRY(token_for(tx, row, purpose, until)));
    };
    switch (kind) {
        case MailKind::Confirm:
            return link("confirm", TokenPurpose::Confirm, now + confirm_lifetime);
        case MailKind::Change: return link("confirm", TokenPurpose::Change, now + confirm_lifetime);
        case MailKind::Reset: return link("reset", TokenPurpose::Reset, now + reset_lifetime);
        case MailKind::Undo:
            // Seven days from the change, however long the mail took.
            return link("undo-email", TokenPurpose::Undo, row.created_at + undo_lifetime);
        case MailKind::Invitation: return invitation_link(tx, row);
        case MailKind::Taken:
        case MailKind::Password: return std::optional(options_.public_url + "/login");
        case MailKind::SignInWays:
        case MailKind::PasskeyCopy: return std::optional(options_.public_url + "/settings");
        case MailKind::Notice:  // its words know where it leads
        case MailKind::Forgot:
        case MailKind::Deleted: break;
    }
    return std::optional(std::string());
}

Result<std::optional<std::string>> MailDelivery::invitation_link(store::Connection& tx,
                                                                 const store::MailRow& row) {
    store::InvitationsStore invitations(tx);
    const auto id = InvitationId::parse(row.payload);
    const auto invitation =
        id ? LSL_TRY(invitations.find(*id)) : std::optional<store::Invitation>();
    if (!invitation || invitation->accepted_by || invitation->expires_at <= clock_.utc()) {
        return std::optional<std::string>();
    }
    const std::string token = random_secret();
    LSL_TRY(invitations.set_mail_token(*id, sha256_hex(token)));
    return std::optional(options_.public_url + "/invitation#" + token);
}

void MailDelivery::note(const store::MailRow& row, const mail::Outcome& outcome) {
    using Kind = mail::Outcome::Kind;
    const UtcTime now = clock_.utc();
    const UtcTime next = now + pause_after(row.attempts);
    const auto write = [&](store::Connection& tx) -> Result<void> {
        store::MailsStore mails(tx);
        if (outcome.kind == Kind::Later && next < row.expires_at) {
            return mails.note_problem(row.id, outcome.detail);
        }
        if (outcome.kind == Kind::Address) {
            LSL_TRY(mails.suppress(row.address, outcome.detail, now));
        }
        const std::string_view state = outcome.kind == Kind::Sent      ? "sent"
                                       : outcome.kind == Kind::Address ? "suppressed"
                                                                       : "failed";
        return row.user ? mails.finish(row.id, state, outcome.detail, now) : mails.remove(row.id);
    };
    // What cannot be noted is sent again, a pause later: the same Message-ID lets servers drop it.
    const auto noted = database_.write(write);
    if (options_.log && (outcome.kind != Kind::Sent || !noted)) {
        // Without the address: logs are read by more people than mails.
        options_.log(to_iso8601(now) + " mail=" + row.id.to_string() + " kind=" + row.kind +
                     " problem=\"" + (noted ? outcome.detail : noted.error().detail) + "\"");
    }
}

void MailDelivery::sweep() {
    const UtcTime now = clock_.utc();
    if (swept_at_ && now - *swept_at_ < hours(1)) return;
    swept_at_ = now;
    database_.write_later([now](store::Connection& tx) -> Result<void> {
        LSL_TRY(store::MailsStore(tx).remove_done_before(now - kept_when_done));
        return store::MailTokensStore(tx).remove_expired(now);
    });
}

MailLoop::MailLoop(MailDelivery& delivery, std::function<void()> interrupt)
    : worker_({.name = "mail",
               .after_failure = std::chrono::seconds(10),
               .interrupt = std::move(interrupt)},
              [&delivery] {
                  return delivery.send_one() ? threads::Worker::no_rest
                                             : threads::Worker::Rest(std::chrono::seconds(1));
              }) {}

}  // namespace lsl::services
