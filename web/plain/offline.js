// @ts-check
// The page that stands in for any page while there is no network: it gives way to it.

(() => {
  const retryEveryMs = 5000;
  const reload = () => location.reload();

  document.getElementById("again")?.addEventListener("click", reload);
  addEventListener("online", reload);
  // A device may have a network and still not reach us; then no event tells of the change.
  setInterval(() => {
    fetch("/healthz", { cache: "no-store" }).then((answer) => { if (answer.ok) reload(); }, () => {});
  }, retryEveryMs);
})();
