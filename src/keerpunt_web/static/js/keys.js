// Keys and the drawer. Everything here also works by link, button or form without this file.
(() => {
  "use strict";

  const drawer = () => document.getElementById("drawer");
  const help = () => document.getElementById("help");
  let opener = null;

  const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
  const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);

  function move(step) {
    const all = items();
    if (all.length === 0) return;
    const here = all.findIndex((item) => item.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    const target = all[next].querySelector("a, button") || all[next];
    target.focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function openSource() {
    const item = document.activeElement.closest("[data-item]");
    const link = (item && item.querySelector("a.source")) || document.querySelector("a.source");
    if (link) link.click();
  }

  function closeDrawer() {
    const panel = drawer();
    if (!panel || !panel.firstElementChild) return false;
    panel.replaceChildren();
    if (opener) opener.focus();
    return true;
  }

  const actions = {
    j: () => move(1),
    k: () => move(-1),
    s: openSource,
    "/": () => document.getElementById("search")?.focus(),
    "?": () => help()?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !help()?.open && closeDrawer()) return;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help()?.open) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-close-drawer], [data-open-help]");
    if (!link || (link.matches("[data-open-help]") && !help())) return;
    event.preventDefault();
    if (link.matches("[data-open-help]")) help().showModal();
    else closeDrawer();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("a.source")) opener = event.target;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === drawer()) drawer().querySelector("h2")?.focus();
  });
  // A session that ended answers with the log-in page: go there instead of showing it in a drawer.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target === drawer() && !event.detail.xhr.responseText.includes("data-source-rows")) {
      event.preventDefault();
      window.location.assign(event.detail.requestConfig.path);
    }
  });
})();
